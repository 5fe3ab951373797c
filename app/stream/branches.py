"""The branches a session holds, and how one is computed (again) in slices."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.refusal import Refusal
from app.stream.work import Pace, Skipping
from engine.errors import EngineError
from engine.run import Run, follow, resume, start
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


def begun(config: RunConfig, changes: tuple[Change, ...], from_step: int, checkpoint: bytes | None) -> Branch:
    """The branch as far as it can be had without computing: at step 0 or at its checkpoint.

    A checkpoint of step s holds the changes made before step s. Raises `EngineError`.
    """
    if checkpoint is None:
        run = start(config)
        return Branch(run, Pace(len(run.racers)))
    step = step_of(checkpoint)
    if step > from_step:
        raise EngineError("bad_checkpoint", "checkpoint", value=f"step {step}", allowed=f"a step ≤ {from_step}")
    run = resume(config, tuple(change for change in changes if change.at_step < step), checkpoint)
    return Branch(run, Pace(len(run.racers)), earliest_step=run.step)


async def go_on(branch: Branch, changes: tuple[Change, ...], to_step: int, skip: Callable[[Skipping], Awaitable[None]]) -> None:
    """Make the changes the branch has not made yet and go on to ``to_step``; ``skip`` works in slices.

    Raises `EngineError`, its path beginning with ``changes.N``.
    """
    for index in range(len(branch.run.path.changes), len(changes)):
        await skip(Skipping(branch.run, changes[index].at_step, branch.pace))
        branch.run = follow(branch.run, index, changes[index])
    await skip(Skipping(branch.run, to_step, branch.pace))
