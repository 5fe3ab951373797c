"""What a loss surface is: value, exact gradient and Hessian, where its stationary points are.

The functions are written once and fed floats, arrays or traced numbers (engine.functions); they take
the parameters one by one, ``(x, y)`` or ``(x,)``.
"""

from typing import ClassVar, Literal, NamedTuple, TypeAlias

from engine.config import Member
from engine.functions import Functions, Number

PointKind: TypeAlias = Literal["minimum", "saddle", "maximum", "flat"]
Window: TypeAlias = tuple[tuple[float, float], ...]
"""(low, high) for each parameter."""


class StationaryPoint(NamedTuple):
    """A point where the gradient is zero. ``is_global`` marks global minima."""

    params: tuple[float, ...]
    kind: PointKind
    is_global: bool = False


class Surface(Member):
    """Base of all surfaces."""

    formula: ClassVar[str]
    """LaTeX of the right-hand side of L = …; ``\\class{slot-NAME}{…}`` around a hyperparameter."""
    spoken: ClassVar[str]
    """The formula in words."""
    parameters: ClassVar[tuple[str, ...]] = ("x", "y")
    height: ClassVar[Literal["linear", "log"]] = "linear"
    """How height and colour show the loss at first: L, or log(1 + (L − Lmin)/height_scale)."""
    height_scale: ClassVar[float] = 1.0

    def window(self) -> Window:
        """The part of the plane that is drawn."""
        raise NotImplementedError

    def start(self) -> tuple[float, ...]:
        """A good first start."""
        raise NotImplementedError

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        """All known minima, saddles and maxima inside the window (minima of the whole domain first)."""
        raise NotImplementedError

    def value(self, f: Functions, *params: Number) -> Number:
        """The loss."""
        raise NotImplementedError

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        """∂L/∂θ, one entry for each parameter."""
        raise NotImplementedError

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        """∂²L/∂θ∂θᵀ, row by row."""
        raise NotImplementedError
