"""A plane through a landscape: where points stand in it, what it hides, and that it can be descended like any landscape."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from configs import bits, optimizer, surface
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.errors import EngineError
from engine.fits.linear import LinearFit
from engine.fits.points import Points
from engine.functions import ARRAY, SCALAR
from engine.landscape import Landscape
from engine.plane import MARGIN, Plane
from engine.run_config import Convergence, Racer
from engine.running.ball import Ball
from engine.running.differences import by_differences
from engine.running.swarm import swarm

ARRAYS = dict(np.load(Path(__file__).parents[1] / "reference" / "learner.npz"))
IRIS = Points(ARRAYS["iris"], ARRAYS["species"])


def flowers(l2: float = 0.0) -> LinearFit:
    return LinearFit(engine.loss("sparse_categorical_cross_entropy", from_logits=True), IRIS, 3, l2=l2)


def line(l2: float = 0.0) -> LinearFit:
    return LinearFit(engine.loss("mean_squared_error"), Points(ARRAYS["x"], ARRAYS["y"]), 1, l2=l2)


def vectors(width: int, seed: int, count: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, width))


# ---- where points lie


@given(st.integers(0, 10_000), st.integers(2, 40))
def test_directions_are_made_orthonormal_and_span_the_same_plane(seed: int, width: int) -> None:
    draw = np.random.default_rng(seed)
    given_ones = draw.normal(size=(2, width)) * 10.0 ** draw.integers(-6, 7, (2, 1))
    plane = Plane(_Flat(width), draw.normal(size=width), given_ones)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=4e-16)
    within = given_ones - given_ones @ plane.directions.T @ plane.directions
    np.testing.assert_allclose(within / np.linalg.norm(given_ones, axis=1, keepdims=True), 0.0, atol=1e-14)
    assert plane.directions[0] @ given_ones[0] > 0
    assert plane.directions[1] @ given_ones[1] > 0


@given(st.integers(0, 10_000))
def test_a_point_is_its_place_and_what_is_beside_it(seed: int) -> None:
    width = 15
    plane = Plane.random(_Flat(width), vectors(width, seed)[0], seed)
    points = vectors(width, seed + 1, 7)
    places, apart = plane.place(points), points - plane.origin
    np.testing.assert_allclose(plane.place(plane.point(places)), places, atol=1e-14)
    np.testing.assert_allclose((places**2).sum(axis=1) + plane.distances(points) ** 2, (apart**2).sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(plane.distances(plane.point(places)), 0.0, atol=1e-14)


def test_a_random_plane_is_a_pure_function_of_its_seed() -> None:
    made = [Plane.random(flowers(), np.zeros(15), seed).directions for seed in (3, 3, 4)]
    assert (bits(made[0]) == bits(made[1])).all()
    assert abs(made[0] @ made[2].T).max() < 0.9


def test_of_two_parameters_place_is_the_parameters_themselves() -> None:
    origin = vectors(15, 2)[0]
    plane = Plane.of_parameters(flowers(), origin, 4, 14)
    assert plane.parameters == ("weight[1,0]", "bias[2]")
    assert plane.window() == (flowers().window()[4], flowers().window()[14])
    params = vectors(15, 3, 5)
    assert (bits(plane.place(params)) == bits(params[:, [4, 14]])).all()
    point = plane.point([2.5, -7.0])
    assert point[[4, 14]].tolist() == [2.5, -7.0]
    others = [i for i in range(15) if i not in (4, 14)]
    assert (point[others] == origin[others]).all()


def test_principal_components_are_scikit_learns() -> None:
    path = ARRAYS["pca_path"]
    plane = Plane.pca(flowers(), path)
    signs = np.sign((plane.directions * ARRAYS["pca_axes"]).sum(axis=1))
    np.testing.assert_allclose(plane.origin, ARRAYS["pca_mean"], rtol=1e-13)
    np.testing.assert_allclose(plane.directions, ARRAYS["pca_axes"] * signs[:, None], atol=1e-12)
    np.testing.assert_allclose(plane.place(path), ARRAYS["pca_places"] * signs, atol=1e-12)
    np.testing.assert_allclose(plane.distances(path), ARRAYS["pca_distances"], atol=1e-12)
    assert plane.share(path) == pytest.approx(ARRAYS["pca_shares"].sum(), rel=1e-12)
    for axis in plane.directions:
        assert axis[np.abs(axis).argmax()] > 0
    (left, right), (low, high) = plane.window()
    places = plane.place(path)
    width = np.ptp(places[:, 0])
    assert right - places[:, 0].max() == pytest.approx(MARGIN * width)
    assert places[:, 0].min() - left == pytest.approx(MARGIN * width)
    assert low < places[:, 1].min()
    assert high > places[:, 1].max()
    assert high - low >= 0.5 * (right - left) * (1 - 1e-12)


def test_no_plane_holds_more_of_a_path_than_the_principal_one() -> None:
    path = ARRAYS["pca_path"]
    best = Plane.pca(flowers(), path).share(path)
    others = [Plane.random(flowers(), path[0], seed).share(path) for seed in range(20)]
    assert max(others) < best < 1.0
    two = Plane.of_parameters(flowers(), path[0], 0, 1)
    assert two.share(path) == pytest.approx(path[:, :2].var(axis=0).sum() / path.var(axis=0).sum(), rel=1e-12)


def test_paths_of_extreme_size_have_components_too() -> None:
    path = ARRAYS["pca_path"]
    usual = Plane.pca(flowers(), path)
    for power in (-600, 600):  # of two: rounds nothing
        plane = Plane.pca(_Flat(15), np.ldexp(path, power))
        np.testing.assert_allclose(np.abs((plane.directions * usual.directions).sum(axis=1)), 1.0, rtol=1e-12)
        assert plane.share(np.ldexp(path, power)) == pytest.approx(usual.share(path), rel=1e-12)


# ---- where there is none, or hardly one


class _Flat(Landscape):
    """Any number of parameters and nothing to see."""

    def __init__(self, width: int) -> None:
        self._width = width

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(f"p{i}" for i in range(self._width))

    def window(self) -> tuple[tuple[float, float], ...]:
        return ((-1.0, 1.0),) * self._width

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        return 0.0, (0.0,) * self._width


@pytest.mark.parametrize("count", [2, 3, 30])
def test_a_path_on_a_line_gets_a_second_direction_that_is_always_the_same(count: int) -> None:
    along = np.array([3.0, 0.1, -4.0, 1.0])
    path = np.linspace(-1, 2, count)[:, None] * along + [1.0, 2.0, 3.0, 4.0]
    plane = Plane.pca(_Flat(4), path)
    np.testing.assert_allclose(np.abs(plane.directions[0] @ along), np.linalg.norm(along), rtol=1e-12)
    # The second parameter is most nearly perpendicular to the line.
    assert np.abs(plane.directions[1]).argmax() == 1
    assert plane.directions[1, 1] > 0.99
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-15)
    assert plane.share(path) == pytest.approx(1.0, rel=1e-12)
    (left, right), (low, high) = plane.window()
    assert high - low == pytest.approx(0.5 * (right - left))


@pytest.mark.parametrize(
    ("made", "code", "path"),
    [
        (lambda: Plane.pca(_Flat(3), [[1.0, 2.0, 3.0]]), "no_plane", "path"),
        (lambda: Plane.pca(_Flat(3), [[1.0, 2.0, 3.0]] * 5), "no_plane", "path"),
        (lambda: Plane.pca(_Flat(3), [[1.0, 2.0], [3.0, 4.0]]), "wrong_shape", "path"),
        (lambda: Plane.pca(_Flat(3), [[1.0, 2.0, 3.0], [1.0, np.nan, 3.0]]), "not_finite", "path.1.1"),
        (lambda: Plane(_Flat(3), [0, 0, 0], [[1, 2, 3], [-2, -4, -6]]), "no_plane", "directions"),
        (lambda: Plane(_Flat(3), [0, 0, 0], [[1, 2, 3], [1, 2, 3 + 1e-9]]), "no_plane", "directions"),
        (lambda: Plane(_Flat(3), [0, 0, 0], [[1, 2, 3], [0, 0, 0]]), "no_plane", "directions.1"),
        (lambda: Plane(_Flat(3), [0, 0], [[1, 2, 3], [0, 0, 1]]), "wrong_shape", "origin"),
        (lambda: Plane(_Flat(3), [0, 0, 0], [[1, 2], [0, 1]]), "wrong_shape", "directions"),
        (lambda: Plane.of_parameters(_Flat(3), [0, 0, 0], 0, 3), "out_of_range", "second"),
        (lambda: Plane.of_parameters(_Flat(3), [0, 0, 0], -1, 1), "out_of_range", "first"),
        (lambda: Plane.of_parameters(_Flat(3), [0, 0, 0], 1, 1), "not_unique", "second"),
        (lambda: Plane.random(surface("parabola"), [0.0], 0), "no_plane", "landscape"),
    ],
)
def test_what_spans_no_plane_is_refused_by_name(made: Any, code: str, path: str) -> None:
    with pytest.raises(EngineError) as caught:
        made()
    assert (caught.value.code, caught.value.path) == (code, path)


def test_a_path_that_stands_still_has_no_variance_to_hold() -> None:
    assert np.isnan(Plane.random(_Flat(3), [0, 0, 0], 1).share([[1.0, 2.0, 3.0]] * 3))


# ---- a landscape of two parameters

TURNED = [[0.8, 0.6], [-0.6, 0.8]]


@pytest.mark.parametrize("kind", ["rosenbrock", "himmelblau", "beale", "ackley"])
def test_in_a_formula_it_is_a_formula_of_any_kind_of_number(kind: str) -> None:
    of = surface(kind)
    formula = Plane(of, [0.3, -0.2], TURNED).as_formula
    assert formula is not None
    a, b, x, y = 0.4, 1.1, 0.3 + 0.4 * 0.8 - 1.1 * 0.6, -0.2 + 0.4 * 0.6 + 1.1 * 0.8
    assert formula.value(SCALAR, a, b) == pytest.approx(of.value(SCALAR, x, y), rel=1e-13)
    turn = np.array(TURNED)
    slope, curve = np.array(of.gradient(SCALAR, x, y)), np.array(of.hessian(SCALAR, x, y))
    np.testing.assert_allclose(formula.gradient(SCALAR, a, b), turn @ slope, rtol=1e-12)
    np.testing.assert_allclose(formula.hessian(ARRAY, np.float64(a), np.float64(b)), turn @ curve @ turn.T, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("through", [flowers(0.1), line()], ids=["flowers", "line"])
@pytest.mark.parametrize("seed", [1, 2])
def test_in_data_gradient_and_hessian_are_the_losss_derivatives_in_the_plane(through: LinearFit, seed: int) -> None:
    width = len(through.parameters)
    plane = Plane.random(through, 0.3 * vectors(width, 5)[0], seed)
    at, h = np.array([0.2, -0.4]), 1e-5
    mapped = plane.as_mapped
    assert mapped is not None
    loss, slope = plane.slope_on(tuple(at), None)
    assert loss == plane.loss_on(tuple(at), None) == pytest.approx(float(plane.losses(at[None])[0]), rel=1e-13)
    steps = h * np.eye(2)
    numerical = [(plane.loss_on(tuple(at + step), None) - plane.loss_on(tuple(at - step), None)) / (2 * h) for step in steps]
    np.testing.assert_allclose(slope, numerical, rtol=1e-7, atol=1e-8)
    curve = [(np.array(plane.slope_on(tuple(at + s), None)[1]) - plane.slope_on(tuple(at - s), None)[1]) / (2 * h) for s in steps]
    np.testing.assert_allclose(mapped.hessian(ARRAY, *map(np.float64, at)), curve, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(mapped.gradient(ARRAY, *at), slope, rtol=1e-12)


def test_losses_on_a_grid_are_those_of_the_points_one_by_one() -> None:
    plane = Plane.random(flowers(0.2), 0.1 * vectors(15, 8)[0], 4)
    grid = np.stack(np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-2, 2, 31)), axis=-1).reshape(-1, 2)
    found = plane.losses(grid)
    assert found.shape == (61 * 31,)
    for index in (0, 17, 1000, 1890):
        assert found[index] == pytest.approx(plane.loss_on(tuple(grid[index]), None), rel=1e-12)


def test_known_minima_that_lie_in_it_are_its_own() -> None:
    through = line()
    (known,) = through.stationary_points()
    (found,) = Plane.random(through, known.params, 1).stationary_points()
    assert (found.kind, found.is_global) == ("minimum", True)
    np.testing.assert_allclose(found.params, 0.0, atol=1e-12)
    assert Plane.random(through, np.zeros(6), 1).stationary_points() == ()


def test_it_sees_batches_and_examples_as_the_landscape_does() -> None:
    through = flowers()
    plane = Plane.random(through, 0.1 * vectors(15, 8)[0], 4)
    data = plane.as_data
    assert data is not None
    assert data.examples == 150
    assert not data.is_sum
    batch = data.batch(np.arange(40, 90)).cut(slice(0, 16))
    at = (0.5, 0.25)
    point = tuple(plane.point(at).tolist())
    loss, slope = through.slope_on(point, batch)
    assert data.loss_on(at, batch) == loss
    np.testing.assert_allclose(data.slope_on(at, batch)[1], plane.directions @ np.array(slope), rtol=1e-14)
    assert data.told(at, [3, 77]) == through.told(point, [3, 77])
    np.testing.assert_allclose(data.example_gradients(at).mean(axis=0), data.slope_on(at, None)[1], rtol=1e-12)


# ---- what rolls in it


def ball(landscape: Landscape, start: tuple[float, ...], steps: int, kind: str = "adam", rate: float = 0.05, **rules: Any) -> np.ndarray:
    racer = Racer(id="ball", optimizer=optimizer(kind, rate), **rules)
    return np.asarray(Ball(racer, landscape, start, 3, Convergence()).advance(0, steps).params)


def test_a_ball_rolls_in_a_plane_through_a_surface_as_on_the_turned_surface() -> None:
    # Gradient descent knows no axes: turned there and back it takes the same way.
    of = surface("himmelblau")
    plane = Plane(of, [0.5, -0.5], TURNED)
    formula = plane.as_formula
    assert formula is not None
    turned = plane.point(ball(plane, (0.3, 0.2), 60, "gradient_descent", 0.005))
    straight = ball(of, tuple(plane.point([0.3, 0.2]).tolist()), 60, "gradient_descent", 0.005)
    np.testing.assert_allclose(turned, straight, rtol=1e-9)


def test_a_ball_rolls_in_a_plane_through_data_with_batches_too() -> None:
    plane = Plane.of_parameters(flowers(), np.zeros(15), 2, 10)
    mini = {"batch": {"kind": "mini_batch", "size": 16}}
    full, some = ball(plane, plane.start(), 80), ball(plane, plane.start(), 80, **mini)
    losses = plane.losses(full)
    assert losses[-1] < losses[0] == pytest.approx(np.log(3))
    assert plane.losses(some)[-1] < losses[0]
    assert not np.allclose(full, some)


def test_differences_look_at_a_plane_as_at_any_landscape() -> None:
    for plane, start in (
        (Plane(surface("rosenbrock"), [0.0, 0.0], TURNED), (0.4, 0.3)),
        (Plane.random(flowers(), np.zeros(15), 2), (0.1, 0.2)),
    ):
        measured = by_differences(plane, 1e-5)
        np.testing.assert_allclose(measured.slope_on(start, None)[1], plane.slope_on(start, None)[1], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(ball(measured, start, 30), ball(plane, start, 30), rtol=1e-5, atol=1e-7)


def test_many_balls_roll_in_it_as_arrays() -> None:
    plane = Plane.random(flowers(), np.zeros(15), 2)
    assert plane.as_mapped is not None
    starts = vectors(2, 6, 5)
    *_, last = swarm(plane.as_mapped, optimizer("momentum", 0.05), starts, 20)
    for index, start in enumerate(starts):
        np.testing.assert_allclose(last.params[:, index], ball(plane, tuple(start.tolist()), 21, "momentum", 0.05)[-1], rtol=1e-9)


def test_minimize_descends_a_plane_by_one_ball_or_many() -> None:
    plane = Plane.random(flowers(0.1), np.zeros(15), 2)
    one = engine.minimize(plane, "momentum", start=(0.5, 1.0), steps=40, learning_rate=0.02)
    np.testing.assert_array_equal(one.params, ball(plane, (0.5, 1.0), 41, "momentum", 0.02))
    assert one.loss[-1] == plane.loss_on(tuple(one.params[-1].tolist()), None) < one.loss[0]
    assert (one.outcome.kind, one.outcome.step) == ("step_limit", 40)  # type: ignore[union-attr]
    many = engine.minimize(plane, "momentum", start=[(0.5, 1.0), (-1.0, 0.0)], steps=40, learning_rate=0.02)
    np.testing.assert_allclose(many.params[:, 0], one.params, rtol=1e-9)
    alone = engine.minimize(plane, "momentum", steps=3, learning_rate=0.02)
    assert (alone.params[0] == plane.start()).all()
    with pytest.raises(EngineError) as caught:
        engine.minimize(plane, seed=-1, noise=1.0)
    assert caught.value.path == "seed"
