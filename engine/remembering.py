"""Results remembered within a bound of memory: the least recently used are forgotten first.

Counting entries would not do: a fit has twenty examples or a hundred thousand.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar, cast

P = ParamSpec("P")
V = TypeVar("V")


class _Entry(NamedTuple):
    key: Hashable
    result: Any
    size: int


class Memory:
    """Results of any number of functions, ``most_bytes`` of them together. Threads may share it.

    ``entry_bytes`` is what one takes besides its size: many small ones fill a memory too.
    """

    def __init__(self, most_bytes: int, entry_bytes: int = 1_024) -> None:
        self.most_bytes = most_bytes
        self._entry_bytes = entry_bytes
        self.bytes = 0
        """Of all that is remembered."""
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, _Entry] = OrderedDict()

    def find(self, key: Hashable, otherwise: Any = None) -> Any:
        """What is remembered under ``key``."""
        with self._lock:
            if (entry := self._kept.get(key)) is None:
                return otherwise
            self._kept.move_to_end(entry.key)  # the key that is kept is found at once: it is the same object
            return entry.result

    def keep(self, key: Hashable, result: Any, size: int) -> None:
        """Remember ``result``; what alone exceeds the bound is not remembered."""
        size += self._entry_bytes
        with self._lock:
            if size <= self.most_bytes and key not in self._kept:  # else another thread was faster
                self._kept[key] = _Entry(key, result, size)
                self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= self._kept.popitem(last=False)[1].size

    def forget(self) -> None:
        """All of it."""
        with self._lock:
            self._kept.clear()
            self.bytes = 0


MOST_BYTES = 64 * 2**20
MEMORY = Memory(MOST_BYTES)
"""What the engine remembers: examples, what is made of them, their orders."""


_NOTHING = object()


class _Key:
    """A question to one function. Its hash is worked out once: that of a visitor's own data goes through every number."""

    __slots__ = ("_function", "_hash", "arguments")

    def __init__(self, function: object, arguments: tuple[Any, ...]) -> None:
        self.arguments = arguments
        self._function = function
        self._hash = hash((id(function), arguments))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key) or self._function is not other._function or self._hash != other._hash:
            return False
        return self.arguments == other.arguments


class Remembered(Generic[P, V]):
    """A function with a memory; ``size`` weighs the result and what was asked, in bytes."""

    def __init__(self, make: Callable[P, V], size: Callable[Concatenate[V, P], int], memory: Memory) -> None:
        update_wrapper(self, make)
        self._make = make
        self._size = size
        self._memory = memory

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> V:
        """The result, remembered or made now."""
        key = _Key(self, arguments)
        found = self._memory.find(key, _NOTHING)
        if found is not _NOTHING:
            return cast(V, found)
        result = self._make(*arguments, **named)
        self._memory.keep(key, result, self._size(result, *arguments, **named))
        return result

    def knows(self, *arguments: P.args, **named: P.kwargs) -> bool:
        """Whether the result is remembered."""
        return self._memory.find(_Key(self, arguments), _NOTHING) is not _NOTHING


def remembered(size: Callable[Concatenate[V, P], int], memory: Memory = MEMORY) -> Callable[[Callable[P, V]], Remembered[P, V]]:
    """Remember the results of a function of positional arguments in ``memory``, each weighed by ``size(result, *arguments)``."""
    return lambda make: Remembered(make, size, memory)
