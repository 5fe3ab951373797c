"""What one cell of a user's table says: a number, nothing, or text.

Numbers are ``12``, ``-1.5``, ``+.5``, ``1e-3`` with the decimal mark of the table; the minus may be U+2212. Nothing
else is one: thousands are not parted (``1,234.5``), ``12%`` and dates are text. Missing: an empty cell, NA, N/A, NaN,
null, - and ?, in capitals or not.
"""

import re
from typing import Literal, TypeAlias

Decimal: TypeAlias = Literal[".", ","]

LARGEST = 1e100
"""Beyond it sums of squares come near the end of float64."""

_MISSING = {"", "na", "n/a", "#n/a", "nan", "null", "-", "\u2212", "?"}
_INFINITY = re.compile(r"[+-]?(inf|infinity|∞)", re.IGNORECASE)
_NUMBER = {mark: re.compile(rf"[+-]?([0-9]+([{mark}][0-9]*)?|[{mark}][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE) for mark in (".", ",")}
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


def _plain(cell: str) -> str:
    return cell.replace("\u2212", "-")


def is_missing(cell: str) -> bool:
    """Whether the cell says that there is no value."""
    return cell.lower() in _MISSING


def number(cell: str, decimal: Decimal) -> float | None:
    """The number that the cell says, ±∞ included; None where it says none."""
    plain = _plain(cell)
    if _NUMBER[decimal].fullmatch(plain):
        return float(plain if decimal == "." else plain.replace(",", "."))
    return float(plain.replace("∞", "inf")) if _INFINITY.fullmatch(plain) else None


def is_number(cell: str) -> bool:
    """Whether the cell is a number with either decimal mark."""
    return number(cell, ".") is not None or number(cell, ",") is not None


def has_mark(cell: str, decimal: Decimal) -> bool:
    """Whether the cell is a number with this mark in it."""
    return decimal in cell and _NUMBER[decimal].fullmatch(_plain(cell)) is not None


def may_be_thousands(cell: str) -> bool:
    """Whether the comma of ``1,234`` could as well part the thousands."""
    return _THOUSANDS.fullmatch(_plain(cell)) is not None
