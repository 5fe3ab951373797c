"""The limit of stability of the learning rate, where the ball is.

For plain gradient descent on a quadratic with Hessian H the ball swings ever wider once
α > 2 / λmax(H). A momentum β raises the limit to 2(1 + β) / λmax(H); an optimizer that divides by
P = diag(p) sees P⁻¹H instead. It is a local, linear limit: past it the ball swings; on a curved
surface it need not leave.

Source: J. Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of
Stability", 2021, and "Adaptive Gradient Methods at the Edge of Stability", 2022.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.ball import Ball, Row
from engine.functions import ARRAY
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


def nearest_minima(surface: Surface, params: Floats) -> Floats | None:
    """The recorded minimum nearest to each point, ``(rows, d)``; None where none is recorded."""
    minima = np.array([point.params for point in surface.stationary_points() if point.kind == "minimum"])
    if not minima.size:
        return None
    squared = ((params[:, None, :] - minima[None, :, :]) ** 2).sum(axis=-1)
    return np.asarray(minima[np.where(np.isfinite(squared), squared, np.inf).argmin(axis=1)])


def _stack(states: Sequence[Sequence[Any]]) -> Any:
    """Rows of (state of each coordinate) → one state whose fields are ``(rows, d)`` arrays."""
    kind = type(states[0][0])
    return kind(*(np.array([[state[field] for state in row] for row in states], dtype=float) for field in range(len(states[0][0]))))


def limits(ball: Ball, rows: Sequence[Row], steps: Floats) -> Floats:
    """The limit here and with the Hessian of the nearest minimum, ``(rows, 2)``; NaN where none holds.

    ``steps`` are the rows' step numbers; a limit holds for the scheduled rate of its step.
    """
    out = np.full((len(rows), 2), np.nan)
    params = np.array([row.params for row in rows])
    states = _stack([[move[1] for move in row.moves] for row in rows])
    t = (steps + 1.0 - ball.optimizer_origin)[:, None]
    with np.errstate(all="ignore"):
        model = ball.racer.optimizer.linear(ball.hyper, states, t, ARRAY)
        if model is None:
            return out
        out[:, 0] = _limit(model, hessians(ball.surface, params))
        minima = nearest_minima(ball.surface, params)
        if minima is not None:
            out[:, 1] = _limit(model, hessians(ball.surface, minima))
    return out


def _limit(model: tuple[Any, ...], hessian: Floats) -> Floats:
    p, top, coupled, decoupled = model
    rows, d = hessian.shape[:2]
    root = np.sqrt(np.broadcast_to(p, (rows, d)))
    eye = np.eye(d) * coupled
    seen = (hessian + eye) / (root[:, :, None] * root[:, None, :])
    largest = largest_eigenvalue(seen) + np.broadcast_to(decoupled, (rows, d))[:, 0]
    limit = np.broadcast_to(top, (rows, d))[:, 0] / largest
    return np.where((largest > 0) & np.isfinite(limit), limit, np.nan)
