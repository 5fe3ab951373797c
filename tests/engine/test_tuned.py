"""Learning rates to begin with: every pair there is has one, made by the rule, and every one of them leads down, in batches too."""

import numpy as np
import pytest

from engine import registry
from engine.fits.batches import FullBatch, MiniBatch
from engine.fits.fitting import Fit
from engine.fits.points import Points
from engine.loss import Loss, PointwiseLoss
from engine.optimizer import Optimizer
from engine.run import start
from engine.run_config import Racer, RunConfig
from engine.tuned import grounds
from engine.tuned.own import follows_slope, own_rate, size_of_loss, smallest_unit, unit_of_rate
from engine.tuned.rates import Rates, own_rates, rates_on_data, rates_on_surfaces, slow, slow_in_batches
from engine.tuned.rule import BATCH, DESCENDED, EVERY, LAST, STEPS, Ground, ground_of, rates_for, tried, tuned

OPTIMIZERS = set(registry.members("optimizers"))
SURFACES, FITS = list(grounds.surfaces()), list(grounds.fits())
MEND = "missing or gone: run `python tools/tune_rates.py`"
each_ground = pytest.mark.parametrize("key", [*SURFACES, *FITS], ids="-".join)
ROUNDING = 0.02
"""Shares are listed to two digits, as they are at every fifth update."""


def rates_of(key: tuple[str, ...]) -> Rates:
    if len(key) == 1:
        return rates_on_surfaces()[key[0]]
    dataset, model, features = key
    return rates_on_data()[dataset, model, features]


def ground(key: tuple[str, ...]) -> Ground:
    mapped = grounds.problem_of(key).landscape.as_mapped
    assert mapped is not None
    return ground_of(mapped)


def rule(kind: str, learning_rate: float) -> Optimizer:
    return registry.member("optimizers", Optimizer, kind, "optimizer", learning_rate=learning_rate)


def test_every_pair_there_is_has_a_rate_and_no_other() -> None:
    assert set(rates_on_surfaces()) == {kind for (kind,) in SURFACES}, MEND
    assert set(rates_on_data()) == set(FITS), MEND
    for key in (*SURFACES, *FITS):
        assert set(rates_of(key)) == OPTIMIZERS, (key, MEND)
    assert set(own_rates()) == set(registry.members("models")), MEND
    for model, rates in own_rates().items():
        assert set(rates) == OPTIMIZERS, (model, MEND)
    for listed in (slow(), slow_in_batches()):
        assert {key[:-1] for key in listed} <= {*SURFACES, *FITS}, MEND
        assert {key[-1] for key in listed} <= OPTIMIZERS, MEND


@pytest.mark.parametrize("key", [("rosenbrock",), ("saddle",), ("parabola",), ("line", "line", "standardised")], ids="-".join)
def test_the_rule_gives_the_rates_that_are_kept(key: tuple[str, ...]) -> None:
    place = ground(key)
    found = {kind: tuned(place, registry.member("optimizers", Optimizer, kind, "optimizer")).rate for kind in OPTIMIZERS}
    assert found == rates_of(key), MEND


def sizes(key: tuple[str, ...]) -> tuple[int, ...]:
    """Of the batches a ground is tried in: the noisiest, and of some grounds larger ones too."""
    return (BATCH, 8, 32) if FITS.index(key) % 6 == 0 else (BATCH,)  # type: ignore[arg-type]  # it is one of them


@each_ground
def test_every_pair_ends_finite_and_has_descended(key: tuple[str, ...]) -> None:
    problem, place = grounds.problem_of(key), ground(key)
    batches = [FullBatch()] + ([MiniBatch(size=size) for size in sizes(key)] if problem.takes_batches else [])
    pairs = [(kind, batch) for batch in batches for kind in rates_of(key)]
    racers = [Racer(id=f"r{at}", optimizer=rule(kind, rates_of(key)[kind]), batch=batch) for at, (kind, batch) in enumerate(pairs)]
    run = start(RunConfig(problem=problem, racers=tuple(racers), step_limit=STEPS))
    rows = run.advance(STEPS + 1, columns=("params", "loss")).columns
    assert len(rows["loss"]) == STEPS + 1, "nobody was stopped"
    assert np.isfinite(rows["params"]).all()
    assert np.isfinite(rows["loss"]).all()
    assert "diverged" not in {outcome.kind for outcome in run.outcomes()}
    ends = place.share(rows["loss"])[-LAST::EVERY].mean(axis=0)
    all_seen = dict(zip((kind for kind, _ in pairs), ends[: len(OPTIMIZERS)], strict=False))
    listed = {kind: share for (*at, kind), share in slow().items() if tuple(at) == key}
    for kind, end in all_seen.items():
        if kind in listed:
            assert 0 < end < DESCENDED, kind
            assert abs(end - listed[kind]) <= ROUNDING, (kind, end, MEND)
        else:
            assert end >= DESCENDED, kind
    for (kind, batch), end in zip(pairs, ends, strict=True):
        least = slow_in_batches().get((*key, kind), 0.5 * all_seen[kind])
        assert end >= least - ROUNDING, (kind, batch)


REGRESSIONS = [key for key in FITS if registry.members("models")[key[1]].task == "regression"]  # type: ignore[attr-defined]  # a model
SUMS_AND_OTHERS = ("half_sum_squared_error", "mean_absolute_error", "huber", "log_cosh")


def descends(fit: Fit) -> None:
    """Every optimizer comes down with the rate that follows for it from what the examples are."""
    place = ground_of(fit)
    for kind, constant in own_rates()[fit.model.kind].items():
        rate = own_rate(constant, rule(kind, 1.0), fit.model, fit.loss, fit.points)
        assert end_of(place, rule(kind, rate)) > 0, (kind, rate)


def fit_of(key: tuple[str, ...], unit: float = 1.0, loss: str | None = None) -> Fit:
    """The same examples as a visitor's own, in another unit or under another loss."""
    fit = grounds.problem_of(key).landscape
    assert isinstance(fit, Fit)
    points = Points(fit.points.x, unit * fit.points.y) if unit != 1.0 else fit.points
    judge = fit.loss if loss is None else registry.member("losses", PointwiseLoss, loss, "loss")  # type: ignore[type-abstract]
    return Fit(fit.model, judge, points)


@pytest.mark.parametrize("key", FITS, ids="-".join)
def test_data_that_nobody_tried_have_rates_that_lead_down(key: tuple[str, ...]) -> None:
    descends(fit_of(key))


@pytest.mark.parametrize("unit", [0.02, 4_000.0])
@pytest.mark.parametrize("key", REGRESSIONS, ids="-".join)
def test_in_any_unit_of_their_target(key: tuple[str, ...], unit: float) -> None:
    descends(fit_of(key, unit))


@pytest.mark.parametrize("loss", SUMS_AND_OTHERS)
@pytest.mark.parametrize("key", REGRESSIONS[::4], ids="-".join)
def test_and_under_any_loss(key: tuple[str, ...], loss: str) -> None:
    for unit in (0.1, 1.0, 50.0):
        descends(fit_of(key, unit, loss))


def test_steps_follow_the_slope_or_measure_it() -> None:
    assert {kind for kind in OPTIMIZERS if follows_slope(rule(kind, 0.1))} == {"gradient_descent", "momentum", "nesterov", "radam"}


def test_the_unit_of_a_rate_follows_from_parameters_and_loss() -> None:
    points = Points(np.array([[3.0], [-3.0]]), np.array([4.0, 4.0]))
    line, sine = (registry.members("models")[kind]() for kind in ("line", "sine"))
    mean, absolute, total = (
        registry.member("losses", Loss, kind, "loss") for kind in ("mean_squared_error", "mean_absolute_error", "half_sum_squared_error")
    )
    assert smallest_unit(line, points) == pytest.approx(4 / 3)  # type: ignore[arg-type]  # a model
    assert smallest_unit(sine, points) == pytest.approx(1 / 3)  # type: ignore[arg-type]
    assert [size_of_loss(line, loss, points) for loss in (mean, absolute, total)] == [16.0, 16.0, 16.0]  # type: ignore[arg-type]
    tenth = points._replace(y=0.1 * points.y)
    assert [size_of_loss(line, loss, tenth) for loss in (mean, absolute)] == pytest.approx([0.16, 0.4])  # type: ignore[arg-type]
    assert unit_of_rate(rule("adam", 1.0), line, mean, points) == pytest.approx(4 / 3)  # type: ignore[arg-type]
    assert unit_of_rate(rule("momentum", 1.0), line, mean, points) == pytest.approx(1 / 9)  # type: ignore[arg-type]
    far = points._replace(y=10 * points.y)
    assert own_rate(0.5, rule("adam", 1.0), line, mean, far) == pytest.approx(20 / 3)  # type: ignore[arg-type]
    assert own_rate(0.5, rule("adamw", 1.0), line, mean, far) == pytest.approx(0.01), "its decay pulls as hard"  # type: ignore[arg-type]
    assert own_rate(0.5, rule("adamw", 1.0), line, mean, points) == pytest.approx(2 / 3)  # type: ignore[arg-type]


def test_a_sum_over_n_is_half_n_means_and_so_is_the_way_down() -> None:
    """What the page begins with under a sum: of optimizers that follow the slope 2/n of the rate, of the others the same."""
    key = ("line", "line", "standardised")
    mean, total = fit_of(key), fit_of(key, loss="half_sum_squared_error")
    for kind, rate in rates_of(key).items():
        summed = rate * 2 / mean.examples if follows_slope(rule(kind, rate)) else rate
        here, there = (end_of(ground_of(fit), rule(kind, each)) for fit, each in ((mean, rate), (total, summed)))
        assert here == pytest.approx(there, abs=1e-3) if kind != "radam" else there > 0, kind


def end_of(place: Ground, optimizer: Optimizer) -> float:
    return float(tried(place, optimizer, np.array([optimizer.learning_rate])).end[0])


def test_the_foot_is_where_a_descent_ends_that_never_climbs() -> None:
    for kind, foot in (("parabola", 0.0), ("himmelblau", 0.0), ("rastrigin", 12.93446)):
        assert ground((kind,)).foot == pytest.approx(foot, abs=1e-3), kind
        assert ground((kind,)).has_foot
    saddle = ground(("saddle",))
    assert not saddle.has_foot
    assert -4.0 < saddle.foot < -3.8


def test_the_share_come_down_is_nothing_at_the_start_and_all_at_the_foot() -> None:
    place = ground(("himmelblau",))
    losses = np.array([place.top, place.foot, (place.top + place.foot) / 2, place.foot - 1.0, 2 * place.top - place.foot, np.inf])
    assert place.share(losses).tolist() == pytest.approx([0.0, 1.0, 0.5, 1.0, -1.0, np.nan], nan_ok=True)


def test_rates_are_round_numbers_over_all_that_a_slider_reaches() -> None:
    rates = rates_for(rule("adam", 0.1))
    assert rates[[0, 1, 2, 3, -1]].tolist() == [1e-5, 2e-5, 5e-5, 1e-4, 500.0]
    assert (np.diff(rates) > 0).all()


def test_what_works_is_finite_in_the_picture_and_comes_down() -> None:
    place, rates = ground(("parabola",)), np.array([1e-9, 0.02, 0.3, 1.5, 1e5])
    trials = tried(place, rule("gradient_descent", 0.1), rates)
    assert trials.works.tolist() == [True, True, True, False, False]
    assert trials.is_calm.tolist() == [True, True, False, False, False]
    assert trials.mean[2] > trials.mean[1] > 0.5
    assert trials.end[:3].tolist() == pytest.approx([0.0, 1.0, 1.0], abs=1e-3)
