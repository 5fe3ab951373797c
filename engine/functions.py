"""The functions a rule may use, once for each kind of number it is fed.

An update rule or a surface is written once. It receives ``f``, one of

* ``SCALAR`` - Python floats: fastest for a few balls of a few parameters,
* ``ARRAY`` - NumPy arrays, every leading axis another ball,
* ``engine.numbers.trace.TRACED`` - numbers that remember how they were made (the step inspector).

``+ - * /`` and square root are correctly rounded by IEEE 754, so a rule that keeps to them gives
the same bits in every form. ``exp``, ``cos`` and ``sin`` (surfaces only) may part in the last place.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Number: TypeAlias = Any
"""A float, an array or a traced number: whatever the caller feeds the rule."""

BLOCK = 64
"""Powers of so many whole exponents are kept together: half a KiB."""


@dataclass(frozen=True, slots=True)
class Functions:
    """What a rule may apply to its numbers besides ``+ - * /``."""

    sqrt: Callable[[Number], Number]
    exp: Callable[[Number], Number]
    cos: Callable[[Number], Number]
    sin: Callable[[Number], Number]
    maximum: Callable[[Number, Number], Number]
    minimum: Callable[[Number, Number], Number]
    absolute: Callable[[Number], Number]
    sign: Callable[[Number], Number]
    select: Callable[[Number, Number, Number, Number], Number]
    """``select(a, b, then, otherwise)``: ``then`` where a > b, else ``otherwise``; both are computed."""
    power: Callable[[Number, Number], Number]
    """``power(base, exponent)`` of hyperparameters, never of data (NumPy and C round it apart)."""
    named: Callable[[float, str], Number]
    """``named(value, symbol)``: a number that enters from outside, by the name it is shown with."""


def _maximum(a: float, b: float) -> float:
    # The comparisons are false for NaN, which therefore passes through, as in NumPy and PyTorch.
    return a if a >= b or a != a else b


def _minimum(a: float, b: float) -> float:
    return a if a <= b or a != a else b


def _sign(a: float) -> float:
    return 1.0 if a > 0 else -1.0 if a < 0 else a


def _power(base: Number, exponent: Number) -> Number:
    if not isinstance(base, np.ndarray) and not isinstance(exponent, np.ndarray):
        return base**exponent
    # Python's own power for every entry, so that maps agree with single runs to the bit.
    if isinstance(base, np.ndarray):
        return np.frompyfunc(lambda b, e: float(b) ** float(e), 2, 1)(base, exponent).astype(float)
    return _powers(base, exponent.ravel()).reshape(exponent.shape)


def _powers(base: float, exponents: NDArray[np.float64]) -> NDArray[np.float64]:
    """``base ** e`` for each exponent; whole ones that follow each other, as steps do, come from blocks all runs share."""
    count = len(exponents)
    first = float(exponents[0]) if count else 0.5
    if first < 0 or not first.is_integer() or not np.array_equal(exponents, np.arange(first, first + count)):
        return np.fromiter(map(pow, repeat(base), exponents.tolist()), float, count)
    blocks, before = range(int(first) // BLOCK, int(first + count - 1) // BLOCK + 1), int(first) % BLOCK
    return np.concatenate([_block_of_powers(base, block) for block in blocks])[before : before + count]


@lru_cache(maxsize=4096)
def _block_of_powers(base: float, block: int) -> NDArray[np.float64]:
    return np.array([base ** float(e) for e in range(block * BLOCK, (block + 1) * BLOCK)])


SCALAR = Functions(
    sqrt=math.sqrt,
    exp=math.exp,
    cos=math.cos,
    sin=math.sin,
    maximum=_maximum,
    minimum=_minimum,
    absolute=abs,
    sign=_sign,
    select=lambda a, b, then, otherwise: then if a > b else otherwise,
    power=lambda base, exponent: base**exponent,
    named=lambda value, symbol: value,
)

ARRAY = Functions(
    sqrt=np.sqrt,
    exp=np.exp,
    cos=np.cos,
    sin=np.sin,
    maximum=np.maximum,
    minimum=np.minimum,
    absolute=np.abs,
    sign=np.sign,
    select=lambda a, b, then, otherwise: np.where(a > b, then, otherwise),
    power=_power,
    named=lambda value, symbol: value,
)
