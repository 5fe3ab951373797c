"""One racer on its way: what every kind of mover has in common, and what each has to say for itself.

A mover stands before the update of a step and makes updates: ``write`` adds their rows to a ``record``, ``log`` reads them by name. What
it is made of can be taken down and put back (``snapshot``, ``restore``; ``numbers``, ``take_numbers`` for a checkpoint), it can be
changed (``change``) and set on another ground (``stand_on``), and it knows how it stands (``outcome``).

``Ball`` moves few parameters as floats (``engine.running.ball``), ``Learner`` a vector of them (``engine.running.learner``). Which
mover a landscape takes is said by ``engine.running.movers``.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from engine.fits.batches import Origin, Place, begun_at, place_of
from engine.functions import Functions
from engine.landscape import Floats, Landscape, examples_of
from engine.numbers.draws import NOISE_BLOCK, noise_block
from engine.run_config import OF_RACER, Convergence, Racer, Setting
from engine.running.log import Log
from engine.running.outcome import NEAR, Outcome, kind_of_point, sides_of

MOST_SHUFFLED = 20_000
"""Examples of which a racer holds a shuffled copy of its own, some hundred KB; of more, a batch is gathered when it is its turn."""
MOVER_BYTES = 4_096
"""About what a mover takes besides what it holds of data and noise, measured with tracemalloc."""


class Snapshot(NamedTuple):
    """All that a mover needs to go on; nothing in it is changed later, so sharing it is copying it."""

    params: Any
    states: Any
    schedule_state: Any
    optimizer_origin: int
    schedule_origin: int
    batch_origin: Origin
    outcome: Outcome
    arrived_at: Any
    last_row: Any
    """The row that a diverged racer keeps showing."""


class Mover:
    """A racer with its state, on a landscape. Everything it hands out is immutable."""

    params: Any
    """The point, before the next update."""
    states: Any
    """The optimizer's state there."""
    last_row: Any = None

    def __init__(self, racer: Racer, landscape: Landscape, start: tuple[float, ...], seed: int, convergence: Convergence) -> None:
        self.racer = racer
        self.ground = landscape
        """What is descended."""
        self.landscape = racer.gradient.seen(landscape)
        """The same as this racer sees it."""
        self.start = start
        self.seed = seed
        self.convergence = convergence
        self.hyper = racer.optimizer.hyper()
        self.optimizer_origin = 0
        self.schedule_origin = 0
        self.batch_origin = Origin()
        self.schedule_state: Any = racer.schedule.init()
        self.outcome = Outcome(racer.id)
        self.decisions: list[Outcome] = []
        """Outcomes since somebody emptied it, only where a run waits for all to stand still (``Convergence.stop``)."""
        self.arrived_at: Any = None
        """Where it converged, as ``params``; None for one on its way."""
        self._reach: NDArray[np.float64] | None = None
        self._noise_block = (-1, np.empty((0, 0)))
        self._shuffled: tuple[object, Any] = (None, None)
        self.stand_at(start)
        self.remember_nothing()

    # ---- what each kind says for itself --------------------------------------------------------------

    def stand_at(self, point: tuple[float, ...]) -> None:
        """Put the racer there; its optimizer's state stays."""
        raise NotImplementedError

    def remember_nothing(self) -> None:
        """Begin the optimizer's state anew."""
        raise NotImplementedError

    def record(self) -> Any:
        """An empty record, which ``write`` adds rows to."""
        raise NotImplementedError

    def write(self, first: int, count: int, every: int, record: Any) -> None:
        """Make the updates of steps ``first … first + count − 1``; add the rows of every ``every``-th of them to ``record``."""
        raise NotImplementedError

    def log(self, record: Any) -> Log:
        """The rows of a record of this mover's, to be read by name."""
        raise NotImplementedError

    def numbers(self) -> list[float]:
        """Point and optimizer's state as a list."""
        raise NotImplementedError

    def take_numbers(self, take: Callable[[int], list[float]]) -> None:
        """Set both from such a list, of which ``take(n)`` gives the next n."""
        raise NotImplementedError

    @property
    def snapshot_bytes(self) -> int:
        """About how much memory a snapshot takes."""
        raise NotImplementedError

    @property
    def own_bytes(self) -> int:
        """About how much memory it takes besides its ground, when all is there: its noise, its shuffled copy of the examples."""
        noise = 8 * NOISE_BLOCK * len(self.ground.parameters) if self.racer.noise else 0
        data = None if self.racer.batch.sees_all or self.examples > MOST_SHUFFLED else self.ground.as_data
        return MOVER_BYTES + noise + (0 if data is None else data.batch_bytes)

    # ---- what a step shows (engine.views.step) ---------------------------------------------------------

    def shown(self, parameter: str) -> Sequence[int]:
        """Places of the parameters whose arithmetic a step shows; of many it is the one named, or the first.

        Raises ``EngineError`` for a name that is none.
        """
        raise NotImplementedError

    def traced(self, f: Functions, point: Sequence[Any], places: Sequence[int], step: int) -> tuple[Any, Sequence[Any]]:
        """(loss, gradient) on the batch of ``step``, made of traced numbers; ``point`` and gradient are those at ``places``."""
        raise NotImplementedError

    def altered_at(self, f: Functions, gradient: Sequence[Any], places: Sequence[int], step: int) -> Sequence[Any]:
        """The gradient as the optimizer sees it, at ``places``."""
        raise NotImplementedError

    def state_at(self, place: int) -> Any:
        """The optimizer's state of one parameter, of floats."""
        raise NotImplementedError

    # ---- what all have in common ---------------------------------------------------------------------

    def fresh(self) -> Self:
        """The same racer at its start."""
        return type(self)(self.racer, self.ground, self.start, self.seed, self.convergence)

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
            self.arrived_at,
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
            self.arrived_at,
            self.last_row,
        ) = snapshot

    def advance(self, first: int, count: int, every: int = 1) -> Log:
        """Make the updates of steps ``first … first + count − 1``; rows of every ``every``-th of them."""
        record = self.record()
        self.write(first, count, every, record)
        return self.log(record)

    def change(self, at_step: int, setting: Setting) -> None:
        """Apply a setting before the update of ``at_step`` (see ``run_config.Setting``)."""
        racer = self.racer
        own = {name: value for name in OF_RACER if (value := getattr(setting, name)) is not None}
        self.racer = racer.model_copy(update=own)
        if setting.optimizer is not None:
            self.hyper = setting.optimizer.hyper()
            if setting.optimizer.kind != racer.optimizer.kind:
                self.optimizer_origin = at_step
                self.remember_nothing()
        if setting.schedule is not None and setting.schedule.kind != racer.schedule.kind:
            self.schedule_origin = at_step
            self.schedule_state = setting.schedule.init()
        if setting.params is not None:
            self.stand_at(setting.params)
        if setting.batch is not None and setting.batch != racer.batch:
            self.batch_origin = begun_at(racer.batch, self.examples, self.batch_origin, at_step)
        self.landscape = self.racer.gradient.seen(self.ground)
        # A learner who changes a racer sets it going again, from its last finite point.
        self.outcome = Outcome(racer.id)
        self.arrived_at = self.last_row = None

    def stand_on(self, ground: Landscape, at_step: int) -> None:
        """Move on ``ground`` from ``at_step``; an epoch of another number of examples begins anew."""
        if examples_of(ground) != self.examples:
            self.batch_origin = begun_at(self.racer.batch, self.examples, self.batch_origin, at_step)
        self.ground = ground
        self.landscape = self.racer.gradient.seen(ground)
        self._shuffled, self._reach = (None, None), None

    def places(self, log: Log) -> Floats:
        """Where the rows of ``log`` stand in the picture, ``(rows, min(d, 2))``."""
        return self.ground.drawn_at(log.params)

    # ---- batches ---------------------------------------------------------------------------------------

    @property
    def examples(self) -> int:
        """Of how many examples the loss is made; 0 where there is no data."""
        return examples_of(self.ground)

    def place(self, step: int) -> Place:
        """Which batch the update of ``step`` takes; only where there is data."""
        return place_of(self.racer.batch, self.examples, self.batch_origin, step)

    def indices(self, step: int) -> NDArray[np.int64]:
        """The examples of that batch."""
        place = self.place(step)
        return self.order_of(place.epoch)[place.first : place.last]

    def order_of(self, epoch: int) -> NDArray[np.int64]:
        """The order in which an epoch takes the examples."""
        return self.racer.batch.order(self.seed, self.racer.id, epoch, self.examples)

    def batch(self, step: int) -> Any:
        """The examples themselves, as ``Landscape.slope_on`` takes them; None for all."""
        data = self.landscape.as_data
        if data is None or self.racer.batch.sees_all:
            return None
        place = self.place(step)
        if self.examples > MOST_SHUFFLED:
            return data.batch(self.order_of(place.epoch)[place.first : place.last])
        key = (place.epoch, self.racer.batch)
        if self._shuffled[0] != key:  # once an epoch: batches are then slices
            self._shuffled = (key, data.batch(self.order_of(place.epoch)))
        return self._shuffled[1].cut(slice(place.first, place.last))

    # ---- what an update is made of -----------------------------------------------------------------------

    def altered(self, f: Functions, gradient: Sequence[Any], step: int) -> Sequence[Any]:
        """The gradient as the optimizer sees it: noise added, then clipped."""
        racer = self.racer
        if racer.noise:
            draws = self.noise_at(step, len(gradient)).tolist()
            gradient = tuple(g + racer.noise * n for g, n in zip(gradient, draws, strict=True))
        return racer.clipping.clip(f, gradient)

    def noise_at(self, step: int, width: int) -> NDArray[np.float64]:
        """Standard normal numbers for the update of ``step``, ``(width,)``."""
        block, row = divmod(step, NOISE_BLOCK)
        if self._noise_block[0] != block:
            self._noise_block = (block, noise_block(self.seed, self.racer.id, block, width))
        return np.asarray(self._noise_block[1][row])

    def rate_at(self, step: int) -> float:
        """The scheduled learning rate of the update of ``step``."""
        racer = self.racer
        return racer.optimizer.learning_rate * racer.schedule.warmed_factor(self.schedule_state, step - self.schedule_origin)

    @property
    def base_rate(self) -> float:
        """The learning rate before its schedule."""
        return self.racer.optimizer.learning_rate

    @property
    def is_scheduled(self) -> bool:
        """Whether ``rate_at`` must be asked at every step."""
        return not self.racer.schedule.is_constant or self.racer.schedule.warmup_steps > 0

    @property
    def is_altered(self) -> bool:
        """Whether the optimizer sees another gradient than the landscape's."""
        return self.racer.noise != 0 or self.racer.clipping.kind != "none"

    @property
    def is_observed(self) -> bool:
        """Whether the schedule wants to know every loss."""
        return self.racer.schedule.observes

    @property
    def is_watched(self) -> bool:
        """Whether it is asked for standing still at every step: as long as it has not diverged."""
        return self.outcome.kind in ("running", "converged")

    @property
    def is_there(self) -> bool:
        """Whether it has converged."""
        return self.outcome.kind == "converged"

    def observe(self, step: int, loss: float) -> None:
        """Tell the schedule the loss of ``step``."""
        schedule = self.racer.schedule
        if step - self.schedule_origin >= schedule.warmup_steps:
            self.schedule_state = schedule.observe(self.schedule_state, loss)

    def is_judged(self, step: int) -> bool:
        """Whether convergence is judged at ``step``: with batches at the end of each epoch."""
        return self.racer.batch.sees_all or self.place(step).last == self.examples

    def decide(self, outcome: Outcome) -> None:
        """From now on it stands so."""
        self.outcome = outcome
        if self.convergence.stop:
            self.decisions.append(outcome)

    def judged(self, step: int, params: Any, is_flat: bool, is_still: bool) -> bool:
        """Whether it has converged by ``step``: it arrives where it is flat and still, and leaves where it is not flat and away."""
        if not self.is_there and is_flat and is_still:
            self.arrived_at = params
            self.decide(Outcome(self.racer.id, "converged", step))
        elif self.is_there and not is_flat and self._has_left(params):
            self.arrived_at = None
            self.decide(Outcome(self.racer.id, "running", step))
        return self.is_there

    def _has_left(self, params: Any) -> bool:
        if self._reach is None:
            self._reach = NEAR * sides_of(self.ground)
        return bool((np.abs(np.subtract(params, self.arrived_at)) > self._reach).any())

    def settle(self) -> None:
        """After a piece of steps: say what kind of point it came to, if it is still there."""
        if self.is_there and self.outcome.point is None:
            self.outcome = self.outcome._replace(point=kind_of_point(self.ground, tuple(map(float, self.arrived_at))))
