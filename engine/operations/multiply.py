"""Multiplication."""

import operator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Multiply(Operation):
    """a × b; ∂a = b, ∂b = a."""

    kind: Literal["multiply"] = "multiply"

    title = N_("Product")
    idea = N_("Multiplies two numbers.")
    op = "*"
    scalar = operator.mul
    array = np.multiply
    pattern = "{0} * {1}"
    latex = r"{0} \cdot {1}"
    notation = "product"
    sign = "×"
    precedence = Precedence.PRODUCT
    needs = (Precedence.PRODUCT, Precedence.QUOTIENT)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any) -> tuple[Any, Any]:
        return b, a

    @staticmethod
    def decimal(a: Decimal, b: Decimal) -> Decimal:
        return a * b
