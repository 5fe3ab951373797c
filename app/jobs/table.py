"""A user's own table, POST /api/table: read into typed columns, sent back, kept nowhere."""

from functools import partial
from typing import Any, Literal

from app.encoding import json_bytes
from app.refusal import refusal_of
from app.stream.askers import Beside
from engine import EngineError, read_table
from engine.config import Config
from engine.tables.cells import Decimal
from engine.tables.columns import Column, Reason
from engine.tables.records import Delimiter
from engine.tables.table import Table


class TableQuery(Config):
    """What the reader says of the table; what is left out is found."""

    header: bool | None = None
    """Whether the first row names the columns."""
    delimiter: Delimiter | None = None
    decimal: Decimal | None = None


class ColumnAnswer(Config):
    """One column; null where a value is missing."""

    name: str
    kind: Literal["number", "category"]
    values: tuple[float | None, ...] | tuple[int | None, ...]
    """Numbers, or places among ``categories``."""
    categories: tuple[str, ...] | None = None
    """In order of appearance."""


class MissingAnswer(Config):
    """A cell without a value: its row is dropped where its column is in use."""

    row: int
    """As a spreadsheet counts: the first row, a header too, is 1."""
    column: str
    reason: Reason


class TableAnswer(Config):
    """The table as it was understood."""

    columns: tuple[ColumnAnswer, ...]
    rows: int
    row_numbers: tuple[int, ...]
    """The row of each entry of the columns in the file."""
    missing: tuple[MissingAnswer, ...]
    encoding: str
    delimiter: Delimiter | None
    """null: one column."""
    decimal: Decimal
    header: bool


async def answer(content: bytes, query: TableQuery, limit_rows: int, beside: Beside) -> bytes:
    """The answer as JSON (beside the loop: large tables take tens of milliseconds). Raises `Refusal`."""
    try:
        return await beside(partial(_answer, content, query, limit_rows))
    except EngineError as error:
        raise refusal_of(error) from None


def _answer(content: bytes, query: TableQuery, limit_rows: int) -> bytes:
    return json_bytes(_described(read_table(content, limit_rows=limit_rows, **query.model_dump())))


def _described(table: Table) -> dict[str, Any]:
    return {
        "columns": [_column(column) for column in table.columns],
        "rows": len(table.row_numbers),
        "row_numbers": table.row_numbers,
        "missing": [cell._asdict() for cell in table.missing],
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "decimal": table.decimal,
        "header": table.has_header,
    }


def _column(column: Column) -> dict[str, Any]:
    values = [value if known else None for value, known in zip(column.values.tolist(), column.is_known.tolist(), strict=True)]
    told = {"name": column.name, "kind": column.kind, "values": values}
    return told if column.kind == "number" else {**told, "categories": column.categories}
