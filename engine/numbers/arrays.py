"""Numbers that people pass, made into arrays or refused: which entry, its value, and what is allowed."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import EngineError, shown

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

ROUNDING = 1e-6
"""How far from 1 the sum of a distribution may be: float32's rounding over some ten classes."""


def plain(given: Any) -> Any:
    """A scalar of NumPy's as Python's, as which configurations know numbers; anything else as it is."""
    if isinstance(given, np.generic):
        return float(given) if isinstance(given, np.floating) else given.item()
    return given


def whole(given: Any, path: str, least: int, most: int, code: str = "not_an_integer") -> int:
    """``given`` as a whole number within bounds. Raises ``EngineError``: ``code`` for what is none, else ``out_of_range``."""
    number = plain(given)
    if isinstance(number, bool) or not isinstance(number, int):
        raise EngineError(code, path, value=shown(given), allowed=f"[{least}, {most}]")
    if not least <= number <= most:
        raise EngineError("out_of_range", path, value=shown(given), allowed=f"[{least}, {most}]")
    return number


def flag(given: Any, path: str) -> bool:
    """``given`` as true or false. Raises ``EngineError`` (``not_a_boolean``)."""
    answer = plain(given)
    if not isinstance(answer, bool):
        raise EngineError("not_a_boolean", path, value=shown(given))
    return answer


def need_unmasked(given: Any, path: str) -> None:
    """Raises ``EngineError`` (``not_a_number``) for the first masked entry of a masked array, or of one in a list."""
    if isinstance(given, list | tuple):
        for place, entry in enumerate(given):
            if isinstance(entry, np.ma.MaskedArray):
                need_unmasked(entry, f"{path}.{place}")
    elif np.ma.is_masked(given):
        index = map(str, np.argwhere(np.ma.getmaskarray(given))[0])
        raise EngineError("not_a_number", ".".join([path, *index]), value="masked")


def numbers(given: ArrayLike, path: str) -> Floats:
    """``given`` as finite float64 of any shape with at least one entry.

    Raises ``EngineError``: ``not_a_number`` (masked entries too), ``not_finite``, ``wrong_shape`` where it is empty.
    """
    need_unmasked(given, path)
    try:
        array = np.asarray(given)
    except Exception:  # lists of unlike lengths, and what a stranger's __array__ raises: a tensor that requires grad
        raise EngineError("not_a_number", path, value=shown(given)) from None
    if array.size == 0:
        raise EngineError("wrong_shape", path, value=array.shape, allowed="(n, …), n ≥ 1")
    if array.dtype.kind not in "biuf":
        raise EngineError("not_a_number", path, value=shown(given))
    array = array.astype(np.float64)
    refuse(~np.isfinite(array), array, "not_finite", path)
    return array


def refuse(is_bad: NDArray[np.bool_], array: Floats, code: str, path: str, **params: object) -> None:
    """Raise ``code`` for the first entry where ``is_bad``, as ``path.3`` (or ``path.3.1``) with its value."""
    if is_bad.any():
        index = tuple(int(i) for i in np.argwhere(is_bad)[0])
        raise EngineError(code, ".".join([path, *map(str, index)]), value=array[index].item(), **params)


def need_shape(array: Floats, shape: tuple[int, ...], path: str) -> None:
    """Nothing is broadcast: (n,) beside (n, 1) would silently become (n, n)."""
    if array.shape != shape:
        raise EngineError("wrong_shape", path, value=array.shape, allowed=shape)


def need_probabilities(array: Floats, path: str) -> None:
    """Every entry in [0, 1]."""
    refuse((array < 0.0) | (array > 1.0), array, "out_of_range", path, allowed="[0, 1]")


def need_distributions(array: Floats, path: str) -> None:
    """Probabilities that sum to 1 along the last axis, up to ``ROUNDING``; a row that does not is named with its sum."""
    need_probabilities(array, path)
    sums = array.sum(axis=-1)
    refuse(np.abs(sums - 1.0) > ROUNDING, sums, "not_a_distribution", path)


def need_log_distributions(array: Floats, path: str) -> None:
    """Logarithms of distributions."""
    refuse(array > 0.0, array, "out_of_range", path, allowed="(−∞, 0]")
    sums = np.exp(array).sum(axis=-1)
    refuse(np.abs(sums - 1.0) > ROUNDING, sums, "not_a_distribution", path)


def labels(given: ArrayLike, classes: int, path: str) -> Labels:
    """``given`` as integer labels 0 … ``classes`` − 1 (whole floats and booleans too).

    Raises ``EngineError``: ``not_an_integer``, ``out_of_range``, and those of ``numbers``.
    """
    array = numbers(given, path)
    refuse(array != np.floor(array), array, "not_an_integer", path)
    refuse((array < 0) | (array >= classes), array, "out_of_range", path, allowed=f"{{0, …, {classes - 1}}}")
    return array.astype(np.intp)
