"""A parabola under waves."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_

HOLLOWS = (0.0, 2.004222758489096, 4.001214318295554, 5.975868111543391)
CRESTS = (1.0960876586275723, 3.293118372018562, 5.511119511046068)
"""Where x/5 + 3/2 sin 3x is zero, rising and falling; the same with x < 0."""


class WavyParabola(Surface):
    r"""L(x) = x²/10 + ½ (1 − cos 3x).

    Seven minima in the window, the global one L(0) = 0 in the middle. Gradient x/5 + 3/2 sin 3x. This is
    Rastrigin's function in one parameter, its waves wide enough to see the tangent.

    Source: Descent Playground, 2026, modelled on L. A. Rastrigin, Systems of Extremal Control, 1974.
    """

    kind: Literal["wavy_parabola"] = "wavy_parabola"

    title = N_("Wavy parabola")
    idea = N_("Every wave is a trap: which one catches the ball depends on start, step and inertia.")
    source = "Descent Playground, 2026, modelled on L. A. Rastrigin, Systems of Extremal Control, 1974"
    formula = r"\frac{x^2}{10} + \frac{1}{2}\,(1 - \cos\,3x)"
    spoken = N_("x squared over ten plus one half of one minus the cosine of three x")
    parameters = ("x",)

    def window(self) -> Window:
        return ((-7.2, 7.2),)

    def start(self) -> tuple[float, ...]:
        return (-5.0,)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        hollows = sorted({sign * x for x in HOLLOWS for sign in (1.0, -1.0)}, key=lambda x: (abs(x), x))
        crests = [sign * x for x in CRESTS for sign in (1.0, -1.0)]
        minima = [StationaryPoint((x,), "minimum", is_global=x == 0.0) for x in hollows]
        return (*minima, *(StationaryPoint((x,), "maximum") for x in crests))

    def value(self, f: Functions, *params: Number) -> Number:
        (x,) = params
        return 0.1 * x * x + 0.5 * (1.0 - f.cos(3.0 * x))

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        (x,) = params
        return (0.2 * x + 1.5 * f.sin(3.0 * x),)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        (x,) = params
        return ((0.2 + 4.5 * f.cos(3.0 * x),),)
