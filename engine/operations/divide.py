"""Division."""

import operator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Divide(Operation):
    """a / b; ∂a = 1/b, ∂b = −(a/b)/b."""

    kind: Literal["divide"] = "divide"

    title = N_("Quotient")
    idea = N_("Divides the first number by the second.")
    op = "/"
    scalar = operator.truediv
    array = np.divide
    pattern = "{0} / {1}"
    latex = r"\frac{{{0}}}{{{1}}}"
    notation = "fraction"
    sign = "/"
    precedence = Precedence.QUOTIENT
    needs = (Precedence.QUOTIENT, Precedence.POWER)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any) -> tuple[Any, Any]:
        return 1.0 / b, -result / b

    @staticmethod
    def decimal(a: Decimal, b: Decimal) -> Decimal:
        return a / b
