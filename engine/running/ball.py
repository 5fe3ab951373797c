"""One racer on its way: its state, and what happens to it.

A few balls of a few parameters are fastest in Python floats (MEASUREMENTS.md); the inner loop is the
rules as straight-line code (engine.running.straight). Where a float operation would raise instead of giving ∞ or NaN, the step is done
again with NumPy's scalars: the same IEEE arithmetic, the same bits, no exception.
"""

from array import array
from collections.abc import Sequence
from math import inf, isfinite
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.fits.batches import FullBatch, Origin, Place, begun_at, order, place_of
from engine.functions import ARRAY, Functions
from engine.landscape import Landscape
from engine.numbers.draws import NOISE_BLOCK, noise_block
from engine.run_config import Convergence, Racer, Setting
from engine.running.log import Log
from engine.running.outcome import Outcome, kind_of_point
from engine.running.straight import Stepper, stepper

Move: TypeAlias = tuple[float, Any, tuple[float, ...]]
"""What a rule returns for one parameter: (change, new state, terms)."""


class Snapshot(NamedTuple):
    """All that a ball needs to go on; immutable, so sharing it is copying it."""

    params: tuple[float, ...]
    states: tuple[Any, ...]
    schedule_state: Any
    optimizer_origin: int
    schedule_origin: int
    batch_origin: Origin
    outcome: Outcome
    last_row: tuple[float, ...] | None
    """The row that a diverged ball keeps showing."""


class Ball:
    """A racer with its state. ``advance`` moves it; everything it hands out is immutable."""

    def __init__(self, racer: Racer, landscape: Landscape, start: tuple[float, ...], seed: int, convergence: Convergence) -> None:
        self.racer = racer
        self.ground = landscape
        self.landscape = racer.gradient.seen(landscape)
        self.seed = seed
        self.convergence = convergence
        self.hyper = racer.optimizer.hyper()
        self.optimizer_origin = 0
        self.schedule_origin = 0
        self.batch_origin = Origin()
        self.params = start
        self.states: tuple[Any, ...] = tuple(racer.optimizer.init(self.hyper, p) for p in start)
        self.schedule_state: Any = racer.schedule.init()
        self.outcome = Outcome(racer.id)
        self.last_row: tuple[float, ...] | None = None
        self._noise_block = (-1, np.empty((0, 0)))
        self._shuffled: tuple[object, Any] = (None, None)
        self._loop: tuple[Any, Any, Stepper | None] = (None, None, None)

    def snapshot(self) -> Snapshot:
        """The present state, before the next update."""
        return Snapshot(
            self.params,
            self.states,
            self.schedule_state,
            self.optimizer_origin,
            self.schedule_origin,
            self.batch_origin,
            self.outcome,
            self.last_row,
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Stand where ``snapshot`` was taken."""
        (
            self.params,
            self.states,
            self.schedule_state,
            self.optimizer_origin,
            self.schedule_origin,
            self.batch_origin,
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
        if setting.batch is not None and setting.batch != racer.batch:
            self.batch_origin = begun_at(racer.batch, self.ground.examples, self.batch_origin, at_step)
        own = {name: getattr(setting, name) for name in ("optimizer", "schedule", "clipping", "noise", "batch", "gradient")}
        self.racer = racer.model_copy(update={name: value for name, value in own.items() if value is not None})
        self.landscape = self.racer.gradient.seen(self.ground)
        # A learner who changes a ball sets it going again, from its last finite point.
        self.outcome = Outcome(racer.id)
        self.last_row = None

    def stand_on(self, ground: Landscape, at_step: int) -> None:
        """Roll on ``ground`` from ``at_step``; an epoch of another number of examples begins anew."""
        if ground.examples != self.ground.examples:
            self.batch_origin = begun_at(self.racer.batch, self.ground.examples, self.batch_origin, at_step)
        self.ground = ground
        self.landscape = self.racer.gradient.seen(ground)
        self._shuffled = (None, None)

    def place(self, step: int) -> Place:
        """Which batch the update of ``step`` takes; only where there is data."""
        return place_of(self.racer.batch, self.ground.examples, self.batch_origin, step)

    def indices(self, step: int) -> NDArray[np.int64]:
        """The examples of that batch."""
        place = self.place(step)
        return self.order_of(place.epoch)[place.first : place.last]

    def order_of(self, epoch: int) -> NDArray[np.int64]:
        """The order in which an epoch takes the examples."""
        batch = self.racer.batch
        if isinstance(batch, FullBatch):
            return np.arange(self.ground.examples)
        return order(self.seed, self.racer.id if batch.own_order else "", epoch, self.ground.examples, batch.replacement)

    def batch(self, step: int) -> Any:
        """The examples themselves, as ``Landscape.slope_on`` takes them; None for all."""
        if isinstance(self.racer.batch, FullBatch):
            return None
        place = self.place(step)
        key = (place.epoch, self.racer.batch)
        if self._shuffled[0] != key:  # once an epoch: batches are then slices
            self._shuffled = (key, self.landscape.batch(self.order_of(place.epoch)))
        return self._shuffled[1].cut(slice(place.first, place.last))

    def slope(self, step: int, params: tuple[float, ...]) -> tuple[float, tuple[float, ...]]:
        """(loss, gradient) on the batch of ``step``."""
        return self.landscape.slope_on(params, self.batch(step))

    def altered(self, f: Functions, gradient: Sequence[Any], step: int) -> Sequence[Any]:
        """The gradient as the optimizer sees it: noise added, then clipped."""
        racer = self.racer
        if racer.noise:
            block, row = divmod(step, NOISE_BLOCK)
            if self._noise_block[0] != block:
                self._noise_block = (block, noise_block(self.seed, racer.id, block, len(gradient)))
            draws = self._noise_block[1][row].tolist()
            gradient = tuple(g + racer.noise * n for g, n in zip(gradient, draws, strict=True))
        return racer.clipping.clip(f, gradient)

    def rate_at(self, step: int) -> float:
        """The scheduled learning rate of the update of ``step``."""
        racer = self.racer
        return racer.optimizer.learning_rate * racer.schedule.warmed_factor(self.schedule_state, step - self.schedule_origin)

    def step_again(self, step: int, rate: float) -> tuple[float, tuple[float, ...], list[Move]]:
        """(loss, gradient, moves) with NumPy's scalars, which give ∞ and NaN where Python floats raise."""
        f, params = ARRAY, tuple(map(np.float64, self.params))
        moves: list[Move] = []
        t = step + 1 - self.optimizer_origin
        with np.errstate(all="ignore"):
            if self.landscape.is_straight:
                loss, gradient = self.landscape.value(f, *params), self.landscape.gradient(f, *params)
            else:
                loss, gradient = self.slope(step, self.params)
            used = self.altered(f, gradient, step)
            for state, g, p in zip(self.states, used, params, strict=True):
                state = type(state)(*map(np.float64, state))
                change, new, terms = self.racer.optimizer.update(self.hyper, state, np.float64(g), p, rate, t, f)
                moves.append((float(change), type(new)(*map(float, new)), tuple(map(float, terms))))
            return float(loss), tuple(map(float, gradient)), moves

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
        loop = self._stepper()
        with np.errstate(all="ignore"):
            loop.go(self, first, count, every, numbers, loop.constants)

    def _stepper(self) -> Stepper:
        """The loop of this optimizer on this landscape. The learning rate is no part of it: one loop serves all rates."""
        landscape, optimizer, loop = self._loop
        if loop is None or landscape is not self.landscape or optimizer is not self.racer.optimizer:
            landscape, optimizer = self.landscape, self.racer.optimizer
            rule = optimizer.model_copy(update={"learning_rate": 1.0})
            loop = stepper(landscape if landscape.is_straight else None, len(self.params), rule)
            self._loop = (landscape, optimizer, loop)
        return loop

    # ---- what the loop reads once and calls where something happens (engine.running.straight) ---------------

    @property
    def state(self) -> type[Any]:
        """The type of the optimizer's state."""
        return self.racer.optimizer.State

    @property
    def base_rate(self) -> float:
        """The learning rate before its schedule."""
        return self.racer.optimizer.learning_rate

    @property
    def flat(self) -> float:
        """Largest gradient norm that counts as flat; of a batch's gradient any may be."""
        return inf if self.racer.batch.kind != "full" else self.convergence.gradient_tolerance

    @property
    def is_scheduled(self) -> bool:
        """Whether ``rate_at`` must be asked at every step."""
        return self.racer.schedule.kind != "constant" or self.racer.schedule.warmup_steps > 0

    @property
    def is_altered(self) -> bool:
        """Whether the optimizer sees another gradient than the surface's."""
        return self.racer.noise != 0 or self.racer.clipping.kind != "none"

    @property
    def is_observed(self) -> bool:
        """Whether the schedule wants to know every loss."""
        return self.racer.schedule.observes

    @property
    def is_watched(self) -> bool:
        """Whether it has neither converged nor diverged yet."""
        return self.outcome.kind == "running"

    def observe(self, step: int, loss: float) -> None:
        """Tell the schedule the loss of ``step``."""
        schedule = self.racer.schedule
        if step - self.schedule_origin >= schedule.warmup_steps:
            self.schedule_state = schedule.observe(self.schedule_state, loss)

    def stands_still(self, step: int, params: tuple[float, ...], gradient: tuple[float, ...], change: tuple[float, ...]) -> bool:
        """The criterion of convergence (``run_config.Convergence``); with batches, on all data at the end of each epoch."""
        if self.racer.batch.kind != "full":
            if self.place(step).last < self.ground.examples:
                return False
            _, gradient = self.landscape.slope_on(params, None)
        flat, still = self.convergence.gradient_tolerance, self.convergence.change_tolerance
        return sum([g * g for g in gradient]) <= flat * flat and sum([d * d for d in change]) <= still * still

    def arrive(self, step: int, params: tuple[float, ...]) -> None:
        """Converged at ``step``."""
        self.outcome = Outcome(self.racer.id, "converged", step, point=kind_of_point(self.ground, params))

    def leave(self, step: int, params: tuple[float, ...], following: tuple[float, ...], row: tuple[float, ...]) -> None:
        """Diverged: the update of ``step`` led out of the finite numbers."""
        # An overflow in one gives NaN in others (0 · ∞): the one that was farthest out is the one that left.
        left = [i for i, p in enumerate(following) if not isfinite(p)]
        parameter = max(left, key=lambda i: abs(params[i]))
        self.outcome = Outcome(self.racer.id, "diverged", step + 1, parameter=self.ground.parameters[parameter], last=params[parameter])
        self.last_row = row
