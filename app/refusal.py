"""How the service says no: ``{code, path, params}``, the same in REST and in the stream.

Codes of the engine (engine.errors.SENTENCES) and these; the page makes the sentences.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import Response

from app.encoding import json_bytes
from engine.errors import EngineError
from engine.findings import errors_of

M = TypeVar("M", bound=BaseModel)

_MOST_MISTAKES = 1_000
"""Listing more takes pydantic longer (0.1 s for 20 000) than others should wait."""

CODES = {
    "not_json": "the message is not JSON",
    "binary_frame": "messages are text frames",
    "too_large": "the message is larger than allowed",
    "too_many_mistakes": "the message has more mistakes than are listed",
    "wrong_protocol": "the page and the server speak different versions; reload the page",
    "not_started": "a session begins with start",
    "unknown_branch": "the server does not hold this branch; start again with changes",
    "unknown_racer": "no racer of this name",
    "branch_in_use": "this branch number is taken by another branch",
    "not_yet_computed": "this step has not been computed yet",
    "nothing_computed": "no step of this branch has been computed yet; advance first",
    "too_many_advances": "two advances may wait",
    "too_many_messages": "too many messages wait",
    "too_much_memory": "the run takes more memory than a session may use; fewer racers or examples fit",
    "path_too_long": "too much was changed on the way, and the state there is too large to go on from without it",
    "too_many_sessions": "no further session can be opened now",
    "idle": "nothing was said for too long",
    "shutting_down": "the server is stopping; another one takes over",
    "wrong_origin": "pages of this origin may not open the stream",
    "wrong_host": "this server does not go by that name",
    "not_found": "there is nothing at this address",
    "not_allowed": "this address does not know that method",
    "out_of_time": "it takes longer than the server gives it",
    "busy": "too much is waiting; come again in a moment",
    "internal": "the server made a mistake",
}
"""The service's own codes, in words for whoever reads the log or docs/stream.md."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure of the server
    """One refused request. ``status`` is its HTTP status."""

    def __init__(self, code: str, path: str, *, status: int = 400, fatal: bool = False, **params: object) -> None:
        self.code = code
        self.path = path
        self.params = params
        self.status = status
        self.fatal = fatal
        super().__init__(f"{path}: {CODES.get(code, code)} {params}")

    @property
    def body(self) -> dict[str, Any]:
        """As it is sent."""
        return {"code": self.code, "path": self.path, "params": self.params}


def refusal_of(error: EngineError, prefix: str = "", status: int = 422) -> Refusal:
    """The engine's error as an answer; ``prefix`` says where in the message the configuration stands."""
    path = ".".join(filter(None, [prefix, error.path]))
    refusal = Refusal(error.code, path, status=status)
    refusal.params = error.params
    return refusal


def first_refusal(model: type[BaseModel], error: ValidationError, prefix: str = "", status: int = 422) -> Refusal:
    """The first finding of a validation as an answer.

    To be raised after the ``except`` clause: raised in it, it would keep pydantic's error, and with it what validators raised, where the
    garbage collector does not see it; the frames in which that was raised, and all they know, would stay for ever.
    """
    if error.error_count() > _MOST_MISTAKES:
        allowed = f"≤ {_MOST_MISTAKES}"
        return Refusal("too_many_mistakes", prefix or "message", status=status, value=error.error_count(), allowed=allowed)
    finding = error.errors(include_url=False)[0]
    if finding["type"] == "int_parsing_size":  # of an address: digits beyond what pydantic reads as a number
        name = str(finding["loc"][-1])
        field = model.model_json_schema()["properties"][name]
        value, allowed = f"{str(finding['input'])[:77]}...", f"[{field['minimum']}, {field['maximum']}]"
        return Refusal("out_of_range", name, status=status, value=value, allowed=allowed)
    return refusal_of(next(errors_of(model, error)), prefix, status)


def read_json(model: type[M], body: bytes | str, path: str = "message") -> M:
    """``body`` as ``model``. Raises `Refusal`."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        refusal = _why(model, error, body, path)
    raise refusal


def _why(model: type[BaseModel], error: ValidationError, body: bytes | str, path: str) -> Refusal:
    try:
        from_json(body)
    except ValueError as broken:
        return Refusal("not_json", path, value=str(broken))
    return first_refusal(model, error)


def read_strings(model: type[M], fields: Mapping[str, str]) -> M:
    """What an address says as ``model``. Raises `Refusal`."""
    try:
        return model.model_validate_strings(dict(fields))
    except ValidationError as error:
        refusal = first_refusal(model, error)
    raise refusal


async def answer_refusal(_: Request, error: Exception) -> Response:
    """Exception handler of the application for `Refusal`."""
    assert isinstance(error, Refusal)
    return Response(json_bytes(error.body), error.status, media_type="application/json")
