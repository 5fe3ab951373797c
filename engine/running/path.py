"""How a run is computed: from where, and by which changes."""

from typing import NamedTuple

from engine.run_config import Change, RunConfig
from engine.running.checkpoint import step_of

CHANGE_BYTES = 2_048
"""About what a change takes besides a problem or a point that it brings, measured with tracemalloc."""
_COORDINATE_BYTES = 32


class Path(NamedTuple):
    """A root, a configuration with the state in which it is taken up, and the changes since.

    However long a run is played and changed, it has a path of no changes: its configuration as it is, and its state as a root
    (``Run.rooted``). From there on the bits are the same; what was before is not on such a path.
    """

    config: RunConfig
    changes: tuple[Change, ...] = ()
    root: bytes | None = None
    """A checkpoint of ``config`` with nothing left to change in it; None where the path begins at step 0."""

    @property
    def step(self) -> int:
        """Where it begins."""
        return 0 if self.root is None else step_of(self.root)


def bytes_of_change(change: Change) -> int:
    """About how much memory a change takes itself, as a question."""
    problem, params = change.set.problem, change.set.params
    return CHANGE_BYTES + (problem.asked_bytes if problem is not None else 0) + _COORDINATE_BYTES * len(params or ())
