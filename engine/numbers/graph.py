"""Numbers as nodes of a graph: each knows its value, the operation that made it and what it was made of.

Whatever is told about a calculation is read off this graph: the lines of the step inspector, and derivatives, since
every operation knows its own (``engine.operation.Operation.derivative``).
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import numpy as np

from engine.functions import OPERATIONS, Functions, Number
from engine.numbers.recorded import Recorded
from engine.operation import Operation

_order = count()


@dataclass(eq=False, slots=True)
class Node(Recorded):
    """A value, the operation that made it and its parts. A leaf has no operation and may have a symbol."""

    value: float
    operation: type[Operation] | None = None
    parts: "tuple[Node, ...]" = ()
    symbol: str = ""
    order: int = field(default_factory=lambda: next(_order))
    """Grows as nodes are made, so parts stand before wholes."""

    def _made(self, kind: str, *parts: Any) -> "Node":
        return apply(OPERATIONS[kind], *parts)

    def __mul__(self, other: Any) -> "Node":
        if other is not self:
            return apply(OPERATIONS["multiply"], self, other)
        # A square, with the bits of the product.
        return Node(self.value * self.value, OPERATIONS["power"], (self, Node(2.0)))

    def __float__(self) -> float:
        return self.value

    def __bool__(self) -> bool:
        return self.value != 0

    def __lt__(self, other: Any) -> bool:
        return self.value < float(other)

    def __le__(self, other: Any) -> bool:
        return self.value <= float(other)

    def __gt__(self, other: Any) -> bool:
        return self.value > float(other)

    def __ge__(self, other: Any) -> bool:
        return self.value >= float(other)


def node(number: Number) -> Node:
    """``number`` itself where it is a node, else a constant."""
    return number if isinstance(number, Node) else Node(float(number))


def leaf(value: float, symbol: str) -> Node:
    """A named number to start from."""
    return Node(float(value), symbol=symbol)


def apply(operation: type[Operation], *parts: Number) -> Node:
    """The node that ``operation`` makes of ``parts``: as the ball computes it, then, where that raises, as it does again."""
    nodes = tuple(map(node, parts))
    try:
        value = operation.scalar(*[part.value for part in nodes])
    except (ArithmeticError, ValueError):
        with np.errstate(all="ignore"):
            value = float(operation.array(*[np.float64(part.value) for part in nodes]))
    return Node(value, operation, nodes)


def select(a: Number, b: Number, then: Number, otherwise: Number) -> Node:
    """Only the side that holds becomes part of what is shown and derived."""
    return node(then if float(a) > float(b) else otherwise)


def recording(noted: Any) -> Functions:
    """The functions of nodes; ``noted`` is told what a rule notes (``engine.functions.Functions``)."""
    functions = {kind: partial(apply, operation) for kind, operation in OPERATIONS.items()}
    return Functions(**functions | {"select": select}, named=leaf, noted=noted)


def made_of(roots: Iterable[Node], ends: Container[int] = ()) -> list[Node]:
    """``roots`` and all that they are made of, each once, parts before wholes.

    Parts whose ``id`` is among ``ends`` are not opened and not listed. Visits every node once, however often it is used.
    """
    found = {id(root): root for root in roots}
    waiting = list(found.values())
    while waiting:
        for part in waiting.pop().parts:
            if id(part) not in found and id(part) not in ends:
                found[id(part)] = part
                waiting.append(part)
    return sorted(found.values(), key=lambda one: one.order)
