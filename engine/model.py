"""What a model of two parameters is: a prediction with its derivatives, written once for numbers and arrays.

Parameters and features broadcast against each other, so the same lines serve one point on all data, and
a whole grid of points.
"""

from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from engine.config import Member
from engine.fits.points import Points
from engine.functions import Functions, Number
from engine.landscape import Window


class Unit(NamedTuple):
    """What a parameter is measured in: ``target`` times the target's unit, by the unit of one feature where there is one."""

    target: Literal[0, 1] = 0
    feature: int | None = None


class Model(Member):
    """Base of all models. The output is the prediction ŷ, or the logit z of a classifier."""

    formula: ClassVar[str]
    """LaTeX of the output."""
    slope_formulas: ClassVar[tuple[str, ...]]
    """LaTeX of ∂output/∂θ for the example i, one for each parameter."""
    spoken: ClassVar[str]
    """The formula in words."""
    parameters: ClassVar[tuple[str, ...]]
    penalized: ClassVar[tuple[bool, ...]]
    """Which parameters a penalty pulls: the weights, never a bias."""
    units: ClassVar[tuple[Unit, ...]]
    """Of the parameters."""
    features: ClassVar[int]
    """How many features it reads."""
    task: ClassVar[Literal["regression", "binary"]]
    is_linear: ClassVar[bool] = True
    """Whether the output is linear in the parameters: then ``curvature`` is zero."""

    def output(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> Number:
        """ŷ or z."""
        raise NotImplementedError

    def prediction(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> Number:
        """ŷ, or of a classifier p = σ(z) = 1 / (1 + exp(−z)), the probability of class 1."""
        output = self.output(f, params, x)
        return output if self.task == "regression" else 1.0 / (1.0 + f.exp(-output))

    def jacobian(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[Number, ...]:
        """∂output/∂θ, one entry for each parameter; a plain 1.0 where it is constant."""
        raise NotImplementedError

    def curvature(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[tuple[Number, ...], ...]:
        """∂²output/∂θ∂θᵀ, row by row; only asked where ``is_linear`` is False."""
        raise NotImplementedError

    def window(self, points: Points) -> Window:
        """The part of the plane of parameters that is drawn: round numbers, so that it seldom changes with the data."""
        raise NotImplementedError

    def start(self, window: Window) -> tuple[float, ...]:
        """A good first start in that window: on a slope, away from the minimum."""
        raise NotImplementedError


def round_above(number: float) -> float:
    """The next of 1, 2, 5 × 10ᵏ at or above ``number`` (1 for what is not positive and finite)."""
    if not number > 0 or not np.isfinite(number):
        return 1.0
    power = 10.0 ** np.floor(np.log10(number))
    return next(float(f"{digit * power:.6g}") for digit in (1, 2, 5, 10) if digit * power >= number * (1 - 1e-9))


def spread(column: Any) -> float:
    """Standard deviation of a column, 1 where all are equal."""
    return float(np.std(column)) or 1.0


def at_share(window: Window, *shares: float) -> tuple[float, ...]:
    """The point at these shares of the window's sides, to three digits."""
    return tuple(float(f"{low + share * (high - low):.3g}") for share, (low, high) in zip(shares, window, strict=True))
