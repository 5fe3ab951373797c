"""The limit of stability of the learning rate, where the ball is.

For plain gradient descent on a quadratic with Hessian H the ball swings ever wider once
α > 2 / λmax(H). A momentum β raises the limit to 2(1 + β) / λmax(H); an optimizer that divides by
P = diag(p) sees P⁻¹H instead. It is a local, linear limit: past it the ball swings; on a curved
surface it need not leave.

Source: J. Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of
Stability", 2021, and "Adaptive Gradient Methods at the Edge of Stability", 2022.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.ball import Ball
from engine.functions import ARRAY
from engine.log import Log
from engine.surface import Surface

Floats = NDArray[np.float64]


def hessians(surface: Surface, params: Floats) -> Floats:
    """The Hessian at every point: ``(rows, d)`` → ``(rows, d, d)``."""
    entries = surface.hessian(ARRAY, *np.moveaxis(params, -1, 0))
    out = np.empty((*params.shape, params.shape[-1]))
    for i, row in enumerate(entries):
        for j, entry in enumerate(row):
            out[..., i, j] = entry
    return out


def largest_eigenvalue(symmetric: Floats) -> Floats:
    """λmax of symmetric 1×1 or 2×2 matrices, ``(…, d, d)`` → ``(…)``, in closed form."""
    a = symmetric[..., 0, 0]
    if symmetric.shape[-1] == 1:
        return a
    b, c = symmetric[..., 0, 1], symmetric[..., 1, 1]
    return 0.5 * (a + c) + np.hypot(0.5 * (a - c), b)


@lru_cache(maxsize=256)
def _minima(surface: Surface) -> tuple[Floats, Floats] | None:
    """The recorded minima ``(minima, d)`` and the Hessians there; None where none is recorded."""
    minima = np.array([point.params for point in surface.stationary_points() if point.kind == "minimum"])
    return (minima, hessians(surface, minima)) if minima.size else None


def _nearest(minima: Floats, params: Floats) -> NDArray[np.intp]:
    """Which minimum is nearest to each point, ``(rows,)``."""
    if len(minima) == 1:
        return np.zeros(len(params), dtype=np.intp)
    squared = ((params[:, None, :] - minima[None, :, :]) ** 2).sum(axis=-1)
    return np.asarray(np.where(np.isfinite(squared), squared, np.inf).argmin(axis=1))


def limits(ball: Ball, log: Log, steps: Floats) -> Floats:
    """The limit here and with the Hessian of the nearest minimum, ``(rows, 2)``; NaN where none holds.

    ``steps`` are the rows' step numbers; a limit holds for the scheduled rate of its step.
    """
    out = np.full((len(log), 2), np.nan)
    params, surface = log.params, ball.surface
    t = (steps + 1.0 - ball.optimizer_origin)[:, None]
    with np.errstate(all="ignore"):
        model = ball.racer.optimizer.linear(ball.hyper, log.state(), t, ARRAY)
        if model is None:
            return out
        out[:, 0] = _limit(model, hessians(surface, params))
        known = _minima(surface)
        if known is not None:
            minima, there = known
            out[:, 1] = _limit(model, there[_nearest(minima, params)])
    return out


def _limit(model: tuple[Any, ...], hessian: Floats) -> Floats:
    p, top, coupled, decoupled = model
    rows, d = hessian.shape[:2]
    seen = hessian
    if np.any(coupled):
        seen = seen + np.eye(d) * coupled
    if np.ndim(p):
        root = np.sqrt(np.broadcast_to(p, (rows, d)))
        seen = seen / (root[:, :, None] * root[:, None, :])
    else:
        seen = seen / p
    largest = largest_eigenvalue(seen) + _of_rows(decoupled)
    limit = _of_rows(top) / largest
    return np.where((largest > 0) & np.isfinite(limit), limit, np.nan)


def _of_rows(number: Any) -> Any:
    """A number, or one for each row, from what may be ``(rows, 1)`` or ``(rows, d)`` of equal columns."""
    return number[:, 0] if np.ndim(number) == 2 else number
