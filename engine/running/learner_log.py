"""What a learner wrote down: few numbers of every row, and the whole of every k-th.

A row of 1,000 parameters with gradient, change and Adam's state is 48 KB. So only every k-th is kept whole, k such that they take
``ROW_BYTES`` a row, and where all of them would take more than ``LOG_BYTES``, every second is let go and k doubles. A row between two that
are kept is made again from the one before it, by the same updates to the same bits.
"""

from array import array
from collections.abc import Callable, Iterator
from itertools import islice, repeat
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.running.log import Log
from engine.running.mover import Mover

Floats = NDArray[np.float64]

ROW_BYTES = 4096
"""Of whole rows for each row there is: keeping more costs more than making rows again for who reads them."""
LOG_BYTES = 16 * 2**20
"""Of all whole rows in one log."""
NARROW = 3
"""Numbers of every row: loss, norm of the gradient, learning rate."""


class Whole(NamedTuple):
    """One row in full. Its arrays are never written to again, so keeping them copies nothing."""

    step: int
    params: Floats
    gradient: Floats
    change: Floats
    before: Any
    """The optimizer's state before the update …"""
    after: Any
    """… and after it; its fields are arrays."""
    schedule_state: Any
    """Before the update."""


class Record:
    """Rows as a learner writes them, ``every`` steps apart. ``again`` makes a learner that stands before the update of a whole row."""

    def __init__(self, again: Callable[[Whole], Mover], place: Callable[[Floats], Floats] | None, row_bytes: int) -> None:
        self.again = again
        self.place = place
        """Where a point stands in the picture; None where nothing is drawn."""
        self.places: list[Floats] = []
        self.every = 1
        self.narrow = array("d")
        self.whole: list[Whole] = []
        """Rows 0, k, 2k, …"""
        self.k = -(-row_bytes // ROW_BYTES)
        self._most = max(2, LOG_BYTES // row_bytes)
        self.moving = 0
        """Rows until the learner left the numbers."""
        self.last: Whole | None = None
        """The row that is shown from there on."""

    def __len__(self) -> int:
        return len(self.narrow) // NARROW

    @property
    def is_due(self) -> bool:
        """Whether the next row is to be kept whole."""
        return self.moving % self.k == 0

    def put(self, narrow: tuple[float, ...], params: Floats) -> None:
        """One row more."""
        self.narrow.extend(narrow)
        if self.place is not None:
            self.places.append(self.place(params))
        self.moving += 1

    def keep(self, row: Whole) -> None:
        """The row about to be put, in full."""
        if len(self.whole) == self._most:
            del self.whole[1::2]
            self.k *= 2
        if self.is_due:
            self.whole.append(row)

    def stand_still(self, narrow: tuple[float, ...], row: Whole, count: int) -> None:
        """``count`` rows more of one that has left the numbers."""
        self.last = row
        self.narrow.extend(narrow * count)
        if self.place is not None:
            self.places += [self.place(row.params)] * count


class LearnerLog(Log):
    """Rows read by name; every property has a leading axis of rows. Whole rows that are not kept are worked out when asked for."""

    def __init__(self, record: Record, rows: int | None = None) -> None:
        self._record = record
        self._rows = len(record) if rows is None else min(rows, len(record))
        self._narrow = np.frombuffer(record.narrow, dtype=float).reshape(-1, NARROW) if self._rows else np.empty((0, NARROW))

    def head(self, rows: int) -> Self:
        return type(self)(self._record, rows)

    def __len__(self) -> int:
        return self._rows

    @property
    def k(self) -> int:
        """Every k-th row is kept whole."""
        return self._record.k

    # ---- few numbers ----------------------------------------------------------------------------------

    @property
    def loss(self) -> Floats:
        return self._narrow[: self._rows, 0]

    @property
    def gradient_norm(self) -> Floats:
        return self._narrow[: self._rows, 1]

    @property
    def learning_rate(self) -> Floats:
        return self._narrow[: self._rows, 2]

    @property
    def places(self) -> Floats:
        """Where they stand in the picture, ``(rows, 2)``. Raises ``EngineError`` (``no_plane``) where nothing is drawn."""
        if self._record.place is None:
            raise EngineError("no_plane", "columns", value="place")
        return np.array(self._record.places[: self._rows])

    # ---- whole rows -----------------------------------------------------------------------------------

    @property
    def params(self) -> Floats:
        return self._column(lambda row: row.params)

    @property
    def gradient(self) -> Floats:
        return self._column(lambda row: row.gradient)

    @property
    def change(self) -> Floats:
        return self._column(lambda row: row.change)

    def field(self, name: str) -> Floats:
        return self._column(lambda row: getattr(row.after, name))

    def state(self) -> Any:
        kind = type(self.row(0).after)
        return kind(*(self.field(name) for name in kind._fields))

    def params_at(self, row: int) -> Floats:
        return self.row(row).params

    def row(self, row: int) -> Whole:
        """One row in full, made again if need be."""
        if row >= self._record.moving and self._record.last is not None:
            return self._record.last
        kept, beyond = divmod(row, self.k)
        return next(islice(self._from(self._record.whole[kept]), beyond, None))

    def _column(self, read: Callable[[Whole], Floats]) -> Floats:
        return np.stack([read(row) for row in self._all()]) if self._rows else np.empty((0, 0))

    def _all(self) -> Iterator[Whole]:
        """Every row in full, one after the other."""
        moving = min(self._rows, self._record.moving)
        for kept, whole in zip(range(0, moving, self.k), self._record.whole, strict=False):
            yield from islice(self._from(whole), min(self.k, moving - kept))
        if self._record.last is not None:
            yield from repeat(self._record.last, self._rows - moving)

    def _from(self, whole: Whole) -> Iterator[Whole]:
        """A row that is kept, and those after it by the updates that made them."""
        yield whole
        learner, step, every = self._record.again(whole), whole.step, self._record.every
        learner.write(step, every, every, learner.record())
        while True:
            step += every
            record = learner.record()
            learner.write(step, every, every, record)
            yield record.whole[0]
