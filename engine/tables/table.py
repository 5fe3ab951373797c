"""A user's own data: text or bytes of a table, read into typed columns. Pure: nothing is opened or kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, Protocol, get_args

import numpy as np

from engine.errors import EngineError, shown
from engine.fits.points import Floats, Labels, Points, Task
from engine.numbers.arrays import flag, whole
from engine.tables.cells import Decimal
from engine.tables.columns import Column, Missing, columns_of, unique_names
from engine.tables.records import Delimiter, Record, found_decimal, found_delimiter, has_header, place, records
from engine.tables.text import text_of

MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_CLASSES = 20
MOST_LETTERS = 80
"""Of a column's name."""


class Examples(NamedTuple):
    """What is learnt from a table."""

    points: Points
    task: Task
    classes: tuple[str, ...]
    """Name of each label, for classes."""
    dropped: tuple[Missing, ...]
    """Why rows were left out: every missing cell of a column in use."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read."""

    columns: tuple[Column, ...]
    row_numbers: tuple[int, ...]
    """The row of each entry of the columns in the file."""
    missing: tuple[Missing, ...]
    encoding: str
    delimiter: Delimiter | None
    """None: one column."""
    decimal: Decimal
    has_header: bool

    def column(self, name: str, path: str = "column") -> Column:
        """The column of this name. Raises ``EngineError``."""
        for column in self.columns:
            if isinstance(name, str) and column.name == name:
                return column
        raise EngineError("unknown_kind", path, value=shown(name), allowed=", ".join(column.name for column in self.columns))

    def examples(self, features: Sequence[str], target: str, task: Task | None = None) -> Examples:
        """The rows that have a value in every column named, as examples.

        The task follows from the target unless it is given. Numbers are a regression, but 0 and 1 only, or −1 and
        1 only, are two classes; categories are classes, in order of appearance (classes of numbers in their order).

        Raises ``EngineError`` for an unknown column, a feature that is not of numbers, columns named twice, no row
        left, fewer than two classes or more than 20, a regression on categories, a binary task of three classes.
        """
        if not isinstance(features, list | tuple):
            raise EngineError("not_a_list", "features", value=shown(features))
        if not features:
            raise EngineError("wrong_length", "features", value=0, allowed="≥ 1")
        used = [self.column(name, f"features.{index}") for index, name in enumerate(features)]
        aim = self.column(target, "target")
        for index, column in enumerate(used):
            if column.name in (*features[:index], target):
                raise EngineError("not_unique", f"features.{index}", value=column.name)
            if column.kind != "number":
                raise EngineError("column_not_numbers", f"features.{index}", value=column.name)
        kept = np.all([column.is_known for column in (*used, aim)], axis=0)
        if not kept.any():
            raise EngineError("no_complete_rows", "table", value=", ".join((*features, target)))
        x = np.stack([column.values[kept].astype(float) for column in used], axis=1)
        chosen = _task_of(aim, kept) if task is None else task
        y, classes = _target(aim, kept, chosen)
        dropped = tuple(missing for missing in self.missing if missing.column in (*features, target))
        return Examples(Points(x, y), chosen, classes, dropped)


def _task_of(aim: Column, kept: Any) -> Task:
    values = np.unique(aim.values[kept])
    if aim.kind == "number":
        return "binary" if values.tolist() in ([0.0, 1.0], [-1.0, 1.0]) else "regression"
    return "binary" if len(values) == 2 else "multiclass"


def _target(aim: Column, kept: Any, task: Task) -> tuple[Floats | Labels, tuple[str, ...]]:
    if not isinstance(task, str) or task not in get_args(Task):
        raise EngineError("unknown_kind", "task", value=shown(task), allowed=", ".join(get_args(Task)))
    if task == "regression":
        if aim.kind != "number":
            raise EngineError("column_not_numbers", "target", value=aim.name)
        return aim.values[kept], ()
    values, labels = np.unique(aim.values[kept], return_inverse=True)
    allowed = "2" if task == "binary" else f"[2, {MOST_CLASSES}]"
    if not 2 <= len(values) <= (2 if task == "binary" else MOST_CLASSES):
        raise EngineError("wrong_number_of_classes", "target", value=len(values), allowed=allowed, name=aim.name)
    names = (aim.categories[int(value)] if aim.kind == "category" else _plain(value) for value in values)
    return labels.astype(np.int64), tuple(names)


def _plain(value: float) -> str:
    """A number as short as it can be said exactly."""
    short = f"{value:g}"
    return short if float(short) == value else repr(float(value))


class Readable(Protocol):
    """A path that reads itself, a ``pathlib.Path``: nothing is opened here."""

    def read_bytes(self) -> bytes:
        """What is in the file."""
        ...


def _content_of(given: Any) -> bytes | str:
    """Text and bytes as they are; what a path leads to. A string is always text: whoever sends one names no file of ours."""
    if isinstance(given, bytearray | memoryview):
        return bytes(given)
    if isinstance(given, bytes | str):
        return given
    if isinstance(given, type) or not callable(getattr(given, "read_bytes", None)):
        raise EngineError("not_text", "content", value=shown(given))
    try:
        return bytes(given.read_bytes())
    except Exception as error:  # no such file, no right to read it
        raise EngineError("invalid", "content", value=f"{shown(given)}: {getattr(error, 'strerror', None) or shown(error)}") from None


def read_table(
    content: bytes | str | Readable,
    *,
    limit_rows: int = MOST_ROWS,
    header: bool | None = None,
    delimiter: Delimiter | None = None,
    decimal: Decimal | None = None,
) -> Table:
    """Read comma-, semicolon- or tab-separated text (CSV), or the file at a ``pathlib.Path``, into typed columns.

    Header, delimiter and decimal mark are found (engine.tables.records) unless given; encodings are those of
    engine.tables.text, what counts as number or as missing stands in engine.tables.cells. Blank lines are skipped.
    The first row sets the number of columns: shorter rows lack their last values, longer ones are refused unless
    empty there. Columns without a name are called #1, #2 … by their place, and left out if they are empty too
    (lines that end in a delimiter); a name that comes again is followed by (2), (3) …. Names end
    after 80 letters.

    Raises ``EngineError`` and nothing else, whatever the content.
    """
    for name, given, known in (("delimiter", delimiter, get_args(Delimiter)), ("decimal", decimal, get_args(Decimal))):
        if given is not None and not (isinstance(given, str) and given in known):
            raise EngineError("unknown_kind", name, value=shown(given), allowed=", ".join(map(repr, known)))
    limit_rows = whole(limit_rows, "limit_rows", 1, 10**9)
    text, encoding = text_of(_content_of(content))
    delimiter = delimiter or found_delimiter(text)
    rows = list(islice(records(text, delimiter), limit_rows + 2))
    if not rows:
        raise EngineError("empty_table", "table")
    is_named = has_header(rows) if header is None else flag(header, "header")
    names, body = (rows[0].cells, rows[1:]) if is_named else ([""] * len(rows[0].cells), rows)
    if not body:
        raise EngineError("only_header", "table")
    if len(body) > limit_rows:
        raise EngineError("too_many_rows", "table", allowed=limit_rows)
    if len(names) > MOST_COLUMNS:
        raise EngineError("too_many_columns", "table", value=len(names), allowed=MOST_COLUMNS)
    mark = decimal or found_decimal(body, delimiter)
    names = [" ".join(name.split())[:MOST_LETTERS] for name in names]
    columns, missing = columns_of(unique_names(names), names, _rectangular(body, len(names)), mark)
    return Table(columns, tuple(record.row for record in body), missing, encoding, delimiter, mark, is_named)


def _rectangular(body: list[Record], width: int) -> list[Record]:
    """Rows without the empty cells beyond the last column. Raises ``EngineError`` where one is not empty."""
    for row, cells in body:
        beyond = next((column for column, cell in enumerate(cells[width:], width + 1) if cell), None)
        if beyond is not None:
            raise EngineError("ragged_row", place(row, beyond), row=row, column=beyond, value=len(cells), allowed=width)
    return [Record(row, cells[:width]) for row, cells in body]
