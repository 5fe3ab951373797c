"""How a learning rate to begin with is found: by a sweep, one rule for every optimizer on every ground.

A ground is a landscape with the start that its runs have by themselves. With L₀ the loss there and F the loss at its foot, where a
descent ends that never climbs, a ball at loss L has come down the share

    s = (L₀ − max(L, F)) / (L₀ − F),

0 at the start and 1 at the foot. Rates 1, 2, 5 × 10ᵏ are tried from a decade below the optimizer's slider (ten where not all
of that decade work) to two above, each for ``STEPS`` updates, the step limit that a run has where nobody says another. A rate *works* where
the ball

    ends among the finite numbers, its loss too,
    has come down: s is more than 0 on average over the last tenth of the run,
    stays in the picture: in the window and a quarter of its sides around it; where there is no foot in it, as on a saddle, for
    the first ``SEEN`` updates.

Of the rates that work that one is taken at which s is largest on average over the run, since it comes down soonest and stays there, among
those that are

    calm: no update in the picture is longer than ``LONGEST`` of the window's sides, so that the ball is seen to roll,
    safe: the next higher rate works too, twice as large or more,
    worth their while: s is ``LEAST`` or more over the last tenth, at the next higher rate too.

Where no rate is all of that, calm is given up, then safety, then any rate that works will do. On data a rate must also work one example
at a time, in the noisiest batches there are, and come at least half as far as with all of them; else the next best one is taken, where
none does as much the best one that stays in the picture, and listed. What comes less than ``DESCENDED`` of the way down in that time
is listed beside the rates.

Hyperparameters but the rate are the library's, gradients exact, the schedule constant. No clock and no draw but those of batches:
the rule gives the same rates whenever it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf, log10
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.fits.batches import MiniBatch
from engine.functions import ARRAY
from engine.landscape import Mapped
from engine.optimizer import Optimizer
from engine.run_config import Convergence, Racer, RunConfig
from engine.running.movers import mover_of
from engine.running.outcome import sides_of
from engine.running.swarm import swarm

Floats = NDArray[np.float64]

STEPS = int(RunConfig.model_fields["step_limit"].default)
LEAST = 0.05
DESCENDED = 0.5
LONGEST = 0.05
SEEN = STEPS // 5
EVERY = 5
"""Losses are looked at after so many updates."""
LAST = STEPS // 10
"""Updates at the end of a run over which is asked whether it has descended: some never stand still."""
TIERS = ((True, 2.5, LEAST), (False, 2.5, LEAST), (False, 1.0, LEAST), (False, 1.0, 0.0))
"""Whether the rate must be calm, up to how many times as large a rate must work, and how far down each of them must come."""
BATCH = 1
"""Examples in the batches that a rate must work in too."""
DIGITS = ("1", "2", "5")


@dataclass(frozen=True)
class Ground:
    """A landscape with where its runs begin and how far down it goes from there."""

    landscape: Mapped
    start: tuple[float, ...]
    top: float
    """Loss at the start."""
    foot: float
    """Loss where a descent ends that never climbs, or leaves the window."""
    has_foot: bool
    """Whether it ends inside the window."""

    @property
    def picture(self) -> Floats:
        """The window and a quarter of its sides around it, ``(2, d)``."""
        around = 0.25 * sides_of(self.landscape)
        return np.asarray(np.array(self.landscape.window()).T + np.array([-around, around]))

    def share(self, losses: Floats) -> Floats:
        """How much of the way down each loss has come, 0 … 1; below 0 above the start, NaN where it is no finite number."""
        with np.errstate(all="ignore"):
            share = (self.top - np.maximum(losses, self.foot)) / (self.top - self.foot)
        return np.asarray(np.where(np.isfinite(losses), share, np.nan))


def ground_of(landscape: Mapped, most: int = 4_000) -> Ground:
    """The ground that runs on ``landscape`` have by themselves.

    The foot is found by steps along −g/‖g‖: half as long again after one that leads down, not half as long where it would lead up, a
    hundredth of the window at most; it ends where no length leads down, at the window's edge, or after ``most``.
    """
    start = landscape.start()
    low, high = np.array(landscape.window()).T
    most_length = 0.01 * float((high - low).min())
    point, length = np.array(start), 0.1 * most_length
    loss, slope = landscape.slope_on(start, None)
    top = loss
    for _ in range(most):
        steepness = float(np.linalg.norm(slope))
        if steepness == 0.0 or length < 1e-9 * most_length:
            break
        further = point - length / steepness * np.array(slope)
        if (further < low).any() or (further > high).any():
            return Ground(landscape, start, top, loss, has_foot=False)
        lower, next_slope = landscape.slope_on(tuple(further.tolist()), None)
        if lower < loss:
            point, loss, slope, length = further, lower, next_slope, min(1.5 * length, most_length)
        else:
            length *= 0.4
    return Ground(landscape, start, top, loss, has_foot=True)


def rates_for(optimizer: Optimizer, below: int = 1, above: int = 2) -> Floats:
    """The rates that are tried, in rising order: ``below`` decades under the optimizer's slider, its own, and ``above`` over it."""
    extra: Any = type(optimizer).model_fields["learning_rate"].json_schema_extra
    low, high = extra["slider"]
    powers = range(floor(log10(low)) - below, floor(log10(high)) + above)
    return np.array([float(f"{digits}e{power}") for power in powers for digits in DIGITS])


@dataclass(frozen=True)
class Trials:
    """What became of each rate."""

    rates: Floats
    works: NDArray[np.bool_]
    is_calm: NDArray[np.bool_]
    mean: Floats
    """The share come down on average over the run; NaN where it was not followed to the end."""
    end: Floats
    """The same over its last tenth."""


def tried(ground: Ground, optimizer: Optimizer, rates: Floats) -> Trials:
    """Try ``rates``, all at once; what left the picture too early is not followed any further."""
    landscape, seen = ground.landscape, STEPS if ground.has_foot else SEEN
    low, high = ground.picture[:, :, None]
    sides = sides_of(landscape)[:, None]
    losses = np.full((STEPS // EVERY + 1, len(rates)), np.nan)
    is_calm, places = np.ones(len(rates), dtype=bool), np.arange(len(rates))
    moments = swarm(landscape, optimizer, np.tile(np.array(ground.start), (len(rates), 1)), STEPS, learning_rate=rates)
    moment = next(moments)
    for step in range(STEPS + 1):
        with np.errstate(all="ignore"):
            if step % EVERY == 0:
                losses[step // EVERY, places] = landscape.value(ARRAY, *moment.params)
            if step <= seen:
                is_going_on = ((moment.params >= low) & (moment.params <= high)).all(axis=0)
                is_calm[places] &= (np.abs(moment.change) <= LONGEST * sides).all(axis=0)
            else:
                is_going_on = np.isfinite(moment.params).all(axis=0)
        places = places[is_going_on]
        if step == STEPS or not len(places):
            break
        moment = next(moments) if is_going_on.all() else moments.send(is_going_on)
    share = ground.share(losses)
    mean, end = share.mean(axis=0), share[-LAST // EVERY :].mean(axis=0)
    works = np.isin(np.arange(len(rates)), places) & np.isfinite(mean) & (np.nan_to_num(end) > 0.0)
    return Trials(rates, works, is_calm, mean, end)


def end_in_batches(ground: Ground, optimizer: Optimizer, rate: float) -> float:
    """The share come down over the last tenth of the run in batches of ``BATCH``, all data being judged.

    −∞ where the ball left the numbers or the picture.
    """
    rule = optimizer.model_copy(update={"learning_rate": rate})
    racer = Racer(id="ball", optimizer=rule, batch=MiniBatch(size=BATCH))
    mover = mover_of(racer, ground.landscape, ground.start, 0, Convergence())
    params = mover.advance(0, STEPS + 1).params
    seen, (low, high) = params if ground.has_foot else params[: SEEN + 1], ground.picture
    is_there = mover.outcome.kind != "diverged" and ((seen >= low) & (seen <= high)).all()
    return float(ground.share(ground.landscape.losses(params[-LAST::EVERY])).mean()) if is_there else -inf


class Tuned(NamedTuple):
    """A rate to begin with, and the share that it comes down, on average over the last tenth of the run."""

    rate: float
    end: float
    in_batches: float
    """The same in batches of ``BATCH``; as ``end`` where there is no data."""


def tuned(ground: Ground, optimizer: Optimizer) -> Tuned:
    """The rate to begin with.

    Raises ``EngineError`` (``out_of_range``) where no rate works: then the ground or the rule has to change.
    """
    trials = tried(ground, optimizer, rates_for(optimizer))
    if not trials.works[: len(DIGITS)].all():
        trials = tried(ground, optimizer, rates_for(optimizer, below=10))
    found = [Tuned(*(float(column[place]) for column in (trials.rates, trials.end, trials.end))) for place in _by_worth(trials)]
    if ground.landscape.as_data is None and found:
        return found[0]
    ends: dict[float, float] = {}
    for part in (0.5, 0.0, -inf):
        for entry in found:
            if entry.rate not in ends:
                ends[entry.rate] = end_in_batches(ground, optimizer, entry.rate)
            if -inf < ends[entry.rate] >= part * entry.end:
                return entry._replace(in_batches=ends[entry.rate])
    raise EngineError("out_of_range", "learning_rate", value=optimizer.kind, allowed="a rate that works")


def _by_worth(trials: Trials) -> Sequence[int]:
    """Places of the rates that work: the calm ones with the widest margin first, of these the ones that come down soonest."""
    found: dict[int, None] = {}
    for must_be_calm, margin, least in TIERS:
        is_enough = trials.works & (trials.end >= least)
        bands = ((trials.rates >= rate) & (trials.rates <= margin * rate * (1 + 1e-9)) for rate in trials.rates)
        is_good = np.array([bool(is_enough[band].all()) for band in bands]) & (trials.is_calm | (not must_be_calm))
        places = np.flatnonzero(is_good)
        found |= dict.fromkeys(places[np.argsort(-trials.mean[places], kind="stable")].tolist())
    return list(found)
