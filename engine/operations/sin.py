"""Sine."""

import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


class Sin(Operation):
    """sin a, a in radians; ∂a = cos a."""

    kind: Literal["sin"] = "sin"

    title = N_("Sine")
    idea = N_("Height on the unit circle after an arc of a given length.")
    op = "sin"
    scalar = math.sin
    array = np.sin
    pattern = "sin({0})"
    latex = r"\sin\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (f.cos(a),)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return Decimal(float(np.sin(float(a))))
