"""What may be heard: an answer by protocol, a refusal that names code, path, value and what is allowed, a documented close."""

import json
import string
from typing import Any

from pydantic import ValidationError

from app.refusal import CODES
from app.stream.messages import SERVER_MESSAGE, Ended, Error, Progress, Ready, Steps
from engine.errors import SENTENCES

_NAMELESS = {"internal", "shutting_down", "idle", "busy", "empty_table", "only_header", "too_many_rows"}
_VALUE_ONLY = {"not_json", "not_found", "not_allowed"}
_ALLOWED_ONLY = {"binary_frame", "missing_field", "out_of_time"}
CLOSES = {1000, 1001, 1009, 1012, 1013}
"""Of docs/stream.md. 1011 is documented too, and always a mistake of the server's."""
OF_THE_PROTOCOL = {1002, 1007, 1009}
"""Without a word before: what came was no WebSocket."""


def needed(code: str) -> set[str]:
    """The parameters without which the refusal's sentence cannot be made."""
    if code in SENTENCES:
        return {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name} - {"path"}
    if code in _NAMELESS:
        return set()
    return {"value"} if code in _VALUE_ONLY else {"allowed"} if code in _ALLOWED_ONLY else {"value", "allowed"}


def wrong_refusal(body: Any) -> str | None:
    """What is wrong with a refusal; None where nothing is."""
    if not isinstance(body, dict) or not {"code", "path", "params"} <= set(body):
        return "no refusal"
    code = body["code"]
    if code == "internal":
        return "a mistake of the server's"
    if code not in CODES and code not in SENTENCES:
        return f"the code {code!r} is not documented"
    if code == "invalid" and body["path"].startswith("/"):
        return None  # of HTTP itself: the status says it
    if not body["path"] or not isinstance(body["params"], dict):
        return "it names no path"
    if missing := needed(code) - set(body["params"]):
        return f"{code} does not say {missing}"
    return None


class Heard:
    """The messages of one stream, judged and counted."""

    def __init__(self) -> None:
        self.answers = 0
        """Messages that were answered to an end."""
        self.fault: str | None = None
        self.is_fatal = False
        self._open_ends: set[int] = set()
        """Branches whose last rows came last: what says that they have ended belongs to those rows."""

    def take(self, text: bytes) -> str:
        """One message; returns what it is, for counting."""
        try:
            message = SERVER_MESSAGE.validate_json(text)
        except ValidationError as error:
            self.fault = f"a message that the protocol does not know: {error.errors()[0]}"
            return "unknown"
        kind = message.type
        match message:
            case Progress():
                return kind
            case Ended() if message.branch in self._open_ends:
                self._open_ends.discard(message.branch)
                return kind
            case Ready():
                self._open_ends.discard(message.branch)
            case Steps():
                self._open_ends.add(message.branch)
                self.fault = self.fault or _wrong_rows(message)
            case Error():
                kind = f"error {message.code}"
                self.is_fatal = self.is_fatal or message.fatal
                self.fault = self.fault or wrong_refusal(json.loads(text))
        self.answers += 1
        return kind


def _wrong_rows(message: Steps) -> str | None:
    for name, column in message.columns.items():
        shape = [int(length) for length in column.shape.split(", ")]
        size = 8
        for length in shape:
            size *= length
        if shape[0] != message.rows or len(column.bdata) != 4 * -(-size // 3):
            return f"{name} has the shape {column.shape} in {message.rows} rows"
    return None


def wrong_answer(status: int, content_type: str, body: bytes, *, is_proper: bool) -> str | None:
    """What is wrong with an answer over plain HTTP; None where nothing is."""
    if status < 400:
        return None
    if status >= 500 and status != 503:
        return f"status {status}: {body[:200]!r}"
    if content_type == "application/json":
        try:
            return wrong_refusal(json.loads(body)) if body else None
        except ValueError:
            return f"not JSON: {body[:200]!r}"
    return f"status {status} without a refusal: {body[:200]!r}" if is_proper and body else None
