"""A batch, opened: which examples an update sees and what each of them says."""

from typing import Any, Literal

import numpy as np

from engine.fits.batches import iterations, size_of
from engine.landscape import Landscape
from engine.numbers.trace import json_number, json_numbers
from engine.running.ball import Ball
from engine.view import View, data_of

MOST_LISTED = 12
"""Examples whose numbers the view lists."""


class BatchView(View):
    """The batch of one update: counters, indices, and the first examples with their numbers."""

    kind: Literal["batch"] = "batch"

    @classmethod
    def is_offered(cls, landscape: Landscape) -> bool:
        return data_of(landscape) is not None

    def look(self, ball: Ball, step: int) -> dict[str, Any]:
        fit, place, batch = data_of(ball.ground), ball.place(step), ball.racer.batch
        assert fit is not None
        indices = ball.indices(step)
        with np.errstate(all="ignore"):
            output, losses, slopes = fit.outputs(ball.params)
            loss, gradient = ball.slope(step, ball.params)
            full = fit.loss_on(ball.params, None)
        listed = indices[:MOST_LISTED]
        return {
            "examples": fit.examples,
            "size": size_of(batch, fit.examples),
            "epoch": place.epoch,
            "iteration": place.iteration,
            "iterations": iterations(batch, fit.examples),
            "seen": place.examples,
            "indices": indices.tolist(),
            "loss": json_number(loss),
            "full_loss": json_number(full),
            "gradient": json_numbers(gradient),
            "listed": {
                "x": [column[listed].tolist() for column in fit.data.x],
                "y": fit.points.y[listed].tolist(),
                "output": json_numbers(output[listed]),
                "loss": json_numbers(losses[listed]),
                "slope": json_numbers(slopes[listed]),
            },
        }
