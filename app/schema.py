"""Descriptions made from app/stream/messages.py: docs/stream.schema.json and static/run/messages.d.ts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from pydantic.json_schema import models_json_schema

from app.paths import MESSAGE_TYPES, ROOT, STREAM_SCHEMA
from app.stream import messages
from engine.config import Config

MENDING_COMMAND = "descent schema"

CLIENT: tuple[type[Config], ...] = (
    messages.Start,
    messages.Advance,
    messages.MakeChange,
    messages.Inspect,
    messages.Cancel,
    messages.Stop,
)
SERVER: tuple[type[Config], ...] = (
    messages.Ready,
    messages.Steps,
    messages.View,
    messages.Progress,
    messages.Ended,
    messages.Error,
)
_PARTS: tuple[type[Config], ...] = (messages.TypedArray, messages.Outcome, messages.SessionLimits)
_OF_THE_PAGE = ("RunConfig", "Change", "Setting")
"""Configurations: the page's own types (static/types.d.ts)."""


def stream_schema() -> str:
    """JSON Schema of all messages, as committed."""
    models = [(model, "validation") for model in CLIENT] + [(model, "serialization") for model in SERVER]
    references, schema = models_json_schema(models, title="Messages of /ws/run")  # type: ignore[arg-type]  # literals in a list
    named = {model.__name__: reference for (model, _), reference in references.items()}
    schema["properties"] = {
        "client": {"oneOf": [named[model.__name__] for model in CLIENT]},
        "server": {"oneOf": [named[model.__name__] for model in SERVER]},
    }
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


def message_types() -> str:
    """TypeScript declarations of all messages, as committed."""
    blocks = [
        f"// Made by `{MENDING_COMMAND}` from app/stream/messages.py; do not edit.",
        f'import type {{ {", ".join(_OF_THE_PAGE)} }} from "../types.d.ts";',
        f"export const PROTOCOL: {messages.PROTOCOL};",
        *(_interface(model, is_sent=model in CLIENT) for model in (*_PARTS, *CLIENT, *SERVER)),
        _union("ClientMessage", CLIENT),
        _union("ServerMessage", SERVER),
    ]
    return "\n\n".join(blocks) + "\n"


def _union(name: str, models: tuple[type[Config], ...]) -> str:
    return f"export type {name} = {' | '.join(model.__name__ for model in models)};"


def _interface(model: type[Config], is_sent: bool) -> str:
    schema = model.model_json_schema(mode="validation" if is_sent else "serialization")
    required = schema.get("required", [])
    lines = [
        f"  {name}{'?' if is_sent and name not in required and name != 'type' else ''}: {_type(entry)};"
        for name, entry in schema["properties"].items()
    ]
    comment = f"/** {model.__doc__} */\n" if model.__doc__ else ""
    return f"{comment}export interface {model.__name__} {{\n" + "\n".join(lines) + "\n}"


_PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}


def _type(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return orjson.dumps(schema["const"]).decode()
    if "enum" in schema:
        return " | ".join(orjson.dumps(value).decode() for value in schema["enum"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(_type(entry) for entry in schema["anyOf"])
    if schema.get("type") == "array":
        item = _type(schema["items"])
        return f"({item})[]" if "|" in item else f"{item}[]"
    if schema.get("type") == "object":
        entries = schema.get("additionalProperties")
        return f"Record<string, {_type(entries) if isinstance(entries, dict) else 'unknown'}>"
    return _PLAIN.get(schema.get("type", ""), "unknown")


FILES: dict[Path, Callable[[], str]] = {STREAM_SCHEMA: stream_schema, MESSAGE_TYPES: message_types}


def write() -> list[str]:
    """Write what has changed; returns the files' names."""
    written = []
    for path, make in FILES.items():
        text = make()
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            written.append(str(path.relative_to(ROOT)))
    return written
