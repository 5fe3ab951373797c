"""A gentle floor that ends at a cliff."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_

STEEPNESS = 5.0
EDGE = 1.5


class Cliff(Surface):
    r"""L(x, y) = √(1 + x² + y²) − 1 + (u + √(1 + u²))² with u = 5(x − 1.5).

    The floor is a rounded cone whose slope never exceeds 1. At x = 1.5 a smooth wall rises: to its left it is
    as good as absent (it adds 0.004 to the minimum), to its right it adds about 100(x − 1.5)², a slope of 100 half
    a unit in. A ball that arrives with momentum meets that slope and is thrown back far out of the window, from
    where the floor's slope of 1 brings it back slowly, to be thrown again; with the gradient clipped it turns at
    the wall and settles at the minimum (momentum 0.9, learning rate 0.5: without clipping it is thrown over a
    thousand units away, clipped at norm 1 it converges). Modelled on the cliffs that recurrent networks show.

    Gradient (x/h + 10 s²/√(1 + u²), y/h) with h = √(1 + x² + y²) and s = u + √(1 + u²).

    Source: Descent Playground, 2026, modelled on R. Pascanu, T. Mikolov and Y. Bengio, On the
    Difficulty of Training Recurrent Neural Networks, 2013.
    """

    kind: Literal["cliff"] = "cliff"

    title = N_("Cliff")
    idea = N_("One step onto the cliff undoes a hundred on the floor, unless the gradient is clipped.")
    source = (
        "Descent Playground, 2026, modelled on R. Pascanu, T. Mikolov and Y. Bengio, "
        "On the Difficulty of Training Recurrent Neural Networks, 2013"
    )
    formula = r"\sqrt{1+x^2+y^2} - 1 + (u+\sqrt{1+u^2})^2,\quad u=5\,(x-1.5)"
    spoken = N_(
        "the square root of one plus x squared plus y squared, minus one, "
        "plus the square of u plus the square root of one plus u squared, where u is five times x minus one point five"
    )
    height = "log"
    height_scale = 5.0

    def window(self) -> Window:
        return ((-5.5, 2.5), (-4.0, 4.0))

    def start(self) -> tuple[float, ...]:
        return (-4.5, 2.0)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((-0.005756645114029644, 0.0), "minimum", is_global=True),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        square = x * x + y * y
        u = STEEPNESS * (x - EDGE)
        wall = u + f.sqrt(1.0 + u * u)
        return square / (1.0 + f.sqrt(1.0 + square)) + wall * wall

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        floor = f.sqrt(1.0 + x * x + y * y)
        u = STEEPNESS * (x - EDGE)
        root = f.sqrt(1.0 + u * u)
        wall = u + root
        return x / floor + 2.0 * STEEPNESS * wall * wall / root, y / floor

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        floor = f.sqrt(1.0 + x * x + y * y)
        a, b = x / floor, y / floor
        u = STEEPNESS * (x - EDGE)
        root = f.sqrt(1.0 + u * u)
        wall = (u + root) / root
        bend = 2.0 * STEEPNESS * STEEPNESS * wall * wall * (2.0 - u / root)
        cross = -a * b / floor
        return ((1.0 - a * a) / floor + bend, cross), (cross, (1.0 - b * b) / floor)
