"""The numerical gradient: exact where theory says so, wrong by the amount it says elsewhere, on surfaces and on fits."""

from typing import Any

import numpy as np
import pytest
from configs import advanced, assert_same_bits, config, racer, surface
from configs import problem as surface_problem
from fits import PAIRS, fit, identified, problem, run_of

from engine.fits.fitting import Fit
from engine.functions import ARRAY, SCALAR
from engine.registry import members
from engine.run import start
from engine.running.differences import ExactGradient, NumericalGradient, by_differences

SURFACES = list(members("surfaces"))


@pytest.mark.parametrize("kind", SURFACES)
def test_on_every_surface_within_its_error(kind: str) -> None:
    of = surface(kind)
    seen, rng, epsilon = by_differences(of, 1e-5), np.random.default_rng(1), 1e-5
    for _ in range(20):
        point = tuple(float(rng.uniform(low, high)) for low, high in of.window())
        exact, measured = of.gradient(SCALAR, *point), seen.gradient(SCALAR, *point)
        # Round-off of two losses over 2 ε, and truncation ε²/6 of the third derivative (at most 1e5 of these surfaces).
        bound = 4e-16 * (1.0 + abs(of.value(SCALAR, *point))) / epsilon * 10 + epsilon**2 * 1e6
        np.testing.assert_allclose(measured, exact, rtol=1e-6, atol=bound)
        assert seen.value(SCALAR, *point) == of.value(SCALAR, *point)
    assert (seen.parameters, seen.window(), seen.start(), seen.stationary_points()) == (
        of.parameters,
        of.window(),
        of.start(),
        of.stationary_points(),
    )


@pytest.mark.parametrize(("model", "judge"), PAIRS, ids=identified)
def test_on_every_fit_and_on_every_batch(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge, 0.1, 0.2)
    seen, params = by_differences(where, 1e-5), (0.7, -0.4)
    scale = 40.0 if where.loss.reduction == "sum" else 1.0
    for batch in (None, where.batch(np.array([1, 5, 5, 30]))):
        exact, measured = where.slope_on(params, batch), seen.slope_on(params, batch)
        assert measured[0] == exact[0]
        np.testing.assert_allclose(measured[1], exact[1], rtol=1e-6, atol=1e-8 * scale)
    mapped = seen.as_mapped
    assert mapped is not None
    np.testing.assert_allclose(mapped.gradient(ARRAY, *params), seen.slope_on(params, None)[1], rtol=1e-6, atol=1e-8 * scale)
    assert mapped.hessian(ARRAY, *params) == where.hessian(ARRAY, *params)
    assert mapped.value(ARRAY, *params) == where.value(ARRAY, *params)
    points = np.array([params, (0.0, 1.0)])
    np.testing.assert_array_equal(seen.losses(points), where.losses(points))


def test_it_asks_for_two_losses_a_parameter() -> None:
    asked = []

    class Counted(Fit):
        def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
            asked.append(params)
            return super().loss_on(params, batch)

    where = fit()
    by_differences(Counted(where.model, where.loss, where.points), 0.25).slope_on((1.0, 2.0), None)
    assert asked == [(1.0, 2.0), (1.25, 2.0), (0.75, 2.0), (1.0, 2.25), (1.0, 1.75)]


def test_too_small_a_spacing_sees_no_slope() -> None:
    # 1 + 1e-20 is 1: both losses are the same number.
    assert by_differences(fit(), 1e-20).slope_on((1.0, 2.0), None)[1] == (0.0, 0.0)


def test_exact_is_the_landscape_itself() -> None:
    where = fit()
    assert ExactGradient().seen(where) is where
    assert NumericalGradient(epsilon=1e-3).seen(where) == by_differences(where, 1e-3)


@pytest.mark.parametrize("kind", members("optimizers"))
def test_every_optimizer_goes_the_same_way_with_it(kind: str) -> None:
    rule = {"optimizer": {"kind": kind, "learning_rate": 0.01}}
    pair = run_of(problem(), rule, {**rule, "gradient": {"kind": "numerical", "epsilon": 1e-5}})
    params = advanced(start(pair))["params"]
    # Squared error has no truncation error; round-off of 1e-11 a gradient (Adam and its kin divide it by their size).
    close = 1e-2 if kind == "lion" else 1e-6  # Lion takes the sign: one example of a slope near 0 may turn it
    np.testing.assert_allclose(params[:, 1], params[:, 0], rtol=close, atol=close)
    assert (params[1:, 0] != params[1:, 1]).any() or kind == "lion"


def test_on_a_surface_it_runs_and_parts_from_the_exact_one() -> None:
    rule = {"gradient": {"kind": "numerical", "epsilon": 0.1}}
    run = start(config(surface_problem("rosenbrock"), racer("a", learning_rate=0.001), racer("b", learning_rate=0.001, rules=rule)))
    columns = advanced(run)
    x, y = columns["params"][0, 1]
    loss = surface("rosenbrock").value
    by_hand = (loss(SCALAR, x + 0.1, y) - loss(SCALAR, x - 0.1, y)) / 0.2
    assert columns["gradient"][0, 1, 0] == pytest.approx(by_hand, rel=1e-12)
    # ε²/6 · ∂³L/∂x³ = 0.01/6 · 2400 x: truncation as large as theory has it, and no more (a polynomial of degree 4).
    assert by_hand - columns["gradient"][0, 0, 0] == pytest.approx(4.0 * x, rel=1e-9)


@pytest.mark.parametrize("kind", SURFACES)
def test_written_down_it_is_the_rule_itself(kind: str) -> None:
    """Straight-line code of a numerical gradient gives the bits of calling it."""
    rule = {"gradient": {"kind": "numerical", "epsilon": 1e-4}}
    run = start(config(surface_problem(kind), racer("a", learning_rate=1e-6, rules=rule), step_limit=20))
    columns = advanced(run)
    seen = by_differences(surface(kind), 1e-4)
    for step in (0, 7, 20):
        assert tuple(columns["gradient"][step, 0]) == tuple(seen.gradient(SCALAR, *columns["params"][step, 0].tolist()))
    assert_same_bits(advanced(start(run.config)), columns)
