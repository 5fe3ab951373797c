"""Results remembered within a bound of memory: the least recently used are forgotten first.

Counting entries would not do: a fit has twenty examples or a hundred thousand.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Key(Generic[K]):
    """A question whose hash is worked out once: that of a visitor's own data goes through every number."""

    __slots__ = ("_hash", "asked")

    def __init__(self, asked: K) -> None:
        self.asked = asked
        self._hash = hash(asked)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.asked is other.asked or (self._hash == other._hash and bool(self.asked == other.asked)))


class _Entry(NamedTuple, Generic[K, V]):
    key: _Key[K]
    result: V
    size: int


class Remembered(Generic[K, V]):
    """A function of one argument with a memory; ``size`` weighs argument and result in bytes. Threads may share it."""

    def __init__(self, make: Callable[[K], V], size: Callable[[K, V], int], most_bytes: int) -> None:
        update_wrapper(self, make)
        self._make = make
        self._size = size
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[_Key[K], _Entry[K, V]] = OrderedDict()
        self.bytes = 0
        """Of all that is remembered."""

    def __call__(self, asked: K) -> V:
        """The result, remembered or made now; one that alone exceeds the bound is not remembered."""
        key = _Key(asked)
        with self._lock:
            if (entry := self._kept.get(key)) is not None:
                self._kept.move_to_end(entry.key)
                return entry.result
        result = self._make(asked)  # not under the lock: it may take long
        made = _Entry(key, result, self._size(asked, result))
        with self._lock:
            if made.size <= self._most_bytes and key not in self._kept:  # else another thread was faster
                self._kept[key] = made
                self.bytes += made.size
            while self.bytes > self._most_bytes:
                self.bytes -= self._kept.popitem(last=False)[1].size
        return result


def remembered(size: Callable[[K, V], int], most_bytes: int) -> Callable[[Callable[[K], V]], Remembered[K, V]]:
    """Remember the results of a function of one argument, ``most_bytes`` of them as ``size`` weighs them."""
    return lambda make: Remembered(make, size, most_bytes)
