"""How a racer stands: a value, never an exception."""

from collections.abc import Iterable, Sequence
from math import isinf
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY
from engine.landscape import Landscape, PointKind

OutcomeKind = Literal["running", "converged", "diverged", "step_limit"]
Cause = Literal["overflow", "undefined"]
Floats = NDArray[np.float64]

FLAT_CURVATURE = 1e-7
"""Share of the largest curvature below which an eigenvalue of the Hessian counts as zero."""
NEAR = 0.02
"""Share of the window's sides: a Newton step that is longer leads to no point that is here."""
FADING = 1 / 3
"""Of a Newton step the next one, by the same Hessian, must be shorter than that: where a slope fades like e⁻ˣ it is e⁻¹ = 0.37 of it,
however far out, and at a minimum of x^k it is (1 − 1/(k − 1))^(k − 1), 0.30 for k = 4."""
ROUNDING = 1e-6
"""Share of the window's sides: a shorter Newton step may be rounding and need not become shorter."""


class Outcome(NamedTuple):
    """``step`` is where it was decided; the other fields belong to one kind each.

    ``converged`` says where it has been since: a racer that is no longer flat and farther from where it converged than ``NEAR`` of
    the window has left it, and is ``running`` again from that step on.
    """

    racer: str
    kind: OutcomeKind = "running"
    step: int = 0
    point: PointKind | None = None
    """converged: the kind of stationary point, by the Hessian."""
    parameter: str | None = None
    """diverged: the parameter that left the finite numbers, the farthest out where several left at once."""
    last: float | None = None
    """diverged: that parameter's last finite value."""
    cause: Cause | None = None
    """diverged: past the largest number (``overflow``), or 0/0, which is no number (``undefined``)."""


def cause_of(numbers: Iterable[float]) -> Cause:
    """Why a parameter is no finite number any more: ∞ among the numbers of the update is an overflow, NaN without it 0/0."""
    return "overflow" if any(map(isinf, numbers)) else "undefined"


def within(outcome: Outcome, last: int) -> Outcome:
    """As rows 0 … ``last`` show it: an update that would lead out of the numbers behind the last of them is none of theirs."""
    return Outcome(outcome.racer) if outcome.kind == "diverged" and outcome.step > last else outcome


def ended(outcome: Outcome, last: int) -> Outcome:
    """The same where no row follows: who is still on the way has met the limit."""
    found = within(outcome, last)
    return Outcome(found.racer, "step_limit", last) if found.kind == "running" else found


def first_rest(standing: Sequence[Outcome], decisions: Iterable[Outcome], end: int) -> int | None:
    """The first step before ``end`` at which no racer is on its way; None where there is none.

    ``standing`` is how they stand at first, ``decisions`` what is decided of them, or open again, before ``end``.
    """
    now = {outcome.racer: outcome for outcome in standing}
    for decision in [*sorted(decisions, key=lambda outcome: outcome.step), None]:
        last = max(outcome.step for outcome in now.values())
        is_known = last < (end if decision is None else decision.step)
        if is_known and all(outcome.kind != "running" for outcome in now.values()):
            return last
        if decision is not None:
            now[decision.racer] = decision
    return None


def kind_of_point(landscape: Landscape, params: tuple[float, ...]) -> PointKind:
    """Minimum, saddle or maximum by the signs of the Hessian's eigenvalues, ``unknown`` without a Hessian.

    ``flat`` where an eigenvalue is ~0, and where there is no such point here: where the Newton step H⁻¹ g is longer than ``NEAR`` of
    the window, or leads to a slope that asks for another one nearly as long.
    """
    mapped = landscape.as_mapped
    if mapped is None:
        return "unknown"
    with np.errstate(all="ignore"):
        hessian = np.array(mapped.hessian(ARRAY, *map(np.float64, params)), dtype=float)
    if not np.isfinite(hessian).all():
        return "flat"
    eigenvalues, axes = np.linalg.eigh(hessian)
    floor = FLAT_CURVATURE * float(np.abs(eigenvalues).max())
    if floor == 0.0 or np.abs(eigenvalues).min() <= floor or not _is_here(landscape, np.array(params), eigenvalues, axes):
        return "flat"
    if eigenvalues[0] > 0:
        return "minimum"
    return "saddle" if eigenvalues[-1] > 0 else "maximum"


def sides_of(landscape: Landscape) -> Floats:
    """Of its window, ``(d,)``."""
    return np.array([high - low for low, high in landscape.window()])


def _is_here(landscape: Landscape, point: Floats, eigenvalues: Floats, axes: Floats) -> bool:
    """Whether there is a point without slope at ``point``, as far as two Newton steps with one Hessian can tell."""
    sides = sides_of(landscape)

    def newton(place: Floats) -> Floats:
        _, gradient = landscape.slope_on(tuple(place.tolist()), None)
        return np.asarray(-axes @ ((axes.T @ np.array(gradient)) / eigenvalues))

    with np.errstate(all="ignore"):
        step = newton(point)
        length, further = (float(np.abs(each / sides).max()) for each in (step, newton(point + step)))
    return length <= NEAR and further <= max(FADING * length, ROUNDING)
