"""From what a client sent to a message, or to a refusal that names the path and what is allowed."""

from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from app.refusal import Refusal, read_json
from app.schema import CLIENT
from app.stream.messages import CLIENT_MESSAGE, PROTOCOL, ClientMessage, Start

SHORT = 8_192
"""Letters of a message that is understood within a millisecond or two; longer ones are understood beside the event loop."""
_MODELS = {model.model_fields["type"].default: model for model in CLIENT}


def parse(text: str) -> ClientMessage:
    """One message. Raises `Refusal`."""
    with suppress(ValidationError):
        message = CLIENT_MESSAGE.validate_json(text)
        if not isinstance(message, Start) or message.protocol == PROTOCOL:
            return message
    raise _refusal(text)


def understood(text: str) -> ClientMessage | Refusal:
    """The same, a refusal being an answer too."""
    try:
        return parse(text)
    except Refusal as refusal:
        return refusal.with_traceback(None)  # an answer knows nothing of where it was found: those places know the text


def _wrong_protocol(protocol: int) -> Refusal:
    return Refusal("wrong_protocol", "protocol", value=str(protocol)[:80], allowed=PROTOCOL)


def _refusal(text: str) -> Refusal:
    try:
        body: Any = from_json(text)
    except ValueError as error:
        return Refusal("not_json", "message", value=str(error))
    if not isinstance(body, dict):
        return Refusal("not_an_object", "message", value=text[:80])
    if "type" not in body:
        return Refusal("missing_field", "type", allowed=", ".join(_MODELS))
    kind = body["type"]
    model = _MODELS.get(kind) if isinstance(kind, str) else None
    if model is None:
        return Refusal("unknown_kind", "type", value=str(kind)[:80], allowed=", ".join(_MODELS))
    protocol = body.get("protocol", PROTOCOL)
    if model is Start and isinstance(protocol, int) and protocol != PROTOCOL:
        return _wrong_protocol(protocol)  # what else is wrong may be right in that version
    try:
        read_json(model, text)
    except Refusal as refusal:
        return refusal
    return Refusal("invalid", "message", value=text[:80])
