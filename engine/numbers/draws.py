"""Random numbers without a generator to carry about.

Every draw is a pure function of (seed, purpose, who, block) by Philox, a counter-based generator, so
rewinding, branching or adding a racer changes no other draw.

Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as
1, 2, 3", 2011.
"""

from enum import IntEnum
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


class Purpose(IntEnum):
    """What a draw is for. Numbers are part of every recorded run: never change one."""

    START = 1
    NOISE = 2
    BATCH = 3
    SPREAD = 4
    DATASET = 5
    SPLIT = 6
    SEARCH = 7
    PLANE = 8


MOST_SEED = 2**32 - 1
"""The largest seed: it shares its word of the key with the purpose."""


def stream(seed: int, purpose: Purpose, who: str, block: int = 0) -> np.random.Generator:
    """The generator at the beginning of ``block``; ``who`` is a racer's id, or ``""`` for all."""
    name = int.from_bytes(blake2b(who.encode(), digest_size=8).digest(), "little")
    key = np.array([seed + (int(purpose) << 32), name], dtype=np.uint64)
    counter = np.array([0, 0, block, 0], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


def uniform_point(seed: int, who: str, window: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """A start drawn uniformly from the window."""
    shares = stream(seed, Purpose.START, who).random(len(window))
    return tuple(low + (high - low) * float(share) for (low, high), share in zip(window, shares, strict=True))


def plane_directions(seed: int, width: int) -> NDArray[np.float64]:
    """Two directions in a space of ``width`` dimensions, ``(2, width)``, none likelier than another."""
    return stream(seed, Purpose.PLANE, "").standard_normal((2, width))


def batch_orders(seed: int, count: int, draws: int, *, replaced: bool) -> NDArray[np.int64]:
    """Indices of ``count`` examples in ``draws`` orders, ``(draws, count)``: the first B of one are a batch of B."""
    draw = stream(seed, Purpose.SPREAD, "")
    if replaced:
        return draw.integers(0, count, (draws, count))
    return draw.permuted(np.tile(np.arange(count), (draws, 1)), axis=1)


NOISE_BLOCK = 256


def noise_block(seed: int, who: str, block: int, width: int) -> NDArray[np.float64]:
    """Standard normal numbers for steps ``block·256 …``, shape (256, width)."""
    return stream(seed, Purpose.NOISE, who, block).standard_normal((NOISE_BLOCK, width))
