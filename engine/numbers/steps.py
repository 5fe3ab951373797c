"""A formula written down as the operations it takes, for whoever works it out elsewhere (static/steps.js)."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from engine.functions import OPERATIONS, Functions, Number
from engine.numbers.recorded import Recorded

Step: TypeAlias = dict[str, Any]
"""A number ``{"value": v}``, the k-th parameter ``{"parameter": k}`` or feature ``{"feature": k}``, or ``{"op", "of"}``: an operation on
earlier steps, by their places."""
Formula: TypeAlias = Callable[[Functions, tuple[Number, ...], tuple[Number, ...]], Number]


class _Written(Recorded):
    """A number of which is known only the step that gives it. It can be asked nothing: no branch could depend on it."""

    __slots__ = ("place", "steps")

    def __init__(self, steps: list[Step], step: Step) -> None:
        self.steps = steps
        self.place = len(steps)
        steps.append(step)

    def _made(self, kind: str, *parts: Any) -> "_Written":
        return _applied(self.steps, kind, *parts)


def _applied(steps: list[Step], kind: str, *parts: Any) -> _Written:
    of = [part.place if isinstance(part, _Written) else _Written(steps, {"value": float(part)}).place for part in parts]
    return _Written(steps, {"op": OPERATIONS[kind].op, "of": of})


def _as_it_is(number: Number, *_: Any) -> Number:
    return number


def steps_of(formula: Formula, parameters: int, features: int) -> list[Step]:
    """What ``formula`` does with so many parameters and features, step by step; the last one is its value."""
    steps: list[Step] = []
    functions = Functions(**{kind: partial(_applied, steps, kind) for kind in OPERATIONS}, named=_as_it_is, noted=_as_it_is)
    params = tuple(_Written(steps, {"parameter": place}) for place in range(parameters))
    x = tuple(_Written(steps, {"feature": place}) for place in range(features))
    result = formula(functions, params, x)
    if not isinstance(result, _Written):
        _Written(steps, {"value": float(result)})
    elif result.place != len(steps) - 1:
        _Written(steps, steps[result.place])
    return steps
