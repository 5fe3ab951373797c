"""The exponential."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Exp(Operation):
    """eᵃ; ∂a = eᵃ."""

    kind: Literal["exp"] = "exp"

    title = N_("Exponential")
    idea = N_("Raises e = 2.718… to the power of a number.")
    op = "exp"
    scalar = math.exp
    array = np.exp
    pattern = "exp({0})"
    latex = r"e^{{{0}}}"
    notation = "exponential"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (result,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return a.exp()
