"""Rows of a run as columns: arrays with a leading axis of rows, then one of racers.

``COLUMNS`` is the one table of them. The stream's messages, the page's types and widths and the table in docs/stream.md
are made from it by ``descent schema``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.fits.batches import examples_seen
from engine.running.log import Log
from engine.running.mover import Mover
from engine.running.stability import is_yet_to_come, limits
from engine.running.turns import Pieces, Turn

Floats = NDArray[np.float64]
Filled: TypeAlias = Callable[[Mover, Log, Floats], Floats]
"""From a mover, what it wrote and the steps of its rows to a column of it, ``(rows,)`` or ``(rows, entries)``."""


class Width(NamedTuple):
    """How many numbers a racer has in one row."""

    shape: str
    """As docs and page have it, in D, the number of parameters; empty for a single number without an axis of its own."""
    entries: Callable[[int], int]
    """The same, worked out."""


ONE = Width("", lambda parameters: 1)
TWO = Width("2", lambda parameters: 2)
PLANE = Width("min(D, 2)", lambda parameters: min(parameters, 2))
EACH = Width("D", lambda parameters: parameters)


class Column(NamedTuple):
    """One column: what it is, in a sentence, how wide, and where it comes from."""

    sentence: str
    width: Width
    fill: Filled
    needs_data: bool = False
    """Whether it says nothing where there are no examples."""
    is_yet_to_come: Callable[[Mover], bool] = lambda mover: False
    """Whether something must be made for it first, once, that may take long."""
    same_as: str = ""
    """The column that it repeats, bit for bit, where both are as wide."""

    @property
    def is_wide(self) -> bool:
        """Whether it grows with the parameters: sent to whom it is drawn for. What is narrow is always cheap to send."""
        return self.width is EACH


def _state(kind: str) -> Filled:
    def column(ball: Mover, log: Log, steps: Floats) -> Floats:
        name = getattr(ball.racer.optimizer, kind)
        return log.field(name) if name else np.full(log.params.shape, np.nan)

    return column


def _loss(ball: Mover, log: Log, steps: Floats) -> Floats:
    return log.loss if ball.racer.batch.sees_all else ball.ground.losses(log.params)


def _examples(ball: Mover, log: Log, steps: Floats) -> Floats:
    if not ball.examples:
        return np.full(len(log), np.nan)
    if ball.outcome.kind == "diverged":  # the row it keeps showing
        steps = np.minimum(steps, ball.outcome.step - 1)
    return examples_seen(ball.racer.batch, ball.examples, ball.batch_origin, steps)


COLUMNS: Mapping[str, Column] = {
    "params": Column("the point", EACH, lambda mover, log, steps: log.params),
    "loss": Column("the loss there, on all data", ONE, _loss),
    "place": Column(
        "where it stands in the drawn plane; up to two parameters the point itself",
        PLANE,
        lambda mover, log, steps: mover.places(log),
        same_as="params",
    ),
    "gradient": Column(
        "the gradient the update starts from: of its batch, exact or numerical as the racer has it, before noise and clipping",
        EACH,
        lambda mover, log, steps: log.gradient,
    ),
    "gradient_norm": Column("‖gradient‖₂", ONE, lambda mover, log, steps: log.gradient_norm),
    "learning_rate": Column("the scheduled rate of the update", ONE, lambda mover, log, steps: log.learning_rate),
    "change": Column("the update", EACH, lambda mover, log, steps: log.change),
    "velocity": Column("the optimizer's v or m after the update; NaN where it has none", EACH, _state("arrow")),
    "accumulated": Column("its accumulated squares after the update; NaN where it has none", EACH, _state("accumulated")),
    "batch_loss": Column(
        "the loss on the batch that the update sees; `loss` where it sees all", ONE, lambda mover, log, steps: log.loss, needs_data=True
    ),
    "examples": Column("examples seen before the update; NaN where there is no data", ONE, _examples, needs_data=True),
    "limit": Column(
        "limit of stability of the learning rate here, and at the nearest recorded minimum; NaN where none holds",
        TWO,
        limits,
        is_yet_to_come=is_yet_to_come,
    ),
}
"""Every column has a leading axis of rows, then one of racers, then that of its width."""


def telling(parameters: int, *, has_data: bool) -> tuple[str, ...]:
    """Names of the columns that say something of their own, with so many parameters and with or without data."""
    return tuple(
        name
        for name, column in COLUMNS.items()
        if (has_data or not column.needs_data)
        and not (column.same_as and column.width.entries(parameters) == COLUMNS[column.same_as].width.entries(parameters))
    )


def columns_of(turn: Turn, names: Sequence[str], balls: Sequence[Mover], logs: Sequence[Log], steps: Floats) -> Pieces[dict[str, Floats]]:
    """The named columns, a racer of one at a time; ``logs`` holds one log for each ball.

    Raises ``EngineError`` (``unknown_kind``) for a name that is not a column.
    """
    for name in names:
        if name not in COLUMNS:
            raise EngineError("unknown_kind", "columns", value=repr(name), allowed=", ".join(COLUMNS))
    filled = {}
    for name in names:
        parts = []
        for ball, log in zip(balls, logs, strict=True):
            if COLUMNS[name].is_yet_to_come(ball):
                turn.is_long = True
                yield
            parts.append(COLUMNS[name].fill(ball, log, steps))
            turn.is_long = False
            yield
        filled[name] = _side_by_side(parts)
    return filled


def _side_by_side(columns: list[Floats]) -> Floats:
    return columns[0][:, None] if len(columns) == 1 else np.stack(columns, axis=1)
