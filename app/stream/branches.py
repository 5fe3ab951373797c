"""The branches a session holds, and how one is computed (again) in slices."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

from app.refusal import Refusal
from app.stream.paths import Length, shortened
from app.stream.work import Job, Pace
from engine.errors import EngineError
from engine.run import Run, follow_in_pieces, resume_in_pieces, skip_in_pieces, start_in_pieces
from engine.run_config import Change
from engine.running.checkpoint import step_of
from engine.running.path import Path

MOST_CHAINED = 1_024
"""Runs that a branch holds, one for each change, when its path begins anew: all are counted whenever it is used."""


@dataclass
class Branch:
    """One branch: its run and what its pace and checkpoint need."""

    run: Run
    pace: Pace
    earliest_step: int = 0
    """Steps before it are not at hand (the run was taken up from a checkpoint there, or they were too much to hold)."""
    past: "Branch | None" = None
    """Steps before it, computed again, as far as they are held."""
    length: Length | None = None
    """Of its path, once it was measured."""
    cut_from: int | None = None
    unsaved_s: float = 0.0
    """Work since the last checkpoint."""

    def chains(self) -> Iterator[Iterator[Run]]:
        """All runs that it holds: its own with their forebears, then those of its past."""
        yield self.run.chain()
        if self.past is not None:
            yield from self.past.chains()

    def let_go(self, excess_bytes: float) -> bool:
        """Hold no past that was computed again, or the oldest runs of the chain no longer; whether there was something to let go."""
        if self.past is not None:
            self.past = None
            return True
        chain = list(self.run.chain())
        for index in range(len(chain) - 1, 0, -1):
            excess_bytes -= chain[index].nbytes
            if excess_bytes <= 0 or index == 1:
                chain[index - 1].forget_before()
                self.earliest_step = chain[index - 1].first_step
                return True
        return False

    def begin_anew(self, length: Length, most_letters: int) -> Path | None:
        """Keep the ``length`` of its path within a message of ``most_letters``; the path where it begins anew for that."""
        before = self.run.path
        self.length = shortened(self.run, length, most_letters)
        if self.run.path is before:
            return None
        if (oldest := next(islice(self.run.chain(), MOST_CHAINED - 1, None), None)) is not None:
            oldest.forget_before()
            self.earliest_step = oldest.first_step
        return self.run.path

    def length_after(self, path: Path) -> Length:
        """Of a path that is its own, or an earlier part of it, with one change more."""
        return Length.of(path) if self.length is None else self.length.after(path)

    def pace_after(self, change: Change, run: Run) -> Pace:
        """Of ``run``, to which the change leads; of other data, or another way to the gradient, nothing is known yet."""
        return self.pace if change.set.problem is None and change.set.gradient is None else Pace.of(run.config)


class Branches:
    """Branches by number, at most ``most``; for a new one the one unused the longest is dropped."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[int, Branch] = OrderedDict()

    def find(self, number: int) -> Branch | None:
        """The branch, or None; does not count as use."""
        return self._held.get(number)

    def get(self, number: int, path: str = "branch") -> Branch:
        """The branch. Raises `Refusal` (``unknown_branch``)."""
        branch = self._held.get(number)
        if branch is None:
            raise Refusal("unknown_branch", path, value=number, allowed=sorted(self._held))
        self._held.move_to_end(number)
        return branch

    def put(self, number: int, branch: Branch) -> None:
        """Hold ``branch`` as ``number``."""
        self._held[number] = branch
        self._held.move_to_end(number)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def clear(self) -> None:
        """Hold nothing."""
        self._held.clear()

    @property
    def nbytes(self) -> int:
        """About how much memory all runs take together; a forebear of several branches is held once."""
        counted: set[int] = set()
        total = 0
        for chain in (chain for branch in self._held.values() for chain in branch.chains()):
            for run in chain:
                if id(run) in counted:
                    break  # and so are its forebears
                counted.add(id(run))
                total += run.nbytes
        return total

    def keep_within(self, most_bytes: int, number: int) -> bool:
        """Let go what is oldest until all take at most ``most_bytes``; whether they do. Branch ``number`` is dropped last of all."""
        if number in self._held:
            self._held.move_to_end(number)
        while (excess := self.nbytes - most_bytes) > 0:
            branch = next(iter(self._held.values()), None)
            if branch is None or (len(self._held) == 1 and not branch.let_go(excess)):
                return False
            if len(self._held) > 1:
                self._held.popitem(last=False)
        return True


Work: TypeAlias = Callable[[Job[Any], Run | None], Awaitable[None]]
"""Has a job done in slices; the run says how far it has come."""


async def begun(path: Path, from_step: int, checkpoint: bytes | None, work: Work) -> Branch:
    """The branch of a path as far as it can be had without computing: at its root or at a checkpoint.

    A checkpoint of step s holds the changes made before step s. Raises `EngineError`.
    """
    config, changes, root = path
    pace = Pace.of(config)
    if checkpoint is None:
        beginning = Job(lambda turn: start_in_pieces(turn, config, (), root), pace)
        await work(beginning, None)
        if from_step < beginning.result.step:
            raise EngineError("before_root", "from_step", value=from_step, allowed=f"≥ {beginning.result.step}")
        return Branch(beginning.result, pace, earliest_step=beginning.result.step)
    step = step_of(checkpoint)
    if step > from_step:
        raise EngineError("bad_checkpoint", "checkpoint", value=f"step {step}", allowed=f"a step ≤ {from_step}")
    made = tuple(change for change in changes if change.at_step < step)
    resuming = Job(lambda turn: resume_in_pieces(turn, config, made, checkpoint, root), pace)
    await work(resuming, None)
    return Branch(resuming.result, pace, earliest_step=resuming.result.step)


async def go_on(branch: Branch, changes: tuple[Change, ...], to_step: int, work: Work, most_bytes: float) -> None:
    """Make the changes the branch has not made yet and go on to ``to_step``, holding at most ``most_bytes`` of what lies behind.

    Raises `EngineError`, its path beginning with ``changes.N``.
    """
    held = branch.run.nbytes
    for index in range(len(branch.run.path.changes), len(changes)):
        following = Job(partial(follow_in_pieces, run=branch.run, index=index, change=changes[index]), branch.pace)
        await work(following, branch.run)
        branch.run = following.result
        branch.pace = branch.pace_after(changes[index], branch.run)
        held += branch.run.nbytes
        if held > most_bytes and branch.let_go(held - most_bytes):
            held = sum(run.nbytes for chain in branch.chains() for run in chain)
    await work(Job(partial(skip_in_pieces, run=branch.run, to_step=to_step), branch.pace), branch.run)


async def holding(branch: Branch, step: int, field: str, work: Work, most_bytes: float) -> Branch:
    """The branch itself where it has ``step`` at hand, else its past computed again up to where it has.

    Raises `EngineError` (``before_root``) where ``step``, which stands in ``field`` of a message, lies before all that is held.
    """
    if step >= branch.earliest_step:
        return branch
    past = branch.past
    if past is None or not past.earliest_step <= step <= past.run.step:
        *_, oldest = branch.run.chain()
        path = oldest.path
        if step < path.step:
            raise EngineError("before_root", field, value=step, allowed=f"≥ {path.step}")
        made = tuple(change for change in path.changes if change.at_step <= step)
        until = next((change.at_step for change in path.changes if change.at_step > step), branch.earliest_step)
        past = await begun(path, path.step, None, work)
        await go_on(past, made, min(until, branch.earliest_step), work, most_bytes)
        branch.past = past
    return past
