"""The contract of a loss, over all of them: text, exact slopes, what is refused, and the theorems they obey."""

import html
import inspect
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from latex2mathml.converter import convert
from member_texts import HANGUL, ROOT, check_korean, check_text, file_of, korean, marked

import engine
from engine import EngineError
from engine.fits.judging import losses_for, usual_loss
from engine.loss import Loss, LossOverClasses, PointwiseLoss
from engine.probability import entropy, log_softmax, one_hot, softmax
from engine.registry import members

LOSSES: dict[str, type[Loss]] = members("losses")  # type: ignore[assignment]
SOURCES = [*sorted((ROOT / "engine" / "losses").glob("*.py")), ROOT / "engine" / "loss.py"]
MARKED = set().union(*map(marked, SOURCES))
POINTWISE = [kind for kind, loss in LOSSES.items() if issubclass(loss, PointwiseLoss)]
OVER_CLASSES = [kind for kind, loss in LOSSES.items() if issubclass(loss, LossOverClasses)]

# Every option of a loss on at least once.
SETTINGS: list[tuple[str, dict[str, Any]]] = [(kind, {}) for kind in LOSSES] + [
    ("huber", {"delta": 0.3}),
    ("binary_cross_entropy", {"guard": "add"}),
    ("binary_cross_entropy", {"guard": "add", "delta": 0.01}),
    ("binary_cross_entropy", {"guard": "clip"}),
    ("binary_cross_entropy", {"from_logits": True}),
    ("categorical_cross_entropy", {"from_logits": True}),
    ("categorical_cross_entropy", {"delta": 0.01}),
    ("sparse_categorical_cross_entropy", {"from_logits": True}),
]


def identified(setting: tuple[str, dict[str, Any]]) -> str:
    return "-".join([setting[0], *(f"{name}={value}" for name, value in setting[1].items())])


each_kind = pytest.mark.parametrize("kind", LOSSES)
each_setting = pytest.mark.parametrize("setting", SETTINGS, ids=identified)
each_pointwise = pytest.mark.parametrize("setting", [s for s in SETTINGS if s[0] in POINTWISE], ids=identified)


def batch(loss: Loss, count: int = 40, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Predictions away from kinks and ends, and targets, such as ``loss`` takes."""
    draw = np.random.default_rng(seed)
    logits, hard = draw.normal(size=(count, 4)) * 2.0, draw.integers(0, 4, count)
    if isinstance(loss, LossOverClasses):
        shown = {"logits": logits, "probabilities": softmax(logits / 4.0), "log_probabilities": log_softmax(logits)}
        return shown[loss.prediction_is], hard if loss.integer_labels else softmax(draw.normal(size=(count, 4)))
    if loss.takes == "number":
        return logits[:, 0], logits[:, 1]
    side = (hard % 2).astype(float)
    if loss.prediction_is == "probability":
        return draw.uniform(0.05, 0.95, count), side
    return logits[:, 0], side


# Text.


@each_kind
def test_text_is_complete(kind: str) -> None:
    check_text("losses", kind, MARKED)
    loss = LOSSES[kind]
    assert " ".join((loss.__doc__ or "").replace('"', "").split()).count(loss.source), f"{file_of(loss)}: docstring names the source"
    assert loss.idea.endswith(".")
    assert loss.torch


def test_text_is_korean_too() -> None:
    check_korean("losses", *SOURCES)


@each_kind
def test_korean_idea_is_a_polite_sentence(kind: str) -> None:
    assert korean("losses")[LOSSES[kind].idea].endswith("니다.")
    assert HANGUL.search(korean("losses")[LOSSES[kind].title])


@each_kind
def test_formula_becomes_one_row_of_mathml(kind: str) -> None:
    mathml = html.unescape(convert(LOSSES[kind].formula))
    assert not re.search(r"\\|&|mtable|mtext", mathml)
    slots = set(re.findall(r"\\class\{slot-(\w+)\}", LOSSES[kind].formula))
    assert slots <= set(LOSSES[kind].model_fields)


@each_kind
def test_lines_of_libraries_format_and_parse(kind: str) -> None:
    loss = engine.loss(kind)
    for line in filter(None, (loss.torch, loss.torch_from_logits, loss.keras, loss.sklearn)):
        compile(line.format(**loss.model_dump()), line, "eval")
    assert bool(loss.torch_from_logits) == ("from_logits" in LOSSES[kind].model_fields)


# Slopes.


@each_setting
def test_gradient_is_the_derivative_of_the_value(setting: tuple[str, dict[str, Any]]) -> None:
    loss = engine.loss(setting[0], **setting[1])
    prediction, target = batch(loss)
    gradient, reduced = loss.gradient(prediction, target), np.mean if loss.reduction == "mean" else np.sum

    def moved(index: tuple[int, ...], by: float) -> float:
        other = prediction.copy()
        other[index] += by
        return float(reduced(loss.each(other, loss.examples(prediction, target)[1])))

    h = 1e-4
    for index in np.ndindex(prediction.shape):
        # Central difference of fourth order: off by h⁴ L⁽⁵⁾/30, which for −log p is 0.8 (h/p)⁴ of the slope (p > 0.01 here).
        near, far = moved(index, h) - moved(index, -h), moved(index, 2 * h) - moved(index, -2 * h)
        assert gradient[index] == pytest.approx((8.0 * near - far) / (12.0 * h), rel=1e-6, abs=1e-10)


@each_pointwise
def test_slope_and_curvature_are_derivatives(setting: tuple[str, dict[str, Any]]) -> None:
    loss = engine.loss(setting[0], **setting[1])
    assert isinstance(loss, PointwiseLoss)
    prediction, target = batch(loss, 60)
    h = 1e-4
    first = (loss.each(prediction + h, target) - loss.each(prediction - h, target)) / (2 * h)
    second = (loss.slope(prediction + h, target) - loss.slope(prediction - h, target)) / (2 * h)
    np.testing.assert_allclose(loss.slope(prediction, target), first, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(loss.curvature(prediction, target), second, rtol=1e-4, atol=1e-7)


@each_pointwise
def test_bare_formulas_broadcast_and_keep_their_type(setting: tuple[str, dict[str, Any]]) -> None:
    loss = engine.loss(setting[0], **setting[1])
    assert isinstance(loss, PointwiseLoss)
    prediction, target = batch(loss, 12)
    grid = np.stack([prediction, prediction[::-1]])[:, None, :]
    for formula in (loss.each, loss.slope, loss.curvature):
        wide = formula(grid, target)
        assert wide.shape == (2, 1, 12)
        assert formula(prediction[:, None], target).shape == (12, 12)
        assert (wide[0, 0] == formula(prediction, target)).all()
        narrow = formula(prediction.astype(np.float32), target.astype(np.float32))
        assert narrow.dtype == np.float32
        np.testing.assert_allclose(narrow, formula(prediction, target), rtol=1e-4, atol=1e-5)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("setting", [s for s in SETTINGS if s[0] in ("binary_cross_entropy", "hinge", "log_cosh", "huber")], ids=identified)
def test_bare_formulas_stay_finite_at_the_ends(setting: tuple[str, dict[str, Any]], dtype: type) -> None:
    loss = engine.loss(setting[0], **setting[1])
    assert isinstance(loss, PointwiseLoss)
    ends = [0.0, 1e-45, 1e-30, 0.5, 1 - 6e-8, 1.0] if loss.prediction_is == "probability" else [-1e3, -89.0, 0.0, 89.0, 1e3]
    prediction, target = np.array(ends, dtype=dtype)[:, None], np.array([0.0, 1.0], dtype=dtype)
    for formula in (loss.each, loss.slope, loss.curvature):
        assert np.isfinite(formula(prediction, target)).all(), formula.__name__


def test_nothing_pulls_at_a_kink() -> None:
    assert engine.loss("mean_absolute_error").gradient(2.0, 2.0) == 0.0
    assert engine.loss("hinge").gradient([1.0, -1.0], [1, -1]).tolist() == [0.0, 0.0]


def test_the_clipped_probability_has_no_slope_where_the_clamped_logarithm_has_the_steepest() -> None:
    wrong = ([0.0, 1.0], [1, 0])
    clip, clamp = engine.loss("binary_cross_entropy", guard="clip"), engine.loss("binary_cross_entropy")
    assert clip.gradient(*wrong).tolist() == [0.0, 0.0]
    np.testing.assert_allclose(clamp.gradient(*wrong), [-0.5e12, 0.5e12], rtol=1e-8)
    assert clamp.value(*wrong) == 100.0
    assert clip.value(*wrong) == pytest.approx(-np.log(2.0**-52), rel=1e-15)
    assert engine.loss("binary_cross_entropy", guard="add", delta=1e-7).value(*wrong) == pytest.approx(-np.log(1e-7), rel=1e-7)


VARIANCE = float(np.float32(1e-12))


@pytest.mark.parametrize(
    ("options", "p", "slopes", "curvatures"),
    [
        # (for class 0, for class 1)
        ({}, 0.0, (0.0, -1 / VARIANCE), (1 / VARIANCE, 1 / VARIANCE)),
        ({}, 1e-13, (1e-13 / VARIANCE, -1 / VARIANCE), (1 / VARIANCE, 1 / VARIANCE)),
        ({}, 1e-11, (1.0, -1e11), (1.0, 1e22)),
        ({}, 1.0 - 2.0**-44, (1 / VARIANCE, -(2.0**-44) / VARIANCE), (1 / VARIANCE, 1 / VARIANCE)),
        ({}, 1.0 - 2.0**-38, (2.0**38, -1.0), (2.0**76, 1.0)),
        ({}, 1.0, (1 / VARIANCE, 0.0), (1 / VARIANCE, 1 / VARIANCE)),
        ({"guard": "add", "delta": 0.25}, 0.0, (0.8, -4.0), (0.64, 16.0)),
        ({"guard": "add", "delta": 0.25}, 1.0, (4.0, -0.8), (16.0, 0.64)),
        ({"guard": "clip"}, 0.0, (0.0, 0.0), (0.0, 0.0)),
        ({"guard": "clip"}, 2.0**-53, (0.0, 0.0), (0.0, 0.0)),
        ({"guard": "clip"}, 2.0**-52, (1.0, -(2.0**52)), (1.0, 2.0**104)),
        ({"guard": "clip"}, 1.0 - 2.0**-52, (2.0**52, -1.0), (2.0**104, 1.0)),
        ({"guard": "clip"}, 1.0 - 2.0**-53, (0.0, 0.0), (0.0, 0.0)),
        ({"guard": "clip"}, 1.0, (0.0, 0.0), (0.0, 0.0)),
    ],
)
def test_slope_and_curvature_at_the_guards(
    options: dict[str, Any], p: float, slopes: tuple[float, float], curvatures: tuple[float, float]
) -> None:
    loss, given, sides = engine.loss("binary_cross_entropy", **options), np.full(2, p), np.array([0.0, 1.0])
    assert isinstance(loss, PointwiseLoss)
    np.testing.assert_allclose(loss.slope(given, sides), slopes, rtol=1e-9)
    np.testing.assert_allclose(loss.curvature(given, sides), curvatures, rtol=1e-9)


@pytest.mark.parametrize(
    ("kind", "errors", "curvatures"),
    [
        ("huber", [-2.0, -1.0, -0.9999, 0.0, 0.9999, 1.0, 2.0], [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0]),
        ("mean_absolute_error", [-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]),
        ("log_cosh", [-25.0, 0.0, 1.0, 25.0], [0.0, 1.0, 1.0 - np.tanh(1.0) ** 2, 0.0]),
    ],
)
def test_curvature_at_the_seams(kind: str, errors: list[float], curvatures: list[float]) -> None:
    loss = engine.loss(kind)
    assert isinstance(loss, PointwiseLoss)
    np.testing.assert_allclose(loss.curvature(np.array(errors) + 3.0, np.full(len(errors), 3.0)), curvatures, rtol=1e-12, atol=1e-15)


def test_curvature_of_a_margin_is_nothing_on_either_side_of_its_kink() -> None:
    margins = np.array([-1.0, 1.0, 2.0])
    hinge = engine.loss("hinge")
    assert isinstance(hinge, PointwiseLoss)
    assert hinge.curvature(margins, np.ones(3)).tolist() == [0.0, 0.0, 0.0]


# Theorems.

REALS = arrays(np.float64, st.integers(1, 20), elements=st.floats(-1e3, 1e3))
ROWS = arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(2, 6)), elements=st.floats(-1e3, 1e3))
FEW = arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(2, 6)), elements=st.floats(-30, 30))


@pytest.mark.parametrize("kind", ["mean_squared_error", "half_sum_squared_error", "mean_absolute_error", "huber", "log_cosh"])
@given(prediction=REALS, seed=st.integers(0, 9))
def test_an_error_costs_and_a_larger_one_costs_more(kind: str, prediction: np.ndarray, seed: int) -> None:
    loss, target = engine.loss(kind), np.random.default_rng(seed).normal(size=prediction.shape)
    assert loss.value(prediction, prediction) == 0.0
    assert (loss.gradient(prediction, prediction) == 0.0).all()
    assert loss.value(prediction, target) >= 0.0
    further = prediction + (prediction - target)
    assert loss.value(further, target) >= loss.value(prediction, target)


@pytest.mark.parametrize("options", [{}, {"guard": "clip"}, {"from_logits": True}], ids=str)
@given(logits=REALS)
def test_log_loss_is_never_negative_and_free_where_it_is_right(options: dict[str, Any], logits: np.ndarray) -> None:
    loss, target = engine.loss("binary_cross_entropy", **options), (logits > 0).astype(float)
    prediction = logits if "from_logits" in options else 1.0 / (1.0 + np.exp(np.clip(-logits, -700, 700)))
    assert loss.value(prediction, target) >= 0.0
    assert loss.value(prediction, 1.0 - target) >= loss.value(prediction, target)
    perfect = np.where(target > 0, 1e3, -1e3) if "from_logits" in options else target
    assert loss.value(perfect, target) <= 2.0**-52


def test_what_is_added_makes_a_perfect_prediction_negative() -> None:
    assert engine.loss("binary_cross_entropy", guard="add", delta=0.1).value([1.0, 0.0], [1, 0]) == pytest.approx(-np.log(1.1))


@given(margins=REALS)
@example(margins=np.array([-0.5]))
def test_a_margin_of_one_is_free_and_0_is_minus_1(margins: np.ndarray) -> None:
    hinge, side = engine.loss("hinge"), np.where(margins > -0.5, 1.0, -1.0)
    assert hinge.value(side * (1.0 + np.abs(margins)), side) == 0.0
    assert hinge.value(margins, side) >= 0.0
    assert hinge.value(margins, side) == hinge.value(margins, side > 0)
    assert (hinge.gradient(margins, side) == hinge.gradient(margins, side > 0)).all()


@given(logits=ROWS, seed=st.integers(0, 99))
def test_a_label_says_what_its_one_hot_row_says(logits: np.ndarray, seed: int) -> None:
    count, classes = logits.shape
    label = np.random.default_rng(seed).integers(0, classes, count)
    close = {"rtol": 1e-12, "atol": 1e-15}
    for options, prediction in (({"from_logits": True}, logits), ({}, softmax(logits / 10.0))):
        sparse, full = engine.loss("sparse_categorical_cross_entropy", **options), engine.loss("categorical_cross_entropy", **options)
        assert sparse.value(prediction, label) >= 0.0
        np.testing.assert_allclose(sparse.value(prediction, label), full.value(prediction, one_hot(label, classes)), **close)
        np.testing.assert_allclose(sparse.gradient(prediction, label), full.gradient(prediction, one_hot(label, classes)), **close)


@given(logits=ROWS, seed=st.integers(0, 99))
def test_cross_entropy_is_log_softmax_and_likelihood(logits: np.ndarray, seed: int) -> None:
    label = np.random.default_rng(seed).integers(0, logits.shape[1], len(logits))
    crossed = engine.loss("sparse_categorical_cross_entropy", from_logits=True).value(logits, label)
    assert engine.loss("negative_log_likelihood").value(log_softmax(logits), label) == crossed


@given(logits=FEW, seed=st.integers(0, 99))
def test_probabilities_and_logits_give_one_number(logits: np.ndarray, seed: int) -> None:
    label = np.random.default_rng(seed).integers(0, logits.shape[1], len(logits))
    sparse, stable = engine.loss("sparse_categorical_cross_entropy"), engine.loss("sparse_categorical_cross_entropy", from_logits=True)
    # A probability near 1 keeps 1.1e-16 of itself, and so the loss.
    assert sparse.value(softmax(logits), label) == pytest.approx(stable.value(logits, label), rel=1e-12, abs=1e-15)


@given(logits=REALS, seed=st.integers(0, 99))
def test_two_classes_are_the_binary_case(logits: np.ndarray, seed: int) -> None:
    label = np.random.default_rng(seed).integers(0, 2, len(logits))
    pairs = np.stack([np.zeros_like(logits), logits], axis=-1)
    binary, sparse = (
        engine.loss("binary_cross_entropy", from_logits=True),
        engine.loss("sparse_categorical_cross_entropy", from_logits=True),
    )
    np.testing.assert_allclose(binary.value(logits, label), sparse.value(pairs, label), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(binary.gradient(logits, label), sparse.gradient(pairs, label)[:, 1], rtol=1e-12, atol=1e-15)


@given(logits=FEW, seed=st.integers(0, 99))
def test_divergence_is_cross_entropy_less_entropy(logits: np.ndarray, seed: int) -> None:
    p = softmax(logits)
    q = softmax(np.random.default_rng(seed).normal(size=p.shape))
    divergence, crossed = engine.loss("kullback_leibler"), engine.loss("categorical_cross_entropy")
    difference = crossed.value(p, q) - float(entropy(q).mean())
    assert divergence.value(p, q) == pytest.approx(difference, rel=1e-12, abs=1e-14)
    assert divergence.value(p, q) >= 0.0
    assert divergence.value(q, q) == 0.0
    np.testing.assert_allclose(divergence.gradient(p, q), crossed.gradient(p, q))


@given(logits=FEW, seed=st.integers(0, 99), miss=st.tuples(st.floats(-9e-7, 9e-7), st.floats(-9e-7, 9e-7)))
def test_divergence_is_never_negative_whatever_sums_are_let_through(logits: np.ndarray, seed: int, miss: tuple[float, float]) -> None:
    p = softmax(logits) * (1.0 + miss[0])
    near = softmax(logits + 1e-4 * np.random.default_rng(seed).normal(size=p.shape)) * (1.0 + miss[1])
    divergence = engine.loss("kullback_leibler")
    if p.max() > 1.0 or near.max() > 1.0:
        return
    for q in (near, near.astype(np.float32)):
        assert divergence.value(p, q) >= 0.0
        assert divergence.value(q, p) >= 0.0


def test_divergence_of_sums_that_miss_1_is_0_at_the_least() -> None:
    # Σ q log(q/p) of these is −9e-7.
    assert engine.loss("kullback_leibler").value(np.array([0.3, 0.7]) * (1.0 + 9e-7), [0.3, 0.7]) == 0.0


@each_setting
def test_a_batch_is_the_mean_of_its_examples(setting: tuple[str, dict[str, Any]]) -> None:
    loss = engine.loss(setting[0], **setting[1])
    prediction, target = batch(loss)
    alone = [loss.value(*pair) for pair in zip(prediction, target, strict=True)]
    slopes = np.array([loss.gradient(*pair) for pair in zip(prediction, target, strict=True)])
    by = 1 if loss.reduction == "sum" else len(alone)
    assert loss.value(prediction, target) == pytest.approx(np.sum(alone) / by, rel=1e-13)
    np.testing.assert_allclose(loss.gradient(prediction, target), slopes / by, rtol=1e-13)


# What is given.


@pytest.mark.parametrize("kind", POINTWISE)
def test_scalars_lists_and_arrays_are_taken(kind: str) -> None:
    loss = engine.loss(kind)
    one = loss.value(0.25, 1)
    assert isinstance(one, float)
    assert loss.value([0.25], [1]) == loss.value(np.array([[0.25]]), np.array([[1.0]])) == loss.value((np.float32(0.25),), [True]) == one
    assert loss.gradient(0.25, 1).shape == ()
    assert loss.gradient([0.25, 0.5], [1, 1]).shape == (2,)


@pytest.mark.parametrize("kind", OVER_CLASSES)
def test_one_example_may_stand_alone(kind: str) -> None:
    loss = engine.loss(kind)
    prediction, target = batch(loss, 1)
    assert loss.value(prediction[0], target[0]) == loss.value(prediction, target)
    assert (loss.gradient(prediction[0], target[0]) == loss.gradient(prediction, target)[0]).all()


def test_what_was_given_is_left_as_it_was() -> None:
    for kind in LOSSES:
        loss = engine.loss(kind)
        prediction, target = batch(loss)
        kept = prediction.copy(), target.copy()
        loss.value(prediction, target)
        loss.gradient(prediction, target)
        assert (prediction == kept[0]).all()
        assert (target == kept[1]).all()


THIRDS = [[1 / 3, 1 / 3, 1 / 3], [0.1 + 0.2, 0.3, 0.4]]
BINARY, SPARSE, FULL = "binary_cross_entropy", "sparse_categorical_cross_entropy", "categorical_cross_entropy"


def test_a_sum_of_one_up_to_rounding_is_one() -> None:
    assert engine.loss(SPARSE).value(THIRDS, [0, 2]) > 0.0
    assert engine.loss(FULL).value(np.array(THIRDS, np.float32), THIRDS) > 0.0


@pytest.mark.parametrize(
    ("kind", "prediction", "target", "sentence"),
    [
        ("mean_squared_error", [1.0, 2.0], [[1.0], [2.0]], "target must have shape (2,), got (2, 1)"),
        ("mean_squared_error", [[1.0], [2.0]], [1.0, 2.0], "target must have shape (2, 1), got (2,)"),
        ("mean_squared_error", [1.0, 2.0], 1.0, "target must have shape (2,), got ()"),
        ("huber", [], [], "prediction must have shape (n, …), n ≥ 1, got (0,)"),
        ("huber", [1.0], [], "target must have shape (n, …), n ≥ 1, got (0,)"),
        ("huber", ["a"], [1.0], "prediction must be a number, got ['a']"),
        ("huber", None, 1.0, "prediction must be a number, got None"),
        ("huber", [1j], [1.0], "prediction must be a number, got [1j]"),
        ("huber", [[1.0, 2.0], [3.0]], [1.0], "prediction must be a number, got [[1.0, 2.0], [3.0]]"),
        ("log_cosh", [0.0, np.nan], [0.0, 0.0], "prediction.1 must be a finite number, got nan"),
        ("log_cosh", [0.0], [-np.inf], "target.0 must be a finite number, got -inf"),
        (BINARY, [0.5, 1.2], [0, 1], "prediction.1 must be in [0, 1], got 1.2"),
        (BINARY, [0.5, -0.1], [0, 1], "prediction.1 must be in [0, 1], got -0.1"),
        (BINARY, [0.5], [-1], "target.0 must be in [0, 1], got -1.0"),
        ("hinge", [0.5, 0.5], [-1, 0], "target.1 must be in {−1, 1} | {0, 1}, got 0.0"),
        ("hinge", [0.5], [2], "target.0 must be in {−1, 1} | {0, 1}, got 2.0"),
        (SPARSE, THIRDS, [0, 3], "target.1 must be in {0, …, 2}, got 3.0"),
        (SPARSE, THIRDS, [-1, 0], "target.0 must be in {0, …, 2}, got -1.0"),
        (SPARSE, THIRDS, [0, 1.5], "target.1 must be a whole number, got 1.5"),
        (SPARSE, THIRDS, [[0], [1]], "target must have shape (2,), got (2, 1)"),
        (SPARSE, THIRDS, [[1, 0, 0], [0, 1, 0]], "target must have shape (2,), got (2, 3)"),
        (SPARSE, [[0.5, 0.4]], [0], "prediction.0 must sum to 1, got 0.9"),
        (SPARSE, [[1.5, -0.5]], [0], "prediction.0.0 must be in [0, 1], got 1.5"),
        (SPARSE, [[1.0], [1.0]], [0, 0], "prediction must have shape (n, K) | (K,), K ≥ 2, got (2, 1)"),
        (SPARSE, 0.5, 0, "prediction must have shape (n, K) | (K,), K ≥ 2, got ()"),
        (FULL, THIRDS, [0, 1], "target must have shape (2, 3), got (2,)"),
        (FULL, THIRDS, [[1, 0, 0], [1, 1, 0]], "target.1 must sum to 1, got 2.0"),
        (FULL, [0.5, 0.5], [2.0, -1.0], "target.0 must be in [0, 1], got 2.0"),
        ("negative_log_likelihood", THIRDS, [0, 1], "prediction.0.0 must be in (−∞, 0], got 0.3333333333333333"),
        ("negative_log_likelihood", [[0.0, 0.0]], [0], "prediction.0 must sum to 1, got 2.0"),
        ("kullback_leibler", [0.5, 0.5], [0.5, 0.6], "target must sum to 1, got 1.1"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(kind: str, prediction: Any, target: Any, sentence: str) -> None:
    for method in (engine.loss(kind).value, engine.loss(kind).gradient):
        with pytest.raises(EngineError) as caught:
            method(prediction, target)
        assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("kind", "options", "path", "code"),
    [
        ("cross_entropy", {}, "loss", "unknown_kind"),
        (BINARY, {"guard": "hope"}, "loss.guard", "unknown_kind"),
        (BINARY, {"delta": 0.0}, "loss.delta", "out_of_range"),
        (BINARY, {"from_logits": "yes"}, "loss.from_logits", "not_a_boolean"),
        ("huber", {"delta": -1.0}, "loss.delta", "out_of_range"),
        ("hinge", {"from_logits": True}, "loss.from_logits", "unknown_field"),
        ("mean_squared_error", {"reduction": "sum"}, "loss.reduction", "unknown_field"),
    ],
)
def test_options_are_refused_by_name(kind: str, options: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(EngineError) as caught:
        engine.loss(kind, **options)
    assert (caught.value.path, caught.value.code) == (path, code)


def test_every_pointwise_loss_has_its_bare_formulas() -> None:
    for kind in POINTWISE:
        assert {"each", "slope", "curvature"} <= {name for name, _ in inspect.getmembers(LOSSES[kind], inspect.isfunction)}
        assert LOSSES[kind].curvature is not PointwiseLoss.curvature


OF_NUMBERS = ["half_sum_squared_error", "huber", "log_cosh", "mean_absolute_error", "mean_squared_error"]
OF_MARGINS = ["binary_cross_entropy", "hinge"]
OF_CLASSES = ["categorical_cross_entropy", "sparse_categorical_cross_entropy"]


WELL_KNOWN = {*OF_NUMBERS, *OF_MARGINS, *OF_CLASSES, "kullback_leibler", "negative_log_likelihood"}


def judging(kinds: list[str], task: str) -> list[str]:
    """The well-known ones; any other must at least be about such data."""
    assert all(LOSSES[kind].task in ("regression", task) for kind in kinds)
    return [kind for kind in kinds if kind in WELL_KNOWN]


@pytest.mark.parametrize(
    ("model", "judges", "task"),
    [
        ("line", OF_NUMBERS, "regression"),
        ("sine", OF_NUMBERS, "regression"),
        ("logistic", OF_NUMBERS + OF_MARGINS, "binary"),
        ("two_weights", OF_NUMBERS + OF_MARGINS, "binary"),
    ],
)
def test_a_model_is_judged_by_these_losses_and_no_others(model: str, judges: list[str], task: str) -> None:
    assert judging(losses_for(members("models")[model]()), task) == sorted(judges)  # type: ignore[arg-type]  # a member of this folder


@pytest.mark.parametrize(
    ("problem", "judges", "task"), [("linear", OF_NUMBERS, "regression"), ("softmax_regression", OF_CLASSES, "multiclass")]
)
def test_a_linear_problem_is_judged_by_these_losses_and_no_others(problem: str, judges: list[str], task: str) -> None:
    kind: Any = members("problems")[problem]
    assert judging([loss for loss, found in members("losses").items() if kind.suits(found)], task) == judges


def test_each_task_of_data_has_one_usual_loss_as_outputs_are_judged_by_it() -> None:
    usual = {task: [kind for kind, loss in LOSSES.items() if loss.usual_for == task] for task in ("regression", "binary", "multiclass")}
    assert usual == {
        "regression": ["mean_squared_error"],
        "binary": ["binary_cross_entropy"],
        "multiclass": ["sparse_categorical_cross_entropy"],
    }
    assert [usual_loss(task).prediction_is for task in usual] == ["number", "logits", "logits"]
