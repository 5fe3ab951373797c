"""Numbers that remember how they were made, so that a step can show its own arithmetic.

The step inspector feeds the very rule that moves the ball with ``Traced`` numbers; the lines it
prints are read off the result. So the prose cannot drift from the code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import cache
from itertools import count
from math import isfinite
from typing import Any, Self

import numpy as np

from engine.functions import ARRAY, SCALAR, Functions

_order = count()


@dataclass(eq=False, slots=True)
class Traced:
    """A value, the operation that made it and what it was made of.

    A leaf has ``op == ""`` and a ``symbol`` (``""`` for a plain constant).
    """

    value: float
    op: str = ""
    of: "tuple[Traced, ...]" = ()
    symbol: str = ""
    order: int = field(default_factory=lambda: next(_order))

    def _with(self, op: str, other: Any, value: Any, *, swapped: bool = False) -> "Traced":
        left, right = (wrap(other), self) if swapped else (self, wrap(other))
        return Traced(float(value), op, (left, right))

    def __add__(self, other: Any) -> "Traced":
        return self._with("+", other, np.float64(self.value) + _number(other))

    def __radd__(self, other: Any) -> "Traced":
        return self._with("+", other, _number(other) + np.float64(self.value), swapped=True)

    def __sub__(self, other: Any) -> "Traced":
        return self._with("-", other, np.float64(self.value) - _number(other))

    def __rsub__(self, other: Any) -> "Traced":
        return self._with("-", other, _number(other) - np.float64(self.value), swapped=True)

    def __mul__(self, other: Any) -> "Traced":
        if other is self:
            return Traced(float(np.float64(self.value) * self.value), "pow", (self, wrap(2.0)))
        return self._with("*", other, np.float64(self.value) * _number(other))

    def __rmul__(self, other: Any) -> "Traced":
        return self._with("*", other, _number(other) * np.float64(self.value), swapped=True)

    def __truediv__(self, other: Any) -> "Traced":
        return self._with("/", other, np.float64(self.value) / _number(other))

    def __rtruediv__(self, other: Any) -> "Traced":
        return self._with("/", other, _number(other) / np.float64(self.value), swapped=True)

    def __neg__(self) -> "Traced":
        return Traced(-self.value, "neg", (self,))

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> "Traced":
        return Traced(abs(self.value), "abs", (self,))

    def __float__(self) -> float:
        return self.value

    def __bool__(self) -> bool:
        return self.value != 0

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < _number(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= _number(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > _number(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= _number(other))


def _number(thing: Any) -> np.float64:
    return np.float64(float(thing))


def wrap(thing: Any) -> Traced:
    """``thing`` itself if traced, else a constant."""
    return thing if isinstance(thing, Traced) else Traced(float(thing))


def leaf(value: float, symbol: str) -> Traced:
    """A named number to start from."""
    return Traced(float(value), symbol=symbol)


def _unary(op: str, name: str) -> Any:
    # First as the ball computes it, then, where that raises, as the ball does again: the same bits.
    first, again = getattr(SCALAR, name), getattr(ARRAY, name)

    def function(a: Any) -> Traced:
        try:
            value = first(float(a))
        except (ArithmeticError, ValueError):
            value = again(_number(a))
        return Traced(float(value), op, (wrap(a),))

    return function


def _binary(op: str, function: Any) -> Any:
    return lambda a, b: Traced(float(function(_number(a), _number(b))), op, (wrap(a), wrap(b)))


TRACED = Functions(
    sqrt=_unary("sqrt", "sqrt"),
    exp=_unary("exp", "exp"),
    cos=_unary("cos", "cos"),
    sin=_unary("sin", "sin"),
    maximum=_binary("max", ARRAY.maximum),
    minimum=_binary("min", ARRAY.minimum),
    absolute=_unary("abs", "absolute"),
    sign=_unary("sign", "sign"),
    # Only the side that holds is part of what is shown.
    select=lambda a, b, then, otherwise: wrap(then if float(a) > float(b) else otherwise),
    power=_binary("pow", lambda a, b: float(a) ** float(b)),
    named=leaf,
)

# ---- from traced numbers to lines -----------------------------------------------------------------

LETTERS = "abcdefghijklnopqruwzABCDEFGHIJK"
"""Names for shared subterms; the letters that mean something in the equations are left out."""

FEWEST_DIGITS, MOST_DIGITS = 4, 17
SHORTEST_DIGITS = 15
"""Up to here a number typed in decimals (0.99) is printed as it was typed; beyond, binary shows."""
MOST_RESULT_DIGITS = 6


def _walk(node: Traced, named: Mapping[int, str], seen: dict[int, Traced], uses: dict[int, int]) -> None:
    for part in node.of:
        uses[id(part)] = uses.get(id(part), 0) + 1
        if id(part) not in seen and id(part) not in named:
            seen[id(part)] = part
            _walk(part, named, seen, uses)


def _worth_a_name(node: Traced) -> bool:
    """A shared subterm that would be longer to repeat than to name."""
    return node.op not in ("", "neg") and not (node.op == "pow" and not node.of[0].op)


@dataclass(frozen=True, slots=True)
class Line:
    """``symbol = expression = value``, with the digits at which that is true by hand."""

    quantity: str
    symbol: str
    coordinate: int | None
    node: Traced
    names: Mapping[int, str]

    def expression(self) -> dict[str, Any]:
        """The tree as JSON: leaves ``{value, symbol}``, nodes ``{op, of}``."""
        return self._tree(self.node, top=True)

    def _tree(self, node: Traced, *, top: bool = False) -> dict[str, Any]:
        if not top and id(node) in self.names:
            return {"value": json_number(node.value), "symbol": self.names[id(node)]}
        if not node.op:
            return {"value": json_number(node.value), "symbol": node.symbol}
        return {"op": node.op, "of": [self._tree(part) for part in node.of]}

    def digits(self) -> tuple[int, int]:
        """(digits of the numbers, digits of the result) so that the printed arithmetic holds by hand.

        The fewest from 4 on. By hand a tie can come out (0.5 + 0.06555) where the exact binary numbers
        lie a hair beside it: then a digit more of the result says so. Where the result is mere round-off
        of the computer (at a minimum, say), no number of digits gives it; then the result's digits come
        down, to 0 in the end: "≈".
        """
        tree = self.expression()
        if not isfinite(self.node.value):
            return FEWEST_DIGITS, FEWEST_DIGITS
        by_hand = cache(lambda digits: evaluate(tree, digits))
        lower = range(FEWEST_DIGITS - 1, 0, -1)
        for tried, results in (
            (range(FEWEST_DIGITS, SHORTEST_DIGITS + 1), (*range(FEWEST_DIGITS, MOST_RESULT_DIGITS + 1), *lower)),
            (range(SHORTEST_DIGITS + 1, MOST_DIGITS + 1), (FEWEST_DIGITS, *lower)),
        ):
            for result_digits in results:
                wanted = rounded(self.node.value, result_digits)
                for digits in tried:
                    result = by_hand(digits)
                    if result is not None and Decimal(f"{result:.{result_digits - 1}e}") == wanted:
                        return digits, result_digits
        return MOST_DIGITS, 0

    def to_json(self) -> dict[str, Any]:
        """The line as the stream carries it."""
        digits, result_digits = self.digits()
        return {
            "quantity": self.quantity,
            "symbol": self.symbol,
            "coordinate": self.coordinate,
            "value": json_number(self.node.value),
            "digits": digits,
            "result_digits": result_digits,
            "expression": self.expression(),
        }


def json_number(value: float) -> float | str:
    """JSON has no ∞ and no NaN; they travel as JavaScript spells them."""
    return value if isfinite(value) else "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def json_numbers(values: Iterable[float]) -> list[float | str]:
    """A list of them; NumPy's scalars too."""
    return [json_number(float(value)) for value in values]


def rounded(value: float, digits: int) -> Decimal:
    """``value`` to that many significant digits, exactly."""
    return Decimal(f"{Decimal(value):.{digits - 1}e}")


def _printed(value: float, digits: int) -> Decimal:
    return Decimal(value) if value.is_integer() and abs(value) < 1e5 else rounded(value, digits)


def evaluate(tree: Mapping[str, Any], digits: int) -> Decimal | None:
    """The tree by hand: leaves rounded to ``digits``, then decimal arithmetic; None where it has no value."""
    with localcontext() as context:
        context.prec = 60
        try:
            return _evaluate(tree, digits)
        except (InvalidOperation, DivisionByZero, Overflow, ValueError, OverflowError):
            return None


def _evaluate(tree: Mapping[str, Any], digits: int) -> Decimal:
    if "op" not in tree:
        if isinstance(tree["value"], str):
            raise ValueError("not finite")
        return _printed(tree["value"], digits)
    a, *rest = (_evaluate(part, digits) for part in tree["of"])
    b = rest[0] if rest else Decimal(0)
    match tree["op"]:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "neg":
            return -a
        case "pow":
            return a**b
        case "sqrt":
            return a.sqrt()
        case "exp":
            return a.exp()
        case "log":
            return a.ln()
        case "cosh":
            return (a.exp() + (-a).exp()) / 2
        case "tanh":
            return (a.exp() - (-a).exp()) / (a.exp() + (-a).exp())
        case "cos":
            return Decimal(float(np.cos(float(a))))
        case "sin":
            return Decimal(float(np.sin(float(a))))
        case "max":
            return max(a, b)
        case "min":
            return min(a, b)
        case "abs":
            return abs(a)
        case "sign":
            return Decimal(int(a > 0) - int(a < 0))
    raise ValueError(tree["op"])


@dataclass(frozen=True, slots=True)
class Result:
    """A number to be shown with its arithmetic. ``coordinate`` is None where it belongs to all."""

    quantity: str
    symbol: str
    coordinate: int | None
    node: Traced


def lines_of(results: Sequence[Result]) -> Iterator[Line]:
    """The results as lines in the order of computation, shared subterms first, each by a letter."""
    names = {id(result.node): result.symbol for result in results}
    seen: dict[int, Traced] = {}
    uses: dict[int, int] = {}
    for result in results:
        _walk(result.node, names, seen, uses)
    shared = [node for key, node in seen.items() if uses[key] > 1 and _worth_a_name(node)]
    taken = {node.symbol for node in seen.values() if node.symbol}
    letters = iter([letter for letter in LETTERS if letter not in taken])
    extra = [Result("shared", next(letters), None, node) for node in sorted(shared, key=lambda node: node.order)]
    names |= {id(result.node): result.symbol for result in extra}
    for result in sorted([*extra, *results], key=lambda result: result.node.order):
        if result.node.op:
            yield Line(result.quantity, result.symbol, result.coordinate, result.node, names)
