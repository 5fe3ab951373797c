"""Arithmetic written out beside a result: the textbook's formula with the numbers of the moment.

A loss is computed on arrays, stably; what a reader wants to see is the formula of the book. The two are
held together by ``engine.numbers.trace.Line.digits``: the printed arithmetic, done by hand, gives the loss's own result.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from engine.numbers.graph import Node, leaf
from engine.numbers.trace import SUBSCRIPTS, TRACED, Line, Result, lines_of

f = TRACED
"""The functions of the formulas."""

number = leaf
"""``number(value, symbol)``: a number with its letter."""


def indexed(letter: str, values: Sequence[float]) -> list[Node]:
    """z₀, z₁ … with their values."""
    return [number(value, letter + SUBSCRIPTS[k]) for k, value in enumerate(values)]


def squared(a: Node) -> Node:
    """a²."""
    return a * a


def total(parts: Iterable[Node]) -> Node:
    """a + b + …"""
    return reduce(lambda a, b: a + b, parts)


def product(parts: Iterable[Node]) -> Node:
    """a × b × …"""
    return reduce(f.multiply, parts)


def line(quantity: str, symbol: str, formula: Node, value: float) -> Line:
    """``symbol = formula = value``: the formula as written, the value as the engine computed it.

    Raises ``ValueError`` where the formula says a part twice: that takes a line and a letter of its own.
    """
    *shared, whole = lines_of([Result(quantity, symbol, None, Node(float(value), formula.operation, formula.parts))])
    if shared:
        raise ValueError(f"the line of {quantity} says a part of its formula twice")
    return whole
