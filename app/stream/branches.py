"""The branches a session holds, and how one is computed (again) in slices."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from app.refusal import Refusal
from app.stream.work import Job, Pace
from engine.errors import EngineError
from engine.run import Run, follow_in_pieces, resume_in_pieces, skip_in_pieces, start_in_pieces
from engine.run_config import Change, RunConfig
from engine.running.checkpoint import step_of


@dataclass
class Branch:
    """One branch: its run and what its pace and checkpoint need."""

    run: Run
    pace: Pace
    earliest_step: int = 0
    """Steps before it are not at hand (the run was taken up from a checkpoint there); they would be computed again."""
    cut_from: int | None = None
    unsaved_s: float = 0.0
    """Work since the last checkpoint."""

    def pace_after(self, change: Change) -> Pace:
        """Of the run that the change leads to; of other data nothing is known yet."""
        return self.pace if change.set.problem is None else Pace.of(self.run.config)


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


Work: TypeAlias = Callable[[Job[Any], Run | None], Awaitable[None]]
"""Has a job done in slices; the run says how far it has come."""


async def begun(config: RunConfig, changes: tuple[Change, ...], from_step: int, checkpoint: bytes | None, work: Work) -> Branch:
    """The branch as far as it can be had without computing: at step 0 or at its checkpoint.

    A checkpoint of step s holds the changes made before step s. Raises `EngineError`.
    """
    pace = Pace.of(config)
    if checkpoint is None:
        beginning = Job(lambda turn: start_in_pieces(turn, config), pace)
        await work(beginning, None)
        return Branch(beginning.result, pace)
    step = step_of(checkpoint)
    if step > from_step:
        raise EngineError("bad_checkpoint", "checkpoint", value=f"step {step}", allowed=f"a step ≤ {from_step}")
    made = tuple(change for change in changes if change.at_step < step)
    resuming = Job(lambda turn: resume_in_pieces(turn, config, made, checkpoint), pace)
    await work(resuming, None)
    return Branch(resuming.result, pace, earliest_step=resuming.result.step)


async def go_on(branch: Branch, changes: tuple[Change, ...], to_step: int, work: Work) -> None:
    """Make the changes the branch has not made yet and go on to ``to_step``.

    Raises `EngineError`, its path beginning with ``changes.N``.
    """
    for index in range(len(branch.run.path.changes), len(changes)):
        following = Job(partial(follow_in_pieces, run=branch.run, index=index, change=changes[index]), branch.pace)
        await work(following, branch.run)
        branch.run = following.result
        branch.pace = branch.pace_after(changes[index])
    await work(Job(partial(skip_in_pieces, run=branch.run, to_step=to_step), branch.pace), branch.run)
