"""The loss surface of a fit: loss, gradient and Hessian of every model with every loss, chained by hand and against differences."""

from typing import Any

import numpy as np
import pytest
from fits import MODELS, PAIRS, PENALTIES, fit, identified, problem
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import engine
from engine import EngineError
from engine.findings import errors_of
from engine.fits import fitting as module
from engine.fits.data import MOST_EXAMPLES
from engine.fits.fitting import Fit
from engine.fits.points import Points
from engine.functions import ARRAY
from engine.preset import Preset
from engine.problems.fit import FitProblem, parts_of
from engine.registry import members
from engine.run import start

each_pair = pytest.mark.parametrize(("model", "judge"), PAIRS, ids=identified)
each_penalty = pytest.mark.parametrize(("l1", "l2"), PENALTIES)

PLACES = tuple(np.random.default_rng(8).uniform(-2.0, 2.0, (2, 7)))
"""Seven points away from kinks and from zeros of the weights."""


def chained(where: Fit, params: tuple[float, float]) -> tuple[float, np.ndarray]:
    """(loss, gradient) by the chain rule, from the loss's public ``value`` and ``gradient``."""
    x, y, weights = where.points.x, where.points.y, where.model.penalized
    if where.model.kind == "sine":
        output = params[0] * np.sin(params[1] * x[:, 0])
        jacobian = np.stack([np.sin(params[1] * x[:, 0]), params[0] * x[:, 0] * np.cos(params[1] * x[:, 0])])
    else:
        jacobian = x.T if where.model.kind == "two_weights" else np.stack([x[:, 0], np.ones(len(x))])
        output = np.asarray(params) @ jacobian
    prediction, inner = output, np.ones_like(output)
    if where.model.task == "binary" and where.loss.prediction_is in ("probability", "number"):
        prediction = 1.0 / (1.0 + np.exp(-output))
        inner = prediction * (1.0 - prediction)
    loss, slope = where.loss.value(prediction, y), jacobian @ (where.loss.gradient(prediction, y) * inner)
    for i, theta in enumerate(params):
        if weights[i]:
            loss += where.l1 * abs(theta) + 0.5 * where.l2 * theta**2
            slope[i] += where.l1 * np.sign(theta) + where.l2 * theta
    return loss, slope


@each_penalty
@each_pair
def test_loss_and_gradient_are_the_chain_rule(model: str, judge: tuple[str, dict[str, Any]], l1: float, l2: float) -> None:
    where = fit(model, judge, l1, l2)
    losses, gradients = where.value(ARRAY, *PLACES), where.gradient(ARRAY, *PLACES)
    for i, params in enumerate(zip(*PLACES, strict=True)):
        loss, gradient = chained(where, params)
        assert losses[i] == pytest.approx(loss, rel=1e-13)
        np.testing.assert_allclose([entry[i] for entry in gradients], gradient, rtol=1e-11, atol=1e-13)
        on_all = where.slope_on(params, None)
        assert on_all[0] == pytest.approx(loss, rel=1e-13)
        assert where.loss_on(params, None) == on_all[0]
        np.testing.assert_allclose(on_all[1], gradient, rtol=1e-11, atol=1e-13)


@each_penalty
@each_pair
def test_gradient_and_hessian_are_derivatives(model: str, judge: tuple[str, dict[str, Any]], l1: float, l2: float) -> None:
    where, h = fit(model, judge, l1, l2), 1e-4
    scale = 40.0 if where.loss.reduction == "sum" else 1.0
    if where.loss.prediction_is == "probability":
        scale = 100.0  # log(1 − p) rounds 1 − p, to 1e-16 / (1 − p) of itself
    rows = where.hessian(ARRAY, *PLACES)
    assert (rows[0][1] == rows[1][0]).all()

    def moved(i: int, by: float) -> tuple[np.ndarray, ...]:
        return tuple(p + by if i == j else p for j, p in enumerate(PLACES))

    for i, entry in enumerate(where.gradient(ARRAY, *PLACES)):
        # Fourth order: off by h⁴/30 of the fifth derivative; round-off 1e-16 · L / h.
        near = where.value(ARRAY, *moved(i, h)) - where.value(ARRAY, *moved(i, -h))
        far = where.value(ARRAY, *moved(i, 2 * h)) - where.value(ARRAY, *moved(i, -2 * h))
        np.testing.assert_allclose(entry, (8 * near - far) / (12 * h), rtol=1e-8, atol=1e-9 * scale)
        for j, second in enumerate(rows[i]):
            difference = (where.gradient(ARRAY, *moved(j, h))[i] - where.gradient(ARRAY, *moved(j, -h))[i]) / (2 * h)
            np.testing.assert_allclose(second, difference, rtol=1e-5, atol=1e-6 * scale)


@each_pair
def test_many_points_are_the_points_one_by_one(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge, 0.1, 0.2)
    mesh = np.meshgrid(np.linspace(-2, 2, 5), np.linspace(-1, 1, 3))
    together = [where.value(ARRAY, *mesh), *where.gradient(ARRAY, *mesh), *(e for row in where.hessian(ARRAY, *mesh) for e in row)]
    assert all(each.shape == (3, 5) for each in together)
    for index in np.ndindex(3, 5):
        at = tuple(side[index] for side in mesh)
        alone = [where.value(ARRAY, *at), *where.gradient(ARRAY, *at), *(e for row in where.hessian(ARRAY, *at) for e in row)]
        # BLAS may add a row of a matrix in another order than a row alone.
        np.testing.assert_allclose([each[index] for each in together], alone, rtol=1e-12, atol=1e-13)


@each_pair
def test_example_by_example_it_is_the_same_loss(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge, 0.1, 0.2)
    np.testing.assert_allclose(where.values_by_example(PLACES, where.data), where.value(ARRAY, *PLACES), rtol=1e-13)


@each_pair
def test_cutting_points_and_examples_changes_nothing_but_rounding(
    model: str, judge: tuple[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = fit(model, judge, 0.1, 0.2)
    whole = [where.values_by_example(PLACES, where.data), *where.gradient(ARRAY, *PLACES), *where.hessian(ARRAY, *PLACES)[0]]
    for size in (8, 8 * 7, 8 * 40, 8 * 41, 8 * 40 * 3):
        monkeypatch.setattr(module, "CHUNK_BYTES", size)
        again = [where.values_by_example(PLACES, where.data), *where.gradient(ARRAY, *PLACES), *where.hessian(ARRAY, *PLACES)[0]]
        np.testing.assert_allclose(again, whole, rtol=1e-12, atol=1e-13)


@each_pair
def test_float32_is_good_enough_for_a_picture(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge, count=3000)
    mesh = np.meshgrid(np.linspace(-3, 3, 9), np.linspace(-3, 3, 9))
    exact, drawn = where.values(mesh, where.data), where.values(mesh, where.data.astype(where.picture_kind))
    # Each loss has float32's 6e-8 of rounding a few times over, and so has each of the sums that BLAS adds up in turn.
    np.testing.assert_allclose(drawn, exact, rtol=1e-5)


def test_a_picture_of_a_confident_mistake_is_not_rounded_away() -> None:
    # σ(25) is 1 − 1.4e-11: in float32 it is 1, and a mistake there would cost 100 instead of 25.
    where = fit("logistic", ("binary_cross_entropy", {}))
    far = np.array([5.0, 7.0]), np.array([0.0, 0.0])
    drawn = where.values(far, where.data.astype(where.picture_kind))
    np.testing.assert_allclose(drawn, fit("logistic", ("binary_cross_entropy", {"from_logits": True})).value(ARRAY, *far), rtol=1e-6)


@each_pair
def test_a_batch_is_a_fit_of_its_own(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge, 0.1, 0.2)
    chosen = np.array([3, 17, 3, 39, 0])
    alone = Fit(where.model, where.loss, where.points.rows(chosen), 0.1, 0.2)
    loss, gradient = where.slope_on((0.7, -0.4), where.batch(chosen))
    expected_loss, expected = alone.slope_on((0.7, -0.4), None)
    assert loss == pytest.approx(expected_loss, rel=1e-14)
    np.testing.assert_allclose(gradient, expected, rtol=1e-13, atol=1e-15)


@each_pair
def test_the_mean_of_the_examples_gradients_is_the_gradient(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge, 0.1, 0.2)
    each = where.example_gradients((0.7, -0.4))
    assert each.shape == (40, 2)
    if where.loss.reduction == "mean":
        np.testing.assert_allclose(each.mean(axis=0), where.slope_on((0.7, -0.4), None)[1], rtol=1e-12, atol=1e-14)
    output, losses, slopes = where.outputs((0.7, -0.4))
    assert output.shape == losses.shape == slopes.shape == (40,)
    assert (losses.sum() if where.loss.reduction == "sum" else losses.mean()) == pytest.approx(
        Fit(where.model, where.loss, where.points).loss_on((0.7, -0.4), None), rel=1e-13
    )


@each_pair
@pytest.mark.filterwarnings("error")
def test_far_out_nothing_warns_and_nothing_is_invented(model: str, judge: tuple[str, dict[str, Any]]) -> None:
    where = fit(model, judge)
    far = (np.array([1e3, -1e3, 1e200]), np.array([1e3, 1e3, -1e200]))
    losses = where.value(ARRAY, *far)
    assert np.isfinite(losses[:2]).all()
    assert not (losses < 0).any() or judge[1].get("guard") == "add"
    where.gradient(ARRAY, *far)
    where.hessian(ARRAY, *far)


def test_a_bias_has_no_penalty_and_a_penalty_moves_the_minimum_towards_zero() -> None:
    plain, pulled = fit("line"), fit("line", l2=0.5)
    (w, b), (w2, b2) = plain.stationary_points()[0].params, pulled.stationary_points()[0].params
    assert abs(w2) < abs(w)
    assert pulled.value(ARRAY, 0.0, 9.0) == plain.value(ARRAY, 0.0, 9.0)
    # With L1 the gradient jumps by 2 λ₁ where the weight is zero.
    sharp = fit("line", l1=0.5)
    before, after = sharp.gradient(ARRAY, -1e-9, b)[0], sharp.gradient(ARRAY, 1e-9, b)[0]
    assert after - before == pytest.approx(1.0, abs=1e-6)
    assert sharp.gradient(ARRAY, 0.0, b)[0] == plain.gradient(ARRAY, 0.0, b)[0]
    assert b2 != b


DRAW = np.random.default_rng(4)
UNITS = {
    "years": np.arange(10.0) + 2000.0,
    "5e5": 5e5 + 1e4 * np.arange(30.0),
    "1e9": DRAW.uniform(-1e9, 1e9, 50),
    "1e12": DRAW.uniform(-1e12, 1e12, 5000),
    "1e-9": DRAW.uniform(1e-9, 2e-9, 20),
}


@pytest.mark.parametrize("loss", ["mean_squared_error", "half_sum_squared_error"])
@pytest.mark.parametrize("unit", UNITS)
def test_the_closed_form_is_polyfits_whatever_the_unit_of_x(unit: str, loss: str) -> None:
    x = UNITS[unit]
    y = 3.0 * (x - x.mean()) / x.std() + 7.0 + np.random.default_rng(5).normal(size=len(x))
    (minimum,) = engine.fit("line", x, y, loss=loss, epochs=0).landscape.stationary_points()
    # polyfit keeps x as it is, so its rounding, 2e-16, grows by the condition number of its scaled columns: 2 mean/std,
    # 1400 for the years. 1e-9 leaves room for the noise in y, whose part grows by the square of that. The intercept is
    # told where the data are: at x = 0, a hundred spreads away, its sign alone may be rounding.
    slope, intercept = np.polyfit(x, y, 1)
    w, b = minimum.params
    assert w == pytest.approx(slope, rel=1e-9)
    np.testing.assert_allclose(w * x + b, slope * x + intercept, rtol=1e-9, atol=1e-9)


@pytest.mark.filterwarnings("error")
def test_a_minimum_beyond_the_numbers_is_none() -> None:
    where = Fit(MODELS["line"](), fit().loss, Points(np.array([[0.0], [1e-300]]), np.array([1.0, 1e300])))
    assert where.stationary_points() == (), "its slope is ∞, though its height is a number"


@pytest.mark.parametrize("l2", [0.0, 0.3, 1e6])
@pytest.mark.parametrize("loss", ["mean_squared_error", "half_sum_squared_error"])
@pytest.mark.parametrize("offset", [0.0, 1e6, 1e12])
def test_the_closed_form_is_exact_far_from_0(loss: str, offset: float, l2: float) -> None:
    x, y = np.arange(8.0), np.array([1.0, 0.0, 2.0, 5.0, 3.0, 8.0, 6.0, 7.0])
    (minimum,) = engine.fit("line", x + offset, y, loss=loss, l2=l2, epochs=0).landscape.stationary_points()
    # A bias without penalty: w = Sxy / (Sxx + λ₂ n / 2c), which no offset changes.
    pull = l2 * 8 / 2 if loss == "mean_squared_error" else l2
    slope = float((x - 3.5) @ (y - 4.0)) / (float((x - 3.5) @ (x - 3.5)) + pull)
    assert minimum.params == pytest.approx((slope, 4.0 - slope * (3.5 + offset)), rel=1e-13)


@pytest.mark.parametrize("value", [0.1, 2.0, 1e12 / 3, 0.0])
def test_x_that_are_all_alike_have_a_closed_form_only_with_a_penalty(value: float) -> None:
    x, y = np.full(11, value), np.linspace(0.1, 0.7, 11)
    assert engine.fit("line", x, y, epochs=0).landscape.stationary_points() == ()
    (minimum,) = engine.fit("line", x, y, l2=1.0, epochs=0).landscape.stationary_points()
    np.testing.assert_allclose(minimum.params, (0.0, 0.4), rtol=1e-12, atol=1e-12)


def test_classes_that_can_be_parted_have_no_minimum_until_a_penalty_makes_one() -> None:
    parted = engine.fit("logistic", [-2.0, -1.0, 1.0, 2.0], [0, 0, 1, 1], epochs=0).landscape
    along = parted.value(ARRAY, np.array([1.0, 2.0, 4.0, 8.0, 16.0]), np.zeros(5))
    assert (np.diff(along) < 0).all()
    penalized = engine.fit("logistic", [-2.0, -1.0, 1.0, 2.0], [0, 0, 1, 1], epochs=300, learning_rate=1.0, l2=0.1)
    assert (penalized.outcome.kind, penalized.outcome.point) == ("converged", "minimum")


def test_a_wave_has_many_valleys() -> None:
    where = problem("sine", data={"kind": "sine", "count": 60}).landscape
    _, (low, high) = where.window()
    along = where.value(ARRAY, np.ones(400), np.linspace(low, high, 400))
    valleys = (along[1:-1] < along[:-2]) & (along[1:-1] < along[2:])
    assert valleys.sum() >= 2
    x, y = where.points
    ends = [engine.fit("sine", x, y, learning_rate=0.05, epochs=2500, start=(0.6, omega)) for omega in (7.0, 13.5)]
    assert [path.outcome.point for path in ends] == ["minimum", "minimum"]
    assert ends[0].loss[-1] < 0.3 * ends[1].loss[-1]


# ---- accuracy


@pytest.mark.parametrize("model", ["logistic", "two_weights"])
@given(params=st.tuples(st.floats(-3, 3), st.floats(-3, 3)), threshold=st.floats(0.01, 0.99))
def test_accuracy_counts_the_right_side_of_the_threshold(model: str, params: tuple[float, float], threshold: float) -> None:
    where = fit(model, ("binary_cross_entropy", {"from_logits": True}))
    logit = np.asarray(where.model.output(ARRAY, params, where.data.x))
    p = 1.0 / (1.0 + np.exp(-logit))
    said = p >= threshold
    # σ and its inverse round: leave out the points whose p is the threshold to the last digits.
    if np.abs(p - threshold).min() > 1e-12:
        assert where.accuracies(params, threshold) == pytest.approx((said == (where.points.y == 1)).mean(), abs=1e-15)


def test_accuracy_is_a_staircase_without_a_slope() -> None:
    where = fit("two_weights", ("binary_cross_entropy", {"from_logits": True}))
    mesh = np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-3, 3, 61))
    stairs = where.accuracies(mesh, 0.5)
    assert stairs.shape == (61, 61)
    steps = np.round(stairs * 40)
    np.testing.assert_allclose(stairs, steps / 40, rtol=1e-15)
    nudged = where.accuracies((mesh[0] + 1e-6, mesh[1]), 0.5)
    assert (nudged == stairs).mean() > 0.99, "flat almost everywhere"
    assert len(np.unique(stairs)) > 5, "and yet it goes up and down"
    # The loss over the same plane slopes everywhere.
    assert (np.hypot(*where.gradient(ARRAY, *mesh)) > 1e-3).mean() > 0.99


def test_a_threshold_moves_the_stairs() -> None:
    where = fit("logistic", ("binary_cross_entropy", {"from_logits": True}))
    positive = (where.points.y == 1).mean()
    assert where.accuracies((0.0, 0.0), 0.5) == positive, "at p = ½ class 1 is said"
    assert where.accuracies((0.0, 0.0), 0.500001) == pytest.approx(1 - positive)
    assert where.accuracies((0.0, 0.0), 0.1) == positive


# ---- the configuration of a fit


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("x", [[0.0, 1e-200], [5e-324, 0.0], [1e12, -1e12], [3.0, 3.0]], ids=str)
@pytest.mark.parametrize("model", ["line", "logistic", "sine"])
def test_data_of_any_size_have_a_window_and_a_start(model: str, x: list[float]) -> None:
    task = "binary" if model == "logistic" else "regression"
    made = problem(model, "mean_squared_error", {"task": task, "x": [x], "y": [0.0, 1.0]})
    for (low, high), first in zip(made.landscape.window(), made.landscape.start(), strict=True):
        assert np.isfinite([low, first, high]).all()
        assert low < first < high


@pytest.mark.parametrize("model", MODELS)
def test_a_problem_is_split_then_standardised_by_its_training_part(model: str) -> None:
    made = problem(model, "mean_squared_error", test_share=0.2, standardise=True, split_seed=4)
    parts = parts_of(made)
    np.testing.assert_allclose(parts.train.x.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(parts.train.x.std(axis=0), 1.0, rtol=1e-12)
    plain = parts_of(problem(model, "mean_squared_error", test_share=0.2, split_seed=4))
    np.testing.assert_allclose((plain.test.x - parts.mean) / parts.scale, parts.test.x)
    assert len(parts.test.y) == round(0.2 * (len(parts.train.y) + len(parts.test.y)))
    assert made.landscape.examples == len(parts.train.y)


def test_one_class_against_the_others() -> None:
    for positive in range(3):
        made = problem("two_weights", "hinge", {"kind": "iris"}, features=[1, 0], positive=positive)
        y, raw = parts_of(made).train.y, engine.dataset("iris")
        # Nothing is kept for testing, but the split has shuffled.
        rows = [(*x, int(label == positive)) for x, label in zip(raw.x[:, [1, 0]].tolist(), raw.y, strict=True)]
        found = [(*x, int(label)) for x, label in zip(parts_of(made).train.x.tolist(), y, strict=True)]
        assert sorted(found) == sorted(rows)


OWN = {"task": "regression", "x": [[1.0, 2.0, 3.0]], "y": [1.0, 3.0, 2.0]}
CLASSES = {"task": "binary", "x": [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], "y": [0.0, 1.0, 1.0]}
MANY = MOST_EXAMPLES + 1


@pytest.mark.parametrize(
    ("made", "code", "path", "allowed"),
    [
        ({"model": "parabola"}, "unknown_kind", "model", None),
        ({"loss": "hinge"}, "unknown_kind", "loss.kind", "half_sum_squared_error, huber"),
        ({"loss": "categorical_cross_entropy"}, "unknown_kind", "loss.kind", "half_sum_squared_error, huber"),
        ({"model": "logistic"}, "unknown_kind", "model.kind", "line, sine"),
        ({"data": CLASSES}, "unknown_kind", "model.kind", "logistic, two_weights"),
        ({"l1": -1.0}, "out_of_range", "l1", "[0, 1e+06]"),
        ({"l2": float("nan")}, "not_finite", "l2", None),
        ({"test_share": 0.95}, "out_of_range", "test_share", "[0, 0.9]"),
        ({"positive": 20}, "out_of_range", "positive", "[0, 19]"),
        ({"split_seed": 2**32}, "out_of_range", "split_seed", "[0, 4294967295]"),
        ({"standardise": 1}, "not_a_boolean", "standardise", None),
        ({"features": [0, 1]}, "wrong_length", "features", 1),
        ({"features": [3]}, "out_of_range", "features", "[0, 0]"),
        ({"features": [0, 1, 2]}, "wrong_length", "features", "≤ 2"),
        ({"features": [-1]}, "out_of_range", "features.0", None),
        ({"model": "two_weights", "loss": "hinge", "data": {**CLASSES, "x": [[1.0, 2.0, 3.0]]}}, "wrong_length", "data.x", "≥ 2"),
        ({"data": {**OWN, "y": [1.0, 3.0]}}, "wrong_length", "data.x.0", 2),
        ({"data": {**OWN, "x": [[1.0, 2.0, 3.0], [1.0]]}}, "wrong_length", "data.x.1", 3),
        ({"data": {**OWN, "x": []}}, "wrong_length", "data.x", "≥ 1"),
        ({"data": {**OWN, "x": [[]], "y": []}}, "wrong_length", "data.x.0", "≥ 1"),
        ({"data": {**OWN, "x": [[0.0]] * 9}}, "wrong_length", "data.x", "≤ 8"),
        ({"data": {**OWN, "x": [[0.0] * MANY], "y": [0.0] * MANY}}, "wrong_length", "data.x.0", "≤ 5000"),
        ({"data": {**OWN, "y": [1.0, float("inf"), 0.0]}}, None, "data.y.1", None),
        ({"data": {**OWN, "y": [1.0, 1e13, 0.0]}}, "out_of_range", "data.y.1", None),
        ({"data": {**OWN, "y": [1.0, "2", 0.0]}}, "not_a_number", "data.y.1", None),
        ({"data": {**OWN, "y": [1.0, None, 0.0]}}, "not_a_number", "data.y.1", None),
        ({"data": {**OWN, "task": "guess"}}, "unknown_kind", "data.task", "'regression', 'binary' or 'multiclass'"),
        ({"data": {**OWN, "target": "x" * 41}}, "wrong_length", "data.target", "≤ 40"),
        ({"data": {**OWN, "more": 1}}, "unknown_field", "data.more", None),
        ({"model": "logistic", "data": {**CLASSES, "y": [0.0, 1.0, 2.0]}}, "out_of_range", "data.y.2", "0 … 1"),
        ({"model": "logistic", "data": {**CLASSES, "y": [0.0, 0.5, 1.0]}}, "out_of_range", "data.y.1", "0 … 1"),
        ({"model": "logistic", "data": {**CLASSES, "task": "multiclass", "y": [0.0, 20.0, 1.0]}}, "out_of_range", "data.y.1", "0 … 19"),
        ({"model": "logistic", "data": {**CLASSES, "y": [0.0, -1.0, 1.0]}}, "out_of_range", "data.y.1", "0 … 1"),
        ({"data": {"kind": "nothing"}}, "unknown_kind", "data.dataset", None),
        ({"data": {"kind": "line", "count": 2}}, "out_of_range", "data.dataset.count", "[3, 100000]"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_does_not_fit_is_refused_by_name(made: dict[str, Any], code: str | None, path: str, allowed: Any) -> None:
    made = dict(made)
    data = made.pop("data", {"kind": "line", "count": 50})
    told = {"kind": "dataset", "dataset": data} if "kind" in data else {"kind": "own", **data}
    given = {"model": {"kind": made.pop("model", "line")}, "loss": {"kind": made.pop("loss", "mean_squared_error")}, "data": told, **made}
    with pytest.raises(ValidationError) as caught:
        FitProblem.model_validate(given)
    error = next(errors_of(FitProblem, caught.value))
    assert isinstance(error, EngineError)
    assert error.path == path
    if code is not None:
        assert error.code == code
    if isinstance(allowed, str):
        assert str(error.params["allowed"]).startswith(allowed)
    elif allowed is not None:
        assert error.params["allowed"] == allowed


def test_every_dataset_fits_some_model() -> None:
    for kind, found in members("datasets").items():
        model = "line" if found.task == "regression" else "logistic"  # type: ignore[attr-defined]
        assert np.isfinite(problem(model, "mean_squared_error", {"kind": kind}).landscape.loss_on((0.1, 0.2), None))


def test_a_step_tells_its_accuracy_on_what_was_learnt_and_on_the_test() -> None:
    preset = members("presets")["fit_two_weights"]
    assert issubclass(preset, Preset)
    for share in (0.0, 0.25):
        config = preset.run.model_copy(update={"problem": preset.run.problem.model_copy(update={"test_share": share})})
        run = start(config)
        run.advance(30)
        view, parts = run.inspect(25, "gd", "accuracy", threshold=0.7), parts_of(config.problem)  # type: ignore[arg-type]  # a fit
        point = run.inspect(25, "gd")["stages"][0]["values"]
        for name, points in (("accuracy", parts.train), ("test_accuracy", parts.test)):
            right = (1 / (1 + np.exp(-(points.x @ point))) >= 0.7) == (points.y == 1)
            assert view[name] == (right.mean() if len(points.y) else None)
