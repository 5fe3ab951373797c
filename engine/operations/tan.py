"""Tangent."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Tan(Operation):
    """tan a, a in radians; ∂a = 1 + tan² a."""

    kind: Literal["tan"] = "tan"

    title = N_("Tangent")
    idea = N_("Sine divided by cosine: the slope of a line at a given angle.")
    op = "tan"
    scalar = math.tan
    array = np.tan
    pattern = "tan({0})"
    latex = r"\tan\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (1.0 + result * result,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return Decimal(float(np.tan(float(a))))
