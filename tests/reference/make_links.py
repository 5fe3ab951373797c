"""Links as the page writes them, and what they open: every preset and fifty random runs.

    python tests/reference/make_links.py http://localhost:8000

beside a running server of the same checkout. It was run once, on the last commit before landscapes, problems and columns
became contracts (2c0dd86), and is kept to say how: links made then must open to the same bits for ever, so links.json is never made again.

Bits are those of one fingerprint (``engine.fingerprint``): ``last`` holds the last row of parameters as hexadecimal floats, ``digest``
SHA-256 of every row of the exact columns.
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

import engine
from engine.errors import EngineError
from engine.registry import members
from engine.run import start
from engine.run_config import Change, RunConfig
from tests.reference.replaying import digest, replayed
from tools.get_browser import find

TARGET = Path(__file__).with_name("links.json")
SEED = 20261127
RANDOM_RUNS = 50
WRITE = """async ([run, changes, preset, step]) => {
  const { writeAddress } = await import("/static/address.js");
  const { firstState } = await import("/static/state.js");
  const { catalogue } = JSON.parse(document.getElementById("opening").textContent);
  const state = { ...firstState(run, preset, catalogue), changes };
  return (await writeAddress(state, step, catalogue, catalogue.presets[0].run)).hash;
}"""
PRESETS = """() => JSON.parse(document.getElementById("opening").textContent).catalogue.presets.map(({ kind, run }) => [kind, run])"""


def some(draw: random.Random, model: Any, **fixed: Any) -> dict[str, Any]:
    """A member with a few of its numbers moved within their sliders."""
    fields: dict[str, Any] = {"kind": model.model_fields["kind"].default}
    for name, entry in model.model_json_schema()["properties"].items():
        if "slider" not in entry or draw.random() < 0.6:
            continue
        low, high = entry["slider"]
        value = float(f"{draw.uniform(low, high):.3g}")
        fields[name] = int(value) if entry["type"] == "integer" else value
    return fields | fixed


def some_optimizer(draw: random.Random) -> dict[str, Any]:
    model = draw.choice(list(members("optimizers").values()))
    return some(draw, model, learning_rate=float(f"{10 ** draw.uniform(-4, -0.5):.3g}"))


def some_schedule(draw: random.Random) -> dict[str, Any]:
    kinds = members("schedules")
    return {"kind": "constant"} if draw.random() < 0.5 else some(draw, draw.choice(list(kinds.values())))


def some_clipping(draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(["none", "none", "norm", "value"])
    return {"kind": kind} if kind == "none" else {"kind": kind, "limit": float(f"{10 ** draw.uniform(-1, 2):.3g}")}


def some_batch(draw: random.Random) -> dict[str, Any]:
    if draw.random() < 0.4:
        return {"kind": "full"}
    return {
        "kind": "mini_batch",
        "size": draw.choice([1, 4, 8, 32]),
        "replacement": draw.random() < 0.3,
        "own_order": draw.random() < 0.3,
    }


def some_gradient(draw: random.Random) -> dict[str, Any]:
    return {"kind": "exact"} if draw.random() < 0.8 else {"kind": "numerical", "epsilon": 10.0 ** draw.randint(-8, -2)}


def some_racer(draw: random.Random, index: int, width: int, *, has_data: bool) -> dict[str, Any]:
    racer = {
        "id": "abcdefgh"[index],
        "optimizer": some_optimizer(draw),
        "schedule": some_schedule(draw),
        "clipping": some_clipping(draw),
        "noise": draw.choice([0.0, 0.0, 0.0, 0.5, 3.0]),
        "gradient": some_gradient(draw),
        "start": draw.choice([None, None, "random", [float(f"{draw.uniform(-2, 2):.3g}") for _ in range(width)]]),
    }
    return racer | ({"batch": some_batch(draw)} if has_data else {})


def some_surface_problem(draw: random.Random) -> tuple[dict[str, Any], int]:
    model: Any = draw.choice(list(members("surfaces").values()))
    return {"kind": "surface", "surface": some(draw, model)}, len(model.parameters)


def some_fit_problem(draw: random.Random, model: str) -> tuple[dict[str, Any], int]:
    kind: Any = members("models")[model]
    suitable = [name for name, found in members("datasets").items() if (found.task == "regression") == (kind.task == "regression")]  # type: ignore[attr-defined]
    dataset = members("datasets")[draw.choice(suitable)]
    loss: Any = draw.choice(list(members("losses").values()))
    data: dict[str, Any] = {"kind": "dataset", "dataset": some(draw, dataset)}
    if "count" in dataset.model_fields:
        data["dataset"]["count"] = draw.choice([20, 50, 120])
    if draw.random() < 0.2:
        x = [[round(draw.uniform(-3, 3), 2) for _ in range(12)] for _ in range(kind.features)]
        y = [float(i % 2) for i in range(12)] if kind.task == "binary" else [round(draw.uniform(-3, 3), 2) for _ in range(12)]
        data = {"kind": "own", "task": kind.task, "x": x, "y": y}
    problem = {
        "kind": "fit",
        "model": {"kind": model},
        "loss": {"kind": loss.model_fields["kind"].default},
        "data": data,
        "test_share": draw.choice([0.0, 0.0, 0.3]),
        "standardise": draw.random() < 0.5,
        "l1": draw.choice([0.0, 0.0, 0.05]),
        "l2": draw.choice([0.0, 0.0, 0.2]),
    }
    return problem, len(kind.parameters)


def some_change(draw: random.Random, at_step: int, ids: list[str], problem: dict[str, Any], width: int) -> dict[str, Any]:
    has_data = problem["kind"] == "fit"
    choices: list[dict[str, Any]] = [
        {"optimizer": some_optimizer(draw)},
        {"schedule": some_schedule(draw)},
        {"clipping": some_clipping(draw)},
        {"noise": draw.choice([0.0, 1.0])},
        {"gradient": some_gradient(draw)},
        {"params": [float(f"{draw.uniform(-1, 1):.3g}") for _ in range(width)]},
    ]
    if has_data:
        other, _ = some_fit_problem(draw, problem["model"]["kind"])
        choices += [{"batch": some_batch(draw)}, {"problem": other}]
    setting = draw.choice(choices)
    return {"at_step": at_step, "racer": None if "problem" in setting else draw.choice(ids), "set": setting}


def some_run(draw: random.Random, *, has_data: bool) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A run and its changes, as JSON; raises ``ValueError`` where the parts do not fit together."""
    model = draw.choice(list(members("models")))
    problem, width = some_fit_problem(draw, model) if has_data else some_surface_problem(draw)
    racers = [some_racer(draw, index, width, has_data=has_data) for index in range(draw.randint(1, 8))]
    limit = draw.randint(30, 300)
    run = {"problem": problem, "racers": racers, "seed": draw.randrange(2**32), "step_limit": limit}
    if draw.random() < 0.3:
        run["convergence"] = {"gradient_tolerance": 0.01, "stop": True}
    config = RunConfig.model_validate(run)
    at, changes = 0, []
    for _ in range(draw.choice([0, 0, 1, 2, 4])):
        at = draw.randint(at, limit // 2)
        changes.append(some_change(draw, at, [racer["id"] for racer in racers], problem, width))
    made = [Change.model_validate(change) for change in changes]
    start(config, made)  # what does not fit is refused here
    return config.model_dump(mode="json"), [change.model_dump(mode="json", exclude_none=True) for change in made]


def random_runs(draw: random.Random) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    made = 0
    while made < RANDOM_RUNS:
        has_data = made % 2 == 1
        try:
            run, changes = some_run(draw, has_data=has_data)
        except (ValueError, EngineError):
            continue
        made += 1
        yield ("fit" if has_data else "surface"), run, changes


def bits_of(run: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    columns = replayed(run, changes)
    return {"last": [float(value).hex() for value in columns["params"][-1].ravel()], "digest": digest(columns)}


def main() -> None:
    """Write links.json."""
    links = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        pages: dict[str, Page] = {room: browser.new_page() for room in ("surface", "fit")}
        for room, page in pages.items():
            page.goto(sys.argv[1] + ("/en" if room == "surface" else "/en/fit"), timeout=120_000)
            for kind, run in page.evaluate(PRESETS):
                written = [page.evaluate(WRITE, [run, [], preset, 0]) for preset in (kind, "")]
                links.append({"room": room, "name": kind, "addresses": sorted(set(written)), "step": 0, **bits_of(run, [])})
        for index, (room, run, changes) in enumerate(random_runs(random.Random(SEED))):
            step = min(index, 30)  # every run is at least so long
            address = pages[room].evaluate(WRITE, [run, changes, "", step])
            if "without=" in address:
                raise ValueError("a link that holds its run only in part proves nothing")
            links.append({"room": room, "name": f"random_{index}", "addresses": [address], "step": step, **bits_of(run, changes)})
        browser.close()
    TARGET.write_text(json.dumps({"fingerprint": engine.fingerprint(), "links": links}, indent=1) + "\n")


if __name__ == "__main__":
    main()
