"""What bounds the work that visitors ask for over plain HTTP: an address that is not in this table gives no work.

A test holds every address to it: how much one answer may take, how many may wait, and what becomes of it when nobody waits any more.
"""

from typing import Literal, NamedTuple, TypeAlias

Ends: TypeAlias = Literal["between pieces", "soon"]
"""When nobody waits any more. ``soon``: it is not begun, and once begun it takes a moment, since its size is bounded."""


class Bound(NamedTuple):
    """The bounds of the work for one address, by the names of settings."""

    limits: tuple[str, ...]
    """How much it may be: seconds of processor, or what its time grows with; ``fields`` where the bounds of what is asked are enough."""
    waiting: str
    """How many may be under way or wait; further ones are ``busy``."""
    ends: Ends
    job: str = ""
    """The job of ``app.jobs.jobs`` that a process does for it."""


def _moment(*limits: str) -> Bound:
    return Bound(limits, "requests_waiting", "soon")


BOUNDS = {
    "/api/sweep": Bound(("sweep_s", "sweep_updates"), "sweeps_waiting", "between pieces", "sweep"),
    "/api/trial": Bound(("trial_s",), "sweeps_waiting", "between pieces", "trial"),
    "/api/zone": Bound(("zone_s",), "sweeps_waiting", "between pieces", "zone"),
    "/api/cost": Bound(("cost_s", "cost_examples"), "measurements_waiting", "between pieces", "cost"),
    "/api/search": Bound(("search_s",), "measurements_waiting", "between pieces", "search"),
    "/api/search/growth": Bound(("search_s",), "measurements_waiting", "between pieces", "growth"),
    "/api/landscape": Bound(("landscape_s", "landscape_evaluations", "grid_points"), "landscapes_waiting", "between pieces"),
    "/api/grid": _moment("grid_points"),
    "/api/data": _moment("fields", "message_kib"),
    "/api/table": _moment("table_kib", "table_rows"),
    "/api/lab/{kind}": _moment("fields"),
}
