"""The limit of stability of the learning rate at one step."""

from math import isfinite
from typing import Any, Literal

import numpy as np

from engine.running.mover import Mover
from engine.running.stability import limits
from engine.view import View


class LimitView(View):
    """``{here, minimum}``: the limit where the ball is and at the nearest recorded minimum (``engine.running.stability``).

    None where no limit holds.
    """

    kind: Literal["limit"] = "limit"

    def look(self, mover: Mover, step: int) -> dict[str, Any]:
        found = limits(mover, mover.advance(step, 1), np.array([float(step)]))[0].tolist()
        here, minimum = (limit if isfinite(limit) else None for limit in found)
        return {"here": here, "minimum": minimum}
