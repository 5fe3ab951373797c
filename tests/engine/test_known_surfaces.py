"""What is known of single surfaces: published values, and what each is there to show."""

import math
from typing import Any

import numpy as np
import pytest

from engine.functions import ARRAY, SCALAR
from engine.registry import members
from engine.surface import Surface

KINDS: dict[str, Any] = members("surfaces")


def value_at(surface: Surface, params: tuple[float, ...]) -> float:
    return float(surface.value(SCALAR, *params))


def places_in(surface: Surface) -> list[np.ndarray]:
    """500 reproducible places in the window, one array a parameter."""
    rng = np.random.default_rng(20260)
    return [rng.uniform(low, high, 500) for low, high in surface.window()]


PUBLISHED = [
    # Jamil & Yang 2013 and the papers the surfaces name; local values from the same places.
    ("rosenbrock", (1.0, 1.0), 0.0),
    ("himmelblau", (3.0, 2.0), 0.0),
    ("himmelblau", (-2.805118, 3.131312), 0.0),
    ("himmelblau", (-3.779310, -3.283186), 0.0),
    ("himmelblau", (3.584428, -1.848126), 0.0),
    ("himmelblau", (-0.270845, -0.923039), 181.617),
    ("beale", (3.0, 0.5), 0.0),
    ("booth", (1.0, 3.0), 0.0),
    ("matyas", (0.0, 0.0), 0.0),
    ("three_hump_camel", (0.0, 0.0), 0.0),
    ("three_hump_camel", (-1.7476, 0.8738), 0.2986),
    ("six_hump_camel", (0.0898, -0.7126), -1.0316284534898),
    ("six_hump_camel", (-0.0898, 0.7126), -1.0316284534898),
    ("six_hump_camel", (-1.7036, 0.7961), -0.2155),
    ("six_hump_camel", (1.6071, 0.5687), 2.1043),
    ("rastrigin", (0.0, 0.0), 0.0),
    ("rastrigin", (0.99496, 0.0), 0.99496),
    ("ackley", (0.0, 0.0), 0.0),
    ("styblinski_tang", (-2.903534, -2.903534), -78.33233140754),
    ("goldstein_price", (0.0, -1.0), 3.0),
    ("goldstein_price", (-0.6, -0.4), 30.0),
    ("goldstein_price", (1.8, 0.2), 84.0),
    ("goldstein_price", (1.2, 0.8), 840.0),
    ("mccormick", (-0.54719, -1.54719), -1.9132229549810),
]


@pytest.mark.parametrize(("kind", "place", "loss"), PUBLISHED)
def test_published_values(kind: str, place: tuple[float, float], loss: float) -> None:
    """Each printed number holds to half a unit in its last printed place (and truncated ones to a whole one)."""

    def unit(number: float) -> float:
        return 10.0 ** -len(f"{number!r}".partition(".")[2]) if number % 1 else 1e-12

    surface = KINDS[kind]()
    point = min(surface.stationary_points(), key=lambda point: math.dist(point.params, place))
    assert all(abs(p - q) <= unit(q) for p, q in zip(point.params, place, strict=True))
    assert abs(value_at(surface, point.params) - loss) <= unit(loss)


def test_goldstein_price_is_the_published_polynomial() -> None:
    x, y = places_in(KINDS["goldstein_price"]())
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    np.testing.assert_allclose(KINDS["goldstein_price"]().value(ARRAY, x, y), first * second, rtol=1e-11)


def test_ackley_is_the_published_formula() -> None:
    x, y = places_in(KINDS["ackley"]())
    waves = np.exp((np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2)
    published = -20 * np.exp(-0.2 * np.sqrt((x**2 + y**2) / 2)) - waves + 20 + np.e
    np.testing.assert_allclose(KINDS["ackley"]().value(ARRAY, x, y), published, rtol=1e-13)


@pytest.mark.parametrize("exponent", [-320, -200, -160, -155, -150, -145, -100, -20, -8])
def test_ackleys_slope_is_bounded_up_to_the_tip(exponent: int) -> None:
    """The cone's slope is √8 along an axis; the waves add 4π²e per unit, that is 107, along each."""
    tiny = 10.0**exponent
    for place in [(tiny, 0.0), (0.0, -tiny), (tiny, tiny)]:
        assert math.hypot(*KINDS["ackley"]().gradient(SCALAR, *place)) <= 2.0 * math.sqrt(2.0) + 400.0 * tiny
    assert KINDS["ackley"]().gradient(SCALAR, 0.0, 0.0) == (0.0, 0.0)


@pytest.mark.parametrize(("condition_number", "rotation"), [(1.0, 0.0), (10.0, 30.0), (1000.0, -90.0)])
def test_quadratic_has_the_condition_number_and_axes_it_says(condition_number: float, rotation: float) -> None:
    surface = KINDS["quadratic"](condition_number=condition_number, rotation=rotation)
    matrix: np.ndarray = np.array(surface.hessian(SCALAR, 1.0, 1.0))
    np.testing.assert_allclose(np.linalg.eigvalsh(matrix), [1.0, condition_number], rtol=1e-13)
    flat = np.array([math.cos(math.radians(rotation)), math.sin(math.radians(rotation))])
    np.testing.assert_allclose(matrix @ flat, flat, atol=1e-13 * condition_number)


def roll(
    kind: str, *, learning_rate: float, momentum: float = 0.0, clip_norm: float = math.inf, steps: int = 400
) -> list[tuple[float, ...]]:
    """The places of a ball from the surface's own start."""
    surface = KINDS[kind]()
    places = [surface.start()]
    velocity = np.zeros(len(surface.parameters))
    for _ in range(steps):
        slope = np.array(surface.gradient(SCALAR, *places[-1]))
        norm = float(np.linalg.norm(slope))
        velocity = momentum * velocity + slope * min(1.0, clip_norm / norm if norm else 1.0)
        places.append(tuple(float(p) for p in places[-1] - learning_rate * velocity))
    return places


@pytest.mark.parametrize("learning_rate", [0.02, 0.05, 0.1])
@pytest.mark.parametrize("kind", ["double_well", "double_well_1d"])
def test_momentum_rolls_through_the_local_minimum(kind: str, learning_rate: float) -> None:
    best, other = (point.params for point in KINDS[kind]().stationary_points() if point.kind == "minimum")
    assert math.dist(roll(kind, learning_rate=learning_rate)[-1], other) < 1e-3
    assert math.dist(roll(kind, learning_rate=learning_rate, momentum=0.9)[-1], best) < 1e-3


def test_cliff_throws_the_ball_unless_its_gradient_is_clipped() -> None:
    (minimum,) = KINDS["cliff"]().stationary_points()
    thrown = roll("cliff", learning_rate=0.5, momentum=0.9)
    assert max(math.dist(place, minimum.params) for place in thrown) > 1000
    clipped = roll("cliff", learning_rate=0.5, momentum=0.9, clip_norm=1.0)
    assert math.dist(clipped[-1], minimum.params) < 1e-3
    assert max(math.dist(place, minimum.params) for place in clipped) < 6


def test_cliffs_floor_is_flat_and_its_wall_steep() -> None:
    surface = KINDS["cliff"]()
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(-50, 0.5, 200), np.linspace(-50, 50, 201)))
    assert np.hypot(*surface.gradient(ARRAY, x, y)).max() < 1.1
    assert surface.gradient(SCALAR, 2.0, 0.0)[0] > 100


def test_plateau_holds_the_ball_for_most_of_the_way() -> None:
    (minimum,) = KINDS["plateau"]().stationary_points()
    distances = [math.dist(place, minimum.params) for place in roll("plateau", learning_rate=0.5)]
    falls = next(step for step, distance in enumerate(distances) if distance < 2.0)
    lands = next(step for step, distance in enumerate(distances) if distance < 0.01)
    assert falls > 10 * (lands - falls)


def test_wavy_parabola_catches_a_ball_without_inertia() -> None:
    assert value_at(KINDS["wavy_parabola"](), roll("wavy_parabola", learning_rate=0.05)[-1]) > 1.0
    assert value_at(KINDS["wavy_parabola"](), roll("wavy_parabola", learning_rate=0.05, momentum=0.9)[-1]) < 1e-6


PLACES: dict[str, tuple[Any, tuple[float, ...]]] = {
    "ackley": (((-3.3, 3.3), (-3.3, 3.3)), (-2.6, 1.6)),
    "beale": (((-4.5, 4.5), (-4.5, 4.5)), (1.0, 1.5)),
    "booth": (((-5.0, 7.0), (-3.0, 9.0)), (-4.0, 3.5)),
    "cliff": (((-5.5, 2.5), (-4.0, 4.0)), (-4.5, 2.0)),
    "double_well": (((-2.0, 2.0), (-1.5, 1.5)), (-1.8, 1.0)),
    "double_well_1d": (((-2.5, 2.5),), (2.2,)),
    "goldstein_price": (((-2.0, 2.0), (-2.0, 2.0)), (-1.5, 0.5)),
    "himmelblau": (((-5.0, 5.0), (-5.0, 5.0)), (0.0, 0.5)),
    "matyas": (((-10.0, 10.0), (-10.0, 10.0)), (-9.0, -2.0)),
    "mccormick": (((-1.5, 4.0), (-3.0, 4.0)), (3.6, 3.4)),
    "monkey_saddle": (((-1.5, 1.5), (-1.5, 1.5)), (1.2, 0.02)),
    "parabola": (((-3.0, 3.0),), (-2.5,)),
    "plateau": (((-6.0, 4.0), (-5.0, 5.0)), (-3.5, 1.5)),
    "quadratic": (((-4.0, 4.0), (-4.0, 4.0)), (-3.5, 2.0)),
    "rastrigin": (((-3.3, 3.3), (-3.3, 3.3)), (-2.6, 2.4)),
    "rosenbrock": (((-2.0, 2.0), (-1.0, 3.0)), (-1.5, 2.2)),
    "saddle": (((-2.0, 2.0), (-2.0, 2.0)), (-1.7, 0.001)),
    "six_hump_camel": (((-2.1, 2.1), (-1.2, 1.2)), (-1.9, 1.0)),
    "styblinski_tang": (((-4.5, 4.5), (-4.5, 4.5)), (4.0, 0.8)),
    "three_hump_camel": (((-2.3, 2.3), (-2.3, 2.3)), (-2.0, -1.0)),
    "wavy_parabola": (((-7.2, 7.2),), (-5.0,)),
}
"""Window and start as they were when the first links were made."""


@pytest.mark.parametrize("kind", PLACES)
def test_links_without_a_start_or_with_a_random_one_begin_where_they_always_did(kind: str) -> None:
    surface = members("surfaces")[kind]()
    assert isinstance(surface, Surface)
    assert (surface.window(), surface.start()) == PLACES[kind]


HEIGHTS = {
    "beale": 1.0,
    "cliff": 5.0,
    "double_well": 0.3,
    "goldstein_price": 10.0,
    "himmelblau": 20.0,
    "mccormick": 2.0,
    "rosenbrock": 3.0,
    "six_hump_camel": 1.0,
    "three_hump_camel": 0.3,
}
"""Surfaces that are drawn by log(1 + (L − Lmin)/s) at first, each with its s; links do not say the height they were made with."""


@pytest.mark.parametrize("kind", PLACES)
def test_heights_are_drawn_as_they_always_were(kind: str) -> None:
    surface = members("surfaces")[kind]()
    assert isinstance(surface, Surface)
    assert (surface.height, surface.height_scale) == (("log", HEIGHTS[kind]) if kind in HEIGHTS else ("linear", 1.0))
