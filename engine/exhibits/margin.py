"""Hinge loss and cross-entropy over the margin."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from engine.config import hyper
from engine.exhibit import Answer, Exhibit, drawn, loss_and_slope
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.losses.hinge import Hinge
from engine.numbers.graph import node
from engine.numbers.trace import Line
from engine.numbers.written import f, line, number
from engine.text import N_

REACH = 4.0
POINTS = 241


class MarginExhibit(Exhibit):
    """m = y ŷ with y = −1 or 1: hinge loss max(0, 1 − m) and cross-entropy log(1 + e^−m), the loss of a logit m.

    Both grow along a straight line where the sign is wrong. Past m = 1 the hinge loss is 0 and so is its slope;
    cross-entropy always asks for a little more.

    Source: C. Cortes, V. Vapnik, "Support-Vector Networks", 1995.
    """

    kind: Literal["margin"] = "margin"
    score: float = hyper(
        -1.5, symbol="ŷ", title=N_("Score"), help=N_("Any number; its sign is the decision."), slider=(-REACH, REACH), ge=-REACH, le=REACH
    )
    side: int = hyper(1, symbol="y", title=N_("True side"), help=N_("1 stands for y = 1, 0 for y = −1."), slider=(0, 1), ge=0, le=1)

    title = N_("Margin")
    idea = N_("Right is not enough, right by a margin of one is; cross-entropy is never quite content.")
    task = N_("Drag the score across 0 and past 1 and see which loss still pulls.")
    source = "C. Cortes, V. Vapnik, Support-Vector Networks, 1995"
    place = 7
    shows = ("hinge", "binary_cross_entropy")

    def _answer(self) -> Answer:
        hinge, crossed = Hinge(), BinaryCrossEntropy(from_logits=True)
        x, side = np.linspace(-REACH, REACH, POINTS), 1.0 if self.side == 1 else -1.0
        hinge_loss, hinge_slope = loss_and_slope(hinge, self.score, side)
        crossed_loss, crossed_slope = loss_and_slope(crossed, self.score, self.side)
        values = {
            "y": side,
            "margin": side * self.score + 0.0,
            "hinge.loss": hinge_loss,
            "hinge.slope": hinge_slope,
            "crossed.loss": crossed_loss,
            "crossed.slope": crossed_slope,
        }
        return Answer(
            curves={"x": x, "hinge": drawn(hinge, x, side), "crossed": drawn(crossed, x, float(self.side))},
            values=values,
            lines=tuple(self._lines(values)),
        )

    def _lines(self, values: dict[str, Any]) -> Iterator[Line]:
        y, score, margin = number(values["y"], "y"), number(self.score, "ŷ"), number(values["margin"], "m")
        yield line("margin", "m", y * score, values["margin"])
        yield line("hinge.loss", "ℓ", f.maximum(node(0.0), 1.0 - margin), values["hinge.loss"])
        # Before the margin the slope is that of 1 − y ŷ, past it none; written so that it is no −0.
        flat = 0.0 * y if values["y"] > 0.0 else 0.0 * -y
        yield line("hinge.slope", "dℓ/dŷ", -y if values["hinge.slope"] != 0.0 else flat, values["hinge.slope"])
        yield line("crossed.loss", "ℓ", f.log(1.0 + f.exp(-margin)), values["crossed.loss"])
        yield line("crossed.slope", "dℓ/dŷ", -y / (1.0 + f.exp(margin)), values["crossed.slope"])
