"""A batch, opened: which examples an update sees and what each of them says."""

from typing import Any, Literal

import numpy as np

from engine.fits.batches import iterations
from engine.landscape import Landscape
from engine.numbers.trace import json_listed, json_number, json_numbers
from engine.running.mover import Mover
from engine.view import View

MOST_LISTED = 12
"""Examples whose numbers the view lists."""


class BatchView(View):
    """The batch of one update: counters, indices, and the first examples with their numbers."""

    kind: Literal["batch"] = "batch"

    @classmethod
    def is_offered(cls, landscape: Landscape) -> bool:
        return landscape.as_data is not None

    def look(self, mover: Mover, step: int) -> dict[str, Any]:
        data, place, batch = mover.ground.need_data(), mover.place(step), mover.racer.batch
        indices = mover.indices(step)
        with np.errstate(all="ignore"):
            told = data.told(mover.params, indices[:MOST_LISTED].tolist())
            loss, gradient = mover.landscape.slope_on(mover.params, mover.batch(step))
            full = data.loss_on(mover.params, None)
        return {
            "examples": data.examples,
            "size": batch.size_in(data.examples),
            "epoch": place.epoch,
            "iteration": place.iteration,
            "iterations": iterations(batch, data.examples),
            "seen": place.examples,
            "indices": indices.tolist(),
            "loss": json_number(loss),
            "full_loss": json_number(full),
            "gradient": json_numbers(gradient),
            "listed": {**told, **{name: json_listed(told[name]) for name in ("output", "loss", "slope")}},
        }
