"""A run: racers on one problem, step by step, able to go back, to branch and to be taken up elsewhere.

Nothing here waits, draws from a hidden generator or reads a clock: the same configuration and changes
give the same bits. Whatever may take long can be had in pieces (``engine.running.turns``): the methods whose names end in
``in_pieces`` do what those without it do, pausing between racers and after as many updates as their turn allows.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.registry import member
from engine.run_config import Change, RunConfig
from engine.running import checkpoint as checkpoints
from engine.running.changing import changed, check_fits, movers_of, needs_data
from engine.running.columns import columns_of
from engine.running.history import History
from engine.running.mover import MOVER_BYTES, Mover
from engine.running.outcome import Outcome, ended, first_rest, within
from engine.running.path import Path, bytes_of_change
from engine.running.turns import Pieces, Turn, at_once
from engine.view import MANY, View, offered


@dataclass(frozen=True, slots=True)
class Rows:
    """Steps ``first_step``, ``first_step + every``, … of a run as columns (``engine.running.columns``)."""

    first_step: int
    every: int
    rows: int
    columns: Mapping[str, NDArray[np.float64]]
    outcomes: tuple[Outcome, ...]
    """Decided within these steps, or open again (``running``)."""


class Run:
    """One branch of a run. ``start`` makes the first, ``branch`` the others."""

    def __init__(self, config: RunConfig, movers: tuple[Mover, ...], first_step: int, path: Path, before: "Run | None") -> None:
        self.config = config
        self.path = path
        """How to compute this run again."""
        self.step = first_step
        """The next step to compute."""
        self.starts: tuple[tuple[float, ...], ...] = before.starts if before else tuple(mover.start for mover in movers_of(path.config))
        self.first_step = first_step
        """Where this branch was cut from its parent."""
        self._movers = movers
        self._before = before
        self._history = History(first_step, tuple(mover.snapshot() for mover in movers), sum(mover.snapshot_bytes for mover in movers))

        self._own_bytes = self._bytes_of_own()

    def _bytes_of_own(self) -> int:
        """Of movers, data and question that its forebear does not hold as well."""
        arrays = self._arrays()
        for kept in self._before._arrays() if self._before else ():
            arrays.pop(kept, None)
        is_asked_before = self._before is not None and self._before.config.problem is self.config.problem
        asked = 0 if is_asked_before else self.config.problem.asked_bytes
        movers = MOVER_BYTES + sum(mover.own_bytes for mover in self._movers)
        return sum(arrays.values()) + movers + asked + self._bytes_of_path()

    def _bytes_of_path(self) -> int:
        """Of what of its path its forebear does not hold as well, nor its configuration."""
        before, path = self._before, self.path
        shared = len(before.path.changes) if before is not None and before.path.config is path.config else 0
        news = path.changes[shared:]
        weighed_already = self.config.problem.asked_bytes if any(change.set.problem is self.config.problem for change in news) else 0
        return sum(map(bytes_of_change, news)) - weighed_already + len(path.root or b"")

    def _arrays(self) -> dict[int, int]:
        """Bytes of each array that its movers' grounds are made of; a view counts as what it looks at."""
        grounds = {id(mover.ground): mover.ground for mover in self._movers}.values()
        held = (array if array.base is None else array.base for ground in grounds for array in ground.arrays())
        return {id(array): array.nbytes for array in held}

    @property
    def nbytes(self) -> int:
        """About how much memory this branch takes beyond its forebears."""
        return self._own_bytes + self._history.nbytes

    def chain(self) -> "Iterator[Run]":
        """This run and its forebears, as far as they are held."""
        run: Run | None = self
        while run is not None:
            yield run
            run = run._before

    def forget_before(self) -> None:
        """Hold no forebears any more: their steps are computed again where they are asked for."""
        self._before = None
        self._own_bytes = self._bytes_of_own()

    def rooted(self, *only: str) -> Path:
        """A path to this run without changes: its configuration as it is, and its state where it was cut, at ``first_step``.

        Where the racers began is written out: of a changed problem it may not follow. With ``only`` some racers it is that of a run
        without the others: what a racer draws hangs on its id and on nothing of theirs, so its bits are the same.
        """
        places = [place for place, name in enumerate(self.racers) if not only or name in only]
        movers = tuple(self._movers[place].fresh() for place in places)
        _, snapshots = self._history.before(self.first_step)
        for mover, place in zip(movers, places, strict=True):
            mover.restore(snapshots[place])
        racers = tuple(self.config.racers[place].model_copy(update={"start": self.starts[place]}) for place in places)
        return Path(self.config.model_copy(update={"racers": racers}), (), checkpoints.write(self.first_step, movers))

    def take_path(self, path: Path) -> None:
        """Be computed again by ``path`` from now on, one that leads here (``rooted``)."""
        self.path = path
        self._own_bytes = self._bytes_of_own()

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
        return tuple(
            (ended if self.step > self.config.step_limit else within)(outcome, self.config.step_limit) for outcome in self._standing()
        )

    def _standing(self) -> list[Outcome]:
        return [mover.outcome for mover in self._movers]

    def advance(self, count: int, every: int = 1, columns: Sequence[str] = ("params", "loss")) -> Rows:
        """Compute the next ``count`` steps (fewer at the end) and return every ``every``-th as columns."""
        return at_once(self.advance_in_pieces(Turn(), count, every, columns))

    def advance_in_pieces(self, turn: Turn, count: int, every: int = 1, columns: Sequence[str] = ("params", "loss")) -> Pieces[Rows]:
        """The same in pieces. The run must be left alone until the last one is made; cut short, a row has been made all the same."""
        first, written = self.step, [mover.record() for mover in self._movers]
        at_first, rest = self._standing(), None
        last = min(first + count, self.config.step_limit + 1)
        while self.step < last and not self.is_over and rest is None and not (turn.is_cut and self.step > first):
            before = self._standing()
            # Up to the next snapshot, as far as the turn goes for all, and no further than a multiple of ``every`` from the first row.
            part = min(last - self.step, max(self._history.next_step - self.step, 1), max(turn.most // len(self._movers), 1))
            offset = -(self.step - first) % every
            for mover, record in zip(self._movers, written, strict=True):
                if offset:
                    mover.write(self.step, min(offset, part), part, mover.record())
                if part > offset:
                    mover.write(self.step + offset, part - offset, every, record)
                turn.made += part
                yield
            self.step += part
            if self.config.convergence.stop:
                rest = first_rest(before, self._taken_decisions(), self.step)
            if self.step == self._history.next_step:
                self._history.keep(self.step, tuple(mover.snapshot() for mover in self._movers))
        end = rest if rest is not None else self._last_step() if self.is_over else None
        if end is not None and self.step > end + 1:
            # The end came to light only after the racers had gone on: stand where it was.
            self.step = max(first, end + 1)
            self._movers = yield from self._movers_at(turn, self.step)
        shown = [within(outcome, self.config.step_limit) for outcome in self._standing()]
        outcomes = [now for now, was in zip(shown, at_first, strict=True) if now != was]
        length = len(range(first, self.step, every))
        logs = [mover.log(record).head(length) for mover, record in zip(self._movers, written, strict=True)]
        steps = np.arange(first, self.step, every, dtype=float)
        filled = (yield from columns_of(turn, columns, self._movers, logs, steps)) if self._movers and length else {}
        return Rows(first, every, length, filled, tuple(outcomes))

    def _taken_decisions(self) -> list[Outcome]:
        """What the movers decided since they were asked last."""
        taken = [outcome for mover in self._movers for outcome in mover.decisions]
        for mover in self._movers:
            mover.decisions.clear()
        return taken

    def _movers_at(self, turn: Turn, step: int) -> Pieces[tuple[Mover, ...]]:
        """Fresh movers standing before the update of ``step``, which this run or its forebears computed."""
        found: tuple[Mover, ...] = ()
        for index in range(len(self._movers)):
            found += ((yield from self._mover_at(turn, step, index)),)
        return found

    def _mover_at(self, turn: Turn, step: int, index: int) -> Pieces[Mover]:
        """The ``index``-th of them."""
        run = yield from self._holder(turn, step)
        at, snapshots = run._history.before(step)
        fresh = run._movers[index].fresh()
        fresh.restore(snapshots[index])
        while at < step:
            part = min(step - at, max(turn.most, 1))
            fresh.write(at, part, part, fresh.record())
            at += part
            turn.made += part
            yield
        return fresh

    def _holder(self, turn: Turn, step: int) -> Pieces["Run"]:
        """The run that computed ``step``: this one or one of its forebears."""
        run = self
        while step < run.first_step:  # no recursion: a run may have been changed a thousand times
            if run._before is None:  # taken up from a checkpoint: its past was computed elsewhere
                run._before = yield from start_in_pieces(turn, *run.path, from_step=run.first_step)
            run = run._before
        return run

    def _checked(self, step: int, path: str) -> None:
        if not 0 <= step <= min(self.step, self.config.step_limit):
            raise EngineError("out_of_range", path, value=step, allowed=f"[0, {min(self.step, self.config.step_limit)}]")
        if step < self.first_step:
            *_, oldest = self.chain()
            if step < oldest.path.step:
                raise EngineError("before_root", path, value=step, allowed=f"≥ {oldest.path.step}")

    def branch(self, change: Change) -> "Run":
        """This run cut before the update of ``change.at_step`` and gone on with the change; this one stays.

        Raises ``EngineError`` where the step was not computed yet or lies before the root of the path, no such racer runs, the
        problem would become another kind, or the point has the wrong number of parameters.
        """
        return at_once(self.branch_in_pieces(Turn(), change))

    def branch_in_pieces(self, turn: Turn, change: Change) -> Pieces["Run"]:
        """The same in pieces."""
        self._checked(change.at_step, "at_step")
        run = yield from self._holder(turn, change.at_step)  # changes made after that step are not on the new run's path
        check_fits(change, run.config)
        movers = yield from self._movers_at(turn, change.at_step)
        turn.is_long = needs_data(change, run.config)
        if turn.is_long:
            yield
        config = changed(run.config, movers, change)
        turn.is_long = False
        return Run(config, movers, change.at_step, run.path._replace(changes=(*run.path.changes, change)), run)

    def checkpoint(self) -> bytes:
        """The state before the update of ``self.step``."""
        return checkpoints.write(self.step, self._movers)

    def inspect(self, step: int, racer: str, what: str | View = "step", **query: Any) -> dict[str, Any]:
        """One step of one racer, opened by a view (``engine/views/``): its kind with the fields of its ``query``, or the view itself.

        Raises ``EngineError`` where the step was not computed or lies before the root of the path, no such racer runs, the query does
        not fit, or the view is not offered on what this racer rolls on.
        """
        return at_once(self.inspect_in_pieces(Turn(), step, racer, what, **query))

    def inspect_in_pieces(self, turn: Turn, step: int, racer: str, what: str | View = "step", **query: Any) -> Pieces[dict[str, Any]]:
        """The same in pieces; the look itself is one."""
        self._checked(step, "step")
        if racer not in self.racers:
            raise EngineError("unknown_kind", "racer", value=repr(racer), allowed=", ".join(self.racers))
        view = member("views", View, what, "what", **query)
        mover = yield from self._mover_at(turn, step, self.racers.index(racer))
        if not view.is_offered(mover.ground):
            raise EngineError("unknown_kind", "what", value=repr(view.kind), allowed=", ".join(offered(mover.ground)))
        turn.is_long = view.is_long or self.config.problem.most_evaluations > MANY
        if turn.is_long:
            yield
        found = view.look(mover, step)
        turn.is_long = False
        return found


def start(config: RunConfig, changes: Sequence[Change] = (), root: bytes | None = None, *, from_step: int = 0) -> Run:
    """The run at step 0 (or where the checkpoint ``root`` was taken of it), or at the last change, or further on at ``from_step``.

    Raises ``EngineError`` as ``Run.branch`` does, its path beginning with ``changes.N``, or where the root does not fit.
    """
    return at_once(start_in_pieces(Turn(), config, changes, root, from_step=from_step))


def start_in_pieces(
    turn: Turn, config: RunConfig, changes: Sequence[Change] = (), root: bytes | None = None, *, from_step: int = 0
) -> Pieces[Run]:
    """The same in pieces."""
    turn.is_long = config.problem.takes_batches
    if turn.is_long:
        yield
    movers, step = _begun(config, root)
    run = Run(config, movers, step, Path(config, (), root), None)
    turn.is_long = False
    for index, change in enumerate(changes):
        run = yield from follow_in_pieces(turn, run, index, change)
    yield from skip_in_pieces(turn, run, from_step)
    return run


def _begun(config: RunConfig, root: bytes | None) -> tuple[tuple[Mover, ...], int]:
    """The movers where a path begins, and the step before whose update they stand."""
    movers = movers_of(config)
    if root is None:
        return movers, 0
    try:
        _step_within(config, root)
        return movers, checkpoints.read(root, movers)
    except EngineError as error:
        raise EngineError(error.code, "root", **error.params) from None


def _step_within(config: RunConfig, checkpoint: bytes) -> int:
    """The step it was taken at. Raises ``EngineError`` where a run of this configuration does not come so far."""
    step = checkpoints.step_of(checkpoint)
    if step > config.step_limit + 1:
        raise EngineError("bad_checkpoint", "checkpoint", value=f"step {step}", allowed=f"a step ≤ {config.step_limit + 1}")
    return step


def skip_in_pieces(turn: Turn, run: Run, to_step: int) -> Pieces[None]:
    """Compute ``run`` up to ``to_step`` without writing rows down."""
    steps = to_step - run.step
    if steps > 0:
        yield from run.advance_in_pieces(turn, steps, every=steps, columns=())


def follow_in_pieces(turn: Turn, run: Run, index: int, change: Change) -> Pieces[Run]:
    """Compute ``run`` up to the ``index``-th change of its path and take it."""
    if change.at_step < run.first_step:
        raise EngineError("out_of_order", f"changes.{index}.at_step", value=change.at_step, allowed=f"≥ {run.first_step}")
    yield from skip_in_pieces(turn, run, change.at_step)
    with _within(index):
        return (yield from run.branch_in_pieces(turn, change))


@contextmanager
def _within(index: int) -> Iterator[None]:
    """An error of the ``index``-th change names it."""
    try:
        yield
    except EngineError as error:
        raise EngineError(error.code, f"changes.{index}.{error.path}", **error.params) from None


def resume(config: RunConfig, changes: Sequence[Change], checkpoint: bytes, root: bytes | None = None) -> Run:
    """Take a run up where ``Run.checkpoint`` was taken, without computing what was before.

    ``changes`` must all lie at or before the checkpoint's step, and the checkpoint must be of the
    branch they lead to; one that is of no change any more is a root (``start``). Raises ``EngineError`` where anything does not fit.
    """
    return at_once(resume_in_pieces(Turn(), config, changes, checkpoint, root))


def resume_in_pieces(turn: Turn, config: RunConfig, changes: Sequence[Change], checkpoint: bytes, root: bytes | None = None) -> Pieces[Run]:
    """The same in pieces."""
    step = _step_within(config, checkpoint)
    turn.is_long = config.problem.takes_batches
    if turn.is_long:
        yield
    movers, earliest = _begun(config, root)
    if root is not None and step <= earliest:
        raise EngineError("bad_checkpoint", "checkpoint", value=f"step {step}", allowed=f"a step > {earliest}, the root's")
    now = config
    for index, change in enumerate(changes):
        if not earliest <= change.at_step <= step:
            raise EngineError("out_of_order", f"changes.{index}.at_step", value=change.at_step, allowed=f"[{earliest}, {step}]")
        with _within(index):
            check_fits(change, now)
        if needs_data(change, now):
            yield
        now, earliest = changed(now, movers, change), change.at_step
    turn.is_long = False
    checkpoints.read(checkpoint, movers)
    return Run(now, movers, step, Path(config, tuple(changes), root), None)
