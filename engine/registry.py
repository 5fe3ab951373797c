"""Members are found by looking into their folder: one file, one member, no list kept by hand."""

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, TypeVar, Union

from pydantic import BaseModel, Discriminator, Field, Tag, ValidationError
from pydantic.fields import FieldInfo

from engine.config import Member
from engine.errors import EngineError, shown
from engine.findings import errors_of
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


def union(folder: str, usual: str | None = None) -> Any:
    """The discriminated union of a folder's members, for use as a pydantic field type.

    ``usual`` is the kind of what names none (links and messages written before there was another kind).
    """
    found = members(folder)
    if usual is None:
        return union_of(found.values())

    def kind_of(value: Any) -> Any:
        return value.get("kind", usual) if isinstance(value, dict) else getattr(value, "kind", None)

    tagged = tuple(Annotated[member, Tag(kind)] for kind, member in found.items())
    named = Field(json_schema_extra={"usual": usual})
    return Annotated[Union[tagged], Discriminator(kind_of), named]  # noqa: UP007 - built at run time


def union_of(models: Iterable[type[BaseModel]]) -> Any:
    """The union of models told apart by their ``kind``, for use as a pydantic field type."""
    classes = tuple(models)
    return classes[0] if len(classes) == 1 else Annotated[Union[classes], Discriminator("kind")]  # noqa: UP007 - built at run time


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
        raise EngineError("unknown_kind", path, value=shown(choice), allowed=", ".join(known))
    return made(known[kind], fields, path)


def made(model: type[B], fields: dict[str, Any], path: str) -> B:
    """``model`` with ``fields`` set, NumPy's scalars as Python's. Raises ``EngineError`` where one does not fit."""
    try:
        return model.model_validate({name: plain(value) for name, value in fields.items()})
    except ValidationError as error:
        found = next(errors_of(model, error, path))
    name = found.path.removeprefix(f"{path}.")
    raise unknown_field(model, name, found.path) if found.code == "unknown_field" and name in fields else found


def unknown_field(model: type[BaseModel], name: str, path: str) -> EngineError:
    """The refusal of a field that ``model`` has not: which it has, and which of them was meant, where that can be told."""
    known = {field: info for field, info in model.model_fields.items() if field != "kind"}
    nearest = _nearest(name.lower(), known)
    return EngineError("unknown_field", path, allowed=", ".join(known) or "none", **({"nearest": nearest} if nearest else {}))


def _nearest(name: str, known: Mapping[str, FieldInfo]) -> str | None:
    """The field meant by its initials (lr), its letter (alpha), a beginning (epsilon) or nearly its name (learning_rates)."""
    for field, info in known.items():
        extra = info.json_schema_extra
        symbol = str(extra.get("symbol", "")) if isinstance(extra, dict) else ""
        letters = {"".join(word[0] for word in field.split("_")), unicodedata.name(symbol[:1] or " ", "").split()[-1].lower()}
        if name in letters or (len(name) > 2 and (name.startswith(field) or field.startswith(name))):
            return field
    return next(iter(get_close_matches(name, known, n=1)), None)
