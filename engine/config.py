"""Configurations: immutable, strict, and described well enough to make a form from."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

Scale: TypeAlias = Literal["linear", "log"]


class Config(BaseModel):
    """Base of every configuration: frozen, unknown fields refused, numbers finite, nothing coerced."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Member(Config):
    """One entry of a catalogue: an optimizer, a schedule, a surface, a loss.

    ``kind`` (a ``Literal`` field with the file's name as its only value) is registry key, file
    name, address value and message tag at once.
    """

    kind: str

    title: ClassVar[str]
    idea: ClassVar[str]
    """What it teaches, in one sentence."""
    source: ClassVar[str]
    """Author, title, year."""


def hyper(
    default: float | int | None,
    *,
    symbol: str,
    title: str,
    help: str,
    scale: Scale = "linear",
    slider: tuple[float, float] | None = None,
    unit: str = "",
    needs: Mapping[str, str] | None = None,
    **bounds: float,
) -> Any:
    """Declare a hyperparameter: default, bounds (``ge gt le lt``) and how a form shows it.

    ``symbol`` is the plain Unicode letter of the equations (``"β₁"``), ``slider`` the part of the
    allowed range that a slider spans (typing reaches the rest); ``needs`` the values of other fields without which it
    changes nothing.
    """
    extra: JsonDict = {"symbol": symbol, "scale": scale, "unit": unit}
    if slider is not None:
        extra["slider"] = list(slider)
    if needs is not None:
        extra["needs"] = dict(needs)
    return Field(default, title=title, description=help, json_schema_extra=extra, **cast(Any, bounds))


def switch(default: bool, *, title: str, help: str) -> Any:
    """Declare a yes/no option."""
    return Field(default, title=title, description=help)


def choice(default: str, *, choices: Mapping[str, str], title: str, help: str) -> Any:
    """Declare a choice of few: the field is a ``Literal``, ``choices`` says each value in words."""
    return Field(default, title=title, description=help, json_schema_extra={"choices": dict(choices)})
