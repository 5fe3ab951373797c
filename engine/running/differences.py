"""The numerical gradient: a landscape whose slope is measured instead of derived.

    ∂L/∂θᵢ ≈ (L(θ + ε eᵢ) − L(θ − ε eᵢ)) / 2ε

Two values a parameter, 2d of them a step. Its error is ε²/6 times the third derivative (truncation)
plus about u·|L| / ε (round-off, u = 1.1e-16): too large an ε is wrong by the first, too small by the second.

Source: W. H. Press et al., Numerical Recipes, 3rd edition, 2007, section 5.7.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator

from engine.config import Config, hyper
from engine.functions import Functions, Number
from engine.landscape import Landscape, StationaryPoint, Window
from engine.text import N_


class ExactGradient(Config):
    """The derivative as a formula."""

    kind: Literal["exact"] = "exact"

    def seen(self, landscape: Landscape) -> Landscape:
        """The landscape as a ball sees it."""
        return landscape


class NumericalGradient(Config):
    """Central differences with spacing ε."""

    kind: Literal["numerical"] = "numerical"
    epsilon: float = hyper(
        1e-5,
        symbol="ε",
        title=N_("Spacing ε"),
        help=N_("How far to either side the loss is looked at."),
        scale="log",
        slider=(1e-12, 1.0),
        gt=0,
        le=1e3,
    )

    def seen(self, landscape: Landscape) -> Landscape:
        """The landscape as a ball sees it."""
        return Differences(landscape, self.epsilon)


GradientKind: TypeAlias = Annotated[ExactGradient | NumericalGradient, Discriminator("kind")]


@dataclass(frozen=True)
class Differences(Landscape):
    """``of`` with central differences for its gradient; loss, Hessian and known points stay exact."""

    of: Landscape
    epsilon: float

    @property
    def is_straight(self) -> bool:  # type: ignore[override]  # as the landscape it looks at
        """As the landscape it looks at."""
        return self.of.is_straight

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.of.parameters

    @property
    def examples(self) -> int:
        return self.of.examples

    def window(self) -> Window:
        return self.of.window()

    def start(self) -> tuple[float, ...]:
        return self.of.start()

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return self.of.stationary_points()

    def value(self, f: Functions, *params: Number) -> Number:
        return self.of.value(f, *params)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        return self._by_differences(params, lambda point: self.of.value(f, *point))

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        return self.of.hessian(f, *params)

    def batch(self, order: Any) -> Any:
        return self.of.batch(order)

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        return self.of.loss_on(params, batch)

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        return self.loss_on(params, batch), self._by_differences(params, lambda point: self.loss_on(point, batch))

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        loss, _ = self.of.traced(f, point, batch)

        def measured(moved: tuple[Number, ...]) -> Number:
            # What stands in the line is the loss there, as a number with a name.
            side = "L₊" if any(float(m) > float(p) for m, p in zip(moved, point, strict=True)) else "L₋"
            return f.named(float(self.of.traced(f, tuple(f.named(float(m), "") for m in moved), batch)[0]), side)

        return loss, self._by_differences(point, measured)

    def _by_differences(self, point: tuple[Number, ...], loss: Callable[[tuple[Number, ...]], Number]) -> tuple[Number, ...]:
        width = 2.0 * self.epsilon

        def moved(i: int, by: float) -> tuple[Number, ...]:
            return tuple(p + by if i == j else p for j, p in enumerate(point))

        return tuple((loss(moved(i, self.epsilon)) - loss(moved(i, -self.epsilon))) / width for i in range(len(point)))
