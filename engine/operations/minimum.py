"""The smaller of two numbers."""

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


def _scalar(a: float, b: float) -> float:
    # The comparisons are false for NaN, which therefore passes through, as in NumPy and PyTorch.
    return a if a <= b or a != a else b


class Minimum(Operation):
    """min(a, b); ∂ is 1 for the smaller one, 0 for the other, ½ each where they are equal."""

    kind: Literal["minimum"] = "minimum"

    title = N_("Smaller of two")
    idea = N_("Keeps the smaller of two numbers.")
    op = "min"
    scalar = _scalar
    array = np.minimum
    pattern = "{0} if {0} <= {1} or {0} != {0} else {1}"
    latex = r"\min\left({0}, {1}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE, Precedence.NEGATIVE)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any) -> tuple[Any, Any]:
        of_a = f.select(b, a, 1.0, f.select(a, b, 0.0, 0.5))
        return of_a, 1.0 - of_a

    @staticmethod
    def decimal(a: Decimal, b: Decimal) -> Decimal:
        return min(a, b)
