"""Split and standardisation, against scikit-learn's StandardScaler and by what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from member_texts import ROOT

from engine.errors import EngineError
from engine.fits.points import Points, measured_by, split, standardise
from engine.numbers.draws import MOST_SEED

RECORDED = np.load(ROOT / "tests" / "reference" / "sklearn.npz")
CASES = sorted(int(name.removeprefix("x_")) for name in RECORDED if name.startswith("x_"))

shares = st.floats(0.0, 1.0)
seeds = st.integers(0, MOST_SEED)
label_lists = st.lists(st.integers(0, 3), min_size=1, max_size=80).map(
    lambda drawn: np.unique(drawn, return_inverse=True)[1].astype(np.int64)
)


def numbered(y: np.ndarray) -> Points:
    """Points whose only feature is their number."""
    return Points(np.arange(float(len(y)))[:, None], y)


def identities(*parts: Points) -> list[int]:
    return [int(number) for part in parts for number in part.x[:, 0]]


@given(label_lists, shares, seeds)
def test_nothing_is_lost_and_targets_stay_with_their_features(labels: np.ndarray, share: float, seed: int) -> None:
    train, test = split(numbered(labels), share, seed)
    assert sorted(identities(train, test)) == list(range(len(labels)))
    for part in (train, test):
        assert (labels[identities(part)] == part.y).all()


@given(label_lists, shares, seeds)
def test_classes_keep_their_proportions_and_one_training_example(labels: np.ndarray, share: float, seed: int) -> None:
    train, test = split(numbered(labels), share, seed)
    for label in np.unique(labels):
        size, tested = (labels == label).sum(), (test.y == label).sum()
        assert abs(tested - share * size) < 1 + 1e-9
        assert (train.y == label).any()
    wanted = np.floor(share * len(labels) + 0.5)
    assert len(test.y) <= wanted
    if (share * np.bincount(labels) <= np.bincount(labels) - 1).all():
        assert len(test.y) == wanted


@given(st.integers(1, 200), shares, seeds)
def test_a_regression_is_split_as_one_class(count: int, share: float, seed: int) -> None:
    train, test = split(numbered(np.linspace(0.0, 1.0, count)), share, seed)
    assert len(test.y) == min(int(np.floor(share * count + 0.5)), count - 1)
    assert len(train.y) == count - len(test.y)


def test_the_share_nought_tests_nothing() -> None:
    train, test = split(numbered(np.arange(10) % 2), 0.0, 4)
    assert (train.x.shape, test.x.shape, test.y.dtype) == ((10, 1), (0, 1), np.int64)


def test_the_seed_alone_shuffles() -> None:
    points = numbered(np.linspace(0.0, 1.0, 40))
    assert identities(*split(points, 0.25, 5)) == identities(*split(points, 0.25, 5))
    orders = {tuple(identities(*split(points, 0.25, seed))) for seed in range(20)}
    assert len(orders) == 20
    assert tuple(range(40)) not in orders


def test_every_example_is_tested_equally_often() -> None:
    times, trials, share = np.zeros(20), 2000, 0.3
    for seed in range(trials):
        times[identities(split(numbered(np.linspace(0.0, 1.0, 20)), share, seed)[1])] += 1
    spread = np.sqrt(trials * share * (1 - share))
    assert (np.abs(times - trials * share) < 4.5 * spread).all()


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(EngineError, match=r"share must be in \[0, 1\]"):
        split(numbered(np.arange(4)), share, 0)


@pytest.mark.parametrize("case", CASES)
def test_as_scikit_learn_does(case: int) -> None:
    x = RECORDED[f"x_{case}"]
    found = standardise(Points(x, np.zeros(len(x))))
    np.testing.assert_allclose(found.mean, RECORDED[f"mean_{case}"], rtol=1e-13)
    np.testing.assert_allclose(found.scale, RECORDED[f"scale_{case}"], rtol=1e-13)
    np.testing.assert_allclose(found.points.x, RECORDED[f"z_{case}"], rtol=1e-10, atol=1e-10)


@given(st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)), min_size=2, max_size=30), st.integers(-1000, 980))
@pytest.mark.filterwarnings("error")
def test_the_unit_of_a_feature_is_no_matter(column: list[float], power: int) -> None:
    x = np.array(column)[:, None]
    found, other = (standardise(Points(given, np.zeros(len(x)))) for given in (x, np.ldexp(x, power)))
    assert np.isfinite(other.points.x).all()
    if (x != x[0]).any():
        np.testing.assert_array_equal(found.scale, x.std(axis=0))
        np.testing.assert_array_equal(found.mean, x.mean(axis=0))
        if other.scale[0] > 1e-290:  # below, the numbers themselves have lost digits
            np.testing.assert_array_equal(other.points.x, found.points.x)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("unit", [1e-200, 1e-300, 1e200, 8e307])
def test_squares_neither_vanish_nor_overflow(unit: float) -> None:
    found = standardise(Points(np.array([[0.0], [1.0], [2.0]]) * unit, np.zeros(3)))
    np.testing.assert_allclose(found.points.x[:, 0], np.sqrt(1.5) * np.array([-1.0, 0.0, 1.0]), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose([found.mean[0], found.scale[0]], [unit, unit * np.sqrt(2 / 3)], rtol=1e-12)


@pytest.mark.filterwarnings("error")
def test_a_spread_without_digits_gives_finite_numbers() -> None:
    found = standardise(Points(np.array([[0.0], [5e-324]]), np.zeros(2)))
    assert np.isfinite(found.points.x).all()
    assert found.scale[0] == np.finfo(float).tiny


@given(st.integers(1, 50), st.floats(-1e6, 1e6))
def test_a_constant_column_becomes_nought(count: int, value: float) -> None:
    found = standardise(Points(np.full((count, 1), value), np.zeros(count)))
    assert (found.mean[0], found.scale[0]) == (value, 1.0)
    assert (found.points.x == 0.0).all()


def test_the_test_part_is_measured_by_the_training_part() -> None:
    points = Points(np.random.default_rng(1).normal(7.0, 3.0, (100, 2)), np.zeros(100))
    train, test = split(points, 0.3, 1)
    seen, mean, scale = standardise(train)
    assert np.abs(seen.x.mean(axis=0)).max() < 1e-14
    assert seen.x.std(axis=0) == pytest.approx([1.0, 1.0], rel=1e-14)
    unseen = measured_by(test, mean, scale)
    np.testing.assert_allclose(unseen.x * scale + mean, test.x, rtol=1e-13)
    assert np.abs(unseen.x.mean(axis=0)).min() > 1e-3


def test_without_examples_there_is_nothing_to_measure() -> None:
    with pytest.raises(EngineError, match="points must have ≥ 1 entries, got 0"):
        standardise(Points(np.empty((0, 2)), np.empty(0)))
