"""Reads the LaTeX of formulas and works it out on arrays, as a reader would. Shares no code with the engine."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.tokens import Tokens

_TOKEN = re.compile(
    r"\s*(?:\\[,;]\s*)*(\\left\(|\\right\)"
    r"|\\(?:sum|prod)_\{\w=1\}\^\{\w\}|\\frac|\\operatorname\{\w+\}"
    r"|\\hat\{y\}_i|\\(?:delta|omega|sigma|ell)(?:_\{[^}]*\})?|\\[a-z]+"
    r"|[a-zA-Z](?:_\{[^}]*\}|_\w)?|\d+|[-+()|\[\]{}^,<])"
)
_OPTION = re.compile(r"\\class\{(when|unless)-(\w+?)(?:-(\w+))?\}")
_CALLED = {"log": np.log, "cosh": np.cosh, "tanh": np.tanh, "sin": np.sin, "cos": np.cos, "sign": np.sign}


def chosen(latex: str, settings: Mapping[str, Any]) -> str:
    """Without what is not there with these settings, and without classes."""
    while found := re.search(r"\\class\{", latex):
        name = found.group()
        end = _closed(latex, found.end())
        name, after = latex[found.end() : end], _closed(latex, end + 2)
        inside, option = latex[end + 2 : after], _OPTION.match(latex[found.start() : end + 1])
        if option:
            word, field, value = option.groups()
            is_so = settings[field] == value if value else bool(settings[field])
            inside = inside if is_so == (word == "when") else ""
        else:
            assert name.startswith("slot-"), name
            assert name[5:] in settings, name
        latex = latex[: found.start()] + inside + latex[after + 1 :]
    return latex


def _closed(latex: str, start: int) -> int:
    """Where the brace that is open at ``start`` ends."""
    depth = 1
    for at in range(start, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[at], 0)
        if depth == 0:
            return at
    raise AssertionError(f"a brace is not closed in {latex!r}")


def evaluated(latex: str, symbols: Mapping[str, Any]) -> Any:
    """The value of a formula; a sum over i is over the first axis, over k over the last."""
    reader = _Reader(latex, symbols)
    value = reader.sum()
    assert reader.next is None, f"left over in {latex!r}: {reader.tokens[reader.at :]}"
    return value


class _Reader(Tokens):
    def __init__(self, latex: str, symbols: Mapping[str, Any]) -> None:
        super().__init__(latex, _TOKEN)
        self.symbols = symbols

    def need(self, wanted: str) -> None:
        assert self.take(wanted), f"{wanted} is missing at {self.tokens[self.at :]}"

    def sum(self) -> Any:
        value = -self.product() if self.take("-") else self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            value = value + right if sign == "+" else value - right
        return value

    def product(self) -> Any:
        value = self.power()
        while self.next is not None and self.next not in ("+", "-", ")", "]", "|", "}", ",", "<", r"\right)"):
            value = value * self.power()
        return value

    def power(self) -> Any:
        base = self.atom()
        if not self.take("^"):
            return base
        return base ** (self.group() if self.next == "{" else self.atom())

    def group(self) -> Any:
        self.need("{")
        value = self.sum()
        self.need("}")
        return value

    def atom(self) -> Any:
        token = self.next
        assert token is not None, "the formula ends too early"
        self.at += 1
        for opening, closing in (("(", ")"), (r"\left(", r"\right)"), ("|", "|")):
            if token == opening:
                value = self.sum()
                self.need(closing)
                return np.abs(value) if token == "|" else value
        if token == "[":
            value = self.sum()
            if self.take("<"):  # 1 where it is so, else 0
                value = value < self.sum()
            self.need("]")
            return value
        if token == r"\frac":
            above = self.group()
            return above / self.group()
        if token.startswith(r"\sum"):
            return np.sum(self.product(), axis=0 if "i=1" in token else -1)
        if token.startswith(r"\prod"):
            return np.prod(self.product(), axis=0)
        if token in (r"\max", r"\min"):
            self.need("(")
            first = self.sum()
            self.need(",")
            second = self.sum()
            self.need(")")
            return (np.maximum if token == r"\max" else np.minimum)(first, second)
        name = token.removeprefix(r"\operatorname{").removesuffix("}") if "operatorname" in token else token.removeprefix("\\")
        if name in _CALLED:
            return _CALLED[name](self.atom())
        return float(token) if token.isdigit() else self.symbols[token.replace(" ", "")]
