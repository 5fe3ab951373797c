"""The limit of stability, found again by running: just below it long runs settle, just above they swing out."""

from typing import Any

import numpy as np
import pytest
from configs import advanced, config, optimizer, problem, racer, schedule, surface

from engine.functions import ARRAY, Functions
from engine.landscape import Formula, Landscape, StationaryPoint, Window
from engine.registry import members
from engine.run import Run, start
from engine.run_config import Change, Convergence, Setting
from engine.running.mover import Mover
from engine.running.movers import mover_of
from engine.running.stability import MOST_PARAMETERS, Curvature, _limits_of_many, largest_eigenvalue, limits
from engine.surface import Surface

TINY = 1e-150
# The square of such a gradient is nothing: what divides the gradient is ε and stands still, the rule is linear,
# and its limit does not move while the run lasts.
CASES: list[tuple[str, dict[str, Any]]] = [
    ("gradient_descent", {}),
    ("gradient_descent", {"weight_decay": 2.0}),
    ("momentum", {}),
    ("momentum", {"momentum": 0.5, "dampening": 0.3}),
    ("nesterov", {}),
    ("nesterov", {"momentum": 0.5, "weight_decay": 1.0}),
    ("adagrad", {"eps": 1e3}),
    ("adadelta", {"eps": 1e3}),
    ("rmsprop", {"eps": 1e3}),
    ("rmsprop", {"eps": 1e3, "momentum": 0.8}),
    ("adam", {"eps": 1e3}),
    ("adam", {"eps": 1e3, "beta1": 0.5, "amsgrad": True}),
    ("adam", {"eps": 1e3, "weight_decay": 2.0}),
    ("adamw", {"eps": 1e3}),
    ("nadam", {"eps": 1e3, "momentum_decay": 5.0}),
]
BOWLS = [(problem("quadratic", condition_number=10.0, rotation=25.0), (TINY, -TINY)), (problem("parabola"), (TINY,))]


def hessian(where: Surface, point: Any) -> np.ndarray:
    return np.array(where.hessian(ARRAY, *map(np.float64, point)), dtype=float)


@pytest.mark.parametrize(("where", "begin"), BOWLS, ids=["two parameters", "one"])
@pytest.mark.parametrize(("kind", "fields"), CASES, ids=str)
def test_long_runs_settle_below_the_limit_and_swing_out_above(
    kind: str, fields: dict[str, Any], where: Any, begin: tuple[float, ...]
) -> None:
    def run_at(rate: float) -> Run:
        return start(config(where, racer("a", kind, rate, **fields), start=begin, step_limit=400))

    def growth(rate: float) -> float:
        """How much further from the minimum the ball is after steps 200 to 400, when all beginnings are forgotten."""
        params = run_at(rate).advance(401).columns["params"][:, 0]
        return float(np.abs(params[381:]).max() / np.abs(params[181:201]).max())

    run = run_at(1e-3)
    run.advance(401)
    limit = run.inspect(400, "a", "limit")["minimum"]
    assert growth(0.99 * limit) < 0.5
    assert growth(1.01 * limit) > 2.0


@pytest.mark.parametrize(
    ("kind", "fields", "limit"),
    [("gradient_descent", {}, 2 / 40), ("momentum", {"momentum": 0.9}, 3.8 / 40), ("momentum", {"momentum": 0.0}, 2 / 40)],
)
def test_the_textbook_limits(kind: str, fields: dict[str, Any], limit: float) -> None:
    run = start(config(problem("quadratic", condition_number=40.0, rotation=70.0), racer("a", kind, 0.001, **fields)))
    column = run.advance(50, columns=("limit",)).columns["limit"]
    assert column[:, 0] == pytest.approx(np.full((50, 2), limit), rel=1e-12)


def test_adams_limit_moves_with_what_it_has_seen() -> None:
    run = start(config(problem("quadratic", condition_number=10.0), racer("a", "adam", 0.05), step_limit=20))
    columns = advanced(run)
    eps, beta1, beta2 = 1e-8, 0.9, 0.999
    for step in (0, 5, 20):
        v = columns["accumulated"][step, 0]
        p = (1 - beta1 ** (step + 1)) * (np.sqrt(v / (1 - beta2 ** (step + 1))) + eps)
        seen = np.diag([1.0, 10.0]) / np.sqrt(np.outer(p, p))
        expected = 2 * (1 + beta1) / (1 - beta1) / np.linalg.eigvalsh(seen)[-1]
        assert columns["limit"][step, 0] == pytest.approx([expected, expected], rel=1e-12)


@pytest.mark.parametrize("at_step", [0, 1, 37])
def test_adams_limit_counts_from_where_adam_took_over(at_step: int) -> None:
    run = start(config(problem("quadratic", condition_number=10.0), racer("a", "momentum", 0.001), step_limit=60))
    run.advance(40)
    branch = run.branch(Change(at_step=at_step, racer="a", set=Setting(optimizer=optimizer("adam", 0.05))))
    columns = advanced(branch)
    for row in (0, 1, 15):
        v, t = columns["accumulated"][row, 0], row + 1
        p = (1 - 0.9**t) * (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        expected = 2 * 1.9 / 0.1 / np.linalg.eigvalsh(np.diag([1.0, 10.0]) / np.sqrt(np.outer(p, p)))[-1]
        assert columns["limit"][row, 0] == pytest.approx([expected, expected], rel=1e-12)
        assert branch.inspect(at_step + row, "a", "limit")["here"] == pytest.approx(expected, rel=1e-12)


def test_where_the_surface_curves_down_or_no_minimum_is_known_there_is_no_limit() -> None:
    run = start(config(problem("double_well_1d"), racer("a", learning_rate=0.01), start=(0.2,)))
    here, minimum = run.advance(1, columns=("limit",)).columns["limit"][0, 0]
    assert np.isnan(here)
    assert minimum > 0
    run = start(config(problem("saddle"), racer("a", learning_rate=0.01)))
    here, minimum = run.advance(1, columns=("limit",)).columns["limit"][0, 0]
    assert here == 1.0
    assert np.isnan(minimum)
    lion = start(config(problem("booth"), racer("a", "lion", 0.01)))
    assert np.isnan(lion.advance(3, columns=("limit",)).columns["limit"]).all()


def test_the_limit_is_of_the_learning_rate_scheduled() -> None:
    rules = {"schedule": schedule("exponential", gamma=0.9)}
    run = start(config(problem("booth"), racer("a", "adagrad", 0.1, lr_decay=0.5, rules=rules), step_limit=30))
    columns = advanced(run)
    root = np.sqrt(columns["accumulated"][4, 0]) + optimizer("adagrad").eps
    seen = hessian(surface("booth"), columns["params"][4, 0]) / np.sqrt(np.outer(root, root))
    assert columns["limit"][4, 0, 0] == pytest.approx(2.0 * (1 + 4 * 0.5) / np.linalg.eigvalsh(seen)[-1], rel=1e-12)


@pytest.mark.parametrize("kind", members("surfaces"))
def test_the_minimum_meant_is_the_nearest(kind: str) -> None:
    where = surface(kind)
    minima = [point.params for point in where.stationary_points() if point.kind == "minimum"]
    for point in minima[:6]:
        near = tuple(value + 1e-3 for value in point)
        run = start(config(problem(kind), racer("a", learning_rate=1e-9), start=near, step_limit=1))
        _, minimum = run.advance(1, columns=("limit",)).columns["limit"][0, 0]
        there = np.linalg.eigvalsh(hessian(where, point))[-1]
        assert minimum == pytest.approx(2 / there, rel=1e-9)


def test_eigenvalues_in_closed_form() -> None:
    random = np.random.default_rng(1)
    draw, p = random.normal(size=(200, 2, 2)), random.uniform(0.1, 5.0, size=(200, 2))
    symmetric = draw + draw.swapaxes(1, 2)
    seen = symmetric / np.sqrt(p[:, :, None] * p[:, None, :])
    found = largest_eigenvalue(Curvature(symmetric[:, 0, 0], symmetric[:, 0, 1], symmetric[:, 1, 1]), p)
    assert found == pytest.approx(np.linalg.eigvalsh(seen)[:, -1], rel=1e-12, abs=1e-12)
    assert largest_eigenvalue(Curvature(-3.0, 0.0, None), 2.0) == -1.5


@pytest.mark.parametrize("kind", ["himmelblau", "rosenbrock", "double_well_1d", "saddle"])
def test_a_row_alone_and_among_others_has_the_same_limits(kind: str) -> None:
    def run() -> Run:
        return start(config(problem(kind), racer("a", "adam", 0.02), step_limit=200, start="random"))

    together, alone = run().advance(150, columns=("limit",)).columns["limit"], run()
    one_by_one = [alone.advance(1, columns=("limit",)).columns["limit"][0] for _ in range(150)]
    np.testing.assert_array_equal(together, one_by_one)


class Bowl(Formula):
    """½ θᵀ H θ of as many parameters as H has rows."""

    def __init__(self, matrix: np.ndarray) -> None:
        self.matrix = matrix

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(f"w{i}" for i in range(len(self.matrix)))

    def window(self) -> Window:
        return ((-1.0, 1.0),) * len(self.matrix)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((0.0,) * len(self.matrix), "minimum", True),)

    def gradient(self, f: Functions, *params: Any) -> tuple[Any, ...]:
        return tuple(sum((entry * p for entry, p in zip(row, params, strict=True)), 0.0) for row in self.matrix.tolist())

    def value(self, f: Functions, *params: Any) -> Any:
        return sum((0.5 * p * g for p, g in zip(params, self.gradient(f, *params), strict=True)), 0.0)

    def hessian(self, f: Functions, *params: Any) -> tuple[tuple[Any, ...], ...]:
        return tuple(map(tuple, self.matrix.tolist()))


def bowl(size: int, seed: int = 4) -> Bowl:
    turned, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(size, size)))
    return Bowl(turned @ np.diag(np.linspace(0.5, 4.0, size)) @ turned.T)


def many(rule: str, rate: float, size: int) -> Mover:
    return mover_of(racer("a", rule, rate), bowl(size), (1.0,) * size, 0, Convergence())


@pytest.mark.parametrize(("rule", "limit"), [("gradient_descent", 2 / 4.0), ("momentum", 2 * 1.9 / 4.0)])
@pytest.mark.parametrize("size", [2, 3, 7])
def test_of_any_number_of_parameters_the_limit_is_that_of_the_largest_eigenvalue(rule: str, limit: float, size: int) -> None:
    ball = many(rule, 0.01, size)
    found = limits(ball, ball.advance(0, 3), np.arange(3.0))
    np.testing.assert_allclose(found, limit, rtol=1e-12)
    below, above = (np.abs(many(rule, limit * share, size).advance(0, 4000).params[-1]).max() for share in (0.99, 1.01))
    assert below < 1e-3 < 1e3 < above


def test_of_two_parameters_both_ways_agree() -> None:
    ball = many("adam", 0.01, 2)
    log = ball.advance(0, 40)
    model = ball.racer.optimizer.linear(ball.hyper, log.state(), np.arange(1.0, 41.0)[:, None], ARRAY)
    assert model is not None
    mapped = ball.landscape.as_mapped
    assert mapped is not None
    np.testing.assert_allclose(_limits_of_many(model, mapped, log.params), limits(ball, log, np.arange(40.0)), rtol=1e-12)


def test_of_more_parameters_than_are_worked_out_no_limit_is_known() -> None:
    ball = many("gradient_descent", 0.01, MOST_PARAMETERS + 1)
    assert np.isnan(limits(ball, ball.advance(0, 2), np.arange(2.0))).all()


def test_a_landscape_without_a_hessian_has_no_limit_and_no_kind_of_point() -> None:
    class Slopes(Landscape):
        parameters = ("x", "y", "z")  # type: ignore[assignment]  # a constant does

        def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
            return 0.5 * sum(p * p for p in params), params

    ball = mover_of(racer("a", "gradient_descent", 0.5), Slopes(), (1.0, 2.0, 3.0), 0, Convergence())
    assert np.isnan(limits(ball, ball.advance(0, 60), np.arange(60.0))).all()
    assert (ball.outcome.kind, ball.outcome.point) == ("converged", "unknown")
    np.testing.assert_array_equal(Slopes().losses(np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 0.0]])), [4.5, 0.0])
