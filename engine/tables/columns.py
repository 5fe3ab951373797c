"""The columns of a user's table: of numbers or of categories, with what is missing.

A column is of numbers where more than half of its cells are; a cell of it that is no number is an error that names
row and column, never a guess. Other columns are categories, in the order in which they appear.
"""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from engine.errors import EngineError
from engine.fits.points import Floats, Labels
from engine.tables.cells import LARGEST, Decimal, is_missing, number
from engine.tables.records import Record, place

Reason: TypeAlias = Literal["empty", "marked", "short_row"]


class Missing(NamedTuple):
    """A cell without a value; a row is dropped where a column in use has one."""

    row: int
    """As a spreadsheet counts: the first row, a header too, is 1."""
    column: str
    reason: Reason
    """Nothing is written there, it is marked (NA, ?, …), or the row ends before it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, (rows,)."""

    name: str
    kind: Literal["number", "category"]
    values: Floats | Labels
    """Numbers, NaN where missing; or places among ``categories``, −1 where missing."""
    categories: tuple[str, ...] = ()

    @property
    def is_known(self) -> Any:
        """Where there is a value, (rows,)."""
        return self.values >= 0 if self.kind == "category" else ~np.isnan(self.values)


def unique_names(names: list[str]) -> list[str]:
    """Every column by a name of its own: #1, #2 … where there is none, (2), (3) … behind one that comes again."""
    taken = set(names)
    unique: list[str] = []
    for place_, name in enumerate(names, 1):
        base, count, candidate = name or f"#{place_}", 2, name or f"#{place_}"
        while candidate in unique or (candidate != name and candidate in taken):
            candidate, count = f"{base} ({count})", count + 1
        unique.append(candidate)
    return unique


def columns_of(
    names: list[str], written: list[str], body: list[Record], decimal: Decimal
) -> tuple[tuple[Column, ...], tuple[Missing, ...]]:
    """The columns of the rows, and their missing cells by row; a column without a name in ``written`` is left out if it is empty.

    Raises ``EngineError`` where a column of numbers holds something else.
    """
    columns: list[Column] = []
    missing: list[Missing] = []
    rows = [record.row for record in body]
    for index, name in enumerate(names):
        cells = [record.cells[index] if index < len(record.cells) else None for record in body]
        if not written[index] and len(names) > 1 and not any(cells):
            continue
        known = [None if cell is None or is_missing(cell) else cell for cell in cells]
        missing += [Missing(row, name, _reason(cell)) for row, cell, value in zip(rows, cells, known, strict=True) if value is None]
        columns.append(_column(name, index + 1, rows, known, decimal))
    return tuple(columns), tuple(sorted(missing, key=lambda cell: cell.row))


def _reason(cell: str | None) -> Reason:
    return "short_row" if cell is None else "marked" if cell else "empty"


def _column(name: str, index: int, rows: list[int], cells: list[str | None], decimal: Decimal) -> Column:
    """One column of its cells, None where missing."""
    read = [None if cell is None else number(cell, decimal) for cell in cells]
    texts = [cell for cell in cells if cell is not None]
    if texts and 2 * sum(value is not None for value in read) <= len(texts):
        place_of = {category: place_ for place_, category in enumerate(dict.fromkeys(texts))}
        labels = [-1 if cell is None else place_of[cell] for cell in cells]
        return Column(name, "category", np.array(labels, dtype=np.int64), tuple(place_of))
    for row, cell, value in zip(rows, cells, read, strict=True):
        if cell is not None and (value is None or abs(value) > LARGEST):
            where = {"row": row, "column": index, "value": cell[:80], "name": name}
            if value is None:
                raise EngineError("cell_not_a_number", place(row, index), **where)
            raise EngineError("cell_out_of_range", place(row, index), allowed=f"[−{LARGEST:g}, {LARGEST:g}]", **where)
    return Column(name, "number", np.array([np.nan if value is None else value for value in read]))
