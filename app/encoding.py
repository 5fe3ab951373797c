"""What leaves the server: JSON bodies, typed arrays, numbers JSON has not."""

import binascii
import math
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

_NUMBERS_AT_ONCE = 8_192
_DTYPES = {"f8": "<f8", "f4": "<f4", "i4": "<i4"}


def typed_array(array: NDArray[Any], dtype: str = "f8") -> dict[str, str]:
    """Plotly's typed array of ``array``: base64 of little-endian bytes, rows first."""
    body = binascii.b2a_base64(array.astype(_DTYPES[dtype], order="C", copy=False).data, newline=False)
    return {"dtype": dtype, "bdata": body.decode(), "shape": ", ".join(map(str, array.shape))}


def typed_array_json(array: NDArray[np.float64]) -> str:
    """The same for float64 as JSON text, made by hand: the stream does little else."""
    body = binascii.b2a_base64(array.astype("<f8", order="C", copy=False).data, newline=False)
    return f'{{"dtype":"f8","bdata":"{body.decode()}","shape":"{", ".join(map(str, array.shape))}"}}'


def spelled(value: Any) -> Any:
    """``value`` with non-finite floats as the strings ``"Infinity"``, ``"-Infinity"``, ``"NaN"``."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: spelled(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [spelled(entry) for entry in value]
    return value


def json_numbers(array: NDArray[Any]) -> orjson.Fragment:
    """A list of numbers for `json_bytes`, written a piece at a time: what is one call lets no other thread have its turn."""
    parts = np.array_split(array, max(1, -(-array.size // _NUMBERS_AT_ONCE)))
    return orjson.Fragment(b"[" + b",".join([json_bytes(np.ascontiguousarray(part))[1:-1] for part in parts]) + b"]")


def json_bytes(value: Any) -> bytes:
    """Compact JSON; NumPy numbers and arrays included."""
    # A copy: orjson leaves as much room behind a text as it might have needed, eight bytes a letter, which would be kept along with it.
    return bytes(memoryview(orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)))
