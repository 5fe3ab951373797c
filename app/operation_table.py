"""What the page must know of each operation to write expressions (static/operations.js)."""

from typing import Any, get_args

import orjson

from engine.functions import OPERATIONS
from engine.operation import Notation, Operation, Precedence


def settings() -> str:
    """The operations and how tightly pieces bind, as a module of the page."""
    notations = " | ".join(map(_json, get_args(Notation)))
    rows = [f"  {_json(operation.op)}: {_json(_setting(operation))},\n" for operation in OPERATIONS.values()]
    return f"""\
/** @typedef {{{{ notation: {notations},
 *   sign: string, binds: number, needs: number[] }}}} Operation */

/** How tightly a written piece holds together; a part that holds less than its place needs stands in brackets. */
export const BINDS = {_json({step.name: step.value for step in Precedence})};

/** By the names that expressions call them. @type {{Record<string, Operation>}} */
export const OPERATIONS = {{
{"".join(rows)}}};
"""


def _setting(operation: type[Operation]) -> dict[str, Any]:
    return {"notation": operation.notation, "sign": operation.sign, "binds": operation.precedence, "needs": operation.needs}


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
