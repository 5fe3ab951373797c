"""How a racer stands: a value, never an exception."""

from typing import Literal, NamedTuple

import numpy as np

from engine.functions import ARRAY
from engine.landscape import Landscape, PointKind

OutcomeKind = Literal["running", "converged", "diverged", "step_limit"]

FLAT_CURVATURE = 1e-7
"""Share of the largest curvature below which an eigenvalue of the Hessian counts as zero."""


class Outcome(NamedTuple):
    """``step`` is where it was decided; the other fields belong to one kind each."""

    racer: str
    kind: OutcomeKind = "running"
    step: int = 0
    point: PointKind | None = None
    """converged: the kind of stationary point, by the Hessian."""
    parameter: str | None = None
    """diverged: the parameter that left the finite numbers, the farthest out where several left at once."""
    last: float | None = None
    """diverged: that parameter's last finite value."""


def kind_of_point(landscape: Landscape, params: tuple[float, ...]) -> PointKind:
    """Minimum, saddle or maximum by the signs of the Hessian's eigenvalues, ``flat`` where one is ~0, ``unknown`` without a Hessian."""
    mapped = landscape.as_mapped
    if mapped is None:
        return "unknown"
    with np.errstate(all="ignore"):
        hessian = np.array(mapped.hessian(ARRAY, *map(np.float64, params)), dtype=float)
    if not np.isfinite(hessian).all():
        return "flat"
    eigenvalues = np.linalg.eigvalsh(hessian)
    floor = FLAT_CURVATURE * float(np.abs(eigenvalues).max())
    if floor == 0.0:
        return "flat"
    if eigenvalues[0] < -floor and eigenvalues[-1] > floor:
        return "saddle"
    if eigenvalues[0] > floor:
        return "minimum"
    if eigenvalues[-1] < -floor:
        return "maximum"
    return "flat"
