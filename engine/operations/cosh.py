"""Hyperbolic cosine."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Cosh(Operation):
    """cosh a = (eᵃ + e⁻ᵃ) / 2; ∂a = sinh a."""

    kind: Literal["cosh"] = "cosh"

    title = N_("Hyperbolic cosine")
    idea = N_("Half the sum of e to the number and e to its opposite.")
    op = "cosh"
    scalar = math.cosh
    array = np.cosh
    pattern = "cosh({0})"
    latex = r"\cosh\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (f.sinh(a),)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return (a.exp() + (-a).exp()) / 2
