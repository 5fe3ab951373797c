"""A racer of few parameters: floats, and the rules as straight-line code.

A few balls of a few parameters are fastest in Python floats; the inner loop is the rules as straight-line code
(engine.running.straight). Where a float operation would raise instead of giving ∞ or NaN, the step is done
again with NumPy's scalars: the same IEEE arithmetic, the same bits, no exception.
"""

from array import array
from collections.abc import Callable, Sequence
from math import inf, isfinite
from typing import Any, TypeAlias

import numpy as np

from engine.errors import EngineError
from engine.functions import ARRAY, Functions
from engine.running.log import BallLog
from engine.running.mover import Mover
from engine.running.outcome import Outcome, cause_of
from engine.running.straight import Stepper, stepper

Move: TypeAlias = tuple[float, Any, tuple[float, ...]]
"""What a rule returns for one parameter: (change, new state, terms)."""
BYTES_A_FLOAT, BYTES_A_TUPLE = 24, 64
"""A snapshot is a few tuples of floats (measured with sys.getsizeof)."""


class Ball(Mover):
    """A racer whose point is a tuple of floats, with a state for each."""

    params: tuple[float, ...]
    states: tuple[Any, ...]
    last_row: tuple[float, ...] | None = None
    _loop: tuple[Any, Any, Stepper | None] = (None, None, None)

    def stand_at(self, point: tuple[float, ...]) -> None:
        self.params = point

    def remember_nothing(self) -> None:
        self.states = tuple(self.racer.optimizer.init(self.hyper, p) for p in self.params)

    def numbers(self) -> list[float]:
        return [*self.params, *(entry for state in self.states for entry in state)]

    def take_numbers(self, take: Callable[[int], list[float]]) -> None:
        self.params = tuple(take(len(self.params)))
        self.states = tuple(type(state)(*take(len(state))) for state in self.states)

    @property
    def snapshot_bytes(self) -> int:
        return BYTES_A_TUPLE * (4 + len(self.states)) + BYTES_A_FLOAT * sum(1 + len(state) for state in self.states)

    def shown(self, parameter: str) -> Sequence[int]:
        if parameter:
            raise EngineError("unknown_field", "parameter")
        return range(len(self.params))

    def traced(self, f: Functions, point: Sequence[Any], places: Sequence[int], step: int) -> tuple[Any, Sequence[Any]]:
        return self.landscape.traced(f, tuple(point), self.batch(step))

    def altered_at(self, f: Functions, gradient: Sequence[Any], places: Sequence[int], step: int) -> Sequence[Any]:
        return self.altered(f, gradient, step)

    def state_at(self, place: int) -> Any:
        return self.states[place]

    def slope(self, step: int, params: tuple[float, ...]) -> tuple[float, tuple[float, ...]]:
        """(loss, gradient) on the batch of ``step``."""
        return self.landscape.slope_on(params, self.batch(step))

    def step_again(self, step: int, rate: float) -> tuple[float, tuple[float, ...], list[Move]]:
        """(loss, gradient, moves) with NumPy's scalars, which give ∞ and NaN where Python floats raise."""
        f, params = ARRAY, tuple(map(np.float64, self.params))
        moves: list[Move] = []
        t = step + 1 - self.optimizer_origin
        with np.errstate(all="ignore"):
            loss, gradient = self.slope(step, self.params)
            used = self.altered(f, tuple(map(np.float64, gradient)), step)
            for state, g, p in zip(self.states, used, params, strict=True):
                state = type(state)(*map(np.float64, state))
                change, new, terms = self.racer.optimizer.update(self.hyper, state, np.float64(g), p, rate, t, f)
                moves.append((float(change), type(new)(*map(float, new)), tuple(map(float, terms))))
            return loss, gradient, moves

    def record(self) -> "array[float]":
        return array("d")

    def log(self, record: "array[float]") -> BallLog:
        return BallLog.of(record, len(self.params), self.racer.optimizer.State)

    def write(self, first: int, count: int, every: int, record: "array[float]") -> None:
        if self.last_row is not None:
            record.extend(self.last_row * len(range(0, count, every)))
            return
        loop = self._stepper()
        with np.errstate(all="ignore"):
            loop.go(self, first, count, every, record, loop.constants)
            self.settle()

    def _stepper(self) -> Stepper:
        """The loop of this optimizer on this landscape. The learning rate is no part of it: one loop serves all rates."""
        landscape, optimizer, loop = self._loop
        if loop is None or landscape is not self.landscape or optimizer is not self.racer.optimizer:
            landscape, optimizer = self.landscape, self.racer.optimizer
            rule = optimizer.model_copy(update={"learning_rate": 1.0})
            loop = stepper(landscape.as_formula, len(self.params), rule)
            self._loop = (landscape, optimizer, loop)
        return loop

    # ---- what the loop reads once and calls where something happens (engine.running.straight) ---------------

    @property
    def state(self) -> type[Any]:
        """The type of the optimizer's state."""
        return self.racer.optimizer.State

    @property
    def tolerances(self) -> tuple[float, float]:
        """Where the loop asks: up to which gradient entry one on its way may have arrived, and beyond which squared norm one that has
        may have left. Of a batch's gradient any may be."""
        flat = self.convergence.gradient_tolerance
        return (flat, flat * flat) if self.racer.batch.sees_all else (inf, -1.0)

    def judge(self, step: int, params: tuple[float, ...], gradient: tuple[float, ...], change: tuple[float, ...]) -> bool:
        """Whether it has converged by now (``run_config.Convergence``); with batches, on all data."""
        if not self.is_judged(step):
            return self.is_there
        if not self.racer.batch.sees_all:
            _, gradient = self.landscape.slope_on(params, None)
        flat, still = self.convergence.gradient_tolerance, self.convergence.change_tolerance
        is_flat, is_still = sum([g * g for g in gradient]) <= flat * flat, sum([d * d for d in change]) <= still * still
        return self.judged(step, params, is_flat, is_still)

    def leave(self, step: int, params: tuple[float, ...], following: tuple[float, ...], row: tuple[float, ...]) -> None:
        """Diverged: the update of ``step`` led out of the finite numbers."""
        # An overflow in one gives NaN in others (0 · ∞): the one that was farthest out is the one that left.
        left = [i for i, p in enumerate(following) if not isfinite(p)]
        parameter = max(left, key=lambda i: abs(params[i]))
        name, cause = self.ground.parameters[parameter], cause_of((*following, *row))
        self.decide(Outcome(self.racer.id, "diverged", step + 1, parameter=name, last=params[parameter], cause=cause))
        self.last_row = row
