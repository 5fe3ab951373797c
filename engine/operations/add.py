"""Addition."""

import operator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Add(Operation):
    """a + b; ∂a = 1, ∂b = 1."""

    kind: Literal["add"] = "add"

    title = N_("Sum")
    idea = N_("Adds two numbers.")
    op = "+"
    scalar = operator.add
    array = np.add
    pattern = "{0} + {1}"
    latex = "{0} + {1}"
    notation = "infix"
    sign = "+"
    precedence = Precedence.SUM
    needs = (Precedence.SUM, Precedence.SUM)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any) -> tuple[Any, Any]:
        return 1.0, 1.0

    @staticmethod
    def decimal(a: Decimal, b: Decimal) -> Decimal:
        return a + b
