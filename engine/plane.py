"""A plane through a landscape: two directions from a point, and what of the landscape lies in them.

    θ(a, b) = o + a d₁ + b d₂                     d₁, d₂ orthonormal
    ∂L/∂a   = d₁ · ∂L/∂θ                          ∂²L/∂a∂b = d₁ᵀ (∂²L/∂θ∂θᵀ) d₂
    place   = (d₁ · (θ − o), d₂ · (θ − o))        distance = ‖θ − θ(place)‖

It is a landscape of two parameters itself, so pictures, balls and differences serve it as they serve any other. What it hides
it says: how far each point lies beside it, and which share of a path's variance it holds.

Source: H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the Loss Landscape of Neural Nets", 2018.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import EngineError
from engine.functions import Functions, Number
from engine.landscape import Floats, Formula, Landscape, Mapped, OnData, StationaryPoint, Window
from engine.numbers.arrays import need_shape, numbers
from engine.numbers.draws import plane_directions
from engine.numbers.frame import Frame, length
from engine.projection import DataInPlane, FormulaInPlane, MappedInPlane

MARGIN = 0.15
"""Share of a path's extent that is drawn beyond either end of it."""
IN_IT = 1e-9
"""A known point no farther off than this share of its own length lies in the plane."""


class Plane(Landscape):
    """``o + a d₁ + b d₂`` through ``landscape``, which has at least two parameters."""

    def __init__(
        self,
        landscape: Landscape,
        origin: ArrayLike,
        directions: ArrayLike,
        *,
        window: Window | None = None,
        names: tuple[str, str] = ("a", "b"),
    ) -> None:
        """``origin`` is ``(d,)``, ``directions`` are ``(2, d)`` and made orthonormal.

        Raises ``EngineError`` where shapes or numbers do not fit, and (``no_plane``) where the directions span none.
        """
        width = _width(landscape)
        base, given = numbers(origin, "origin"), numbers(directions, "directions")
        need_shape(base, (width,), "origin")
        need_shape(given, (2, width), "directions")
        self.landscape = landscape
        self.frame = Frame.spanned(base, given)
        self._names = names
        self._window = window or self._wide()

    @classmethod
    def of_parameters(cls, landscape: Landscape, origin: ArrayLike, first: int, second: int) -> Self:
        """The plane of two parameters, all others as ``origin`` has them: ``a`` and ``b`` are the parameters themselves."""
        width = _width(landscape)
        for name, index in (("first", first), ("second", second)):
            if not 0 <= index < width:
                raise EngineError("out_of_range", name, value=index, allowed=f"[0, {width - 1}]")
        if first == second:
            raise EngineError("not_unique", "second", value=second)
        chosen = [first, second]
        base = numbers(origin, "origin").copy()
        need_shape(base, (width,), "origin")
        base[chosen] = 0.0
        sides, names = landscape.window(), landscape.parameters
        return cls(landscape, base, np.eye(width)[chosen], window=(sides[first], sides[second]), names=(names[first], names[second]))

    @classmethod
    def random(cls, landscape: Landscape, origin: ArrayLike, seed: int) -> Self:
        """A plane of which no direction is likelier than another, another for every seed."""
        width = _width(landscape)
        return cls(landscape, origin, plane_directions(seed, width))

    @classmethod
    def pca(cls, landscape: Landscape, path: ArrayLike) -> Self:
        """The plane that holds most of the variance of ``path``, ``(points, d)`` (``Frame.of_path``), its window around the path.

        Raises ``EngineError`` (``no_plane``) for a path that does not move.
        """
        width = _width(landscape)
        points = numbers(path, "path")
        if points.ndim != 2 or points.shape[1] != width:
            raise EngineError("wrong_shape", "path", value=points.shape, allowed=f"(points, {width})")
        frame = Frame.of_path(points)
        return cls(landscape, frame.origin, frame.directions, window=_around(frame.place(points)))

    # ---- where points lie ------------------------------------------------------------------------------

    @property
    def origin(self) -> Floats:
        """``(d,)``"""
        return self.frame.origin

    @property
    def directions(self) -> Floats:
        """Orthonormal, ``(2, d)``."""
        return self.frame.directions

    def place(self, params: ArrayLike) -> Floats:
        """Where points ``(…, d)`` stand in the plane, ``(…, 2)``: straight below or above them."""
        return self.frame.place(params)

    def point(self, places: ArrayLike) -> Floats:
        """The points ``(…, d)`` of the landscape at ``(…, 2)`` of the plane."""
        return self.frame.point(places)

    def distances(self, params: ArrayLike) -> Floats:
        """How far points ``(…, d)`` are from the plane, ``(…,)``, in units of the parameters."""
        return self.frame.distances(params)

    def share(self, path: ArrayLike) -> float:
        """Share of the variance of a path ``(points, d)`` that the plane holds, in [0, 1]; NaN for one that does not move."""
        return self.frame.share(path)

    # ---- a landscape of two parameters -------------------------------------------------------------------

    @property
    def parameters(self) -> tuple[str, ...]:
        return self._names

    def window(self) -> Window:
        return self._window

    def _wide(self) -> Window:
        """As far to each side as a step of half the landscape's window in every parameter is long."""
        sides = np.array(self.landscape.window())
        reach = length(0.5 * (sides[:, 1] - sides[:, 0])) or 1.0
        return ((-reach, reach), (-reach, reach))

    def start(self) -> tuple[float, ...]:
        """Below the landscape's own start."""
        return tuple(self.place(self.landscape.start()).tolist())

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        """The landscape's known minima that lie in the plane: lowest there too. (A saddle may be anything in a slice.)"""
        known = [point for point in self.landscape.stationary_points() if point.kind == "minimum"]
        near = [point for point in known if float(self.distances(point.params)) <= IN_IT * length(np.array(point.params))]
        return tuple(point._replace(params=tuple(self.place(point.params).tolist())) for point in near)

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        return self.landscape.loss_on(tuple(self.point(params).tolist()), batch)

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        loss, gradient = self.landscape.slope_on(tuple(self.point(params).tolist()), batch)
        return loss, tuple((self.directions @ gradient).tolist())

    def losses(self, points: Floats) -> Floats:
        return self.landscape.losses(self.point(points))

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        if (formula := self.as_formula) is not None:
            return formula.traced(f, point, batch)
        loss, slopes = self.slope_on(tuple(map(float, point)), batch)
        return f.named(loss, "L"), tuple(f.named(slope, f"∂L/∂{name}") for slope, name in zip(slopes, self.parameters, strict=True))

    @property
    def as_formula(self) -> Formula | None:
        return None if self.landscape.as_formula is None else FormulaInPlane(self, self.frame, self.landscape.as_formula)

    @property
    def as_mapped(self) -> Mapped | None:
        if (formula := self.as_formula) is not None:
            return formula
        return None if self.landscape.as_mapped is None else MappedInPlane(self, self.frame, self.landscape.as_mapped)

    @property
    def as_data(self) -> OnData | None:
        return None if self.landscape.as_data is None else DataInPlane(self, self.frame, self.landscape.as_data)


def _width(landscape: Landscape) -> int:
    width = len(landscape.parameters)
    if width < 2:
        raise EngineError("no_plane", "landscape", value="a landscape of one parameter")
    return width


def _around(places: Floats) -> Window:
    """The window that shows places ``(points, 2)`` with a margin; no side shorter than half the other."""
    low, high = places.min(axis=0), places.max(axis=0)
    extent = high - low
    extent = np.maximum(extent, 0.5 * extent.max())
    middle = 0.5 * (low + high)
    reach = (0.5 + MARGIN) * extent
    return tuple((float(m - r), float(m + r)) for m, r in zip(middle, reach, strict=True))
