"""The configuration of a run as JSON Schema: what static/run/run.d.ts and the page's own validation are made of.

As pydantic makes it, but for two things. What is told apart by its kind is ``{"kinds": {kind: schema}}``; where the kinds
are the members of a folder that the catalogue describes one by one, it is ``{"members": folder}``.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from app.stream.messages import Start
from app.typescript import Schema
from engine import registry

FOLDERS = ("surfaces", "optimizers", "schedules", "models", "losses", "datasets")
"""Folders whose members have entries of their own in the catalogue."""


class _WithoutMadeUpTitles(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema_of(model: type[BaseModel]) -> Schema:
    """JSON Schema of a model; a field has a title only where its author gave it one."""
    return model.model_json_schema(schema_generator=_WithoutMadeUpTitles)


class RunSchema(NamedTuple):
    """``run`` and ``changes`` refer to ``models``, name → schema of an object."""

    run: Schema
    changes: Schema
    models: dict[str, Schema]

    def find(self, schema: Schema) -> Schema:
        """What a reference means; anything else as it is."""
        return self.models[name_of(schema)] if "$ref" in schema else schema


def run_schema(start: type[BaseModel] = Start) -> RunSchema:
    """Of the run and the changes of a `start` message."""
    whole = schema_of(start)
    models: dict[str, Schema] = whole["$defs"]
    by_folder = {frozenset(registry.members(folder)): folder for folder in FOLDERS}
    found = {name: {**model, "properties": _each(model["properties"], models, by_folder)} for name, model in models.items()}
    top = _each(whole["properties"], models, by_folder)
    return RunSchema(top["run"], top["changes"], {name: found[name] for name in _reached([top["run"], top["changes"]], found)})


def name_of(schema: Schema) -> str:
    """Of the model a reference means."""
    return str(schema["$ref"]).rsplit("/", 1)[1]


def _each(properties: Mapping[str, Schema], models: Mapping[str, Schema], by_folder: Mapping[frozenset[str], str]) -> dict[str, Schema]:
    return {name: _told_by_kind(entry, models, by_folder) for name, entry in properties.items()}


def _told_by_kind(schema: Schema, models: Mapping[str, Schema], by_folder: Mapping[frozenset[str], str]) -> Schema:
    """The schema with every union of models told by the kinds of its arms."""
    rest = {key: value for key, value in schema.items() if key not in ("oneOf", "discriminator")}
    if "oneOf" in schema:
        kinds = {models[name_of(arm)]["properties"]["kind"]["const"]: arm for arm in schema["oneOf"]}
        folder = by_folder.get(frozenset(kinds))
        return {**rest, "kinds": kinds} if folder is None else {**rest, "members": folder}
    if "anyOf" in schema:
        return {**rest, "anyOf": [_told_by_kind(arm, models, by_folder) for arm in schema["anyOf"]]}
    if "items" in schema:
        return {**rest, "items": _told_by_kind(schema["items"], models, by_folder)}
    return schema


def parts(schema: Schema) -> Iterator[Schema]:
    """The schemas that stand directly within one."""
    yield from schema.get("properties", {}).values()
    yield from schema.get("anyOf", [])
    yield from schema.get("kinds", {}).values()
    if "items" in schema:
        yield schema["items"]


def _reached(schemas: list[Schema], models: Mapping[str, Schema]) -> list[str]:
    """Names of all models that ``schemas`` lead to, each after those that stand in it."""
    names: list[str] = []

    def visit(schema: Schema) -> None:
        for part in parts(schema):
            visit(part)
        if "$ref" in schema and name_of(schema) not in names:
            visit(models[name_of(schema)])
            names.append(name_of(schema))

    for schema in schemas:
        visit(schema)
    return names
