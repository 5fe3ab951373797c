"""From pydantic models to what a form needs to know of each field."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from app.page.translations import Translate

_KEPT = ("type", "default", "symbol", "scale", "slider", "unit", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_PLAIN_TYPES = ("number", "integer", "boolean")


@cache
def _properties(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """The fields as JSON Schema: the same in every language."""
    properties: dict[str, dict[str, Any]] = model.model_json_schema()["properties"]
    return properties


def form(model: type[BaseModel], translate: Translate) -> dict[str, dict[str, Any]]:
    """Field name → bounds, default, symbol, scale, title and help, for the fields that are one number, one switch or a choice.

    A choice has ``choices``, value → the value in words.
    """
    described: dict[str, dict[str, Any]] = {}
    for name, entry in _properties(model).items():
        if entry.get("type") in _PLAIN_TYPES or "choices" in entry:
            kept = {key: entry[key] for key in _KEPT if key in entry}
            if "choices" in entry:
                kept["choices"] = {value: translate(entry["choices"][value]) for value in entry["enum"]}
            described[name] = {**kept, "title": translate(entry["title"]), "description": translate(entry.get("description", ""))}
    return described
