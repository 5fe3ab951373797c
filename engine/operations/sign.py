"""The sign of a number."""

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


def _scalar(a: float) -> float:
    return 1.0 if a > 0 else -1.0 if a < 0 else a


class Sign(Operation):
    """1 where a > 0, −1 where a < 0, else a itself (0, NaN); ∂a = 0."""

    kind: Literal["sign"] = "sign"

    title = N_("Sign")
    idea = N_("1 for a positive number, −1 for a negative one, 0 for 0.")
    op = "sign"
    scalar = _scalar
    array = np.sign
    pattern = "sign({0})"
    latex = r"\operatorname{{sign}}\left({0}\right)"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,)

    @staticmethod
    def derivative(f: Any, result: Any, a: Any) -> tuple[Any]:
        return (0.0,)

    @staticmethod
    def decimal(a: Decimal) -> Decimal:
        return Decimal(int(a > 0) - int(a < 0))
