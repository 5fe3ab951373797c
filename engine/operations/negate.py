"""The opposite of a number."""

import operator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Negate(Operation):
    """−a; ∂a = −1."""

    kind: Literal["negate"] = "negate"

    title = N_("Opposite")
    idea = N_("Turns the sign of a number around.")
    op = "neg"
    scalar = operator.neg
    array = np.negative
    pattern = "-{0}"
    latex = "-{0}"
    notation = "prefix"
    sign = "−"
    precedence = Precedence.NEGATIVE
    needs = (Precedence.QUOTIENT,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (-1.0,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return -a
