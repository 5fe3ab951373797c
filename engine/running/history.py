"""Snapshots of a run within a bound; their spacing doubles when it is full."""

from bisect import bisect_right

from engine.running.mover import Snapshot

HISTORY_BYTES = 8 * 2**20
FIRST_SPACING = 256


class History:
    """Snapshots before the updates of steps ``first``, ``first + spacing``, …; those of one step take ``snapshot_bytes``."""

    def __init__(self, first: int, snapshots: tuple[Snapshot, ...], snapshot_bytes: int) -> None:
        self.spacing = FIRST_SPACING
        self.steps = [first]
        self.kept = [snapshots]
        self.most = max(2, HISTORY_BYTES // max(1, snapshot_bytes))
        self._snapshot_bytes = snapshot_bytes

    @property
    def nbytes(self) -> int:
        """About how much memory they take."""
        return len(self.steps) * self._snapshot_bytes

    @property
    def next_step(self) -> int:
        """The step at which the next snapshot is due."""
        return self.steps[-1] + self.spacing

    def keep(self, step: int, snapshots: tuple[Snapshot, ...]) -> None:
        """Keep the snapshots taken before the update of ``step`` (= ``next_step``)."""
        if len(self.steps) >= self.most:
            self.steps, self.kept = self.steps[::2], self.kept[::2]
            self.spacing *= 2
        if step == self.next_step:
            self.steps.append(step)
            self.kept.append(snapshots)

    def before(self, step: int) -> tuple[int, tuple[Snapshot, ...]]:
        """The last snapshots at or before ``step``: (their step, they)."""
        index = bisect_right(self.steps, step) - 1
        return self.steps[index], self.kept[index]
