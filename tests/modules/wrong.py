"""Every way in which one value of a configuration can be wrong, found along its form."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Form: TypeAlias = dict[str, Any]


class Fault(NamedTuple):
    """``body`` with one fault at ``path``."""

    path: Path
    what: str
    body: Any


class _Gone:
    """A field that is left out."""


GONE = _Gone()


def with_value(body: Any, path: Path, value: Any) -> Any:
    """A copy with another value there."""
    copy = deepcopy(body)
    place = copy
    for part in path[:-1]:
        place = place[part]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copy


def faults_of(form: Form, body: Any, catalogue: dict[str, Any]) -> Iterator[Fault]:
    """One by one, at every value of ``body`` that ``form`` describes."""
    for path, what, value in _wrong(form, body, (), catalogue):
        yield Fault(path, what, with_value({"": body}, ("", *path), value)[""])


def _wrong(form: Form, value: Any, path: Path, catalogue: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    if "anyOf" in form:
        is_null_good = {"type": "null"} in form["anyOf"]
        for place, what, wrong in _wrong(_form_of(form["anyOf"], value), value, path, catalogue):
            if not (is_null_good and place == path and wrong is None):
                yield place, what, wrong
        return
    if "members" in form or "kinds" in form:
        kinds = catalogue[form["members"]] if "members" in form else form["kinds"]
        yield path, "no object", 5
        yield path, "unknown kind", {"kind": "atlantis"}
        yield path, "kind of another sort", {"kind": 7}
        yield path, "no kind", {name: entry for name, entry in value.items() if name != "kind"}
        yield from _wrong_fields(kinds[value["kind"]]["schema"], value, path, catalogue)
    elif form.get("type") == "object":
        yield path, "no object", "x"
        yield from _wrong_fields(form["properties"], value, path, catalogue)
    elif form.get("type") == "array":
        yield from _wrong_list(form, value, path, catalogue)
    else:
        yield from ((path, what, wrong) for what, wrong in _wrong_plain(form))


def _form_of(forms: list[Form], value: Any) -> Form:
    types = {list: "array", str: "string", type(None): "null", int: "number", float: "number", dict: "object"}
    wanted = types[type(value)]
    return next(form for form in forms if form.get("type", "object") in (wanted, "integer" if wanted == "number" else wanted))


def _wrong_fields(fields: dict[str, Form], value: dict[str, Any], path: Path, catalogue: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    yield (*path, "nonsense"), "unknown field", 1
    for name, field in fields.items():
        if "default" not in field:
            yield (*path, name), "missing", GONE
        if name in value:
            yield from _wrong(field, value[name], (*path, name), catalogue)


def _wrong_list(form: Form, value: list[Any], path: Path, catalogue: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    yield path, "no list", 5
    if form.get("minItems", 0) > 0:
        yield path, "too short", []
    if "maxItems" in form:
        yield path, "too long", (value or ["x" if form["items"]["type"] == "string" else 1]) * (form["maxItems"] + 1)
    for index, entry in enumerate(value[:2]):
        yield from _wrong(form["items"], entry, (*path, index), catalogue)


def _wrong_plain(form: Form) -> Iterator[tuple[str, Any]]:
    if "choices" in form or "enum" in form or "const" in form:
        yield from (("another word", "atlantis"), ("no word", 5))
    elif form["type"] == "boolean":
        yield from (("no switch", 1), ("null", None))
    elif form["type"] == "string":
        yield "no text", 5
        if "maxLength" in form:
            yield "too long", "x" * (form["maxLength"] + 1)
        if "pattern" in form:
            yield "other letters", "A b"
    else:
        yield from (("no number", "5"), ("a switch", True), ("null", None), ("infinite", float("inf")))
        if form["type"] == "integer":
            yield "a fraction", 1.5
        yield from _beyond(form)


def _beyond(form: Form) -> Iterator[tuple[str, float]]:
    """Just beyond each bound, and on it where it does not belong."""
    near = 1 if form["type"] == "integer" else 1e-9
    for bound, sign in (("minimum", -1), ("maximum", 1)):
        if bound in form:
            yield f"beyond {bound}", form[bound] + sign * near * max(1, abs(form[bound]) if near < 1 else 1)
    for bound in ("exclusiveMinimum", "exclusiveMaximum"):
        if bound in form:
            yield f"on {bound}", form[bound]
