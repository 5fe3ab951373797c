"""A client that nothing is lost to: it keeps a run's path, roots and last checkpoint, and goes on with them at any server.

Rows are kept as they came, so that they can be held against those of a run that nothing happened to.
"""

import base64
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.run import start
from engine.run_config import Change, RunConfig

Json: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[Json], Awaitable[Json]]
"""Sends a message and gives the answer to it, after all `progress`."""
Row: TypeAlias = tuple[bytes, ...]


class Keeper:
    """One run with what was changed on its way, as a page keeps it."""

    def __init__(self, run: Json, columns: Sequence[str]) -> None:
        self.run = run
        self.columns = tuple(columns)
        self.changes: list[Json] = []
        self.rows: list[Row] = []
        """Bits of each column, row by row, from step 0."""
        self.is_over = False
        self.branch = 0
        self._roots: list[tuple[int, Json]] = []
        """What `ready` said of where the path begins anew, and how many changes are in it."""
        self._checkpoint: tuple[int, str] | None = None

    async def come(self, ask: Ask) -> None:
        """Have a server that knows nothing compute the run up to the row wanted next."""
        step = len(self.rows)
        made, root = next(((made, root) for made, root in reversed(self._roots) if root["step"] <= step), (0, None))
        known, saved = root["step"] if root else -1, self._checkpoint
        self.branch += 1
        await self._ready(
            ask,
            {
                "type": "start",
                "run": root["run"] if root else self.run,
                "root": root["checkpoint"] if root else None,
                "changes": self.changes[made:],
                "branch": self.branch,
                "from_step": step,
                "checkpoint": saved[1] if saved is not None and known < saved[0] <= step else None,
            },
        )

    async def advance(self, ask: Ask, count: int) -> None:
        """The next rows, at most ``count``."""
        answer = await ask({"type": "advance", "branch": self.branch, "count": count, "columns": self.columns})
        if answer["type"] == "ended":
            self.is_over = True
            return
        assert (answer["type"], answer.get("first_step")) == ("steps", len(self.rows)), answer
        rows = [_rows_of(answer["columns"][name]) for name in self.columns]
        self.rows += zip(*rows, strict=True)
        if answer["checkpoint"]:
            self._checkpoint = answer["checkpoint_step"], answer["checkpoint"]

    async def change(self, ask: Ask, change: Json) -> None:
        """Go on from its step with a change; what came after is given up before the server answers."""
        at_step = change["at_step"]
        kept = sum(other["at_step"] <= at_step for other in self.changes)
        parent, self.branch = self.branch, self.branch + 1
        self.changes = [*self.changes[:kept], change]
        self.rows, self.is_over = self.rows[:at_step], False
        self._roots = [(made, root) for made, root in self._roots if made <= kept and root["step"] <= at_step]
        if self._checkpoint is not None and self._checkpoint[0] > at_step:
            self._checkpoint = None
        await self._ready(ask, {"type": "change", "branch": self.branch, "parent": parent, **change})

    async def _ready(self, ask: Ask, message: Json) -> None:
        answer = await ask(message)
        if answer["type"] == "error" and answer["code"] == "before_root" and message["type"] == "change":
            await self.come(ask)  # what this server was not told of
            return
        assert answer["type"] == "ready", answer
        if answer["root"] is not None:
            made = len(self.changes)
            self._roots = [(other, root) for other, root in self._roots if other < made] + [(made, answer["root"])]

    def first_difference(self) -> int | None:
        """The first row that is not, to the bit, that of an undisturbed run; None where there is none."""
        for step, (row, true) in enumerate(zip(self.rows, undisturbed(self.run, self.changes, self.columns, len(self.rows)), strict=True)):
            if row != true:
                return step
        return None


def _rows_of(column: Mapping[str, str]) -> list[bytes]:
    body, rows = base64.b64decode(column["bdata"]), int(column["shape"].split(",")[0])
    width = len(body) // rows
    return [body[k * width : (k + 1) * width] for k in range(rows)]


def undisturbed(run: Json, changes: Sequence[Json], columns: Sequence[str], rows: int) -> Iterator[Row]:
    """The first ``rows`` rows of the run: computed in one go, no message, nothing taken up again."""
    branch = start(RunConfig.model_validate(run))
    steps = [change["at_step"] for change in changes]
    for k, until in enumerate([*steps, rows]):
        if branch.step < until:
            found = branch.advance(until - branch.step, columns=tuple(columns)).columns
            yield from _bits(found, columns)
        if k < len(steps):
            branch = branch.branch(Change.model_validate(changes[k]))


def _bits(found: Mapping[str, NDArray[np.float64]], columns: Sequence[str]) -> Iterator[Row]:
    for row in zip(*(found[name] for name in columns), strict=True):
        yield tuple(np.ascontiguousarray(entries).tobytes() for entries in row)
