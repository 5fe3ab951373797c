"""JSON Schema as TypeScript declarations: what static/run/*.d.ts are made of."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import orjson

Schema: TypeAlias = dict[str, Any]

_PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}


def interface(name: str, fields: Mapping[str, str], doc: str | None = None) -> str:
    """``fields``: name (with ``?`` where it may be left out) → type."""
    return f"{_comment(doc)}export interface {name} {_body(fields)}"


def record(name: str, fields: Mapping[str, str], doc: str | None = None) -> str:
    """The same as a type that may be read by any name: TypeScript takes no interface for a ``Record<string, …>``."""
    return f"{_comment(doc)}export type {name} = {_body(fields)};"


def _comment(doc: str | None) -> str:
    return f"/** {doc} */\n" if doc else ""


def _body(fields: Mapping[str, str]) -> str:
    return "{\n" + "".join(f"  {field}: {type_};\n" for field, type_ in fields.items()) + "}"


def union(name: str, arms: list[str]) -> str:
    """A name for one of several types."""
    return f"export type {name} = {' | '.join(arms)};"


def type_of(schema: Schema, called: Callable[[Schema], str | None] = lambda _: None) -> str:
    """The type of one value; what has a name of its own (``called``, or a model's) goes by it."""
    name = called(schema)
    if name is not None:
        return name
    if "const" in schema:
        return orjson.dumps(schema["const"]).decode()
    if "enum" in schema:
        return " | ".join(orjson.dumps(value).decode() for value in schema["enum"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(type_of(entry, called) for entry in schema["anyOf"])
    if schema.get("type") == "array":
        item = type_of(schema["items"], called)
        return f"({item})[]" if "|" in item else f"{item}[]"
    if schema.get("type") == "object":
        entries = schema.get("additionalProperties")
        return f"Record<string, {type_of(entries, called) if isinstance(entries, dict) else 'unknown'}>"
    return _PLAIN.get(schema.get("type", ""), "unknown")
