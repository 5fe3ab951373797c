"""TypeScript declarations of a run: static/run/run.d.ts."""

from collections.abc import Iterable

from pydantic import BaseModel

from app.run_schema import RunSchema, name_of, parts, run_schema, schema_of
from app.stream.messages import Start
from app.typescript import Schema, record, type_of, union
from engine import registry
from engine.config import Member

_NULL = {"type": "null"}


def declarations(start: type[BaseModel] = Start) -> tuple[str, ...]:
    """One block for each model, each union (called as its field is) and each folder of members."""
    schema = run_schema(start)
    complete = set(_models_of(schema, schema.run))
    unions = _unions(schema)
    folders = sorted({part["members"] for part in _all_parts(schema) if "members" in part})
    return (
        *(_folder(folder) for folder in folders),
        *(union(name, list(arms)) for arms, name in unions.items()),
        *(_model(name, model, unions, is_complete=name in complete) for name, model in schema.models.items()),
    )


def _all_parts(schema: RunSchema) -> Iterable[Schema]:
    for model in schema.models.values():
        yield from _within(model)


def _within(schema: Schema) -> Iterable[Schema]:
    for part in parts(schema):
        yield part
        yield from _within(part)


def _models_of(schema: RunSchema, start: Schema) -> Iterable[str]:
    if "$ref" in start:
        yield name_of(start)
    for part in parts(schema.find(start)):
        yield from _models_of(schema, part)


def _arms(schema: Schema) -> tuple[str, ...]:
    return tuple(name_of(arm) for arm in schema["kinds"].values())


def _unions(schema: RunSchema) -> dict[tuple[str, ...], str]:
    """Arms → name. Raises ``ValueError`` where a name would mean two things."""
    named: dict[tuple[str, ...], str] = {}
    for model in schema.models.values():
        for field, entry in model["properties"].items():
            for part in (entry, *_within(entry)):
                if "kinds" in part:
                    named.setdefault(_arms(part), _pascal(field))
    taken = [*schema.models, *named.values(), *(base_of(part["members"]) for part in _all_parts(schema) if "members" in part)]
    for name in named.values():
        if name in schema.models or taken.count(name) > 1:
            raise ValueError(f"{name} is the name of two types of a run")
    return named


def _pascal(field: str) -> str:
    return "".join(word.capitalize() for word in field.split("_"))


def base_of(folder: str) -> str:
    """What a member of the folder is called: the class that all of them have in common."""
    some = next(iter(registry.members(folder).values()))
    return next(base.__name__ for base in reversed(some.__mro__) if issubclass(base, Member) and base is not Member)


def _folder(folder: str) -> str:
    """What all members have is named; the rest of a member is what the catalogue says."""
    properties = [schema_of(member)["properties"] for member in registry.members(folder).values()]
    shared = {
        name: type_of(entry)
        for name, entry in properties[0].items()
        if name != "kind" and all(name in other and type_of(other[name]) == type_of(entry) for other in properties)
    }
    return record(base_of(folder), {"kind": "string", **shared, "[field: string]": "unknown"}, f"A member of engine/{folder}/.")


def _model(name: str, model: Schema, unions: dict[tuple[str, ...], str], is_complete: bool) -> str:
    """The page completes runs; what changes may leave out it leaves out, and where all may be left out nothing is null."""
    required = model.get("required", [])

    def field(name: str, entry: Schema) -> tuple[str, str]:
        is_optional = not is_complete and name not in required
        without_null = is_optional and not required and "anyOf" in entry
        shown = {"anyOf": [arm for arm in entry["anyOf"] if arm != _NULL]} if without_null else entry
        return f"{name}{'?' if is_optional else ''}", _type(shown, unions)

    doc = model.get("description", "").split("\n\n")[0].replace("\n", " ")
    return record(name, dict(field(*entry) for entry in model["properties"].items()), doc or None)


def _type(schema: Schema, unions: dict[tuple[str, ...], str]) -> str:
    def called(part: Schema) -> str | None:
        return base_of(part["members"]) if "members" in part else unions[_arms(part)] if "kinds" in part else None

    return type_of(schema, called)
