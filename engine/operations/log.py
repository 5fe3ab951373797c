"""The natural logarithm."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Log(Operation):
    """ln a; ∂a = 1/a."""

    kind: Literal["log"] = "log"

    title = N_("Natural logarithm")
    idea = N_("The power to which e = 2.718… must be raised to give a number.")
    op = "log"
    scalar = math.log
    array = np.log
    pattern = "log({0})"
    latex = r"\log\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (1.0 / a,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return a.ln()
