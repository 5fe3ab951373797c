"""One prediction under every loss for numbers."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from engine.config import choice, hyper
from engine.exhibit import Answer, Exhibit, drawn, loss_and_slope
from engine.loss import PointwiseLoss
from engine.losses.half_sum_squared_error import HalfSumSquaredError
from engine.losses.huber import Huber
from engine.losses.log_cosh import LogCosh
from engine.losses.mean_absolute_error import MeanAbsoluteError
from engine.losses.mean_squared_error import MeanSquaredError
from engine.numbers.graph import Node
from engine.numbers.written import f, line, number, squared
from engine.text import N_

Kind: TypeAlias = Literal["mean_squared_error", "half_sum_squared_error", "mean_absolute_error", "huber", "log_cosh"]
REACH = 3.0
"""Predictions and targets lie in [−REACH, REACH]."""
POINTS = 241


def _huber(e: Node, delta: Node) -> Node:
    return delta * (abs(e) - 0.5 * delta) if abs(e.value) > delta.value else 0.5 * squared(e)


WRITTEN: dict[str, tuple[Callable[[Node, Node], Node], Callable[[Node, Node], Node]]] = {
    "mean_squared_error": (lambda e, delta: squared(e), lambda e, delta: 2.0 * e),
    "half_sum_squared_error": (lambda e, delta: 0.5 * squared(e), lambda e, delta: 1.0 * e),
    "mean_absolute_error": (lambda e, delta: abs(e), lambda e, delta: f.sign(e)),
    "huber": (_huber, lambda e, delta: f.maximum(-delta, f.minimum(e, delta))),
    "log_cosh": (lambda e, delta: f.log(f.cosh(e)), lambda e, delta: f.tanh(e)),
}
"""Loss and slope of one example as the book writes them, of error and δ."""


class PredictionExhibit(Exhibit):
    """One prediction ŷ, one target y, the error e = ŷ − y: five losses and their slopes at once.

    All are 0 where e = 0 and grow with |e|; they differ in how fast, and so in how far one outlier pulls.

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", section 1.5.5, 2006.
    """

    kind: Literal["prediction"] = "prediction"
    prediction: float = hyper(
        2.0, symbol="ŷ", title=N_("Prediction"), help=N_("What the model says."), slider=(-REACH, REACH), ge=-REACH, le=REACH
    )
    target: float = hyper(0.5, symbol="y", title=N_("Target"), help=N_("What is true."), slider=(-REACH, REACH), ge=-REACH, le=REACH)
    delta: float = hyper(
        1.0,
        symbol="δ",
        title=N_("Threshold δ"),
        help=N_("Huber loss: the error up to which it is squared."),
        scale="log",
        slider=(0.1, 4.0),
        ge=0.01,
        le=10.0,
    )
    loss: Kind = choice(
        "mean_squared_error",
        title=N_("Opened loss"),
        help=N_("The loss whose arithmetic is shown."),
        choices={
            "mean_squared_error": N_("Mean squared error"),
            "half_sum_squared_error": N_("Half the sum of squared errors"),
            "mean_absolute_error": N_("Mean absolute error"),
            "huber": N_("Huber loss"),
            "log_cosh": N_("Log-cosh loss"),
        },
    )

    title = N_("One prediction")
    idea = N_("A loss is one number, 0 or more, for how bad a prediction is: the larger the error, the larger the loss.")
    task = N_("Drag the prediction away from the target and watch five losses grow, each at its own pace.")
    source = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006"
    place = 1
    shows = ("mean_squared_error", "half_sum_squared_error", "mean_absolute_error", "huber", "log_cosh")

    def _answer(self) -> Answer:
        losses: dict[str, PointwiseLoss] = {
            "mean_squared_error": MeanSquaredError(),
            "half_sum_squared_error": HalfSumSquaredError(),
            "mean_absolute_error": MeanAbsoluteError(),
            "huber": Huber(delta=self.delta),
            "log_cosh": LogCosh(),
        }
        x = np.linspace(-REACH, REACH, POINTS)
        found = {kind: loss_and_slope(loss, self.prediction, self.target) for kind, loss in losses.items()}
        error = number(self.prediction, "ŷ") - number(self.target, "y")
        delta = number(self.delta, "δ")
        value, slope = (written(error, delta) for written in WRITTEN[self.loss])
        return Answer(
            curves={"x": x, **{kind: drawn(loss, x, self.target) for kind, loss in losses.items()}},
            values={
                "error": self.prediction - self.target,
                **{f"{kind}.{name}": number for kind, pair in found.items() for name, number in zip(("loss", "slope"), pair, strict=True)},
            },
            lines=(line("loss", "ℓ", value, found[self.loss][0]), line("slope", "dℓ/dŷ", slope, found[self.loss][1])),
        )
