"""Cosine."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Cos(Operation):
    """cos a, a in radians; ∂a = −sin a."""

    kind: Literal["cos"] = "cos"

    title = N_("Cosine")
    idea = N_("Place across the unit circle after an arc of a given length.")
    op = "cos"
    scalar = math.cos
    array = np.cos
    pattern = "cos({0})"
    latex = r"\cos\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (-f.sin(a),)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return Decimal(float(np.cos(float(a))))
