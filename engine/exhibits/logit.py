"""Squared error against cross-entropy under a sigmoid."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from engine.config import hyper
from engine.exhibit import Answer, Exhibit, drawn, drawn_slope, loss_and_slope
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.losses.mean_squared_error import MeanSquaredError
from engine.numbers.trace import Line
from engine.numbers.written import f, line, number, squared
from engine.probability import sigmoid
from engine.text import N_

REACH = 8.0
POINTS = 241


class LogitExhibit(Exhibit):
    """p = σ(z): the slopes over z of (p − y)² and of −[y log p + (1 − y) log(1 − p)].

        squared error: 2 (p − y) p (1 − p)          cross-entropy: p − y

    The factor p (1 − p) is all but 0 where the model is sure, wrong or right: a confident mistake is not mended.

    Source: X. Glorot, Y. Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks", 2010.
    """

    kind: Literal["logit"] = "logit"
    z: float = hyper(
        -5.0, symbol="z", title=N_("Logit"), help=N_("The number before the sigmoid."), slider=(-REACH, REACH), ge=-REACH, le=REACH
    )
    y: int = hyper(1, symbol="y", title=N_("True class"), help=N_("1 or 0."), slider=(0, 1), ge=0, le=1)

    title = N_("Squared error or cross-entropy")
    idea = N_("Under a sigmoid, squared error hardly pulls a confident mistake back; cross-entropy pulls it with full force.")
    task = N_("Drag the logit to the wrong side and compare the two slopes: one stays, one fades away.")
    source = "X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010"
    place = 6
    shows = ("mean_squared_error", "binary_cross_entropy")

    def _answer(self) -> Answer:
        squares, crossed = MeanSquaredError(), BinaryCrossEntropy(from_logits=True)
        z, y = np.linspace(-REACH, REACH, POINTS), float(self.y)
        p, here = sigmoid(z), float(sigmoid(self.z))
        squared_loss, over_p = loss_and_slope(squares, here, y)
        crossed_loss, crossed_slope = loss_and_slope(crossed, self.z, y)
        # The chain rule: dp/dz = p (1 − p), and 1 − p is σ(−z) without cancellation.
        squared_slope = over_p * here * float(sigmoid(-self.z))
        values = {
            "p": here,
            "squared.loss": squared_loss,
            "squared.slope": squared_slope,
            "crossed.loss": crossed_loss,
            "crossed.slope": crossed_slope,
            "factor": here * float(sigmoid(-self.z)),
            "ratio": crossed_slope / squared_slope,
        }
        return Answer(
            curves={
                "x": z,
                "squared": drawn(squares, p, y),
                "crossed": drawn(crossed, z, y),
                "squared_slope": drawn_slope(squares, p, y) * p * sigmoid(-z),
                "crossed_slope": drawn_slope(crossed, z, y),
            },
            values=values,
            lines=tuple(self._lines(values)),
        )

    def _lines(self, values: dict[str, Any]) -> Iterator[Line]:
        z, y, p = number(self.z, "z"), number(self.y, "y"), number(values["p"], "p")
        yield line("p", "p", 1.0 / (1.0 + f.exp(-z)), values["p"])
        yield line("squared.loss", "ℓ", squared(p - y), values["squared.loss"])
        yield line("squared.slope", "dℓ/dz", 2.0 * (p - y) * (p * (1.0 - p)), values["squared.slope"])
        yield line("crossed.loss", "ℓ", -f.log(p) if self.y == 1 else -f.log(1.0 - p), values["crossed.loss"])
        yield line("crossed.slope", "dℓ/dz", p - y, values["crossed.slope"])
