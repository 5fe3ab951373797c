"""Expressions as the stream carries them, worked out by hand: decimal arithmetic that knows nothing of the engine's."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from typing import Any

OPERATIONS: dict[str, Callable[..., Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": lambda a, b: a**b,
    "sqrt": lambda a: a.sqrt(),
    "exp": lambda a: a.exp(),
    "log": lambda a: a.ln(),
    "cos": lambda a: Decimal(math.cos(a)),
    "sin": lambda a: Decimal(math.sin(a)),
    "tan": lambda a: Decimal(math.tan(a)),
    "sinh": lambda a: (a.exp() - (-a).exp()) / 2,
    "cosh": lambda a: (a.exp() + (-a).exp()) / 2,
    "tanh": lambda a: 1 - 2 / ((2 * a).exp() + 1),
    "max": max,
    "min": min,
    "abs": abs,
    "sign": lambda a: Decimal((a > 0) - (a < 0)),
    "select": lambda a, b, then, otherwise: then if a > b else otherwise,
}


def shown(value: float | str, digits: int) -> Decimal:
    """A leaf as the page prints it: whole numbers below 10⁵ in full, others to ``digits`` significant digits."""
    assert isinstance(value, float)
    return Decimal(value) if value == math.floor(value) and abs(value) < 1e5 else Decimal(f"{value:.{digits - 1}e}")


def evaluate(tree: Mapping[str, Any], digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return _evaluate(tree, digits)


def _evaluate(tree: Mapping[str, Any], digits: int) -> Decimal:
    if "op" not in tree:
        return shown(tree["value"], digits)
    return OPERATIONS[tree["op"]](*(_evaluate(part, digits) for part in tree["of"]))
