"""Arithmetic written out beside a result: the textbook's formula with the numbers of the moment.

A loss is computed on arrays, stably; what a reader wants to see is the formula of the book. The two are
held together by ``engine.numbers.trace.Line.digits``: the printed arithmetic, done by hand, gives the loss's own result.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from engine.numbers.trace import Line, Traced, leaf

number = leaf
"""``number(value, symbol)``: a number with its letter."""


SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"


def indexed(letter: str, values: Sequence[float]) -> list[Traced]:
    """z₀, z₁ … with their values."""
    return [number(value, letter + SUBSCRIPTS[k]) for k, value in enumerate(values)]


def _of(op: str, value: float, *parts: Traced) -> Traced:
    return Traced(float(value), op, parts)


def log(a: Traced) -> Traced:
    """The natural logarithm; −∞ of 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _of("log", np.log(a.value), a)


def exp(a: Traced) -> Traced:
    """e to the power of ``a``."""
    return _of("exp", np.exp(a.value), a)


def cosh(a: Traced) -> Traced:
    """Hyperbolic cosine."""
    return _of("cosh", np.cosh(a.value), a)


def tanh(a: Traced) -> Traced:
    """Hyperbolic tangent."""
    return _of("tanh", np.tanh(a.value), a)


def sign(a: Traced) -> Traced:
    """−1, 0 or 1."""
    return _of("sign", np.sign(a.value), a)


def larger(a: Traced, b: Traced) -> Traced:
    """The larger of two."""
    return _of("max", max(a.value, b.value), a, b)


def smaller(a: Traced, b: Traced) -> Traced:
    """The smaller of two."""
    return _of("min", min(a.value, b.value), a, b)


def squared(a: Traced) -> Traced:
    """a²."""
    return a * a


def total(parts: Iterable[Traced]) -> Traced:
    """a + b + …"""
    return reduce(lambda a, b: a + b, parts)


def product(parts: Iterable[Traced]) -> Traced:
    """a × b × …"""
    return reduce(lambda a, b: a * b if a is not b else _of("*", a.value * b.value, a, b), parts)


def line(quantity: str, symbol: str, formula: Traced, value: float) -> Line:
    """``symbol = formula = value``: the formula as written, the value as the engine computed it."""
    return Line(quantity, symbol, None, Traced(float(value), formula.op, formula.of, formula.symbol), {})
