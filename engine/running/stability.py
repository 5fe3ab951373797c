"""The limit of stability of the learning rate, where the ball is.

For plain gradient descent on a quadratic with Hessian H the ball swings ever wider once
α > 2 / λmax(H). A momentum β raises the limit to 2(1 + β) / λmax(H); an optimizer that divides by
P = diag(p) sees P⁻¹H instead. It is a local, linear limit: past it the ball swings; on a curved
surface it need not leave.

Source: J. Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of
Stability", 2021, and "Adaptive Gradient Methods at the Edge of Stability", 2022.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY
from engine.landscape import Mapped
from engine.remembering import remembered
from engine.running.log import Log
from engine.running.mover import Mover

Floats = NDArray[np.float64]


MOST_PARAMETERS = 64
"""Up to so many the limit is worked out; the eigenvalues of a row's Hessian take the third power of their time."""


class Curvature(NamedTuple):
    """Entries of Hessians of one or two parameters: numbers, ``(rows,)``, or ``(2, rows)`` for two at every point."""

    a: Any
    """∂²L/∂θ₁²"""
    b: Any
    """∂²L/∂θ₁∂θ₂"""
    c: Any
    """∂²L/∂θ₂²; None where there is one parameter."""


def _curvature(landscape: Mapped, params: Floats) -> Curvature:
    """The entries of the Hessian at every point, ``params`` being ``(rows, d)``, d ≤ 2."""
    hessian = landscape.hessian(ARRAY, *params.T)
    if len(hessian) == 1:
        return Curvature(hessian[0][0], 0.0, None)
    return Curvature(hessian[0][0], hessian[0][1], hessian[1][1])


def largest_eigenvalue(curvature: Curvature, p: Any) -> Any:
    """λmax of P^-½ H P^-½ for P = diag(p), ``p`` a number or ``(rows, d)``, in closed form."""
    a, b, c = curvature
    first, last = (p[:, 0], p[:, -1]) if np.ndim(p) else (p, p)
    a = a / first
    if c is None:
        return a
    c = c / last
    # hypot: squares of curvatures may leave the numbers where their root does not.
    return 0.5 * (a + c) + np.hypot(0.5 * (a - c), b / np.sqrt(first * last))


def largest_of_many(hessians: Floats, p: Any) -> Floats:
    """The same for Hessians ``(rows, d, d)`` of any d, by their eigenvalues; NaN where one is not finite."""
    scale = np.broadcast_to(1.0 / np.sqrt(p), hessians.shape[:2])
    scaled = hessians * scale[:, :, None] * scale[:, None, :]
    is_finite = np.isfinite(scaled).all(axis=(1, 2))
    found = np.full(len(scaled), np.nan)
    found[is_finite] = np.linalg.eigvalsh(scaled[is_finite])[:, -1]
    return found


def _hessians(landscape: Mapped, params: Floats) -> Floats:
    """``(rows, d, d)``."""
    rows = [[np.broadcast_to(entry, len(params)) for entry in row] for row in landscape.hessian(ARRAY, *params.T)]
    return np.moveaxis(np.array(rows, dtype=float), 2, 0)


class _Minima(NamedTuple):
    """Recorded minima ``(minima, d)`` and, up to two parameters, the curvature there."""

    places: Floats
    there: Curvature | None


def _bytes_of_minima(known: _Minima | None, landscape: Mapped) -> int:
    """What is remembered keeps the landscape as well."""
    return sum(array.nbytes for array in landscape.arrays())


@remembered(_bytes_of_minima)
def _minima(landscape: Mapped) -> _Minima | None:
    """None where none is recorded."""
    places = np.array([point.params for point in landscape.stationary_points() if point.kind == "minimum"])
    if not places.size:
        return None
    return _Minima(places, _curvature(landscape, places) if places.shape[1] <= 2 else None)


def is_yet_to_come(ball: Mover) -> bool:
    """Whether ``limits`` has to look for the minima of examples first, which takes long where there are many."""
    landscape = ball.landscape.as_mapped
    return ball.examples > 0 and landscape is not None and len(landscape.parameters) <= MOST_PARAMETERS and not _minima.knows(landscape)


def _at_nearest(minima: Floats, there: Curvature, params: Floats) -> Curvature:
    """The curvature at the minimum nearest to each point."""
    if len(minima) == 1:
        return Curvature(*(None if entry is None else np.ravel(entry)[0] for entry in there))
    nearest = _nearest(minima, params)
    return Curvature(*(None if entry is None else np.broadcast_to(entry, len(minima))[nearest] for entry in there))


def _nearest(minima: Floats, params: Floats) -> NDArray[np.intp]:
    squared = ((params[:, None, :] - minima[None, :, :]) ** 2).sum(axis=-1)
    return np.asarray(np.where(np.isfinite(squared), squared, np.inf).argmin(axis=1))


def limits(ball: Mover, log: Log, steps: Floats) -> Floats:
    """The limit here and with the Hessian of the nearest minimum, ``(rows, 2)``; NaN where none holds or none is known.

    None is known where the landscape has no Hessian, or more than ``MOST_PARAMETERS`` parameters. ``steps`` are the rows'
    step numbers; a limit holds for the scheduled rate of its step.
    """
    out = np.full((len(log), 2), np.nan)
    params, landscape = log.params, ball.landscape.as_mapped
    if landscape is None or params.shape[1] > MOST_PARAMETERS:
        return out
    t = (steps + 1.0 - ball.optimizer_origin)[:, None]
    with np.errstate(all="ignore"):
        model = ball.racer.optimizer.linear(ball.hyper, log.state(), t, ARRAY)
        if model is None:
            return out
        if params.shape[1] > 2:
            return _limits_of_many(model, landscape, params)
        here, known = _curvature(landscape, params), _minima(landscape)
        if known is None or known.there is None:
            out[:, 0] = _limit(model, here)
        else:
            out.T[:] = _limit(model, _both(here, _at_nearest(known.places, known.there, params), len(log)))
    return out


def _limits_of_many(model: tuple[Any, ...], landscape: Mapped, params: Floats) -> Floats:
    """``limits`` where there are more than two parameters."""
    p, top, coupled, decoupled = model
    identity, known = np.eye(params.shape[1]), _minima(landscape)
    places = [params] if known is None else [params, known.places[_nearest(known.places, params)]]
    out = np.full((len(params), 2), np.nan)
    for column, at in enumerate(places):
        shifted = _hessians(landscape, at) + np.reshape(_of_rows(coupled), (-1, 1, 1)) * identity
        out[:, column] = _stable(top, largest_of_many(shifted, p) + _of_rows(decoupled))
    return out


def _both(here: Curvature, there: Curvature, rows: int) -> Curvature:
    """Two curvatures as one, ``(2, rows)`` an entry: of few rows most of the price is that of a call of NumPy."""

    def pair(first: Any, second: Any) -> Floats:
        entry = np.empty((2, rows))
        entry[0], entry[1] = first, second
        return entry

    return Curvature(*(None if first is None else pair(first, second) for first, second in zip(here, there, strict=True)))


def _limit(model: tuple[Any, ...], curvature: Curvature) -> Any:
    p, top, coupled, decoupled = model
    a, b, c = curvature
    shifted = Curvature(a + coupled, b, None if c is None else c + coupled)
    return _stable(top, largest_eigenvalue(shifted, p) + _of_rows(decoupled))


def _stable(top: Any, largest: Any) -> Any:
    """The largest stable rate; NaN where the curvature sets none."""
    limit = _of_rows(top) / largest
    return np.where((largest > 0) & np.isfinite(limit), limit, np.nan)


def _of_rows(number: Any) -> Any:
    """A number, or one for each row, from what may be ``(rows, 1)`` or ``(rows, d)`` of equal columns."""
    return number[:, 0] if np.ndim(number) == 2 else number
