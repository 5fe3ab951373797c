"""The stopwatch of what is measured on this machine."""

from collections.abc import Callable
from time import perf_counter

_MOST_TIMES = 1 << 20
"""Work that takes no time even so often is not worth measuring."""


def best_seconds(work: Callable[[int], object], least_s: float = 0.001, rounds: int = 5) -> float:
    """Seconds of one of the ``count`` repetitions that ``work(count)`` does: the fastest of ``rounds`` of at least ``least_s``.

    The fastest, because what else happens on a machine only ever adds (the reasoning of Python's ``timeit``).
    """
    count = 1
    while (spent_s := _seconds(work, count)) < least_s and count < _MOST_TIMES:
        count *= 2
    return min([spent_s, *(_seconds(work, count) for _ in range(rounds - 1))]) / count


def _seconds(work: Callable[[int], object], count: int) -> float:
    began = perf_counter()
    work(count)
    return perf_counter() - began
