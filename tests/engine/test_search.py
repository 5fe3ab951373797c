"""Grid, random search, formula and descent: true counts, and the same accuracy."""

from collections.abc import Iterator
from itertools import islice, pairwise
from math import log10, pi

import numpy as np
import pytest

from engine.datasets.blobs import Blobs
from engine.fits.batches import MiniBatch
from engine.fits.fitting import Fit
from engine.fits.points import Points
from engine.fits.regression import Regression, examples_for, regression
from engine.fits.search import (
    MOST_AT_ONCE,
    ZOOMS,
    SearchedFit,
    Tally,
    descend,
    grid_search,
    lowest_in_pieces,
    lowest_in_window,
    pieces_of_lowest,
    race,
    random_search,
)
from engine.functions import ARRAY
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.line import LineModel
from engine.models.logistic import LogisticModel
from engine.numbers.scaling import by_exponent, by_power, continued, slope
from engine.optimizers.gradient_descent import GradientDescent
from engine.run_config import Convergence, Racer
from engine.running.ball import Ball

RNG = np.random.default_rng(3)


class Counted:
    """A round bowl around ``centre`` that remembers every place it was asked for."""

    examples = 1

    def __init__(self, centre: tuple[float, ...]) -> None:
        self.centre = np.array(centre)
        self.window = ((-1.0, 1.0),) * len(centre)
        self.asked: list[bytes] = []

    def losses(self, points: np.ndarray) -> np.ndarray:
        self.asked += [point.tobytes() for point in points]
        return np.asarray(((points - self.centre) ** 2).sum(axis=1))


def last(tallies: Iterator[Tally]) -> Tally:
    found = list(tallies)
    for one, next_one in pairwise(found):
        assert next_one.losses >= one.losses
        assert next_one.gradients >= one.gradients
        assert next_one.lowest <= one.lowest
        assert not one.is_there
    return found[-1]


def test_with_many_examples_fewer_places_are_looked_at_between_two_tallies() -> None:
    """The counts, and what is found, are the same."""
    few, many = Counted((0.9, 0.9)), Counted((0.9, 0.9))
    many.examples = MOST_AT_ONCE // 5
    for search in (grid_search, random_search):
        told = [list(search(each, 1e-3)) for each in (few, many)]
        assert told[0][-1] == told[1][-1]
        assert max(after.losses - before.losses for before, after in pairwise(told[1])) <= 5 < len(told[0])
    assert set(many.asked) <= set(few.asked), "the same places, and none beyond"


def line_fit() -> Fit:
    x = RNG.normal(size=40)
    return Fit(LineModel(), MeanSquaredError(), Points(x[:, None], 1.5 * x - 0.5 + 0.2 * RNG.normal(size=40)))


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_grid_costs_k_to_the_d_and_asks_no_place_twice(d: int) -> None:
    bowl = Counted((0.3,) * d)
    tally = last(grid_search(bowl, target=0.002 * d))
    places = round(tally.losses ** (1 / d))
    assert places**d == tally.losses == len(bowl.asked) == len(set(bowl.asked))
    assert tally.is_there
    axis = np.linspace(-1, 1, places)
    assert tally.lowest == pytest.approx(d * np.min((axis - 0.3) ** 2), rel=1e-9)
    coarser = np.linspace(-1, 1, (places + 1) // 2)
    assert d * np.min((coarser - 0.3) ** 2) > 0.002 * d  # half as fine was not enough


def test_a_grid_that_is_too_large_is_not_begun() -> None:
    bowl = Counted((0.3,) * 40)
    assert list(grid_search(bowl, target=0.1)) == [Tally()]
    assert bowl.asked == []
    tally = last(grid_search(Counted((0.3, 0.3)), target=0.0, most=100))
    assert (tally.losses, tally.is_there) == (81, False)


def test_random_search_counts_up_to_the_place_it_found() -> None:
    for seed in range(20):
        bowl = Counted((0.3, -0.2))
        tally = last(random_search(bowl, 0.01, seed))
        losses = np.array([((np.frombuffer(place) - bowl.centre) ** 2).sum() for place in bowl.asked])
        assert tally.losses == np.flatnonzero(losses <= 0.01)[0] + 1
        assert tally.lowest == losses[: tally.losses].min() <= 0.01
        assert len(bowl.asked) <= max(1, 2 * tally.losses)


def test_random_search_needs_one_over_the_share_of_the_target_on_average() -> None:
    counts = [last(random_search(Counted((0.3, -0.2)), 0.01, seed)).losses for seed in range(400)]
    share = pi * 0.01 / 4  # a disc of radius 0.1 in a square of side 2
    assert np.mean(counts) == pytest.approx(1 / share, abs=4 / share / np.sqrt(400))


def test_a_search_without_end_can_be_left() -> None:
    tallies = list(islice(random_search(Counted((5.0,)), 0.01), 30))
    assert not any(tally.is_there for tally in tallies)


@pytest.mark.parametrize("weights", [1, 2, 5, 40])
def test_regression_has_its_gradient_and_its_minimum(weights: int) -> None:
    problem = regression(weights)
    assert problem.x.shape == (examples_for(weights), weights)
    point = RNG.normal(size=weights)
    loss, gradient = problem.slope(point)
    assert loss == pytest.approx(problem.losses(point[None])[0], rel=1e-12)
    step = 1e-6 * np.eye(weights)
    central = (problem.losses(point + step) - problem.losses(point - step)) / 2e-6
    np.testing.assert_allclose(gradient, central, atol=1e-7)
    minimum = problem.minimum()
    np.testing.assert_allclose(minimum, np.linalg.lstsq(problem.x, problem.y, rcond=None)[0], atol=1e-10)
    assert np.abs(problem.slope(minimum)[1]).max() < 1e-12
    np.testing.assert_array_equal(regression(weights).y, problem.y)


def test_descent_takes_the_steps_of_its_rule_by_hand() -> None:
    problem = regression(3)
    best = problem.losses(problem.minimum()[None])[0]
    start = np.zeros(3)
    target = best + 0.01 * (problem.slope(start)[0] - best)
    tally = last(descend(problem, GradientDescent(learning_rate=0.2), start, target))
    w = start
    steps = 0
    while ((residuals := problem.x @ w - problem.y) ** 2).mean() > target:
        w = w - 0.2 * 2 * problem.x.T @ residuals / len(residuals)
        steps += 1
    assert (tally.gradients, tally.losses, tally.is_there) == (steps, 0, True)
    assert steps > 2


def test_descent_that_diverges_ends() -> None:
    tally = last(descend(regression(3), GradientDescent(learning_rate=5.0), np.ones(3), 0.0))
    assert not tally.is_there


@pytest.mark.parametrize("batch", [None, 8])
def test_a_racer_is_there_at_the_first_row_within_the_target(batch: int | None) -> None:
    fit = line_fit()
    best, start = lowest_in_window(fit), fit.start()
    target = best + 0.01 * (fit.loss_on(start, None) - best)
    rules = {} if batch is None else {"batch": MiniBatch(size=batch)}
    racer = Racer(id="a", optimizer=GradientDescent(learning_rate=0.02), **rules)
    tally = last(race(racer, fit, start, 0, target))
    path = Ball(racer, fit, start, 0, Convergence()).advance(0, tally.gradients + 1).params
    losses = [fit.loss_on((float(w), float(b)), None) for w, b in path]
    assert tally.is_there
    assert tally.gradients > 2
    assert losses[-1] <= target < min(losses[:-1])


def test_a_racer_that_diverges_or_is_too_slow_is_not_there() -> None:
    fit = line_fit()
    racer = Racer(id="a", optimizer=GradientDescent(learning_rate=100.0))
    assert not last(race(racer, fit, fit.start(), 0, -1.0)).is_there
    slow = last(race(Racer(id="a", optimizer=GradientDescent(learning_rate=1e-6)), fit, fit.start(), 0, -1.0, most=100))
    assert (slow.gradients, slow.is_there) == (100, False)


def test_all_reach_the_same_accuracy_on_a_fit() -> None:
    fit = line_fit()
    best = lowest_in_window(fit)
    [formula] = fit.stationary_points()
    assert best == fit.value(ARRAY, *formula.params)
    target = best + 0.01 * (fit.loss_on(fit.start(), None) - best)
    for search in (grid_search, random_search):
        tally = last(search(SearchedFit(fit), target))
        assert tally.is_there
        assert best <= tally.lowest <= target


def test_the_lowest_of_a_fit_without_a_formula() -> None:
    data = Blobs(count=60, noise=1.5).points()
    fit = Fit(LogisticModel(), BinaryCrossEntropy(from_logits=True), Points(data.x[:, :1], data.y))
    low, high = np.array(fit.window()).T
    around = RNG.uniform(low, high, (4000, 2))
    lowest = lowest_in_window(fit)
    assert lowest <= np.min(fit.value(ARRAY, *around.T))
    path = Ball(Racer(id="a", optimizer=GradientDescent(learning_rate=0.3)), fit, fit.start(), 0, Convergence()).advance(0, 5000).params
    inside = path[((path >= low) & (path <= high)).all(axis=1)]
    assert lowest <= np.min(fit.value(ARRAY, *inside.T)) + 1e-12


def test_prices_go_on_as_they_were_measured() -> None:
    sizes = (10.0, 100.0, 1000.0)
    assert slope((10, 1000), (3.0, 3e4)) == pytest.approx(2.0)
    assert continued(sizes, (9.0, 5.0, 50.0), 1e8) == pytest.approx(5e6)
    assert continued(sizes, (1.0, 7.0, 7.0), 1e8) == pytest.approx(7.0)
    assert continued(sizes, (1.0, 7.0, 6.9), 1e8) == pytest.approx(6.9)  # noise is not a fall
    assert continued(sizes, (1.0, 2.0, 90.0), 1e4) == pytest.approx(900.0)  # a cache outgrown is not a law
    assert by_power(2.0, 1000, 1e6, 3) == pytest.approx(log10(2e9))
    assert by_power(0.0, 1000, 1e6, 3) == -np.inf
    assert by_exponent(17.0**5, 5, 1_000_000) == pytest.approx(1e6 * log10(17))


def test_the_bowl_of_many_weights_stays_round() -> None:
    for weights in (100, 300):
        x = regression(weights).x
        values = np.linalg.eigvalsh(2 * x.T @ x / len(x))
        assert 0.35 < values[0] < values[-1] < 5.0
    assert isinstance(regression(1), Regression)


def test_the_judge_says_in_how_many_pieces_it_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fit, "stationary_points", lambda fit: ())
    fit = line_fit()
    pieces = sum(1 for _ in lowest_in_pieces(fit))
    assert pieces == pieces_of_lowest(fit.examples) == 3 + ZOOMS
    assert pieces_of_lowest(100_000) > 500
