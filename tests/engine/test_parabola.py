"""Squared error over the parameters of a line, known from one pass: what adding up the examples gives, and nowhere below its minimum."""

from fractions import Fraction

import numpy as np
import pytest
from fits import fit, problem
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.fits.parabola import Parabola, least_squares
from engine.functions import ARRAY

NUMBERS = st.floats(-1e3, 1e3)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=30)


def by_adding(rows: np.ndarray, y: np.ndarray, w: float, b: float) -> float:
    return float(np.square(rows @ [w, b] - y).sum())


@given(ROWS, NUMBERS, NUMBERS)
def test_it_is_the_sum_over_the_examples(examples: list[tuple[float, float]], w: float, b: float) -> None:
    x, y = np.array(examples).T
    rows = np.stack([x, np.ones_like(x)], axis=1)
    found, added = Parabola.of(rows, y).at(w, b), by_adding(rows, y, w, b)
    # The size of what is squared: both round that to 1e-16 or so of itself.
    size = float(np.square(np.abs(rows) @ np.abs([w, b]) + np.abs(y)).sum())
    assert found == pytest.approx(added, rel=1e-12, abs=max(1e-12 * size, 1e-310))  # squares below 2e-308 lose digits


@given(ROWS)
def test_nowhere_is_it_lower_than_at_its_place(examples: list[tuple[float, float]]) -> None:
    x, y = np.array(examples).T
    parabola = Parabola.of(np.stack([x, np.ones_like(x)], axis=1), y)
    assert parabola.lowest >= 0.0
    draw = np.random.default_rng(0).normal(size=(2, 50))
    near = parabola.place[:, None] + draw * 10.0 ** np.linspace(-12, 3, 50)
    assert (parabola.at(*near) >= parabola.lowest).all()


@pytest.mark.parametrize("data", [{"kind": "penguins_mass"}, {"kind": "line", "noise": 0.0}, {"kind": "noisy_line"}], ids=str)
def test_on_raw_units_and_without_noise(data: dict[str, object]) -> None:
    where = problem(data=data).landscape
    rows, y = np.stack([where.points.x[:, 0], np.ones(where.examples)], axis=1), where.points.y
    best = np.polyfit(where.points.x[:, 0], y, 1)
    for away in (0.0, 1e-6, 1e-3, 1.0, 1e3):
        w, b = best[0] + away, best[1] - away
        # Without noise the loss at the minimum is the rounding of the targets alone.
        floor = 1e-28 * float(np.square(y).mean())
        assert where.value(ARRAY, w, b) == pytest.approx(by_adding(rows, y, w, b) / len(y), rel=1e-9, abs=floor)


def test_features_far_larger_than_their_spread_do_not_lose_the_intercept() -> None:
    x = np.linspace(-1e12, 1e12, 5000)
    where = engine.fit("line", x, np.full(5000, 7.0), epochs=0).landscape
    assert where.value(ARRAY, 0.0, 7.0) == pytest.approx(0.0, abs=1e-20)


def test_far_out_it_is_infinite_where_the_loss_is() -> None:
    where = fit()
    for at in ((1e200, -1e200), (-1e200, 1e200), (1e200, 0.0), (0.0, 1e300)):
        assert where.value(ARRAY, *at) == np.inf


def test_the_same_bits_alone_and_in_company() -> None:
    where, mesh = fit(), np.meshgrid(np.linspace(-2, 2, 7), np.linspace(-2, 2, 5))
    together = where.value(ARRAY, *mesh)
    for index in np.ndindex(5, 7):
        assert where.value(ARRAY, *(side[index] for side in mesh)) == together[index]


@pytest.mark.parametrize("far", [0.0, 1e9, -3e12])
def test_a_line_far_from_zero_keeps_the_digits_in_which_y_differ(far: float) -> None:
    draw = np.random.default_rng(0)
    x = draw.normal(size=50)
    y = 2.0 * x + 1.0 + far + draw.normal(size=50) * 0.3
    exact = [[Fraction(value) for value in column] for column in (x.tolist(), y.tolist())]
    mean = [sum(column) / 50 for column in exact]
    slope = sum((a - mean[0]) * (b - mean[1]) for a, b in zip(*exact, strict=True)) / sum((a - mean[0]) ** 2 for a in exact[0])
    rows = np.stack([x, np.ones(50)], axis=1)
    (w, b), _ = least_squares(rows, y)
    assert abs(Fraction(w) - slope) < 1e-14
    assert abs(Fraction(b) - (mean[1] - slope * mean[0])) <= np.spacing(abs(far) + 1.0)
