"""The likelihood of a batch: product, sum of logarithms, negative mean."""

from collections.abc import Iterator
from typing import Any, Literal, Self

import numpy as np
from pydantic import model_validator

from engine.config import hyper
from engine.errors import EngineError
from engine.exhibit import Answer, Exhibit, Shares, several
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.numbers.trace import Line
from engine.numbers.written import f, indexed, line, number, product, total
from engine.text import N_

LEAST = float(np.finfo(np.float64).smallest_subnormal)
"""Below it there is only 0; a product of factors above ½ rounds up to it for ever."""
POINTS = 320
"""Points of the drawn falls, at most."""


class LikelihoodExhibit(Exhibit):
    """Likelihood P = Π_i p_i^y_i (1 − p_i)^(1 − y_i) of independent examples: a factor l_i is p where y = 1 and 1 − p where y = 0.

    Its logarithm is Σ_i log l_i. (It is not called L here: that is a loss.)

    −(1/n) Σ_i log l_i is the binary cross-entropy. In float64 the product of a long batch is 0 from about
    10^−324 down; the sum of logarithms only grows like the batch.

    Source: R. A. Fisher, "On the Mathematical Foundations of Theoretical Statistics", 1922.
    """

    kind: Literal["likelihood"] = "likelihood"
    predictions: Shares = several(
        (0.9, 0.8, 0.3, 0.4),
        least=2,
        most=6,
        symbol="p",
        title=N_("Predictions"),
        help=N_("Probability of class 1 for each example, in [0, 1]."),
    )
    labels: Shares = several((1, 1, 0, 1), least=2, most=6, symbol="y", title=N_("True classes"), help=N_("0 or 1 for each example."))
    copies: int = hyper(
        1,
        symbol="m",
        title=N_("Times repeated"),
        help=N_("The same examples again and again: a long batch."),
        scale="log",
        slider=(1, 1000),
        ge=1,
        le=1000,
    )

    title = N_("Likelihood")
    idea = N_(
        "Likely parameters make the data likely: the product over the batch becomes a sum by the logarithm, and its negative mean the loss."
    )
    task = N_("Drag the predictions, then repeat the batch: the product drops to 0, the sum of logarithms goes on.")
    source = "R. A. Fisher, On the Mathematical Foundations of Theoretical Statistics, 1922"
    formula = r"P = \prod_{i=1}^{n} p_i^{y_i}\,(1-p_i)^{1-y_i}"
    place = 4
    shows = ("binary_cross_entropy",)

    @model_validator(mode="after")
    def _labels_fit(self) -> Self:
        if len(self.labels) != len(self.predictions):
            raise EngineError("wrong_length", "labels", value=len(self.labels), allowed=len(self.predictions))
        for k, label in enumerate(self.labels):
            if label not in (0.0, 1.0):
                raise EngineError("out_of_range", f"labels.{k}", value=label, allowed="{0, 1}")
        return self

    def _answer(self) -> Answer:
        p, y = np.array(self.predictions), np.array(self.labels)
        each = np.where(y == 1.0, p, 1.0 - p)
        whole = np.tile(each, self.copies)
        products, sums = np.cumprod(whole), np.cumsum(np.log(whole))
        count = len(whole)
        lost = np.flatnonzero(products <= LEAST)
        shown = np.unique(np.linspace(0, count, POINTS).astype(int)) if count > POINTS else np.arange(count + 1)
        tens = np.log(10.0)
        values = {
            "each": each.tolist(),
            "logs": np.log(each).tolist(),
            "product": float(products[len(each) - 1]),
            "log_sum": float(sums[len(each) - 1]),
            "loss": float(BinaryCrossEntropy(guard="clamp_log").value(p, y)),
            "count": count,
            "long_product": float(products[-1]),
            "long_log_sum": float(sums[-1]),
            "long_loss": float(-sums[-1] / count + 0.0),
            "power_of_ten": float(sums[-1] / tens),
            "lost_at": int(lost[0]) + 1 if lost.size else 0,
        }
        return Answer(
            curves={
                "x": shown,
                "product": np.concatenate([[0.0], np.log10(products)])[shown],
                "log_sum": np.concatenate([[0.0], sums / tens])[shown],
            },
            values=values,
            lines=tuple(self._lines(values)),
        )

    def _lines(self, values: dict[str, Any]) -> Iterator[Line]:
        likely = indexed("l", values["each"])
        if min(values["each"]) == 0.0:  # a batch that cannot be: the product is 0, its logarithm −∞
            yield line("product", "P", product(likely), values["product"])
            return
        count = number(len(likely), "n")
        yield line("product", "P", product(likely), values["product"])
        yield line("log_sum", "log P", total(f.log(part) for part in likely), values["log_sum"])
        yield line("loss", "ℓ", -number(values["log_sum"], "log P") / count, values["loss"])
        if self.copies > 1:
            copies, alone = number(self.copies, "m"), number(values["log_sum"], "log P")
            yield line("long_log_sum", "log Pᵐ", copies * alone, values["long_log_sum"])
