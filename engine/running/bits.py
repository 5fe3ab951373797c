"""What the last bits of a run depend on, in one short text."""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from engine.functions import ARRAY, SCALAR
from engine.registry import members
from engine.surface import Surface

VERSION = "2"
"""Raised when a rule, a draw or the order of operations changes on purpose."""


PROBED = (5_000, 20_000)
"""Examples of the products probed: within a thread, and where BLAS shares a product among several."""


def _products(count: int) -> Iterator[Any]:
    """What fits ask of BLAS and LAPACK: sums in an order that depends on the kernel and on how many threads share them."""
    spread = (np.arange(7 * count) * 0.6180339887498949 % 1.0 - 0.5).reshape(count, 7)
    columns = np.ascontiguousarray(spread.T)
    column = columns[0]
    # Of one sum two orders may round alike; of all these they do not.
    yield np.array([one.dot(other) for one in columns for other in (*columns, np.ones(count))])
    yield column.dot(spread)
    yield spread.dot(spread[0])
    yield spread.T.dot(spread)
    yield np.linalg.lstsq(spread, column + 1.0)[0]
    yield np.linalg.qr(spread[:, :2], mode="r")


@cache
def fingerprint() -> str:
    """``<version>-<hash>`` of library versions, processor dispatch and probe computations, with BLAS's kernel and threads as they are now.

    Equal fingerprints mean equal bits; where they differ, runs are equal to rounding and may part
    later (exp, cos and sin differ between processors and builds in the last place).
    """
    grid = np.linspace(-2.0, 2.0, 257)
    digest = hashlib.sha256()
    digest.update(f"{np.__version__} {platform.python_version()} {platform.machine()}".encode())
    for kind in members("surfaces"):
        surface = members("surfaces")[kind].model_validate({})
        assert isinstance(surface, Surface)
        params = [grid + 0.1 * i for i in range(len(surface.parameters))]
        with np.errstate(all="ignore"):
            digest.update(np.ascontiguousarray(surface.value(ARRAY, *params)).tobytes())
        # Single runs take exp, cos and sin from the C library, sweeps from NumPy: both count.
        points = np.stack(params, axis=1).tolist()
        digest.update(np.array([surface.value(SCALAR, *point) for point in points]).tobytes())
    for count in PROBED:
        for product in _products(count):
            digest.update(np.ascontiguousarray(product).tobytes())
    return f"{VERSION}-{digest.hexdigest()[:16]}"
