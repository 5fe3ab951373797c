"""The server's messages as JSON text. `steps`, of which there are many, is put together by hand."""

from typing import Any

from app.encoding import json_bytes, spelled
from app.refusal import Refusal
from app.stream.messages import PROTOCOL, ClientMessage, Inspect, SessionLimits
from app.stream.paths import encoded
from app.stream.work import Advancing
from engine import fingerprint
from engine.run import Run
from engine.running.outcome import Outcome
from engine.running.path import Path


def _text(message: dict[str, Any]) -> str:
    return json_bytes(message).decode()


def _outcomes(outcomes: tuple[Outcome, ...] | list[Outcome]) -> list[dict[str, Any]]:
    return [outcome._asdict() for outcome in outcomes]


def ready(branch: int, run: Run, limits: SessionLimits, root: Path | None = None) -> str:
    """Answer to `start` and `change`; ``root`` where the path has begun anew."""
    return _text(
        {
            "type": "ready",
            "protocol": PROTOCOL,
            "fingerprint": fingerprint(),
            "limits": limits.model_dump(),
            "branch": branch,
            "step": run.step,
            "racers": run.racers,
            "starts": run.starts,
            "root": None if root is None else _root(root),
        }
    )


def _root(path: Path) -> dict[str, Any]:
    return {"run": path.config.model_dump(mode="json"), "step": path.step, "checkpoint": encoded(path.root or b"")}


def steps(branch: int, job: Advancing, checkpoint: bytes | None, next_step: int, work_s: float) -> str:
    """Answer to `advance`."""
    outcomes = _text_of_outcomes(job.outcomes)
    saved = f'"{encoded(checkpoint)}"' if checkpoint else "null"
    saved_step = next_step if checkpoint else "null"
    return (
        f'{{"type":"steps","branch":{branch},"first_step":{job.first_step},"every":{job.every},"rows":{job.rows},'
        f'"columns":{job.columns_json()},"outcomes":{outcomes},"checkpoint":{saved},"checkpoint_step":{saved_step},'
        f'"work_ms":{work_s * 1000:.3f}}}'
    )


def _text_of_outcomes(outcomes: list[Outcome]) -> str:
    return json_bytes(_outcomes(outcomes)).decode() if outcomes else "[]"


def view(message: Inspect, body: dict[str, Any]) -> str:
    """Answer to `inspect`."""
    return _text(
        {
            "type": "view",
            "branch": message.branch,
            "step": message.step,
            "racer": message.racer,
            "what": message.what.kind,
            "view": spelled(body),
        }
    )


def progress(branch: int, done: int, of: int) -> str:
    """Long work is under way."""
    return _text({"type": "progress", "branch": branch, "done": done, "of": of})


def ended(branch: int, run: Run) -> str:
    """No step is left; ``step`` is the last there is."""
    return _text({"type": "ended", "branch": branch, "step": max(0, run.step - 1), "outcomes": _outcomes(run.outcomes())})


def error(refusal: Refusal, message: ClientMessage | None = None) -> str:
    """A refusal, of a message where it was understood."""
    branch, what = getattr(message, "branch", None), message.what.kind if isinstance(message, Inspect) else None
    return _text({"type": "error", **refusal.body, "branch": branch, "what": what, "fatal": refusal.fatal})
