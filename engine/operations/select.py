"""One of two numbers, by a comparison."""

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from engine.operation import Operation, Precedence
from engine.text import N_


def _scalar(a: float, b: float, then: float, otherwise: float) -> float:
    return then if a > b else otherwise


def _array(a: Any, b: Any, then: Any, otherwise: Any) -> Any:
    return np.where(a > b, then, otherwise)


class Select(Operation):
    """``then`` where a > b, else ``otherwise``; both are computed. ∂ is 1 for the chosen one, 0 for all else."""

    kind: Literal["select"] = "select"

    title = N_("Choice")
    idea = N_("Takes the third number where the first is larger than the second, else the fourth.")
    op = "select"
    scalar = _scalar
    array = _array
    pattern = "{2} if {0} > {1} else {3}"
    latex = r"\begin{{cases}} {2} & {0} > {1} \\ {3} & {0} \le {1} \end{{cases}}"
    notation = "call"
    precedence = Precedence.ATOM
    needs = (Precedence.NEGATIVE,) * 4

    @staticmethod
    def derivative(f: Any, result: Any, a: Any, b: Any, then: Any, otherwise: Any) -> tuple[Any, Any, Any, Any]:
        return 0.0, 0.0, f.select(a, b, 1.0, 0.0), f.select(a, b, 0.0, 1.0)

    @staticmethod
    def decimal(a: Decimal, b: Decimal, then: Decimal, otherwise: Decimal) -> Decimal:
        return then if a > b else otherwise
