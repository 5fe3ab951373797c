"""From the text of a user's table to records of cells: delimiter, quotes, header, decimal mark.

Rows are counted as a spreadsheet shows them: the first is 1, blank ones count, and a quoted cell with line ends in it
stays in one row.
"""

import csv
import re
from collections.abc import Iterator
from itertools import count, islice
from typing import Literal, NamedTuple, TypeAlias, cast

from engine.errors import EngineError
from engine.tables.cells import Decimal, has_mark, is_missing, is_number, may_be_thousands

Delimiter: TypeAlias = Literal[",", ";", "\t"]
DELIMITERS: tuple[Delimiter, ...] = ("\t", ";", ",")
"""In the order in which they are believed: a comma may be a decimal mark."""

_SAMPLE = 100
_NONE = "\x1f"
"""A character that no text holds (engine.tables.text): the table has one column."""


class Record(NamedTuple):
    """A row that is not blank."""

    row: int
    cells: list[str]


def place(row: int, column: int) -> str:
    """The path of an error in a cell."""
    return f"row {row}, column {column}"


def records(text: str, delimiter: str | None) -> Iterator[Record]:
    """The rows that are not blank, their cells without spaces around.

    Raises ``EngineError`` for quotes that do not close or close too early, and for cells of more letters than csv reads.
    """
    lines = (line + "\n" for line in text.split("\n"))
    reader = csv.reader(lines, delimiter=delimiter or _NONE, skipinitialspace=True, strict=True)
    row = lines_read = 0
    try:
        for row, cells in enumerate(reader, 1):
            lines_read = reader.line_num
            if any(stripped := [cell.strip() for cell in cells]):
                yield Record(row, stripped)
    except csv.Error:
        raise _fault(text.split("\n", lines_read)[-1], row + 1, delimiter or _NONE) from None


def _fault(rest: str, row: int, delimiter: str) -> EngineError:
    """Why ``csv`` does not read the row that ``rest`` begins with: its first cell that is not quoted well, or is too long.

    csv's own error names no column, and of an open quote with enough text behind it only says that the cell is long.
    """
    cell = re.compile(rf' *+(?:"((?:[^"]++|"")*+)"|((?!")[^{delimiter}\n]*+))(?:{delimiter}|\n|\Z)')
    at, most = 0, csv.field_size_limit()
    for column in count(1):
        found = cell.match(rest, at)
        letters = 0 if not found else len(found[2]) if found[1] is None else len(found[1].replace('""', '"'))
        if letters > most:
            return EngineError("cell_too_long", place(row, column), row=row, column=column, value=letters, allowed=most)
        if not found or found.end() == len(rest):
            break
        at = found.end()
    return EngineError("bad_quotes", place(row, column), row=row, column=column)


def found_delimiter(text: str) -> Delimiter | None:
    """The delimiter that parts the first row and parts most of the next hundred into as many cells; None: one column."""
    best: tuple[float, Delimiter | None] = (0.0, None)
    for delimiter in DELIMITERS:
        widths: list[int] = []
        try:
            widths.extend(len(record.cells) for record in islice(records(text, delimiter), _SAMPLE))
        except EngineError as error:
            if error.code == "cell_too_long":
                widths.append(cast(int, error.params["column"]))  # the row has at least the cells up to that one
            elif not widths:
                continue  # the rows before a bad quote tell the delimiter; here are none
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
