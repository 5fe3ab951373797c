"""Snapshots of a run within a bound; their spacing doubles when it is full."""

from bisect import bisect_right

from engine.running.ball import Snapshot

HISTORY_BYTES = 8 * 2**20
FIRST_SPACING = 256

# A snapshot is a few tuples of floats: 24 bytes a float, about 64 a tuple (measured with sys.getsizeof).
BYTES_A_FLOAT, BYTES_A_TUPLE = 24, 64


def snapshot_bytes(snapshots: tuple[Snapshot, ...]) -> int:
    """About how much memory the snapshots of one step take."""
    return sum(
        BYTES_A_TUPLE * (4 + len(snapshot.states)) + BYTES_A_FLOAT * sum(1 + len(state) for state in snapshot.states)
        for snapshot in snapshots
    )


class History:
    """Snapshots before the updates of steps ``first``, ``first + spacing``, …"""

    def __init__(self, first: int, snapshots: tuple[Snapshot, ...]) -> None:
        self.spacing = FIRST_SPACING
        self.steps = [first]
        self.kept = [snapshots]
        self.most = max(2, HISTORY_BYTES // max(1, snapshot_bytes(snapshots)))

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
