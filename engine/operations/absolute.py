"""Absolute value."""

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Absolute(Operation):
    """|a|; ∂a = sign a, 0 at 0."""

    kind: Literal["absolute"] = "absolute"

    title = N_("Absolute value")
    idea = N_("How far a number is from 0.")
    op = "abs"
    scalar = abs
    array = np.abs
    pattern = "abs({0})"
    latex = r"\left|{0}\right|"
    notation = "bars"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (f.sign(a),)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return abs(a)
