"""Arithmetic as a reader would do it: printed text in, exact decimals out. Shares no code with page or engine."""

import math
import re
from decimal import Decimal, localcontext

from tests.tokens import Tokens

_TOKEN = re.compile(r"\s*(10\^−\d+|\d+(?:\.\d+)?(?:×10\^−?\d+)?|exp|log|cosh?|sinh?|tanh?|max|min|sign|select|[+−×/^√(),|])")
PRECISION = 60


def number(text: str) -> Decimal:
    """``−1.5×10^−3`` and ``10^−8`` as numbers."""
    size, negative = text.removeprefix("−"), text.startswith("−")
    mantissa, _, power = size.partition("×10^") if "×10^" in size else ("1", "", size[3:]) if size.startswith("10^") else (size, "", "0")
    value = Decimal(mantissa).scaleb(int(power.replace("−", "-")))
    return -value if negative else value


def digits(text: str) -> int:
    """Significant digits of a printed number."""
    mantissa = text.removeprefix("−").split("×")[0]
    return len(mantissa.replace(".", "").lstrip("0")) or 1


def evaluate(text: str) -> Decimal:
    """The value of a printed expression."""
    with localcontext() as context:
        context.prec = PRECISION
        reader = _Reader(text)
        value = reader.sum()
        assert reader.next is None, f"left over in {text!r}: {reader.tokens[reader.at :]}"
        return +value


class _Reader(Tokens):
    def __init__(self, text: str) -> None:
        super().__init__(text, _TOKEN)

    def sum(self) -> Decimal:
        negative = self.take("−") is not None
        value = self.product()
        value = -value if negative else value
        while sign := self.take("+", "−"):
            right = self.product()
            value = value + right if sign == "+" else value - right
        return value

    def product(self) -> Decimal:
        value = self.power()
        while sign := self.take("×", "/"):
            right = self.power()
            value = value * right if sign == "×" else value / right
        return value

    def power(self) -> Decimal:
        base = self.atom()
        if self.take("^"):
            return base ** self.atom()
        return base

    def atom(self) -> Decimal:
        token = self.next
        assert token is not None, "the expression ends too early"
        self.at += 1
        if token == "(":
            value = self.sum()
            assert self.take(")"), "a bracket is not closed"
            return value
        if token == "|":
            value = self.sum()
            assert self.take("|"), "a bar is not closed"
            return abs(value)
        if token == "√":
            return self.atom().sqrt()
        if token[0].isalpha():
            return self.function(token)
        return number(token)

    def function(self, name: str) -> Decimal:
        assert self.take("("), f"{name} without a bracket"
        values = [self.sum()]
        while self.take(","):
            values.append(self.sum())
        assert self.take(")"), "a bracket is not closed"
        if name in ("max", "min"):
            return (max if name == "max" else min)(values)
        if name == "select":
            return values[2] if values[0] > values[1] else values[3]
        (value,) = values
        if name == "sign":
            return Decimal((value > 0) - (value < 0))
        if name in ("exp", "log"):
            return value.exp() if name == "exp" else value.ln()
        if name == "tanh":
            return 1 - 2 / ((2 * value).exp() + 1)
        if name in ("sinh", "cosh"):
            up, down = value.exp(), (-value).exp()
            return (up - down if name == "sinh" else up + down) / 2
        return Decimal(getattr(math, name)(float(value)))
