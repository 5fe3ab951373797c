"""Members are found by looking into their folder: one file, one member, no list kept by hand."""

import importlib
import pkgutil
from functools import cache
from typing import Annotated, Any, TypeVar, Union

from pydantic import BaseModel, Discriminator, ValidationError

from engine.config import Member, errors_of
from engine.errors import EngineError
from engine.numbers.arrays import plain

M = TypeVar("M", bound=Member)
B = TypeVar("B", bound=BaseModel)


@cache
def members(folder: str) -> dict[str, type[Member]]:
    """The members of ``engine/<folder>/``, kind → class, in the order of their file names.

    Raises ``TypeError`` at import time, naming the file, where a file does not define exactly one
    member whose ``kind`` is the file's name.
    """
    package = importlib.import_module(f"engine.{folder}")
    found: dict[str, type[Member]] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"engine.{folder}.{module_info.name}")
        classes = [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, Member) and thing.__module__ == module.__name__
        ]
        if len(classes) != 1 or classes[0].model_fields["kind"].default != module_info.name:
            raise TypeError(f"{module.__file__} must define one member with kind = {module_info.name!r}")
        found[module_info.name] = classes[0]
    return found


def union(folder: str) -> Any:
    """The discriminated union of a folder's members, for use as a pydantic field type."""
    classes = tuple(members(folder).values())
    return Annotated[Union[classes], Discriminator("kind")]  # noqa: UP007 - built at run time


def member(folder: str, base: type[M], choice: str | M, path: str, **fields: Any) -> M:
    """The member of ``engine/<folder>/`` named or given, with ``fields`` set.

    Raises ``EngineError`` for an unknown name, an unknown field or a value out of range.
    """
    known = {kind: found for kind, found in members(folder).items() if issubclass(found, base)}
    if isinstance(choice, base):
        kind, fields = choice.kind, {**choice.model_dump(exclude={"kind"}), **fields}
    elif isinstance(choice, str) and choice in known:
        kind = choice
    else:
        raise EngineError("unknown_kind", path, value=repr(choice), allowed=", ".join(known))
    return made(known[kind], fields, path)


def made(model: type[B], fields: dict[str, Any], path: str) -> B:
    """``model`` with ``fields`` set, NumPy's scalars as Python's. Raises ``EngineError`` where one does not fit."""
    try:
        return model.model_validate({name: plain(value) for name, value in fields.items()})
    except ValidationError as error:
        raise next(errors_of(model, error, path)) from None


def _models_within(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_within(part)]


def member_at(model: type[BaseModel], location: tuple[str | int, ...]) -> tuple[list[str | int], type[BaseModel]]:
    """Follow pydantic's error ``location`` from ``model``.

    Returns the path as the sender wrote it (union tags left out) and the model that owns its last field.
    """
    written: list[str | int] = []
    owner, candidates = model, [model]
    for part in location:
        if isinstance(part, int):
            written.append(part)
            continue
        tagged = [m for m in candidates if "kind" in m.model_fields and m.model_fields["kind"].default == part]
        # "surface" is a kind of problem, and a field of that kind: among several candidates it is the tag.
        if tagged and (len(candidates) > 1 or not any(part in m.model_fields for m in candidates)):
            candidates = tagged
            continue
        holders = [m for m in candidates if part in m.model_fields]
        if not holders and "[" in part:  # pydantic's name for one arm of a union without a tag
            continue
        written.append(part)
        if holders:
            owner = holders[0]
            candidates = _models_within(owner.model_fields[part].annotation) or candidates
    return written, owner
