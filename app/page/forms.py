"""From pydantic models to what the page needs to know of each field: its bounds and default, and its words where it has a form."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from app.page.translations import Translate
from app.run_schema import RunSchema, run_schema, schema_of
from app.stream.messages import Start
from app.typescript import Schema

_KEPT = (
    *("type", "const", "enum", "default", "symbol", "scale", "slider", "unit", "needs", "members", "usual"),
    *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minItems", "maxItems", "maxLength", "pattern"),
)
_schema_of = cache(schema_of)


def form(model: type[BaseModel], translate: Translate) -> dict[str, Schema]:
    """Field name → type, bounds, default, symbol, scale, title and help.

    A choice has ``choices``, value → the value in words. ``kind`` is no field of a form.
    """
    schema = _schema_of(model)
    return _fields(schema, RunSchema({}, {}, schema.get("$defs", {})), translate)


def run_form(translate: Translate, start: type[BaseModel] = Start) -> dict[str, Schema]:
    """``run`` and ``changes`` as one tree each, in the manner of forms; members stand in the catalogue under their folder's name."""
    schema = run_schema(start)
    return {"run": _node(schema.run, schema, translate), "changes": _node(schema.changes, schema, translate)}


def _fields(model: Schema, schema: RunSchema, translate: Translate) -> dict[str, Schema]:
    return {name: _node(entry, schema, translate) for name, entry in model["properties"].items() if name != "kind"}


def _node(entry: Schema, schema: RunSchema, translate: Translate) -> Schema:
    """One value. What a class says of itself is for the reader of the code; a field's title and help are for everybody."""
    kept: dict[str, Any] = {key: entry[key] for key in _KEPT if key in entry}
    if "title" in entry:
        kept |= {"title": translate(entry["title"]), "description": translate(entry.get("description", ""))}
    if "choices" in entry:
        del kept["enum"]
        kept["choices"] = {value: translate(entry["choices"][value]) for value in entry["enum"]}
    if "items" in entry:
        kept["items"] = _node(entry["items"], schema, translate)
    if "anyOf" in entry:
        kept["anyOf"] = [_node(arm, schema, translate) for arm in entry["anyOf"]]
    if "kinds" in entry:
        kept["kinds"] = {kind: {"schema": _fields(schema.find(arm), schema, translate)} for kind, arm in entry["kinds"].items()}
    if "$ref" in entry:
        model = schema.find(entry)
        kept |= {"type": "object", "properties": {name: _node(field, schema, translate) for name, field in model["properties"].items()}}
    return kept
