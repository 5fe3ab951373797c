"""Square root."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Sqrt(Operation):
    """√a; ∂a = ½ / √a."""

    kind: Literal["sqrt"] = "sqrt"

    title = N_("Square root")
    idea = N_("The number from 0 on whose square is a given number.")
    op = "sqrt"
    scalar = math.sqrt
    array = np.sqrt
    pattern = "sqrt({0})"
    latex = r"\sqrt{{{0}}}"
    notation = "root"
    precedence = Precedence.POWER
    needs = (Precedence.ATOM,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (0.5 / result,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return a.sqrt()
