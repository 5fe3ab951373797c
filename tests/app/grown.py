"""The models of a run with fields more than they have: what is made of them must not know them by name."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Strict

from app.stream import messages
from engine import run_config
from engine.config import Config

Lookahead: TypeAlias = Annotated[int, Field(ge=0, le=9)]


class Calm(Config):
    """No wind."""

    kind: Literal["calm"] = "calm"


class Breeze(Config):
    """Wind of a strength."""

    kind: Literal["breeze"] = "breeze"
    strength: Annotated[float, Field(gt=0, le=12)] = 3.0


Wind: TypeAlias = Annotated[Calm | Breeze, Discriminator("kind")]


class Racer(run_config.Racer):
    """One ball that looks ahead in the wind."""

    lookahead: Lookahead = 0
    wind: Wind = Calm()
    gust: Breeze | None = None


class RunConfig(run_config.RunConfig):
    """The run of such balls."""

    racers: Annotated[tuple[Racer, ...], Strict(False), Field(fail_fast=True, max_length=64)] = ()
    label: Annotated[str, Field(max_length=5)] = ""


class Setting(run_config.Setting):
    """What may be set of them."""

    lookahead: Lookahead | None = None
    wind: Wind | None = None


class Change(run_config.Change):
    """One change of such a run."""

    set: Setting


class Start(messages.Start):
    """The message that carries them."""

    run: RunConfig
    changes: Annotated[tuple[Change, ...], Strict(False), Field(fail_fast=True, max_length=256)] = ()
