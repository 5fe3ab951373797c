"""Hyperbolic tangent."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Tanh(Operation):
    """tanh a = sinh a / cosh a; ∂a = 1 − tanh² a."""

    kind: Literal["tanh"] = "tanh"

    title = N_("Hyperbolic tangent")
    idea = N_("Squeezes all numbers between −1 and 1, steepest at 0.")
    op = "tanh"
    scalar = math.tanh
    array = np.tanh
    pattern = "tanh({0})"
    latex = r"\tanh\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (1.0 - result * result,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return (a.exp() - (-a).exp()) / (a.exp() + (-a).exp())
