"""A racer of many parameters: one flat array, and the rules on arrays.

From some ten parameters on NumPy's few calls a step are faster than floats one by one, and the bits are the same: the rule is that of
``Optimizer.update``, fed with arrays. No array is written to after it was handed out, so snapshots and rows keep the arrays themselves.
"""

from collections.abc import Callable, Sequence
from math import inf, isfinite, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.functions import ARRAY, Functions
from engine.landscape import Vector
from engine.running.learner_log import LearnerLog, Record, Whole
from engine.running.log import Log
from engine.running.mover import Mover
from engine.running.outcome import Outcome, cause_of

Floats = NDArray[np.float64]

SMALL, LARGE = 1e-280, 1e300
"""Between them a sum of squares has kept its digits; beyond, its root is worked out another way."""
BYTES_BESIDES = 512
"""Of a snapshot, besides its arrays."""


class Learner(Mover):
    """A racer whose point is an array ``(d,)``, with a state of arrays."""

    params: Floats
    states: Any
    """``Optimizer.State`` of arrays ``(d,)``."""
    last_row: tuple[tuple[float, ...], Whole] | None = None

    def stand_at(self, point: tuple[float, ...]) -> None:
        self.params = np.array(point, dtype=float)

    def remember_nothing(self) -> None:
        self.states = self.racer.optimizer.init(self.hyper, self.params)

    def numbers(self) -> list[float]:
        return [*self.params.tolist(), *(entry for field in self.states for entry in field.tolist())]

    def take_numbers(self, take: Callable[[int], list[float]]) -> None:
        width = len(self.params)
        self.params = np.array(take(width))
        self.states = type(self.states)(*(np.array(take(width)) for _ in self.states))

    @property
    def snapshot_bytes(self) -> int:
        return BYTES_BESIDES + self.params.nbytes * (2 + len(self.states))

    def record(self) -> Record:
        now = self.snapshot()._replace(outcome=Outcome(self.racer.id), arrived_at=None, last_row=None)
        racer, ground = self.racer, self.ground

        def again(row: Whole) -> Learner:
            learner = Learner(racer, ground, self.start, self.seed, self.convergence)
            learner.restore(now._replace(params=row.params, states=row.before, schedule_state=row.schedule_state))
            return learner

        place = None if ground.drawn is ground else ground.drawn_at
        return Record(again, place, self.params.nbytes * (3 + len(self.states)))

    def log(self, record: Record) -> LearnerLog:
        return LearnerLog(record)

    def places(self, log: Log) -> Floats:
        assert isinstance(log, LearnerLog)
        return log.places

    @property
    def vector(self) -> Vector:
        """The landscape as this racer sees it."""
        found = self.landscape.as_vector
        assert found is not None
        return found

    def write(self, first: int, count: int, every: int, record: Record) -> None:
        record.every = every
        if self.last_row is not None:
            record.stand_still(*self.last_row, len(range(0, count, every)))
            return
        slope_at, update, h, f = self.vector.slope_at, self.racer.optimizer.update, self.hyper, ARRAY
        params, states, rate, origin = self.params, self.states, self.base_rate, self.optimizer_origin - 1
        sees_all, flat = self.racer.batch.sees_all, self.convergence.gradient_tolerance**2 if self.racer.batch.sees_all else inf
        is_scheduled, is_altered, is_observed = self.is_scheduled, self.is_altered, self.is_observed
        is_watched, is_there, gone = self.is_watched, self.is_there, flat if sees_all else -1.0
        wanted = first
        with np.errstate(all="ignore"):
            for step in range(first, first + count):
                if is_scheduled:
                    rate = self.rate_at(step)
                loss, gradient = slope_at(params, None if sees_all else self.batch(step))
                used = self.altered_array(gradient, step) if is_altered else gradient
                change, after, _ = update(h, states, used, params, rate, step - origin, f)
                following = params + change
                squared = float(gradient.dot(gradient))
                if step == wanted:
                    wanted += every
                    if record.is_due:
                        record.keep(Whole(step, params, gradient, change, states, after, self.schedule_state))
                    record.put((loss, _root(squared, gradient), rate), params)
                # A dot product is half the price of asking each entry; where it leaves the numbers, each is asked.
                if not isfinite(following.dot(following)) and not np.isfinite(following).all():
                    row = Whole(step, params, gradient, change, states, after, self.schedule_state)
                    last = self.last_row = ((loss, _root(squared, gradient), rate), row)
                    self._leave(step, following, row)
                    record.stand_still(*last, len(range(wanted, first + count, every)))
                    break
                if is_watched and (squared > gone if is_there else squared <= flat):
                    is_there = self.judge(step, params, squared, change)
                if is_observed:
                    self.observe(step, loss)
                params, states = following, after
            self.params, self.states = params, states
            self.settle()

    def shown(self, parameter: str) -> Sequence[int]:
        names = self.vector.parameters
        if parameter and parameter not in names:
            raise EngineError("unknown_kind", "parameter", value=repr(parameter), allowed=f"{names[0]}, …, {names[-1]}")
        return [names.index(parameter) if parameter else 0]

    def traced(self, f: Functions, point: Sequence[Any], places: Sequence[int], step: int) -> tuple[Any, Sequence[Any]]:
        return self.vector.traced_at(f, self.params, point, places, self.batch(step))

    def altered_at(self, f: Functions, gradient: Sequence[Any], places: Sequence[int], step: int) -> Sequence[Any]:
        _, whole = self.vector.slope_at(self.params, self.batch(step))
        if self.racer.noise:
            draws = self.noise_at(step, len(whole))
            gradient = [entry + self.racer.noise * float(draws[place]) for entry, place in zip(gradient, places, strict=True)]
            whole = whole + self.racer.noise * draws
        return self.racer.clipping.clip_entries(f, gradient, whole)

    def state_at(self, place: int) -> Any:
        return type(self.states)(*(float(field[place]) for field in self.states))

    def altered_array(self, gradient: Floats, step: int) -> Floats:
        """The gradient as the optimizer sees it: noise added, then clipped."""
        if self.racer.noise:
            gradient = gradient + self.racer.noise * self.noise_at(step, len(gradient))
        return self.racer.clipping.clip_array(gradient)

    def judge(self, step: int, params: Floats, squared: float, change: Floats) -> bool:
        """Whether it has converged by now (``run_config.Convergence``); with batches, on all data."""
        if not self.is_judged(step):
            return self.is_there
        if not self.racer.batch.sees_all:
            _, gradient = self.vector.slope_at(params, None)
            squared = float(gradient.dot(gradient))
        flat, still = self.convergence.gradient_tolerance, self.convergence.change_tolerance
        return self.judged(step, params, squared <= flat * flat, float(change.dot(change)) <= still * still)

    def _leave(self, step: int, following: Floats, row: Whole) -> None:
        """Diverged: the update of ``step`` led out of the finite numbers."""
        # An overflow in one gives NaN in others (0 · ∞): the one that was farthest out is the one that left.
        parameter = int(np.where(np.isfinite(following), -1.0, np.abs(row.params)).argmax())
        name, last = self.ground.parameters[parameter], float(row.params[parameter])
        cause = cause_of(np.concatenate([following, row.gradient, row.change, *row.after]).tolist())
        self.decide(Outcome(self.racer.id, "diverged", step + 1, parameter=name, last=last, cause=cause))


def _root(squared: float, gradient: Floats) -> float:
    """‖gradient‖₂ of its sum of squares, which may leave the numbers, above or below, where the root does not."""
    return sqrt(squared) if SMALL < squared < LARGE else float(np.abs(np.hypot.reduce(gradient)))
