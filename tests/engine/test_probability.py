"""Sigmoid, softmax, entropy and kin against 60-digit decimal arithmetic, at any size of their input."""

import warnings
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import EngineError, probability
from engine.probability import (
    cross_entropy_of_distributions,
    entropy,
    log_sigmoid,
    log_softmax,
    one_hot,
    sigmoid,
    softmax,
    xlogy,
)

pytestmark = pytest.mark.filterwarnings("error")
LOGITS = [-1e3, -745.0, -700.0, -40.0, -36.5, -1.0, -1e-9, 0.0, 1e-9, 0.3, 1.0, 36.5, 40.0, 700.0, 1e3]
NUMBERS = st.floats(-1e3, 1e3)
# exp turns a rounded argument of size 1,000 into a relative error of 1,000 half units in the last place.
CLOSE = {"rtol": 2e-13, "atol": 1e-307}


def exact_log_softmax(logits: list[float]) -> list[float]:
    with localcontext(prec=500):  # e^−1000 beside 1
        total = sum(Decimal(z).exp() for z in logits).ln()
        return [float(Decimal(z) - total) for z in logits]


def test_sigmoid_and_its_logarithm() -> None:
    for z in LOGITS:
        with localcontext(prec=500):
            p = 1 / (1 + Decimal(-z).exp())
            exact, logarithm = float(p), float(p.ln())
        np.testing.assert_allclose(sigmoid(z), exact, **CLOSE)
        np.testing.assert_allclose(log_sigmoid(z), logarithm, **CLOSE)


@pytest.mark.parametrize(
    "row", [[1.0, 2.0, 3.0], [1e3, -1e3], [-1e3, -1e3, 1e3], [40.0, 0.0], [0.0, 40.0, 39.0], [1e3, 1e3, 999.0], [5.0, 5.0]], ids=str
)
def test_softmax_and_its_logarithm(row: list[float]) -> None:
    logarithms = exact_log_softmax(row)
    np.testing.assert_allclose(log_softmax(row), logarithms, **CLOSE)
    np.testing.assert_allclose(softmax(row), np.exp(logarithms), **CLOSE)
    np.testing.assert_allclose(softmax([row, row[::-1]])[1], softmax(row)[::-1], rtol=1e-15)


@given(z=NUMBERS)
def test_sigmoid_is_softmax_of_two(z: float) -> None:
    np.testing.assert_allclose(softmax([z, 0.0])[0], sigmoid(z), **CLOSE)
    np.testing.assert_allclose(log_softmax([z, 0.0])[0], log_sigmoid(z), **CLOSE)
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1.0, abs=3e-16)


@given(row=st.lists(NUMBERS, min_size=2, max_size=6), shift=NUMBERS)
def test_softmax_is_a_distribution_that_a_shift_leaves_alone(row: list[float], shift: float) -> None:
    p = softmax(row)
    assert p.sum() == pytest.approx(1.0, abs=1e-15)
    assert (p >= 0.0).all()
    np.testing.assert_allclose(softmax(np.array(row) + shift), p, rtol=1e-11, atol=1e-300)  # the sum is rounded


@given(weights=st.lists(st.floats(0.0, 1.0), min_size=2, max_size=6).filter(lambda weights: sum(weights) > 0.1), logits=st.data())
def test_cross_entropy_is_lowest_where_the_distributions_agree(weights: list[float], logits: st.DataObject) -> None:
    q = np.array(weights) / sum(weights)
    p = softmax(logits.draw(st.lists(st.floats(-20, 20), min_size=len(q), max_size=len(q))))
    assert cross_entropy_of_distributions(q, p) >= entropy(q) - 1e-14
    assert cross_entropy_of_distributions(q, q) == entropy(q)
    assert 0.0 <= entropy(q) <= np.log(len(q)) + 1e-14


def test_entropy_of_known_distributions() -> None:
    assert entropy([0.0, 1.0, 0.0]) == 0.0
    assert entropy([0.5, 0.5]) == pytest.approx(np.log(2.0), rel=1e-15)
    np.testing.assert_allclose(entropy(np.full((3, 8), 0.125)), np.log(8.0) * np.ones(3), rtol=1e-15)
    assert cross_entropy_of_distributions([0.5, 0.5], [1.0, 0.0]) == np.inf
    assert cross_entropy_of_distributions([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert xlogy([0.0, 0.0, 1.0, 2.0], [0.0, 5.0, 0.0, 1.0]).tolist() == [0.0, 0.0, -np.inf, 0.0]


@pytest.mark.parametrize("function", [sigmoid, log_sigmoid, softmax, log_softmax, entropy])
def test_float32_stays_and_whole_numbers_become_float64(function: Any) -> None:
    assert function(np.array([0.25, 0.75], np.float32)).dtype == np.float32
    assert function(np.array([0, 1], np.uint8)).dtype == np.float64
    np.testing.assert_array_equal(function(np.array([0, 1], np.uint8)), function([0.0, 1.0]))


def test_one_hot_rows() -> None:
    assert one_hot(2, 3).tolist() == [0.0, 0.0, 1.0]
    assert one_hot([[0], [1]], 2).tolist() == [[[1.0, 0.0]], [[0.0, 1.0]]]


@pytest.mark.parametrize(
    ("given", "classes", "sentence"),
    [
        ([0, 3], 3, "labels.1 must be in {0, …, 2}, got 3.0"),
        ([-1], 3, "labels.0 must be in {0, …, 2}, got -1.0"),
        ([0.5], 3, "labels.0 must be a whole number, got 0.5"),
        ([0], 0, "classes must be in [1, ∞), got 0"),
        ([0], 2.0, "classes must be a whole number, got 2.0"),
        ([0], True, "classes must be a whole number, got True"),
    ],
)
def test_labels_that_do_not_fit_are_refused(given: Any, classes: Any, sentence: str) -> None:
    with pytest.raises(EngineError) as caught:
        one_hot(given, classes)
    assert str(caught.value) == sentence


def test_logits_at_the_ends_of_the_numbers_pass_without_a_warning() -> None:
    logits = [1e308, -1e308, 0.0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert probability.softmax(logits).tolist() == [1.0, 0.0, 0.0]
        assert probability.log_softmax(logits).tolist() == [0.0, -np.inf, -1e308]
        both = probability.log_softmax_and_softmax(logits)
    assert [each.tolist() for each in both] == [[0.0, -np.inf, -1e308], [1.0, 0.0, 0.0]]


@pytest.mark.parametrize("nonsense", [None, "abc", [[1, 2], [3]], {}, object(), 1j, [None]])
def test_what_is_no_number_is_refused(nonsense: object) -> None:
    for function in (probability.sigmoid, probability.log_sigmoid, probability.softmax, probability.log_softmax, probability.entropy):
        with pytest.raises(EngineError):
            function(nonsense)  # type: ignore[arg-type]
    for empty in ([], 1.0):
        with pytest.raises(EngineError):
            probability.softmax(empty)
    with pytest.raises(EngineError):
        probability.cross_entropy_of_distributions([0.5, 0.5], [0.2, 0.3, 0.5])
