"""The limit of stability of the learning rate, where the ball is.

For plain gradient descent on a quadratic with Hessian H the ball swings ever wider once
α > 2 / λmax(H). A momentum β raises the limit to 2(1 + β) / λmax(H); an optimizer that divides by
P = diag(p) sees P⁻¹H instead. It is a local, linear limit: past it the ball swings; on a curved
surface it need not leave.

Source: J. Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of
Stability", 2021, and "Adaptive Gradient Methods at the Edge of Stability", 2022.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY
from engine.landscape import Landscape
from engine.running.ball import Ball
from engine.running.log import Log

Floats = NDArray[np.float64]


class Curvature(NamedTuple):
    """Entries of Hessians of one or two parameters: numbers, ``(rows,)``, or ``(2, rows)`` for two at every point."""

    a: Any
    """∂²L/∂θ₁²"""
    b: Any
    """∂²L/∂θ₁∂θ₂"""
    c: Any
    """∂²L/∂θ₂²; None where there is one parameter."""


def _curvature(landscape: Landscape, params: Floats) -> Curvature:
    """The entries of the Hessian at every point, ``params`` being ``(rows, d)``."""
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


@lru_cache(maxsize=256)
def _minima(landscape: Landscape) -> tuple[Floats, Curvature] | None:
    """The recorded minima ``(minima, d)`` and the curvature there; None where none is recorded."""
    minima = np.array([point.params for point in landscape.stationary_points() if point.kind == "minimum"])
    return (minima, _curvature(landscape, minima)) if minima.size else None


def _at_nearest(minima: Floats, there: Curvature, params: Floats) -> Curvature:
    """The curvature at the minimum nearest to each point."""
    if len(minima) == 1:
        return Curvature(*(None if entry is None else np.ravel(entry)[0] for entry in there))
    squared = ((params[:, None, :] - minima[None, :, :]) ** 2).sum(axis=-1)
    nearest = np.where(np.isfinite(squared), squared, np.inf).argmin(axis=1)
    return Curvature(*(None if entry is None else np.broadcast_to(entry, len(minima))[nearest] for entry in there))


def limits(ball: Ball, log: Log, steps: Floats) -> Floats:
    """The limit here and with the Hessian of the nearest minimum, ``(rows, 2)``; NaN where none holds.

    ``steps`` are the rows' step numbers; a limit holds for the scheduled rate of its step.
    """
    out = np.full((len(log), 2), np.nan)
    params, landscape = log.params, ball.landscape
    t = (steps + 1.0 - ball.optimizer_origin)[:, None]
    with np.errstate(all="ignore"):
        model = ball.racer.optimizer.linear(ball.hyper, log.state(), t, ARRAY)
        if model is None:
            return out
        here, known = _curvature(landscape, params), _minima(landscape)
        if known is None:
            out[:, 0] = _limit(model, here)
        else:
            out.T[:] = _limit(model, _both(here, _at_nearest(*known, params), len(log)))
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
    largest = largest_eigenvalue(shifted, p) + _of_rows(decoupled)
    limit = _of_rows(top) / largest
    return np.where((largest > 0) & np.isfinite(limit), limit, np.nan)


def _of_rows(number: Any) -> Any:
    """A number, or one for each row, from what may be ``(rows, 1)`` or ``(rows, d)`` of equal columns."""
    return number[:, 0] if np.ndim(number) == 2 else number
