"""Members are found by looking into their folder: one file, one member, no list kept by hand."""

import importlib
import pkgutil
from functools import cache
from typing import Annotated, Any, Union

from pydantic import BaseModel, Discriminator

from engine.config import Member


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
