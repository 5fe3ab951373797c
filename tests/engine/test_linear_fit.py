"""The loss of a linear model of any number of parameters: its derivatives, its closed form, and what it says of examples."""

from typing import Any

import numpy as np
import pytest
from configs import bits
from hypothesis import given as given_by
from hypothesis import strategies as st
from member_texts import ROOT

import engine
from engine.errors import EngineError
from engine.fits.linear import MOST_MAPPED, LinearFit
from engine.fits.parabola import regressed
from engine.fits.points import Points
from engine.functions import ARRAY
from engine.loss import Loss, LossOverClasses, PointwiseLoss
from engine.numbers.layout import Layout, Part
from engine.probability import softmax
from engine.registry import members

ARRAYS = dict(np.load(ROOT / "tests" / "reference" / "learner.npz"))
REGRESSION, IRIS = Points(ARRAYS["x"], ARRAYS["y"]), Points(ARRAYS["iris"], ARRAYS["species"])
OF_NUMBERS = [kind for kind, loss in members("losses").items() if issubclass(loss, PointwiseLoss) and loss.task == "regression"]
OF_CLASSES = [kind for kind, loss in members("losses").items() if issubclass(loss, LossOverClasses) and "from_logits" in loss.model_fields]
PENALTIES = [(0.0, 0.0), (0.3, 0.0), (0.0, 0.7), (0.2, 0.5)]


def loss_of(kind: str) -> Loss:
    return engine.loss(kind, **({"from_logits": True} if kind in OF_CLASSES else {}))


def fit(kind: str, l1: float = 0.0, l2: float = 0.0, points: Points | None = None) -> LinearFit:
    classes = kind in OF_CLASSES
    return LinearFit(loss_of(kind), points or (IRIS if classes else REGRESSION), 3 if classes else 1, l1, l2)


def point(of: LinearFit, seed: int = 4) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 0.5, of.layout.size)


def numerical(of: Any, at: np.ndarray, h: float = 1e-6) -> np.ndarray:
    steps = h * np.eye(len(at))
    return np.array([(np.array(of(at + step)) - np.array(of(at - step))) / (2.0 * h) for step in steps])


@pytest.mark.parametrize("penalties", PENALTIES)
@pytest.mark.parametrize("kind", OF_NUMBERS + OF_CLASSES)
def test_gradient_and_hessian_are_the_derivatives_of_the_loss(kind: str, penalties: tuple[float, float]) -> None:
    of = fit(kind, *penalties)
    at = point(of)
    batch = of.batch(np.random.default_rng(1).permutation(of.examples)).cut(slice(3, 20))
    for rows in (None, batch):
        loss, gradient = of.slope_at(at, rows)
        assert loss == of.loss_at(at, rows)
        np.testing.assert_allclose(gradient, numerical(lambda p, rows=rows: of.loss_at(p, rows), at), rtol=1e-6, atol=1e-6 * max(1.0, loss))
    curve = numerical(lambda p: of.slope_at(p, None)[1], at)
    np.testing.assert_allclose(of.hessian_at(at), curve, rtol=2e-6, atol=1e-5 * max(1.0, np.abs(curve).max()))
    np.testing.assert_allclose(of.hessian_at(at), of.hessian_at(at).T, rtol=1e-13)


@pytest.mark.parametrize("kind", OF_NUMBERS + OF_CLASSES)
def test_the_loss_is_that_of_the_loss_function_on_the_models_outputs(kind: str) -> None:
    of = fit(kind)
    at = point(of)
    weight, bias = of.layout.part("weight", at), of.layout.part("bias", at)
    output = of.points.x @ weight.T + bias
    predictions: Any = output if kind in OF_CLASSES else output[:, 0]
    targets: Any = np.eye(3)[IRIS.y] if kind == "categorical_cross_entropy" else of.points.y
    assert of.loss_at(at, None) == pytest.approx(of.loss.value(predictions, targets), rel=1e-13)


@pytest.mark.parametrize("kind", ["mean_squared_error", "half_sum_squared_error", "huber", "sparse_categorical_cross_entropy"])
def test_at_many_points_it_is_the_same_as_at_each(kind: str) -> None:
    of = fit(kind, 0.1, 0.2)
    points = np.random.default_rng(2).normal(size=(700, of.layout.size))
    losses, slopes = of.losses(points), np.array([of.slope_at(p, None)[1] for p in points[:5]])
    np.testing.assert_allclose(losses, [of.loss_at(p, None) for p in points], rtol=1e-12)
    np.testing.assert_allclose(np.stack(of.gradient(ARRAY, *points[:5].T), axis=1), slopes, rtol=1e-13)
    np.testing.assert_allclose(of.value(ARRAY, *points.T), losses)
    shaped = of.hessian(ARRAY, *points[:6].T.reshape(-1, 2, 3))
    assert np.shape(shaped) == (of.layout.size, of.layout.size, 2, 3)
    np.testing.assert_allclose(np.array(shaped)[:, :, 1, 2], of.hessian_at(points[5]), rtol=1e-12)
    some = of.batch(np.arange(9)).cut(slice(0, 9))
    np.testing.assert_allclose(of.losses(points[:4], some), [of.loss_at(p, some) for p in points[:4]], rtol=1e-12)


def test_both_cross_entropies_are_the_same_landscape() -> None:
    one, other = fit("sparse_categorical_cross_entropy", 0.1), fit("categorical_cross_entropy", 0.1)
    at = point(one)
    np.testing.assert_allclose(one.slope_at(at, None)[1], other.slope_at(at, None)[1], rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(one.hessian_at(at), other.hessian_at(at), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("kind", OF_CLASSES)
def test_loss_and_slope_at_once_are_those_one_by_one(kind: str) -> None:
    draw = np.random.default_rng(3)
    logits = draw.normal(0.0, 10.0, (40, 4)) * 10.0 ** draw.integers(-3, 3, (40, 1))
    labels: Any = draw.integers(0, 4, 40)
    for loss in (loss_of(kind), engine.loss(kind)):
        targets = labels if loss.integer_labels else np.eye(4)[labels]
        given = logits if loss.prediction_is == "logits" else softmax(logits)
        each, slope = loss.both(given, targets)
        assert (bits(each) == bits(loss.each(given, targets))).all()
        assert (bits(slope) == bits(loss.slope(given, targets))).all()


def test_logits_of_any_size_have_a_finite_loss() -> None:
    of = fit("sparse_categorical_cross_entropy")
    loss, gradient = of.slope_at(1e6 * point(of), None)
    assert np.isfinite(loss)
    assert np.isfinite(gradient).all()
    assert loss > 1e4


# ---- in closed form


@pytest.mark.parametrize(("l2", "name"), [(0.0, "optimum_linear"), (0.3, "optimum_ridge")])
@pytest.mark.parametrize("kind", ["mean_squared_error", "half_sum_squared_error"])
def test_the_minimum_in_closed_form_is_scikit_learns(kind: str, l2: float, name: str) -> None:
    # Half the sum is n / 2 times the mean: the penalty beside it too.
    of = fit(kind, l2=l2 if kind == "mean_squared_error" else l2 * len(REGRESSION.y) / 2.0)
    (known,) = of.stationary_points()
    np.testing.assert_allclose(known.params, ARRAYS[name], rtol=1e-12)
    np.testing.assert_allclose(of.slope_at(np.array(known.params), None)[1] / of.examples, 0.0, atol=1e-13)


def test_where_there_is_no_closed_form_none_is_told() -> None:
    doubled = Points(np.column_stack([REGRESSION.x, REGRESSION.x[:, 0] * 3.0]), REGRESSION.y)
    constant = Points(np.column_stack([REGRESSION.x, np.full(60, 0.1)]), REGRESSION.y)
    few = Points(REGRESSION.x[:3], REGRESSION.y[:3])
    for of in (
        fit("huber"),
        fit("mean_squared_error", l1=0.1),
        fit("sparse_categorical_cross_entropy"),
        *(fit("mean_squared_error", points=points) for points in (doubled, constant, few)),
    ):
        assert of.stationary_points() == ()
    # A penalty makes it single again.
    (known,) = fit("mean_squared_error", l2=0.1, points=doubled).stationary_points()
    assert known.params[5] == pytest.approx(3.0 * known.params[0], rel=1e-9)


@given_by(st.integers(0, 10_000))
def test_no_unit_of_a_feature_decides_what_is_single(seed: int) -> None:
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(20, 3)) + draw.normal(size=3)
    powers = draw.integers(-40, 41, 3)
    y = draw.normal(size=20)
    (usual, is_single), (scaled, is_still) = regressed(x, y), regressed(np.ldexp(x, powers), y)
    assert is_single
    assert is_still
    np.testing.assert_allclose(np.ldexp(scaled[:3], powers), usual[:3], rtol=1e-9)


def test_years_far_from_zero_keep_their_digits() -> None:
    years = 2000.0 + np.arange(20.0)
    y = 0.25 * years + 3.0
    found, is_single = regressed(np.column_stack([years, np.sin(years)]), y)
    assert is_single
    np.testing.assert_allclose(found, [0.25, 0.0, 3.0], atol=1e-9)


# ---- what it says besides


def test_too_many_parameters_for_second_derivatives() -> None:
    x = np.random.default_rng(0).normal(size=(10, MOST_MAPPED))
    assert fit("mean_squared_error", points=Points(x, x[:, 0])).as_mapped is None
    assert fit("mean_squared_error", points=Points(x[:, 1:], x[:, 0])).as_mapped is not None


def test_examples_with_their_numbers() -> None:
    of = fit("sparse_categorical_cross_entropy")
    at = tuple(point(of).tolist())
    told = of.told(at, [0, 77, 149])
    assert np.shape(told["x"]) == (4, 3)
    assert told["y"] == [0, 1, 2]
    assert np.shape(told["output"]) == np.shape(told["slope"]) == (3, 3)
    assert told["loss"][1] == pytest.approx(of.loss_on(at, of.data.cut([77])), rel=1e-13)
    np.testing.assert_allclose(of.example_gradients(at).mean(axis=0), of.slope_on(at, None)[1], rtol=1e-12, atol=1e-14)


def test_window_and_start_suit_the_data() -> None:
    of = fit("mean_squared_error")
    (known,) = of.stationary_points()
    for value, (low, high) in zip(known.params, of.window(), strict=True):
        assert low < value < high
    assert of.start() == (0.0,) * 6
    far = fit("mean_squared_error", points=Points(REGRESSION.x * 1e-3 + 50.0, REGRESSION.y))
    (known,) = far.stationary_points()
    assert all(low < value < high for value, (low, high) in zip(known.params, far.window(), strict=True))


# ---- named parts of a vector


def test_parts_are_views_named_and_shaped_as_pytorchs() -> None:
    layout = Layout(Part("weight", (3, 4)), Part("bias", (3,)))
    flat = np.arange(15.0)
    views = layout.views(flat)
    assert {name: view.shape for name, view in views.items()} == {"weight": (3, 4), "bias": (3,)}
    views["weight"][2, 1] = -1.0
    assert flat[layout.names.index("weight[2,1]")] == -1.0
    assert layout.names[-1] == "bias[2]"
    assert layout.part("weight", np.zeros((7, 15))).shape == (7, 3, 4)
    assert (layout.flat(views) == flat).all()


@pytest.mark.parametrize(
    ("parts", "code", "path"),
    [
        ({"weight": np.zeros((3, 4))}, "missing_field", "bias"),
        ({"weight": np.zeros((4, 3)), "bias": np.zeros(3)}, "wrong_shape", "weight"),
        ({"weight": np.zeros((3, 4)), "bias": [0.0, 1.0, np.inf]}, "not_finite", "bias.2"),
        ({"weight": np.zeros((3, 4)), "bias": np.zeros(3), "gain": np.zeros(3)}, "unknown_field", "gain"),
    ],
)
def test_parts_that_do_not_fit_are_refused_by_name(parts: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(EngineError) as caught:
        Layout(Part("weight", (3, 4)), Part("bias", (3,))).flat(parts)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_the_accuracies_of_many_points_are_those_of_each() -> None:
    of = LinearFit(loss_of(OF_CLASSES[0]), IRIS, 3)
    # More points than are worked out at once; where all logits are equal, or none is a number, the first class is said.
    points = np.random.default_rng(5).normal(0.0, 2.0, (700, of.layout.size))
    points[0], points[1], points[2] = 0.0, np.nan, 1e308
    with np.errstate(all="ignore"):
        each = [of.accuracy(tuple(point.tolist()), 0.5)[0] for point in points]
    assert of.mapped_accuracies(points, 0.5).tolist() == each
    assert len(set(each)) > 50
    assert of.mapped_accuracies(points[:0], 0.5).shape == (0,)
