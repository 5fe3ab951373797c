"""Measurements by others, as plain text by class: rows parted by commas, numbers by spaces."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def _rows(text: str) -> list[list[float]]:
    return [[float(number) for number in row.split()] for row in text.split(",")]


def columns(rows_of: Mapping[str, str], *chosen: int) -> NDArray[np.float64]:
    """The chosen columns of all classes, one after the other, (n, columns)."""
    return np.array([row for text in rows_of.values() for row in _rows(text)])[:, chosen]


def labels(rows_of: Mapping[str, str]) -> NDArray[np.int64]:
    """The place of each row's class among the classes, (n,)."""
    return np.repeat(np.arange(len(rows_of)), [len(_rows(text)) for text in rows_of.values()])
