"""Where the files of the house are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
LOCALES = Path(__file__).resolve().parent / "locales"
STREAM_SCHEMA = ROOT / "docs" / "stream.schema.json"
STREAM_PAGE = ROOT / "docs" / "stream.md"
MESSAGE_TYPES = STATIC / "run" / "messages.d.ts"
COLUMN_WIDTHS = STATIC / "run" / "columns.js"
RUN_TYPES = STATIC / "run" / "run.d.ts"
OPERATION_TABLE = STATIC / "operations.js"
