"""The laboratory of losses: its exhibits in words for the page, and GET /api/lab/<exhibit> for what each shows."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from app.encoding import json_bytes, spelled, typed_array
from app.page.assets import Asset
from app.page.catalogue import mathml
from app.page.forms import form
from app.page.translations import Language, Translate, translator
from app.refusal import Refusal, read_strings
from app.stream.messages import TypedArray
from engine.config import Config
from engine.exhibit import Exhibit
from engine.registry import members


class LineAnswer(Config):
    """``symbol = expression = value``, with the digits at which that holds by hand (0 of the result: only about)."""

    quantity: str
    symbol: str
    value: float | str
    digits: int
    result_digits: int
    expression: dict[str, Any]


class LabAnswer(Config):
    """What an exhibit shows in one state. Numbers that JSON has not are ``"Infinity"``, ``"-Infinity"``, ``"NaN"``."""

    curves: dict[str, TypedArray]
    """float32, for drawing."""
    values: dict[str, Any]
    lines: tuple[LineAnswer, ...]


@cache
def exhibits() -> dict[str, type[Exhibit]]:
    """All exhibits by kind, in their order."""
    found = [(kind, member) for kind, member in members("exhibits").items() if issubclass(member, Exhibit)]
    return dict(sorted(found, key=lambda entry: entry[1].place))


def exhibit_of(kind: str, asked: Mapping[str, str]) -> Exhibit:
    """The exhibit in the state that an address says; what it leaves out is as at first. Raises `Refusal`."""
    member = exhibits().get(kind)
    if member is None:
        raise Refusal("unknown_kind", "exhibit", status=404, value=kind, allowed=", ".join(exhibits()))
    return read_strings(member, asked)


@lru_cache(maxsize=256)
def answer_of(exhibit: Exhibit) -> Asset:
    """The answer as JSON, remembered: a class opens the same link."""
    return Asset("application/json", json_bytes(told(exhibit)))


def told(exhibit: Exhibit) -> dict[str, Any]:
    """The answer as `LabAnswer` describes it."""
    answer = exhibit.answer()
    lines = [line.to_json() for line in answer.lines]
    for line in lines:
        del line["coordinate"]
    return {
        "curves": {name: typed_array(curve, "f4") for name, curve in answer.curves.items()},
        "values": spelled(answer.values),
        "lines": lines,
    }


def _fields(member: type[Exhibit], translate: Translate) -> dict[str, Any]:
    """The form's fields; a list is moved entry by entry, within the bounds of its entries."""
    described = {}
    for name, field in form(member, translate).items():
        entry = field.pop("items", {})
        described[name] = field | {bound: entry[bound] for bound in ("minimum", "maximum") if bound in entry}
    return described


def described(language: Language) -> list[dict[str, Any]]:
    """The exhibits as the page's opening carries them."""
    _ = translator(language)
    losses = members("losses")
    return [
        {
            "kind": kind,
            "title": _(member.title),
            "idea": _(member.idea),
            "task": _(member.task),
            "source": member.source,
            "formula": mathml(member.formula) if member.formula else "",
            "schema": _fields(member, _),
            "losses": {name: _(losses[name].title) for name in member.shows},
            "ideas": {name: _(losses[name].idea) for name in member.shows},
            "first": told(member.model_validate({})),
        }
        for kind, member in exhibits().items()
    ]
