"""From the text of a user's table to records of cells: delimiter, quotes, header, decimal mark.

Rows are counted as a spreadsheet shows them: the first is 1, blank ones count, and a quoted cell with line ends in it
stays in one row.
"""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from engine.errors import EngineError
from engine.table_cells import Decimal, has_mark, is_missing, is_number, may_be_thousands

Delimiter: TypeAlias = Literal[",", ";", "\t"]
DELIMITERS: tuple[Delimiter, ...] = ("\t", ";", ",")
"""In the order in which they are believed: a comma may be a decimal mark."""

_SAMPLE = 100
_NONE = "\x1f"
"""A character that no text holds (engine.table_text): the table has one column."""


class Record(NamedTuple):
    """A row that is not blank."""

    row: int
    cells: list[str]


def place(row: int, column: int) -> str:
    """The path of an error in a cell."""
    return f"row {row}, column {column}"


def records(text: str, delimiter: str | None) -> Iterator[Record]:
    """The rows that are not blank, their cells without spaces around. Raises ``EngineError`` for quotes that do not close."""
    lines = (line + "\n" for line in text.split("\n"))
    reader = csv.reader(lines, delimiter=delimiter or _NONE, skipinitialspace=True, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if any(stripped := [cell.strip() for cell in cells]):
                yield Record(row, stripped)
    except csv.Error:
        raise EngineError("bad_quotes", f"row {row + 1}", row=row + 1) from None


def found_delimiter(text: str) -> Delimiter | None:
    """The delimiter that parts the first row and parts most of the next hundred into as many cells; None: one column."""
    best: tuple[float, Delimiter | None] = (0.0, None)
    for delimiter in DELIMITERS:
        try:
            widths = [len(record.cells) for record in islice(records(text, delimiter), _SAMPLE)]
        except EngineError:
            continue
        if not widths:
            return delimiter  # nothing but delimiters
        if widths[0] > 1 and (share := widths.count(widths[0]) / len(widths)) > best[0]:
            best = share, delimiter
    return best[1]


def has_header(rows: list[Record]) -> bool:
    """Whether the first row names the columns.

    It does where none of its cells is a number or marked as missing, and the rows below hold a number somewhere or
    do not repeat its cells.
    """
    first, below = rows[0].cells, rows[1:]
    if any(is_number(cell) or (cell and is_missing(cell)) for cell in first):
        return False
    if any(is_number(cell) for record in below for cell in record.cells):
        return True
    return not any(cell and cell == name for record in below for cell, name in zip(record.cells, first, strict=False))


def found_decimal(rows: list[Record], delimiter: str | None) -> Decimal:
    """The decimal mark of the numbers: a comma where there are commas, no points, and not all may part thousands.

    Where a comma delimits the mark is a point. Raises ``EngineError`` where both marks occur, or only commas that
    may as well part thousands (``1,234``).
    """
    if delimiter == ",":
        return "."
    commas = [(record.row, column, cell) for record in rows for column, cell in enumerate(record.cells, 1) if has_mark(cell, ",")]
    if not commas:
        return "."
    if any(has_mark(cell, ".") for record in rows for cell in record.cells) or all(may_be_thousands(cell) for _, _, cell in commas):
        row, column, cell = commas[0]
        raise EngineError("ambiguous_decimal", place(row, column), row=row, column=column, value=cell[:80])
    return ","
