"""Expressions as the page writes them: read back, they are the expression, whatever stands in what."""

import random
import re
from collections.abc import Callable
from decimal import DecimalException
from typing import Any

import pytest
from playwright.sync_api import Page

from engine.functions import OPERATIONS
from tests.browser import by_hand
from tests.engine import arithmetic

LEAVES = (1.5, -2.0, 3.0, 0.25, -0.75, 1e-8, -3.25e6, 7.0)
BY_NAME = {operation.op: operation for operation in OPERATIONS.values()}
FUNCTIONS: dict[str, Any] = {operation.op: operation.scalar for operation in OPERATIONS.values() if operation.op.isidentifier()}
OPERATORS: dict[str, Callable[..., float]] = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
OPERATORS |= {"/": lambda a, b: a / b, "neg": lambda a: -a, "pow": lambda a, b: a**b}
PRINTED = """async (trees) => {
  const { html, program } = await import("/static/arithmetic.js");
  const element = document.createElement("p");
  return trees.map((tree) => {
    element.innerHTML = html(tree, 17);
    return [element.textContent, program(tree)];
  });
}"""


def tree(draw: random.Random, depth: int) -> dict[str, Any]:
    """Any operation of any others."""
    if depth == 0 or draw.random() < 0.15:
        return {"value": draw.choice(LEAVES), "symbol": ""}
    # What needs brackets of its parts more often than what has brackets of its own.
    op = draw.choice(["+", "-", "*", "/", "neg", "pow", "sqrt", "abs"]) if draw.random() < 0.7 else draw.choice(list(BY_NAME))
    return {"op": op, "of": [tree(draw, depth - 1) for _ in BY_NAME[op].needs]}


def value(of: dict[str, Any]) -> Any:
    if "op" not in of:
        return of["value"]
    return (OPERATORS | {name: FUNCTIONS[name] for name in FUNCTIONS if name not in OPERATORS})[of["op"]](*map(value, of["of"]))


def outcome(compute: Callable[[], Any]) -> str:
    """The bits, or that there is no number."""
    try:
        found = compute()
    except (ArithmeticError, ValueError, TypeError):  # TypeError: a complex number compared
        return "none"
    return found.hex() if isinstance(found, float) else str(found)


@pytest.fixture(scope="module")
def trees() -> list[dict[str, Any]]:
    draw = random.Random(20261127)
    alone = []
    for op, operation in BY_NAME.items():
        alone.append({"op": op, "of": [{"value": 0.25 + place, "symbol": ""} for place in range(len(operation.needs))]})
    return [*alone, *(tree(draw, depth) for depth in (2, 3, 4) for _ in range(500))]


def test_a_program_computes_the_expression_to_the_bit(bare: Page, trees: list[dict[str, Any]]) -> None:
    numbers = 0
    for of, (_, program) in zip(trees, bare.evaluate(PRINTED, trees), strict=True):
        expected = outcome(lambda of=of: value(of))
        # Whole numbers stand as such; the engine's are floats.
        floats = re.sub(r"\d+(\.\d+)?(e[+-]?\d+)?", lambda found: repr(float(found[0])), program)
        assert outcome(lambda floats=floats: eval(floats, dict(FUNCTIONS))) == expected, (of, program)
        numbers += expected != "none"
    assert numbers > 600


def test_what_is_printed_is_the_expression(bare: Page, trees: list[dict[str, Any]]) -> None:
    compared = 0
    for of, (printed, _) in zip(trees, bare.evaluate(PRINTED, trees), strict=True):
        try:
            expected = arithmetic.evaluate(of, 17)
        except (DecimalException, ArithmeticError, ValueError):
            continue
        if not expected.is_finite():
            continue
        found = by_hand.evaluate(printed)
        assert float(found) == pytest.approx(float(expected), rel=1e-9, abs=1e-12), (of, printed)
        compared += 1
    assert compared > 600


def test_a_program_squares_and_counts_as_the_engine_does(bare: Page) -> None:
    draw = random.Random(7)
    squares = []
    for _ in range(4000):
        a, b = draw.uniform(-10, 10), draw.uniform(-10, 10)
        squares += [({"op": "pow", "of": [number(a), number(2.0)]}, a * a)]
        squares += [
            (
                {"op": "*", "of": [number(3.0), {"op": "pow", "of": [{"op": "+", "of": [number(a), number(b)]}, number(2.0)]}]},
                3.0 * ((a + b) * (a + b)),
            )
        ]
    programs = [program for _, program in bare.evaluate(PRINTED, [of for of, _ in squares])]
    assert [eval(program) for program in programs] == [value for _, value in squares]
    assert sum(a**2 != a * a for a in (of["of"][0]["value"] for of, _ in squares[::2])) > 0, (
        "Python's power would have rounded some otherwise"
    )
    large = {"op": "-", "of": [{"op": "*", "of": [number(94906267.0), number(94906267.0)]}, number(9007199515875288.0)]}
    ((_, program),) = bare.evaluate(PRINTED, [large])
    assert eval(program) == 94906267.0 * 94906267.0 - 9007199515875288.0


def number(value: float) -> dict[str, Any]:
    return {"value": value, "symbol": ""}
