"""The drawn surface: losses on a grid, GET /api/grid and the page's opening."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import brotli
import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import Field

from app.encoding import json_bytes, typed_array
from app.page.assets import Asset
from app.page.catalogue import points
from app.refusal import Refusal, read_json
from app.stream.askers import Beside
from app.stream.messages import TypedArray
from engine.config import Config
from engine.functions import ARRAY
from engine.landscape import Landscape
from engine.problems.surface import SurfaceProblem
from engine.remembering import Memory
from engine.surface import Surface

Interval = tuple[float, float]


class GridQuery(Config):
    """Resolution and window of a grid; ``rows`` means nothing where there is one parameter."""

    columns: int = Field(121, ge=2, le=1001)
    rows: int = Field(121, ge=2, le=1001)
    x: str | None = Field(None, pattern=r"^[-+.0-9eE]{1,30},[-+.0-9eE]{1,30}$")
    y: str | None = Field(None, pattern=r"^[-+.0-9eE]{1,30},[-+.0-9eE]{1,30}$")

    def interval(self, name: str, default: Interval) -> Interval:
        """The wished interval of an axis, ``low,high`` with low < high and |bound| ≤ 1e9."""
        text = getattr(self, name)
        if text is None:
            return default
        try:
            low, high = (float(part) for part in text.split(","))
        except ValueError:
            raise Refusal("not_a_number", name, value=text) from None
        if not -1e9 <= low < high <= 1e9:
            raise Refusal("out_of_range", name, value=text, allowed="low < high, both in [−1e9, 1e9]")
        return low, high


class GridAnswer(Config):
    """A drawn surface. With one parameter ``rows`` is 1 and ``loss`` has one axis."""

    window: tuple[Interval, ...]
    columns: int
    rows: int
    loss: TypedArray
    """float32, row = y."""
    lowest: float | None
    highest: float | None
    """Of the finite losses."""
    start: tuple[float, ...]
    points: tuple[dict[str, Any], ...]
    """Known stationary points: params, kind, is_global, loss."""


def surface_of(text: str) -> Surface:
    """The surface member written as JSON in an address."""
    try:
        body = orjson.dumps({"surface": orjson.loads(text)})
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:  # encoding fails where the nesting is too deep
        raise Refusal("not_json", "surface", value=str(error)) from None
    return read_json(SurfaceProblem, body).surface


def compute_grid(surface: Surface, query: GridQuery) -> dict[str, Any]:
    """Window, losses (row = y) as float32, lowest and highest finite loss, known points."""
    window = tuple(query.interval(name, bounds) for name, bounds in zip(("x", "y"), surface.window(), strict=False))
    counts = (query.columns, query.rows)[: len(window)]
    axes = [np.linspace(low, high, count) for (low, high), count in zip(window, counts, strict=True)]
    with np.errstate(all="ignore"):  # a window may reach where the loss overflows; the page shows that as it is
        loss = np.asarray(surface.value(ARRAY, *np.meshgrid(*axes)), dtype=np.float64)
    return described(surface, window, np.broadcast_to(loss, counts[::-1]))


def described(landscape: Landscape, window: Sequence[Interval], loss: NDArray[np.float64]) -> dict[str, Any]:
    """The body of ``GridAnswer`` for losses at the nodes of a window, row = y; one axis where there is one parameter."""
    finite = loss[np.isfinite(loss)]
    with np.errstate(over="ignore"):  # what float32 cannot hold is ∞ in the picture
        drawn = loss.astype(np.float32)
    return {
        "window": window,
        "columns": loss.shape[-1],
        "rows": loss.shape[0] if loss.ndim == 2 else 1,
        "loss": typed_array(drawn, "f4"),
        "lowest": float(finite.min()) if finite.size else None,
        "highest": float(finite.max()) if finite.size else None,
        "start": landscape.start(),
        "points": points(landscape),
    }


def _packed(surface: Surface, query: GridQuery) -> Asset:
    asset = Asset("application/json", json_bytes(compute_grid(surface, query)))
    asset.packed["br"] = brotli.compress(asset.plain, quality=4)  # 1.5 ms for 28 % of the bytes; more effort gains little
    return asset


def _size(asset: Asset) -> int:
    return len(asset.plain) + sum(map(len, asset.packed.values()))


class Grids:
    """Surface grids, computed or remembered."""

    def __init__(self, most_points: int, most_bytes: int) -> None:
        self._most_points = most_points
        self.memory = Memory(most_bytes)

    async def grid(self, surface: Surface, query: GridQuery, beside: Beside) -> Asset:
        """The grid as JSON, computed (beside the loop: large ones take milliseconds) or remembered. Raises `Refusal`."""
        size = query.columns * (query.rows if len(surface.parameters) == 2 else 1)
        if size > self._most_points:
            raise Refusal("out_of_range", "columns × rows", status=422, value=size, allowed=f"≤ {self._most_points}")
        key = (surface, query)
        asset: Asset | None = self.memory.find(key)
        if asset is None:
            asset = await beside(partial(_packed, surface, query))
            self.memory.keep(key, asset, _size(asset))
        return asset
