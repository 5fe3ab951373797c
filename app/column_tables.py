"""What is made of the engine's table of columns: the page's widths (static/run/columns.js) and the table in docs/stream.md."""

import orjson

from app.paths import STREAM_PAGE
from app.typescript import union
from engine.running.columns import COLUMNS, Column

BEGINS = "<!-- columns: made by `descent schema` from engine/running/columns.py -->"
ENDS = "<!-- end of columns -->"


def names() -> list[str]:
    """TypeScript declarations of the names: all of them, and of those that grow with the parameters."""
    wide = [name for name, column in COLUMNS.items() if column.is_wide]
    return [union("ColumnName", list(map(_quoted, COLUMNS))), union("WideColumn", list(map(_quoted, wide)))]


def widths() -> str:
    """The page's module: what it must know of a column to ask for it and to read it."""
    rows = "".join(f"  {name}: {_row(column)},\n" for name, column in COLUMNS.items())
    return f"""/**
 * Of each column: the numbers a racer has in one row where there are D parameters, whether they grow with D, whether it says nothing
 * where there are no data, and the column that it repeats where both are as wide ("" for none).
 * @type {{Record<import("./messages.d.ts").ColumnName,
 *   {{entries: (D: number) => number, isWide: boolean, needsData: boolean, sameAs: import("./messages.d.ts").ColumnName | ""}}>}}
 */
export const COLUMNS = {{
{rows}}};
"""


def _row(column: Column) -> str:
    shape = column.width.shape.replace("min(", "Math.min(") or "1"
    entries = f"({'D' if 'D' in shape else ''}) => {shape}"
    wide, needy = ("true" if is_so else "false" for is_so in (column.is_wide, column.needs_data))
    return f"{{ entries: {entries}, isWide: {wide}, needsData: {needy}, sameAs: {_quoted(column.same_as)} }}"


def _quoted(name: str) -> str:
    return orjson.dumps(name).decode()


def stream_page() -> str:
    """docs/stream.md with its table of columns. Raises ``ValueError`` where the page has lost the marks around it."""
    before, begins, rest = STREAM_PAGE.read_text("utf-8").partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise ValueError(f"{STREAM_PAGE.name} needs the lines {BEGINS!r} and {ENDS!r}")
    head = ["| column | shape | what |", "|---|---|---|"]
    rows = [f"| `{name}` | {_shape(column)} | {column.sentence} |" for name, column in COLUMNS.items()]
    return before + "\n".join([begins, "", *head, *rows, "", ends]) + after


def _shape(column: Column) -> str:
    return ", ".join(filter(None, ["R", "N", column.width.shape]))
