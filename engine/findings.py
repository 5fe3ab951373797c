"""What pydantic finds wrong, said as the engine says it: code, path as the sender wrote it, value and what is allowed."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from engine.errors import EngineError, shown

_RANGE_SIDES = {"ge": "[{}", "gt": "({}", "le": "{}]", "lt": "{})"}

_CODES = {
    "float_type": "not_a_number",
    "float_parsing": "not_a_number",
    "int_type": "not_an_integer",
    "int_parsing": "not_an_integer",
    "int_from_float": "not_an_integer",
    "finite_number": "not_finite",
    "bool_type": "not_a_boolean",
    "bool_parsing": "not_a_boolean",
    "string_type": "not_text",
    "string_pattern_mismatch": "bad_pattern",
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "union_tag_not_found": "missing_field",
    "union_tag_invalid": "unknown_kind",
    "literal_error": "unknown_kind",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "dict_type": "not_an_object",
    "too_long": "wrong_length",
    "too_short": "wrong_length",
    "string_too_long": "wrong_length",
    "string_too_short": "wrong_length",
}


def _shown(value: object) -> object:
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except Exception:  # a stranger's __str__ may raise anything
        return shown(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _plain(limit: float) -> str:
    """A bound as short as it can be said exactly."""
    short = f"{limit:g}"
    return short if float(short) == limit else str(limit)


def _bounds_of(annotation: Any, metadata: Sequence[Any], depth: int) -> Iterator[Any]:
    """What bounds a field, or an entry ``depth`` lists deep in it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _bounds_of(arguments[0], arguments[1:], depth)
    elif not depth:
        for told in metadata:
            yield from told.metadata if isinstance(told, FieldInfo) else (told,)
    elif origin is tuple:
        yield from _bounds_of(arguments[0], (), depth - 1)
    else:  # arms of a union
        for arm in arguments:
            yield from _bounds_of(arm, (), depth)


def _range_of(model: type[BaseModel], path: Sequence[str | int]) -> str | None:
    """The allowed interval of the number at ``path``, as ``[0, 1)``; None where it has none.

    The last name in ``path`` is a field of ``model``; numbers after it are places in its lists.
    """
    depth = next((index for index, part in enumerate(reversed(path)) if isinstance(part, str)), len(path))
    field = model.model_fields.get(str(path[-1 - depth])) if depth < len(path) else None
    if field is None:
        return None
    low, high = "(−∞", "∞)"
    for bound in _bounds_of(field.annotation, field.metadata, depth):
        for side, pattern in _RANGE_SIDES.items():
            limit = getattr(bound, side, None)
            if limit is not None:
                text = pattern.format(_plain(limit))
                low, high = (text, high) if side in ("ge", "gt") else (low, text)
    return f"{low}, {high}"


def errors_of(model: type[BaseModel], error: ValidationError, root: str = "") -> Iterator[EngineError]:
    """Translate pydantic's findings into ours, one by one.

    Paths name fields as the sender wrote them: tags of unions do not appear in them.
    """
    for finding in error.errors(include_url=False):
        kind, context = finding["type"], finding.get("ctx", {})
        location = finding["loc"]
        written, owner = owner_of(model, location)
        path = ".".join(filter(None, [root, *map(str, written)])) or "message"
        value = _shown(finding["input"])
        own = context.get("error")
        if isinstance(own, EngineError):
            yield EngineError(own.code, ".".join(filter(None, [path if written else root, own.path])), **own.params)
        elif kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
            allowed = _range_of(owner, written)
            if allowed is None:
                side = {"greater_than": "({}, ∞)", "greater_than_equal": "[{}, ∞)", "less_than": "(−∞, {})", "less_than_equal": "(−∞, {}]"}
                allowed = side[kind].format(_plain(next(iter(context.values()))))
            yield EngineError("out_of_range", path, value=value, allowed=allowed)
        elif kind in ("union_tag_invalid", "literal_error"):
            allowed = str(context.get("expected_tags") or context.get("expected"))
            yield EngineError("unknown_kind", path, value=_shown(context.get("tag", finding["input"])), allowed=allowed)
        elif kind in ("too_long", "too_short", "string_too_long", "string_too_short"):
            allowed = ("≤ {}" if "long" in kind else "≥ {}").format(context.get("max_length", context.get("min_length")))
            yield EngineError("wrong_length", path, value=context.get("actual_length", value), allowed=allowed)
        elif kind == "string_pattern_mismatch":
            yield EngineError("bad_pattern", path, value=value, allowed=context["pattern"])
        else:
            yield EngineError(_CODES.get(kind, "invalid"), path, value=value if kind in _CODES else finding["msg"])


def _models_within(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_within(part)]


def owner_of(model: type[BaseModel], location: tuple[str | int, ...]) -> tuple[list[str | int], type[BaseModel]]:
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
