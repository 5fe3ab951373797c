"""Lines of arithmetic, read off numbers that remember how they were made (``engine.numbers.graph``).

The step inspector feeds the very rule that moves the ball with ``TRACED`` numbers; the lines it
prints are read off the result. So the prose cannot drift from the code.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import cache
from itertools import count
from math import isfinite
from typing import Any

from engine.functions import OPERATIONS
from engine.numbers.graph import Node, made_of, recording

TRACED = recording(noted=lambda number, *_: number)

LETTERS = "abcdefghijklnopqruwzABCDEFGHIJK"
"""Names for shared subterms; the letters that mean something in the equations are left out."""
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"

FEWEST_DIGITS, MOST_DIGITS = 4, 17
SHORTEST_DIGITS = 15
"""Up to here a number typed in decimals (0.99) is printed as it was typed; beyond, binary shows."""
MOST_RESULT_DIGITS = 6
DEEPEST = 64
"""Expressions are nested no deeper: what is deeper gets a letter. JSON's readers and writers have limits."""


@dataclass(frozen=True, slots=True)
class Line:
    """``symbol = expression = value``, with the digits at which that is true by hand."""

    quantity: str
    symbol: str
    coordinate: int | None
    node: Node
    names: Mapping[int, str]
    """``id`` of a node → the symbol that stands for it in the lines of others."""

    def _opened(self) -> list[Node]:
        """What is written out: down to leaves and to what has a name, parts before wholes."""
        return made_of([self.node], ends=self.names)

    def expression(self) -> dict[str, Any]:
        """The tree as JSON: leaves ``{value, symbol}``, nodes ``{op, of}``."""
        trees: dict[int, dict[str, Any]] = {}

        def tree(part: Node) -> dict[str, Any]:
            return trees.get(id(part)) or {"value": json_number(part.value), "symbol": self.names[id(part)]}

        for node in self._opened():
            if node.operation is None:
                trees[id(node)] = {"value": json_number(node.value), "symbol": node.symbol}
            else:
                trees[id(node)] = {"op": node.operation.op, "of": [tree(part) for part in node.parts]}
        return trees[id(self.node)]

    def digits(self) -> tuple[int, int]:
        """(digits of the numbers, digits of the result) so that the printed arithmetic holds by hand.

        The fewest from 4 on. By hand a tie can come out (0.5 + 0.06555) where the exact binary numbers
        lie a hair beside it: then a digit more of the result says so. Where the result is mere round-off
        of the computer (at a minimum, say), no number of digits gives it; then the result's digits come
        down, to 0 in the end: "≈".
        """
        if not isfinite(self.node.value):
            return FEWEST_DIGITS, FEWEST_DIGITS
        opened = self._opened()
        by_hand = cache(lambda digits: _by_hand(opened, digits))
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


def json_listed(values: Iterable[Any]) -> list[Any]:
    """A list of numbers, or of lists of them."""
    return [json_numbers(value) if isinstance(value, list) else json_number(float(value)) for value in values]


def json_numbers(values: Iterable[float]) -> list[float | str]:
    """A list of them; NumPy's scalars too."""
    return [json_number(float(value)) for value in values]


def rounded(value: float, digits: int) -> Decimal:
    """``value`` to that many significant digits, exactly."""
    return Decimal(f"{Decimal(value):.{digits - 1}e}")


def _printed(value: float, digits: int) -> Decimal:
    if not isfinite(value):
        raise ValueError("not finite")
    return Decimal(value) if value.is_integer() and abs(value) < 1e5 else rounded(value, digits)


def _by_hand(opened: Sequence[Node], digits: int) -> Decimal | None:
    """The last of ``opened`` by hand: numbers rounded to ``digits``, then decimal arithmetic; None where it has no value."""
    found: dict[int, Decimal] = {}

    def value(part: Node) -> Decimal:
        return found[id(part)] if id(part) in found else _printed(part.value, digits)

    with localcontext() as context:
        context.prec = 60
        try:
            for node in opened:
                found[id(node)] = node.operation.decimal(*map(value, node.parts)) if node.operation else _printed(node.value, digits)
        except (InvalidOperation, DivisionByZero, Overflow, ValueError, OverflowError):
            return None
        return found[id(opened[-1])]


@dataclass(frozen=True, slots=True)
class Result:
    """A number to be shown with its arithmetic. ``coordinate`` is None where it belongs to all."""

    quantity: str
    symbol: str
    coordinate: int | None
    node: Node


def lines_of(results: Sequence[Result]) -> Iterator[Line]:
    """The results as lines in the order of computation, shared subterms first, each by a letter."""
    names = {id(result.node): result.symbol for result in results}
    nodes = made_of([result.node for result in results], ends=names)
    letters = _letters(taken={node.symbol for node in nodes} | set(names.values()))
    extra = [Result("shared", next(letters), None, node) for node in _to_be_named(nodes, names)]
    names |= {id(result.node): result.symbol for result in extra}
    for result in sorted([*extra, *results], key=lambda result: result.node.order):
        if result.node.operation:
            yield Line(result.quantity, result.symbol, result.coordinate, result.node, names)


def _letters(taken: set[str]) -> Iterator[str]:
    for turn in count():
        subscript = "".join(SUBSCRIPTS[int(figure)] for figure in str(turn)) if turn else ""
        yield from (letter + subscript for letter in LETTERS if letter + subscript not in taken)


def _to_be_named(nodes: Sequence[Node], names: Mapping[int, str]) -> Iterator[Node]:
    """What gets a letter besides ``names``: what would otherwise be written twice, or nested too deep."""
    uses = Counter[int]()
    for node in reversed(nodes):
        # What is short is written out wherever it is used, and all that it is made of with it.
        times = 1 if id(node) in names or _is_long(node) else uses[id(node)]
        for part in node.parts:
            uses[id(part)] += times
    depth: dict[int, int] = {}
    for node in nodes:
        depth[id(node)] = 1 + max((depth[id(part)] for part in node.parts), default=-1)
        if id(node) in names:
            depth[id(node)] = 0
        elif depth[id(node)] >= DEEPEST or (uses[id(node)] > 1 and _is_long(node)):
            depth[id(node)] = 0
            yield node


def _is_long(node: Node) -> bool:
    """Whether it is longer to repeat than to name; a number, a power of one, and its opposite are not."""
    if node.operation is None or node.operation is OPERATIONS["negate"]:
        return False
    return not (node.operation is OPERATIONS["power"] and node.parts[0].operation is None)
