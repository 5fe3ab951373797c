"""A run: racers on one problem, step by step, able to go back, to branch and to be taken up elsewhere.

Nothing here waits, draws from a hidden generator or reads a clock: the same configuration and changes
give the same bits.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.numbers.draws import uniform_point
from engine.registry import member
from engine.run_config import Change, Racer, RunConfig, Setting
from engine.running import checkpoint as checkpoints
from engine.running.columns import columns_of
from engine.running.history import History
from engine.running.mover import Mover
from engine.running.movers import mover_of
from engine.running.outcome import Outcome
from engine.view import View, offered


@dataclass(frozen=True, slots=True)
class Rows:
    """Steps ``first_step``, ``first_step + every``, … of a run as columns (``engine.running.columns``)."""

    first_step: int
    every: int
    rows: int
    columns: Mapping[str, NDArray[np.float64]]
    outcomes: tuple[Outcome, ...]
    """Decided within these steps."""


class Path(NamedTuple):
    """A run's origin: its first configuration and the changes since."""

    root: RunConfig
    changes: tuple[Change, ...] = ()


def start_point(config: RunConfig, racer: Racer) -> tuple[float, ...]:
    """Where the racer begins; a random start is drawn here, one for all if it is the shared one."""
    start = config.start_of(racer)
    if start != "random":
        return tuple(map(float, start))
    return uniform_point(config.seed, racer.id if racer.start == "random" else "", config.problem.landscape.window())


def _movers(config: RunConfig) -> tuple[Mover, ...]:
    return tuple(
        mover_of(racer, config.problem.of(racer.own).landscape, start_point(config, racer), config.seed, config.convergence)
        for racer in config.racers
    )


def _check_fits(change: Change, config: RunConfig) -> None:
    racers, setting, width = [racer.id for racer in config.racers], change.set, len(config.problem.parameters)
    if change.racer is not None and change.racer not in racers:
        raise EngineError("unknown_kind", "racer", value=repr(change.racer), allowed=", ".join(racers))
    config.problem.check_change(setting.problem, "set.problem")
    (setting.problem or config.problem).check_own(setting.own, "set.own")
    if setting.params is not None and len(setting.params) != width:
        raise EngineError("wrong_length", "set.params", value=len(setting.params), allowed=width)
    if setting.batch is not None:
        config.problem.check_batch(setting.batch.kind, "set.batch")


def _changed(config: RunConfig, movers: tuple[Mover, ...], change: Change) -> RunConfig:
    """Make a change that fits in ``movers``, which stand before its step, and return the configuration it leads to."""
    problem = change.set.problem or config.problem
    for mover in movers:
        is_named = mover.racer.id == change.racer
        own = change.set.own if is_named and change.set.own is not None else mover.racer.own
        if change.set.problem is not None or own is not mover.racer.own:
            mover.stand_on(problem.of(own).landscape, change.at_step)
        if is_named:
            mover.change(change.at_step, change.set)
        elif change.set.problem is not None:
            # What was reached or left was another surface's: every racer is on its way again.
            mover.change(change.at_step, Setting())
    return config.model_copy(update={"problem": problem, "racers": tuple(mover.racer for mover in movers)})


class Run:
    """One branch of a run. ``start`` makes the first, ``branch`` the others."""

    def __init__(self, config: RunConfig, movers: tuple[Mover, ...], first_step: int, path: "Path", before: "Run | None") -> None:
        self.config = config
        self.path = path
        """How to compute this run from nothing."""
        self.step = first_step
        """The next step to compute."""
        self.starts: tuple[tuple[float, ...], ...] = before.starts if before else tuple(mover.start for mover in _movers(path.root))
        self.first_step = first_step
        """Where this branch was cut from its parent."""
        self._movers = movers
        self._before = before
        self._history = History(first_step, tuple(mover.snapshot() for mover in movers), sum(mover.snapshot_bytes for mover in movers))

    @property
    def racers(self) -> tuple[str, ...]:
        """The racers' ids in the order of the columns' axis."""
        return tuple(mover.racer.id for mover in self._movers)

    @property
    def is_over(self) -> bool:
        """True when no step is left."""
        return self.step > self._last_step()

    def _last_step(self) -> int:
        """The last step there is, as far as is known now."""
        if not self._movers:
            return -1
        kinds = {mover.outcome.kind for mover in self._movers}
        if kinds == {"diverged"} or (self.config.convergence.stop and "running" not in kinds):
            return min(self.config.step_limit, max(mover.outcome.step for mover in self._movers))
        return self.config.step_limit

    def outcomes(self) -> tuple[Outcome, ...]:
        """How every racer stands; those still running at the end have met the step limit."""
        limit = self.config.step_limit
        found = [mover.outcome for mover in self._movers]
        return tuple(one._replace(kind="step_limit", step=limit) if one.kind == "running" and self.step > limit else one for one in found)

    def advance(self, count: int, every: int = 1, columns: Sequence[str] = ("params", "loss")) -> Rows:
        """Compute the next ``count`` steps (fewer at the end) and return every ``every``-th as columns."""
        first, written = self.step, [mover.record() for mover in self._movers]
        undecided = [mover for mover in self._movers if mover.outcome.kind == "running"]
        last = min(first + count, self.config.step_limit + 1)
        while self.step < last and not self.is_over:
            # Up to the next snapshot, and no further than a multiple of ``every`` from the first row.
            part = min(last, max(self._history.next_step, self.step + 1)) - self.step
            offset = -(self.step - first) % every
            for mover, record in zip(self._movers, written, strict=True):
                if offset:
                    mover.write(self.step, min(offset, part), part, mover.record())
                if part > offset:
                    mover.write(self.step + offset, part - offset, every, record)
            self.step += part
            if self.step == self._history.next_step:
                self._history.keep(self.step, tuple(mover.snapshot() for mover in self._movers))
        outcomes = [mover.outcome for mover in undecided if mover.outcome.kind != "running"]
        if self.is_over and self.step > self._last_step() + 1:
            # The end came to light only after the racers had gone on: stand where it was.
            self.step = max(first, self._last_step() + 1)
            self._movers = self._movers_at(self.step)
        length = len(range(first, self.step, every))
        logs = [mover.log(record).head(length) for mover, record in zip(self._movers, written, strict=True)]
        steps = np.arange(first, self.step, every, dtype=float)
        filled = columns_of(columns, self._movers, logs, steps) if self._movers and length else {}
        return Rows(first, every, length, filled, tuple(outcomes))

    def _movers_at(self, step: int) -> tuple[Mover, ...]:
        """Fresh movers standing before the update of ``step``, which this run or its forebears computed."""
        return tuple(self._mover_at(step, index) for index in range(len(self._movers)))

    def _mover_at(self, step: int, index: int) -> Mover:
        """The ``index``-th of them."""
        run = self._holder(step)
        at, snapshots = run._history.before(step)
        fresh = run._movers[index].fresh()
        fresh.restore(snapshots[index])
        if step > at:
            fresh.write(at, step - at, step - at, fresh.record())
        return fresh

    def _holder(self, step: int) -> "Run":
        """The run that computed ``step``: this one or one of its forebears."""
        run = self
        while step < run.first_step:  # no recursion: a run may have been changed a thousand times
            if run._before is None:  # taken up from a checkpoint: its past was computed elsewhere
                run._before = start(*run.path, from_step=run.first_step)
            run = run._before
        return run

    def _checked(self, step: int, path: str) -> None:
        if not 0 <= step <= min(self.step, self.config.step_limit):
            raise EngineError("out_of_range", path, value=step, allowed=f"[0, {min(self.step, self.config.step_limit)}]")

    def branch(self, change: Change) -> "Run":
        """This run cut before the update of ``change.at_step`` and gone on with the change; this one stays.

        Raises ``EngineError`` where the step was not computed yet, no such racer runs, the problem
        would become another kind, or the point has the wrong number of parameters.
        """
        self._checked(change.at_step, "at_step")
        run = self._holder(change.at_step)  # changes made after that step are not on the new run's path
        _check_fits(change, run.config)
        movers = run._movers_at(change.at_step)
        config = _changed(run.config, movers, change)
        return Run(config, movers, change.at_step, Path(run.path.root, (*run.path.changes, change)), run)

    def checkpoint(self) -> bytes | None:
        """The state before the update of ``self.step``; None while it is not finite."""
        return checkpoints.write(self.step, self._movers)

    def inspect(self, step: int, racer: str, what: str | View = "step", **query: Any) -> dict[str, Any]:
        """One step of one racer, opened by a view (``engine/views/``): its kind with the fields of its ``query``, or the view itself.

        Raises ``EngineError`` where the step was not computed, no such racer runs, the query does not fit, or the view is not
        offered on what this racer rolls on.
        """
        self._checked(step, "step")
        if racer not in self.racers:
            raise EngineError("unknown_kind", "racer", value=repr(racer), allowed=", ".join(self.racers))
        view, mover = member("views", View, what, "what", **query), self._mover_at(step, self.racers.index(racer))
        if not view.is_offered(mover.ground):
            raise EngineError("unknown_kind", "what", value=repr(view.kind), allowed=", ".join(offered(mover.ground)))
        return view.look(mover, step)


def start(config: RunConfig, changes: Sequence[Change] = (), *, from_step: int = 0) -> Run:
    """The run at step 0, or at the last change, or further on at ``from_step``.

    Raises ``EngineError`` as ``Run.branch`` does, its path beginning with ``changes.N``.
    """
    run = Run(config, _movers(config), 0, Path(config), None)
    for index, change in enumerate(changes):
        run = follow(run, index, change)
    if from_step > run.step:
        _skip(run, from_step)
    return run


def _skip(run: Run, to_step: int) -> None:
    """Compute ``run`` up to ``to_step`` without writing rows down."""
    steps = to_step - run.step
    if steps > 0:
        run.advance(steps, every=steps, columns=())


def follow(run: Run, index: int, change: Change) -> Run:
    """Compute ``run`` up to the ``index``-th change of its path and take it."""
    if change.at_step < run.first_step:
        raise EngineError("out_of_order", f"changes.{index}.at_step", value=change.at_step, allowed=f"≥ {run.first_step}")
    _skip(run, change.at_step)
    with _within(index):
        return run.branch(change)


@contextmanager
def _within(index: int) -> Iterator[None]:
    """An error of the ``index``-th change names it."""
    try:
        yield
    except EngineError as error:
        raise EngineError(error.code, f"changes.{index}.{error.path}", **error.params) from None


def resume(config: RunConfig, changes: Sequence[Change], checkpoint: bytes) -> Run:
    """Take a run up where ``Run.checkpoint`` was taken, without computing what was before.

    ``changes`` must all lie at or before the checkpoint's step, and the checkpoint must be of the
    branch they lead to. Raises ``EngineError`` where anything does not fit.
    """
    step = checkpoints.step_of(checkpoint)
    if step > config.step_limit + 1:
        raise EngineError("bad_checkpoint", "checkpoint", value=f"step {step}", allowed=f"a step ≤ {config.step_limit + 1}")
    movers, now, earliest = _movers(config), config, 0
    for index, change in enumerate(changes):
        if not earliest <= change.at_step <= step:
            raise EngineError("out_of_order", f"changes.{index}.at_step", value=change.at_step, allowed=f"[{earliest}, {step}]")
        with _within(index):
            _check_fits(change, now)
        now, earliest = _changed(now, movers, change), change.at_step
    checkpoints.read(checkpoint, movers)
    return Run(now, movers, step, Path(config, tuple(changes)), None)
