"""Subtraction."""

import operator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Subtract(Operation):
    """a − b; ∂a = 1, ∂b = −1."""

    kind: Literal["subtract"] = "subtract"

    title = N_("Difference")
    idea = N_("Takes the second number from the first.")
    op = "-"
    scalar = operator.sub
    array = np.subtract
    pattern = "{0} - {1}"
    latex = "{0} - {1}"
    notation = "infix"
    sign = "−"
    precedence = Precedence.SUM
    needs = (Precedence.SUM, Precedence.QUOTIENT)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any) -> tuple[Any, Any]:
        return 1.0, -1.0

    @staticmethod
    def decimal(a: Decimal, b: Decimal) -> Decimal:
        return a - b
