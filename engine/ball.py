"""One racer on its way: the inner loop of the engine.

A few balls of a few parameters are fastest in Python floats (MEASUREMENTS.md), so this loop feeds
the rules floats. Where a float operation would raise instead of giving ∞ or NaN, the step is done
again with NumPy's scalars: the same IEEE arithmetic, the same bits, no exception.
"""

from array import array
from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from engine.draws import NOISE_BLOCK, noise_block
from engine.functions import ARRAY, SCALAR, Functions
from engine.gradient import clip_by_norm, clip_by_value
from engine.log import Log
from engine.outcome import Outcome, kind_of_point
from engine.run_config import Convergence, Racer, Setting
from engine.surface import Surface

Move: TypeAlias = tuple[float, Any, tuple[float, ...]]
"""What a rule returns for one parameter: (change, new state, terms)."""


class Snapshot(NamedTuple):
    """All that a ball needs to go on; immutable, so sharing it is copying it."""

    params: tuple[float, ...]
    states: tuple[Any, ...]
    schedule_state: Any
    optimizer_origin: int
    schedule_origin: int
    outcome: Outcome
    last_row: tuple[float, ...] | None
    """The row that a diverged ball keeps showing."""


class Ball:
    """A racer with its state. ``advance`` moves it; everything it hands out is immutable."""

    def __init__(self, racer: Racer, surface: Surface, start: tuple[float, ...], seed: int, convergence: Convergence) -> None:
        self.racer = racer
        self.surface = surface
        self.seed = seed
        self.convergence = convergence
        self.hyper = racer.optimizer.hyper()
        self.optimizer_origin = 0
        self.schedule_origin = 0
        self.params = start
        self.states: tuple[Any, ...] = tuple(racer.optimizer.init(self.hyper, p) for p in start)
        self.schedule_state: Any = racer.schedule.init()
        self.outcome = Outcome(racer.id)
        self.last_row: tuple[float, ...] | None = None
        self._noise_block = (-1, np.empty((0, 0)))

    def snapshot(self) -> Snapshot:
        """The present state, before the next update."""
        return Snapshot(
            self.params, self.states, self.schedule_state, self.optimizer_origin, self.schedule_origin, self.outcome, self.last_row
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Stand where ``snapshot`` was taken."""
        (
            self.params,
            self.states,
            self.schedule_state,
            self.optimizer_origin,
            self.schedule_origin,
            self.outcome,
            self.last_row,
        ) = snapshot

    def change(self, at_step: int, setting: Setting) -> None:
        """Apply a setting before the update of ``at_step`` (see ``run_config.Setting``)."""
        racer = self.racer
        if setting.optimizer is not None:
            if setting.optimizer.kind != racer.optimizer.kind:
                self.optimizer_origin = at_step
                self.states = tuple(setting.optimizer.init(setting.optimizer.hyper(), p) for p in self.params)
            self.hyper = setting.optimizer.hyper()
        if setting.schedule is not None and setting.schedule.kind != racer.schedule.kind:
            self.schedule_origin = at_step
            self.schedule_state = setting.schedule.init()
        if setting.params is not None:
            self.params = setting.params
        own = {name: getattr(setting, name) for name in ("optimizer", "schedule", "clipping", "noise")}
        self.racer = racer.model_copy(update={name: value for name, value in own.items() if value is not None})
        # A learner who changes a ball sets it going again, from its last finite point.
        self.outcome = Outcome(racer.id)
        self.last_row = None

    def altered(self, f: Functions, gradient: Sequence[Any], step: int) -> Sequence[Any]:
        """The gradient as the optimizer sees it: noise added, then clipped."""
        racer = self.racer
        if racer.noise:
            block, row = divmod(step, NOISE_BLOCK)
            if self._noise_block[0] != block:
                self._noise_block = (block, noise_block(self.seed, racer.id, block, len(gradient)))
            draws = self._noise_block[1][row].tolist()
            gradient = tuple(g + racer.noise * n for g, n in zip(gradient, draws, strict=True))
        clipping = racer.clipping
        if clipping.kind == "norm":
            return clip_by_norm(f, gradient, clipping.limit)
        if clipping.kind == "value":
            return clip_by_value(f, gradient, clipping.limit)
        return gradient

    def rate_at(self, step: int) -> float:
        """The scheduled learning rate of the update of ``step``."""
        racer = self.racer
        return racer.optimizer.learning_rate * racer.schedule.warmed_factor(self.schedule_state, step - self.schedule_origin)

    def _step_again(self, step: int, rate: float) -> tuple[float, tuple[float, ...], list[Move]]:
        """(loss, gradient, moves) with NumPy's scalars, which give ∞ and NaN where Python floats raise."""
        f, params = ARRAY, tuple(map(np.float64, self.params))
        moves: list[Move] = []
        t = step + 1 - self.optimizer_origin
        with np.errstate(all="ignore"):
            gradient = self.surface.gradient(f, *params)
            used = self.altered(f, gradient, step)
            for state, g, p in zip(self.states, used, params, strict=True):
                state = type(state)(*map(np.float64, state))
                change, new, terms = self.racer.optimizer.update(self.hyper, state, np.float64(g), p, rate, t, f)
                moves.append((float(change), type(new)(*map(float, new)), tuple(map(float, terms))))
            return float(self.surface.value(f, *params)), tuple(map(float, gradient)), moves

    def advance(self, first: int, count: int, every: int = 1) -> Log:
        """Make the updates of steps ``first … first + count − 1``; rows of every ``every``-th of them."""
        numbers = array("d")
        self.write(first, count, every, numbers)
        return self.log(numbers)

    def log(self, numbers: "array[float]") -> Log:
        """Rows that this ball wrote, to be read by name."""
        return Log.of(numbers, len(self.params), self.racer.optimizer.State)

    def write(self, first: int, count: int, every: int, numbers: "array[float]") -> None:
        """``advance``, its rows appended to ``numbers``."""
        if self.last_row is not None:
            numbers.extend(self.last_row * len(range(0, count, every)))
            return
        racer, surface, f = self.racer, self.surface, SCALAR
        value, gradient_of, update, h = surface.value, surface.gradient, racer.optimizer.update, self.hyper
        schedule = racer.schedule
        observes = schedule.observes
        constant = schedule.kind == "constant" and not schedule.warmup_steps
        plain = not racer.noise and racer.clipping.kind == "none"
        watching = self.outcome.kind == "running"
        flat, still = self.convergence.gradient_tolerance, self.convergence.change_tolerance
        rate, origin = racer.optimizer.learning_rate, self.optimizer_origin - 1
        params, states = self.params, self.states
        wanted = first
        for step in range(first, first + count):
            if not constant:
                rate = self.rate_at(step)
            try:
                loss = value(f, *params)
                gradient = gradient_of(f, *params)
                used = gradient if plain else self.altered(f, gradient, step)
                t = step - origin
                moves = [update(h, s, g, p, rate, t, f) for s, g, p in zip(states, used, params)]  # noqa: B905 - inner loop, lengths are equal
            except (ArithmeticError, ValueError):
                self.params, self.states = params, states
                loss, gradient, moves = self._step_again(step, rate)
            if step == wanted:
                wanted += every
                row = [*params, loss, *gradient, rate]
                for change, state, _ in moves:
                    row.append(change)
                    row += state
                numbers.extend(row)
            following = tuple([p + move[0] for p, move in zip(params, moves)])  # noqa: B905 - as above
            if not isfinite(sum(following)) and not all(map(isfinite, following)):
                # An overflow in one gives NaN in others (0 · ∞): the one that was farthest out is the one that left.
                left = [i for i, p in enumerate(following) if not isfinite(p)]
                parameter = max(left, key=lambda i: abs(params[i]))
                self.outcome = Outcome(racer.id, "diverged", step + 1, parameter=surface.parameters[parameter], last=params[parameter])
                self.last_row = (*params, loss, *gradient, rate, *[n for change, state, _ in moves for n in (change, *state)])
                numbers.extend(self.last_row * len(range(wanted, first + count, every)))
                break
            if watching and abs(gradient[0]) <= flat and self._stands_still(gradient, moves, flat, still):
                watching = False
                self.outcome = Outcome(racer.id, "converged", step, point=kind_of_point(surface, params))
            if observes and step - self.schedule_origin >= schedule.warmup_steps:
                self.schedule_state = schedule.observe(self.schedule_state, loss)
            params, states = following, tuple([move[1] for move in moves])
        self.params, self.states = params, states

    @staticmethod
    def _stands_still(gradient: tuple[float, ...], moves: list[Move], flat: float, still: float) -> bool:
        return sum([g * g for g in gradient]) <= flat * flat and sum([move[0] * move[0] for move in moves]) <= still * still
