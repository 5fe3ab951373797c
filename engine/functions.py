"""The operations a rule may use, once for each kind of number it is fed.

An update rule or a surface is written once. It receives ``f``, one of

* ``SCALAR`` - Python floats: fastest for a few balls of a few parameters,
* ``ARRAY`` - NumPy arrays, every leading axis another ball,
* ``engine.numbers.trace.TRACED`` - numbers that remember how they were made (the step inspector).

``+ - * /`` and square root are correctly rounded by IEEE 754, so a rule that keeps to them gives
the same bits in every form. ``exp``, ``cos`` and the like (surfaces only) may part in the last place.
"""

from collections.abc import Callable
from dataclasses import make_dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from engine.operation import Operation
from engine.registry import members

Number: TypeAlias = Any
"""A float, an array or a traced number: whatever the caller feeds the rule."""

OPERATIONS = cast("dict[str, type[Operation]]", members("operations"))
"""Kind → operation (``engine/operations/``)."""

if TYPE_CHECKING:

    class Functions:
        """What a rule may apply to its numbers besides ``+ - * /``: every operation by its kind, and two that are none.

        ``named(value, symbol)``
            a number that enters from outside, by the name it is shown with
        ``noted(number, quantity, symbol)``
            ``number``, or one for each parameter, which is to be shown under that name where the step is opened
        """

        def __init__(self, **functions: Callable[..., Number]) -> None: ...
        def __getattr__(self, kind: str) -> Callable[..., Number]: ...

else:
    # Plain slots, a field for each member: a rule asks for them at every step.
    Functions = make_dataclass("Functions", [(name, Any) for name in (*OPERATIONS, "named", "noted")], frozen=True, slots=True)


def _as_it_is(number: Number, *_: Any) -> Number:
    return number


SCALAR = Functions(**{kind: operation.scalar for kind, operation in OPERATIONS.items()}, named=_as_it_is, noted=_as_it_is)

ARRAY = Functions(**{kind: operation.array for kind, operation in OPERATIONS.items()}, named=_as_it_is, noted=_as_it_is)
