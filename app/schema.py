"""What is made from Python for others: docs/stream.schema.json, the table of columns in docs/stream.md, static/run/messages.d.ts,
static/run/run.d.ts, static/run/columns.js and static/operations.js."""

from collections.abc import Callable
from pathlib import Path

import orjson
from pydantic.json_schema import models_json_schema

from app import column_tables
from app.operation_table import settings
from app.paths import COLUMN_WIDTHS, MESSAGE_TYPES, OPERATION_TABLE, ROOT, RUN_TYPES, STREAM_PAGE, STREAM_SCHEMA
from app.run_types import declarations
from app.stream import messages
from app.typescript import Schema, interface, type_of, union
from engine import registry
from engine.config import Config
from engine.running.columns import COLUMNS

MENDING_COMMAND = "descent schema"

CLIENT: tuple[type[Config], ...] = (
    messages.Start,
    messages.Advance,
    messages.MakeChange,
    messages.Inspect,
    messages.Cancel,
    messages.Stop,
)
SERVER: tuple[type[Config], ...] = (
    messages.Ready,
    messages.Steps,
    messages.View,
    messages.Progress,
    messages.Ended,
    messages.Error,
)
VIEWS: tuple[type[Config], ...] = tuple(registry.members("views").values())
_PARTS: tuple[type[Config], ...] = (messages.TypedArray, messages.Outcome, messages.SessionLimits, messages.Root, *VIEWS)
_TAGS = ("type", "kind")
"""They have one value each and are always there."""
_OF_THE_PAGE = ("RunConfig", "Change", "Setting")
"""Configurations, described in static/run/run.d.ts."""


def stream_schema() -> str:
    """JSON Schema of all messages, as committed."""
    models = [(model, "validation") for model in CLIENT] + [(model, "serialization") for model in SERVER]
    references, schema = models_json_schema(models, title="Messages of /ws/run")  # type: ignore[arg-type]  # literals in a list
    named = {model.__name__: reference for (model, _), reference in references.items()}
    schema["properties"] = {
        "client": {"oneOf": [named[model.__name__] for model in CLIENT]},
        "server": {"oneOf": [named[model.__name__] for model in SERVER]},
    }
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


def message_types() -> str:
    """TypeScript declarations of all messages, as committed."""
    blocks = [
        f"// Made by `{MENDING_COMMAND}` from app/stream/messages.py; do not edit.",
        f'import type {{ {", ".join(_OF_THE_PAGE)} }} from "./run.d.ts";',
        f"export const PROTOCOL: {messages.PROTOCOL};",
        *(_interface(model, is_sent=model in (*CLIENT, *VIEWS)) for model in (*_PARTS, *CLIENT, *SERVER)),
        union("AnyView", [model.__name__ for model in VIEWS]),
        *column_tables.names(),
        union("ClientMessage", [model.__name__ for model in CLIENT]),
        union("ServerMessage", [model.__name__ for model in SERVER]),
    ]
    return "\n\n".join(blocks) + "\n"


def _interface(model: type[Config], is_sent: bool) -> str:
    schema = model.model_json_schema(mode="validation" if is_sent else "serialization")
    required = schema.get("required", [])
    fields = {
        f"{name}{'?' if is_sent and name not in required and name not in _TAGS else ''}": type_of(entry, _called)
        for name, entry in schema["properties"].items()
    }
    return interface(model.__name__, fields, model.__doc__)


def _called(schema: Schema) -> str | None:
    """One of the views, and one of the columns, goes by the name of all of them."""
    if schema.get("discriminator", {}).get("mapping", {}).keys() == registry.members("views").keys():
        return "AnyView"
    return "ColumnName" if schema.get("enum") == list(COLUMNS) else None


def operation_table() -> str:
    """The operations as the page sets them, as committed."""
    return f"// Made by `{MENDING_COMMAND}` from engine/operations; do not edit.\n\n{settings()}"


def run_types() -> str:
    """TypeScript declarations of a run, as committed."""
    head = f"// Made by `{MENDING_COMMAND}` from engine/run_config.py; do not edit."
    return "\n\n".join((head, *declarations())) + "\n"


def column_widths() -> str:
    """The page's module of columns, as committed."""
    return f"// Made by `{MENDING_COMMAND}` from engine/running/columns.py; do not edit.\n\n{column_tables.widths()}"


FILES: dict[Path, Callable[[], str]] = {
    STREAM_SCHEMA: stream_schema,
    STREAM_PAGE: column_tables.stream_page,
    MESSAGE_TYPES: message_types,
    COLUMN_WIDTHS: column_widths,
    RUN_TYPES: run_types,
    OPERATION_TABLE: operation_table,
}


def stale() -> dict[Path, str]:
    """The files that are not as they should be, and how they should; nothing is written."""
    made = {path: make() for path, make in FILES.items()}
    return {path: text for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text}


def write() -> list[str]:
    """Write what is stale; returns the files' names."""
    changed = stale()
    for path, text in changed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [str(path.relative_to(ROOT)) for path in changed]
