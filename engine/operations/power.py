"""Raising to a power."""

import math
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.operation import Operation, Precedence
from engine.text import N_

BLOCK = 64
"""Powers of so many whole exponents are kept together: half a KiB."""


def _array(base: Any, exponent: Any) -> Any:
    # Python's own power for every entry, so that maps agree with single runs to the bit.
    if isinstance(base, np.ndarray):
        return np.frompyfunc(_entry, 2, 1)(base, exponent).astype(float)
    if isinstance(exponent, np.ndarray):
        return _powers(base, exponent.ravel()).reshape(exponent.shape)
    return _entry(base, exponent)


def _entry(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except (ArithmeticError, ValueError):
        return float(np.float64(base) ** np.float64(exponent))


def _powers(base: float, exponents: NDArray[np.float64]) -> NDArray[np.float64]:
    """``base ** e`` for each exponent; whole ones that follow each other, as steps do, come from blocks all runs share."""
    count = len(exponents)
    first = float(exponents[0]) if count else 0.5
    if first < 0 or not first.is_integer() or not np.array_equal(exponents, np.arange(first, first + count)):
        return np.fromiter(map(_entry, repeat(base), exponents.tolist()), float, count)
    blocks, before = range(int(first) // BLOCK, int(first + count - 1) // BLOCK + 1), int(first) % BLOCK
    return np.concatenate([_block_of_powers(base, block) for block in blocks])[before : before + count]


@lru_cache(maxsize=4096)
def _block_of_powers(base: float, block: int) -> NDArray[np.float64]:
    return np.array([_entry(base, float(e)) for e in range(block * BLOCK, (block + 1) * BLOCK)])


class Power(Operation):
    """aᵇ; ∂a = b aᵇ⁻¹, ∂b = aᵇ ln a, which has no value where a < 0.

    In a rule only of hyperparameters, never of data: NumPy and C round it apart.
    """

    kind: Literal["power"] = "power"

    title = N_("Power")
    idea = N_("Raises the first number to the power of the second.")
    op = "pow"
    scalar = math.pow
    array = _array
    pattern = "{0} ** {1}"
    latex = "{{{0}}}^{{{1}}}"
    notation = "raised"
    precedence = Precedence.POWER
    needs = (Precedence.ATOM, Precedence.NEGATIVE)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any) -> tuple[Any, Any]:
        # 0 · 0⁻¹ where both are 0, and 0 · ln 0: the factor that has no value is kept from being worked out.
        base = a + f.select(f.absolute(a) + f.absolute(b), 0.0, 0.0, 1.0)
        of_b = result * f.log(f.select(a, 0.0, a, 1.0))
        return b * f.power(base, b - 1.0), f.select(0.0, a, math.nan, of_b)

    @staticmethod
    def decimal(a: Decimal, b: Decimal) -> Decimal:
        return a**b
