"""Hyperbolic sine."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Sinh(Operation):
    """sinh a = (eᵃ − e⁻ᵃ) / 2; ∂a = cosh a."""

    kind: Literal["sinh"] = "sinh"

    title = N_("Hyperbolic sine")
    idea = N_("Half the difference of e to the number and e to its opposite.")
    op = "sinh"
    scalar = math.sinh
    array = np.sinh
    pattern = "sinh({0})"
    latex = r"\sinh\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (f.cosh(a),)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return (a.exp() - (-a).exp()) / 2
