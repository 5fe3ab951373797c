"""What an operation is: everything that anybody has to know of ``a + b`` or ``tanh a``, in one place.

``engine.functions`` (floats and arrays), ``engine.running.straight`` (code), ``engine.numbers.graph`` (nodes),
``engine.numbers.trace`` (decimal arithmetic) and the page (``static/operations.js``) read it off the members.
"""

from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum
from typing import Any, ClassVar, Literal, TypeAlias

from engine.config import Member

Notation: TypeAlias = Literal["infix", "product", "fraction", "prefix", "raised", "exponential", "root", "bars", "call"]
"""How its parts stand on paper; the page has one way of setting for each."""


class Precedence(IntEnum):
    """How tightly a written piece holds together; a part that holds less than its place needs stands in brackets."""

    NEGATIVE = 0
    """Begins with a minus sign: in brackets anywhere but at the left end. As a need: any piece will do."""
    SUM = 1
    QUOTIENT = 2
    """Below a product: a / b × c would leave open what is divided."""
    PRODUCT = 3
    POWER = 4
    ATOM = 5


class Operation(Member):
    """Base of all operations of real numbers; ``title`` is its name, ``idea`` says in one sentence what it does."""

    source = "IEEE 754-2019, Standard for Floating-Point Arithmetic, 2019"

    op: ClassVar[str]
    """What expressions call it, on the stream and in programs: ``"+"``, ``"max"``."""
    scalar: ClassVar[Callable[..., float]]
    """Of Python floats. May raise ``ArithmeticError`` or ``ValueError`` where the result is no finite number."""
    array: ClassVar[Callable[..., Any]]
    """Of NumPy arrays and scalars, entry by entry; never raises, gives ∞ or NaN."""
    pattern: ClassVar[str]
    """``scalar`` as Python's text on names, ``{0}`` the first part. A function that it calls goes by ``op``."""
    latex: ClassVar[str]
    """LaTeX, a format string over the parts."""
    notation: ClassVar[Notation]
    sign: ClassVar[str] = ""
    """The sign between or before its parts, where the notation has one."""
    precedence: ClassVar[Precedence]
    needs: ClassVar[tuple[Precedence, ...]]
    """For each part the least precedence that stands there without brackets."""

    @staticmethod
    def derivative(f: Any, result: Any, *parts: Any) -> tuple[Any, ...]:
        """∂result/∂part for each part, made of operations itself, so that it can be derived again.

        ``f`` (``engine.functions.Functions``), ``result`` and ``parts`` are of one kind of number; an entry that is
        the same everywhere may be a plain float. At a corner it is the mean of both sides, as PyTorch has it.
        """
        raise NotImplementedError

    decimal: ClassVar[Callable[..., Decimal]]
    """By hand, to the digits of the decimal context. Raises what ``decimal`` raises where there is no value."""
