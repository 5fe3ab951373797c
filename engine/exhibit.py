"""What an exhibit of the laboratory is: a small state that a visitor moves, and all that it shows there.

The state is the fields, so it is bounded, refused in words and written into an address; what is shown is
computed by the losses themselves, the arithmetic beside it is held to their results (``engine.numbers.written``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from engine.config import Member
from engine.errors import EngineError
from engine.loss import PointwiseLoss
from engine.numbers.trace import Line
from engine.probability import Real

Value: TypeAlias = float | int | str | list[float] | list[int]


def _entries(given: Any) -> Any:
    """``"2,1,0.1"``, as an address writes it, and JSON's list as numbers."""
    if isinstance(given, list):
        return tuple(given)
    if not isinstance(given, str):
        return given
    try:
        return tuple(float(part) for part in given.split(","))
    except ValueError:
        raise EngineError("not_a_number", "", value=given) from None


Entry: TypeAlias = Annotated[float, Field(ge=-8.0, le=8.0)]
Entries: TypeAlias = Annotated[tuple[Entry, ...], BeforeValidator(_entries)]
"""Any numbers, logits."""
Share: TypeAlias = Annotated[float, Field(ge=0.0, le=1.0)]
Shares: TypeAlias = Annotated[tuple[Share, ...], BeforeValidator(_entries)]
"""Probabilities."""


def several(default: tuple[float, ...], *, least: int, most: int, symbol: str, title: str, help: str) -> Any:
    """Declare a list of ``least`` to ``most`` numbers that are moved one by one."""
    return Field(
        default, title=title, description=help, min_length=least, max_length=most, json_schema_extra={"symbol": symbol, "scale": "linear"}
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a visitor sees where they are."""

    curves: Mapping[str, NDArray[Any]]
    """For drawing only."""
    values: Mapping[str, Value]
    """Exact; the numbers that are printed."""
    lines: tuple[Line, ...]
    """The same with their arithmetic, in the order of computation."""


class Exhibit(Member):
    """Base of all exhibits; ``idea`` says what it shows, ``task`` what to do."""

    task: ClassVar[str]
    """One sentence: what to touch and what to look at."""
    formula: ClassVar[str] = ""
    """LaTeX of what it is about, where no line says it in letters."""
    place: ClassVar[int]
    """Order in the laboratory."""
    shows: ClassVar[tuple[str, ...]]
    """Kinds of the losses that appear in it."""

    def answer(self) -> Answer:
        """All that is shown in this state; never raises, whatever the fields allow."""
        with np.errstate(all="ignore"):  # what runs over is shown as ∞, for that it is here
            return self._answer()

    def _answer(self) -> Answer:
        raise NotImplementedError


def loss_and_slope(loss: PointwiseLoss, prediction: float, target: float) -> tuple[float, float]:
    """Value and gradient of one example."""
    return loss.value(prediction, target), float(loss.gradient(prediction, target))


def drawn(loss: PointwiseLoss, predictions: Real, target: float) -> Real:
    """The loss along ``predictions``."""
    return loss.each(predictions, np.full_like(predictions, target))


def drawn_slope(loss: PointwiseLoss, predictions: Real, target: float) -> Real:
    """Its slope along ``predictions``."""
    return loss.slope(predictions, np.full_like(predictions, target))
