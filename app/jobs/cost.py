"""What one update and one epoch cost here, POST /api/cost: full batch, mini-batch and stochastic, on more and more data.

The racer on screen makes real updates, only at the learning rate 0: the price of an update does not depend on the rate,
and a racer that leaves the finite numbers, as any rate above 0 makes it on features large enough, is no longer moved.
"""

import tracemalloc
from collections.abc import Iterator
from itertools import count
from math import inf, isfinite
from typing import Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from app.encoding import json_bytes
from app.jobs.limit import Limit
from app.jobs.measuring import best_seconds
from engine.config import Config
from engine.errors import EngineError
from engine.fits.batches import Batch, FullBatch, MiniBatch, Place, iterations
from engine.fits.fitting import Fit
from engine.fits.search import lowest_in_window, race
from engine.numbers.scaling import continued
from engine.problems.fit import FitProblem
from engine.run_config import Convergence, Racer
from engine.running.ball import Ball
from engine.running.outcome import Outcome

Batching: TypeAlias = Literal["full", "mini_batch", "stochastic"]
Quantity: TypeAlias = Literal["update_s", "epoch_s", "update_bytes"]
QUANTITIES: tuple[Quantity, ...] = ("update_s", "epoch_s", "update_bytes")

MOST_EXAMPLES = 10**8
"""How far prices are extrapolated."""
_ALWAYS = 10_000
"""So many examples are always measured: with few, the fixed price of a call hides how an update grows."""
_TIMES = 120
"""How many updates of the size before it takes to measure a size: about ten updates, each ten times as long."""
_REACHED = 0.05
"""The same accuracy for all: within so much of the way from the start down to the lowest loss."""
_MOST_UPDATES = 5_000
"""Until it is reached."""
_SMALL = 1_000
"""Examples on which that is tried: whether it is reached is asked of all of them at every update."""
_EPOCH_SHARE = 0.2
"""An epoch may take so much of all the time there is; longer ones are extrapolated."""


class CostQuery(Config):
    """Which fit, and which racer on it."""

    problem: FitProblem
    racer: Racer
    """Its batch size is that of the mini-batch; 32 where it sees all data, or one example, at a time."""
    mini_batch: int | None = Field(None, ge=2, le=100_000)
    """Another size."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self.problem.check_own(self.racer.own, "racer.own")
        return self


class CostLine(Config):
    """One line of the answer: one batching on so many examples. Nothing is null in a line that was measured whole."""

    batching: Batching
    batch_size: int
    """Of a whole batch: never more than there are examples."""
    examples: int
    iterations: int
    """Updates in one epoch, the last short batch included."""
    is_own: bool
    """Whether these are as many examples as the fit has."""
    update_s: float
    """Forward, backward and update, on one batch that is ready."""
    epoch_s: float
    """All batches once, shuffling included."""
    update_bytes: float
    """Memory that one update takes beside the data, at its peak."""
    reach_updates: int | None = None
    """On the fit's own examples, up to 1,000: updates until the loss on all of them is within 5 % of the way from the start down to the
    lowest, each batching at the racer's own learning rate; None where it is not within 5,000."""
    reach_s: float | None = None
    """The time of so many, shuffling included."""
    measured: tuple[Quantity, ...]
    """The others are extrapolated from the last two powers of ten measured of this batching (``engine.numbers.scaling.continued``)."""


class _SameEpoch(Ball):
    """A ball for which every epoch is the first one: its updates are timed without the shuffling between epochs."""

    def place(self, step: int) -> Place:
        return super().place(step % iterations(self.racer.batch, self.examples))


def batches_of(query: CostQuery) -> dict[Batching, Batch]:
    """The three that are compared; the mini-batch is the racer's own where it has one."""
    own = query.racer.batch
    is_mini = isinstance(own, MiniBatch) and own.size > 1
    mini = own if is_mini and query.mini_batch is None else MiniBatch(size=query.mini_batch or 32)
    return {"full": FullBatch(), "mini_batch": mini, "stochastic": MiniBatch(size=1)}


def measure_cost(query: CostQuery, limit: Limit, most_examples: int) -> Iterator[bytes]:
    """``CostLine`` after ``CostLine`` as JSON: on 10, 100, … examples and on the fit's own, then extrapolated.

    The limit is of processor time: however busy the machine is, as many sizes are measured.
    """
    own = query.problem.of(query.racer.own).landscape
    batches = batches_of(query)
    powers = [10**power for power in range(1, 9)]
    measured: dict[tuple[Batching, Quantity], dict[int, float]] = {(name, what): {} for name in batches for what in QUANTITIES}
    update_s = 0.0
    target = _target_of(own) if own.examples <= _SMALL else inf
    for size in sorted({*powers, own.examples}):
        is_feasible = size <= most_examples and (size <= _ALWAYS or _TIMES * update_s < limit.left_s)
        fit = _repeated(own, size) if is_feasible else None
        for name, batch in batches.items():
            found: dict[Quantity, float] = {}
            if fit is not None:
                found = _measured(query.racer.model_copy(update={"batch": batch}), fit, limit)
                update_s = max(update_s, found["update_s"])
            if size in powers:
                for what, price in found.items():
                    measured[name, what][size] = price
            told = {what: found[what] if what in found else _continued(measured[name, what], size) for what in QUANTITIES}
            is_own = size == own.examples
            updates = _updates_to_reach(query.racer.model_copy(update={"batch": batch}), own, target) if is_own else None
            yield _line(name, batch, size, is_own, told, tuple(found), updates)


def _target_of(fit: Fit) -> float:
    """The loss on all data that is to be reached; no finite number where there is none."""
    lowest = lowest_in_window(fit)
    return lowest + _REACHED * (fit.loss_on(fit.start(), None) - lowest)


def _updates_to_reach(racer: Racer, fit: Fit, target: float) -> int | None:
    """Updates until the loss on all data is at most ``target``, as the racer runs on the page; None where it is not."""
    if not isfinite(target):
        return None
    *_, last = race(racer, fit, fit.start(), 0, target, _MOST_UPDATES)
    return last.gradients if last.is_there else None


def _continued(measured: dict[int, float], size: int) -> float:
    return continued(tuple(map(float, measured)), tuple(measured.values()), size)


def _line(
    name: Batching, batch: Batch, size: int, is_own: bool, told: dict[Quantity, float], measured: tuple[Quantity, ...], updates: int | None
) -> bytes:
    an_epoch = iterations(batch, size)
    return json_bytes(
        {
            "batching": name,
            "batch_size": batch.size_in(size),
            "examples": size,
            "iterations": an_epoch,
            "is_own": is_own,
            **told,
            "reach_updates": updates,
            "reach_s": None if updates is None else updates * told["epoch_s"] / an_epoch,
            "measured": measured,
        }
    )


def _repeated(fit: Fit, size: int) -> Fit:
    """The same fit on its examples again and again, ``size`` of them."""
    return Fit(fit.model, fit.loss, fit.points.rows(np.arange(size) % fit.examples), fit.l1, fit.l2)


def _measured(racer: Racer, fit: Fit, limit: Limit) -> dict[Quantity, float]:
    updates = _still(_SameEpoch, racer, fit)
    _go(updates, 0, 1)  # the first update of an epoch shuffles
    found: dict[Quantity, float] = {"update_bytes": _bytes(updates), "update_s": best_seconds(lambda count: _go(updates, 0, count))}
    an_epoch = iterations(racer.batch, fit.examples)
    if racer.batch.kind == "full":
        found["epoch_s"] = found["update_s"]
    elif (expected_s := an_epoch * found["update_s"]) < min(_EPOCH_SHARE * limit.most_s, limit.left_s / 4) or an_epoch <= 100:
        ball, epochs = _still(Ball, racer, fit), count()

        def go_on(times: int) -> None:
            for _ in range(times):
                _go(ball, next(epochs) * an_epoch, an_epoch)

        found["epoch_s"] = best_seconds(go_on, rounds=1 if expected_s > 0.02 else 3)
    return found


def _still(kind: type[Ball], racer: Racer, fit: Fit) -> Ball:
    """The racer where the fit would start it, or at the origin where the gradient there is not finite (log 0): 0 · ∞ would move it."""
    quiet = racer.model_copy(update={"optimizer": racer.optimizer.model_copy(update={"learning_rate": 0.0})})
    ball = kind(quiet, fit, fit.start(), 0, Convergence())
    with np.errstate(all="ignore"):
        _, slopes = ball.landscape.slope_on(ball.params, None)
    if not all(map(isfinite, slopes)):
        ball = kind(quiet, fit, (0.0,) * len(fit.parameters), 0, Convergence())
    ball.outcome = Outcome(racer.id, "step_limit", 0)  # nobody asks whether it has converged: that takes all data once an epoch
    return ball


def _go(ball: Ball, first: int, count: int) -> None:
    ball.write(first, count, count, ball.record())
    if ball.last_row is not None:  # it is not moved any more, and nothing would be timed however often it is asked
        raise EngineError("not_finite", "problem", value=ball.outcome.last)


def _bytes(ball: Ball) -> float:
    """The most that one update holds at a time, as Python and NumPy allocate it."""
    tracemalloc.start()
    _go(ball, 0, 1)
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    _go(ball, 0, 1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return float(peak - before)
