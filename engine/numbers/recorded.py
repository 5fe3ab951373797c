"""Numbers that record what is done to them: Python's operators, told as operations of ``engine/operations/``."""

from typing import Any, Self


class Recorded:
    """Base of such a number; ``_made`` says what becomes of an operation."""

    __slots__ = ()

    def _made(self, kind: str, *parts: Any) -> Self:
        """The result of the operation ``kind`` of ``parts``, of which at least one is such a number."""
        raise NotImplementedError

    def __add__(self, other: Any) -> Self:
        return self._made("add", self, other)

    def __radd__(self, other: Any) -> Self:
        return self._made("add", other, self)

    def __sub__(self, other: Any) -> Self:
        return self._made("subtract", self, other)

    def __rsub__(self, other: Any) -> Self:
        return self._made("subtract", other, self)

    def __mul__(self, other: Any) -> Self:
        return self._made("multiply", self, other)

    def __rmul__(self, other: Any) -> Self:
        return self._made("multiply", other, self)

    def __truediv__(self, other: Any) -> Self:
        return self._made("divide", self, other)

    def __rtruediv__(self, other: Any) -> Self:
        return self._made("divide", other, self)

    def __neg__(self) -> Self:
        return self._made("negate", self)

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> Self:
        return self._made("absolute", self)
