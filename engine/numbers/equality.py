"""Equal where all numbers are equal: what a dataclass of arrays cannot say by itself."""

from typing import Any

import numpy as np


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; arrays entry by entry and in their shapes, NaN being NaN."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f" and other.dtype.kind == "f"))
    return type(one) is type(other) and bool(one == other)


def hash_of(value: Any) -> int:
    """The same for what is ``same``: −0 is 0, and a whole number that number as a float."""
    if not isinstance(value, np.ndarray):
        return hash(value)
    numbers = np.asarray(value, dtype=float) + 0.0
    return hash((value.shape, np.where(np.isnan(numbers), np.nan, numbers).tobytes()))


class EqualByNumbers:
    """Base of values that are equal where ``compared`` is."""

    __slots__ = ()

    def compared(self) -> tuple[object, ...]:
        """Arrays and other values that make it up."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return all(map(same, self.compared(), other.compared()))

    def __hash__(self) -> int:
        return hash(tuple(map(hash_of, self.compared())))
