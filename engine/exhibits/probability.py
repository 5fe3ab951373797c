"""Binary cross-entropy of one probability, and what guards it at 0 and 1."""

from typing import Literal, TypeAlias

import numpy as np

from engine.config import hyper
from engine.exhibit import Answer, Exhibit, drawn, loss_and_slope
from engine.loss import PointwiseLoss
from engine.losses.binary_cross_entropy import LOWEST_LOG, BinaryCrossEntropy, Guard
from engine.numbers.graph import node
from engine.numbers.trace import Line
from engine.numbers.written import f, line, number
from engine.probability import sigmoid
from engine.text import N_

Verdict: TypeAlias = Literal["sure_right", "unsure_right", "even", "unsure_wrong", "confident_mistake"]
GUARDS: tuple[Guard, ...] = ("clamp_log", "add", "clip")
SURE, SURE_OF_THE_OTHER = 0.9, 0.1
"""From these probabilities on a statement counts as confident."""
FAR = 1000.0
"""The logit that stands for a probability of exactly 0 or 1: its sigmoid rounds to it."""
LEAST_EXPONENT = -50.0


def verdict(share: float) -> Verdict:
    """What a probability of ``share`` for the true class amounts to."""
    if share == 0.5:
        return "even"
    if share > 0.5:
        return "sure_right" if share >= SURE else "unsure_right"
    return "confident_mistake" if share <= SURE_OF_THE_OTHER else "unsure_wrong"


class ProbabilityExhibit(Exhibit):
    """−[y log p + (1 − y) log(1 − p)] in nats along p, and three guards and the logit compared at the ends.

    Source: I. J. Good, "Rational Decisions", 1952.
    """

    kind: Literal["probability"] = "probability"
    p: float = hyper(
        0.08, symbol="p", title=N_("Probability of class 1"), help=N_("What the model says."), slider=(0.0, 1.0), ge=0.0, le=1.0
    )
    y: int = hyper(1, symbol="y", title=N_("True class"), help=N_("1 or 0."), slider=(0, 1), ge=0, le=1)
    delta: float = hyper(
        1e-7,
        symbol="δ",
        title=N_("Added δ"),
        help=N_("What is added inside the logarithm. Only for the guard that adds."),
        scale="log",
        slider=(1e-15, 0.1),
        ge=1e-20,
        le=1.0,
    )

    title = N_("Probability and loss")
    idea = N_("A confident mistake costs most, without end; being right but unsure costs a little too.")
    task = N_("Drag p to the wrong side, up to exactly 0 or 1, and compare what each guard says there.")
    source = "I. J. Good, Rational Decisions, 1952"
    place = 2
    shows = ("binary_cross_entropy",)

    def _answer(self) -> Answer:
        guarded: dict[str, PointwiseLoss] = {guard: BinaryCrossEntropy(guard=guard, delta=self.delta) for guard in GUARDS}
        exact = BinaryCrossEntropy(from_logits=True)
        z = float(np.clip(np.log(self.p) - np.log1p(-self.p), -FAR, FAR))
        here = {guard: loss_and_slope(loss, self.p, self.y) for guard, loss in guarded.items()} | {
            "logits": loss_and_slope(exact, z, self.y)
        }
        low, high = (
            {guard: loss.value(end, self.y) for guard, loss in guarded.items()} | {"logits": exact.value(logit, self.y)}
            for end, logit in ((0.0, -FAR), (1.0, FAR))
        )
        share = self.p if self.y == 1 else 1.0 - self.p
        p, exponents = sigmoid(np.linspace(-12.0, 12.0, 241)), np.linspace(LEAST_EXPONENT, 0.0, 201)
        return Answer(
            curves={
                "x": p,
                "one": drawn(guarded["clamp_log"], p, 1.0),
                "zero": drawn(guarded["clamp_log"], p, 0.0),
                "exponent": exponents,
                **{guard: drawn(loss, 10.0**exponents, 1.0) for guard, loss in guarded.items()},
                # Over the logit nothing is lost: −log p all the way.
                "logits": -np.log(10.0) * exponents + 0.0,
            },
            values={
                **{f"{kind}.here": loss for kind, (loss, _) in here.items()},
                **{f"{kind}.slope": slope for kind, (_, slope) in here.items()},
                **{f"{kind}.at_0": loss for kind, loss in low.items()},
                **{f"{kind}.at_1": loss for kind, loss in high.items()},
                "share": share,
                "exponent": float(np.log10(share)),
                "z": z,
                "verdict": verdict(share),
            },
            lines=tuple(self._lines(z, here)),
        )

    def _lines(self, z: float, here: dict[str, tuple[float, float]]) -> list[Line]:
        """The loss and its slope, then what each guard does to the probability of the true class."""
        p, y, delta, logit = number(self.p, "p"), number(self.y, "y"), number(self.delta, "δ"), number(z, "z")
        share = p if self.y == 1 else 1.0 - p
        lines = []
        if 0.0 < self.p < 1.0:
            lines.append(line("loss", "ℓ", -(y * f.log(p) + (1.0 - y) * f.log(1.0 - p)), here["clamp_log"][0]))
            lines.append(line("slope", "dℓ/dp", (p - y) / (p * (1.0 - p)), here["clamp_log"][1]))
        lowest = number(LOWEST_LOG, "")
        eps = float(np.finfo(np.float64).eps)
        inside = number(float(np.clip(share.value, eps, 1.0 - eps)), "p")
        clipped = share if inside.value == share.value else inside
        lines.append(line("clamp_log", "ℓ", -lowest if share.value == 0.0 else -f.maximum(f.log(share), lowest), here["clamp_log"][0]))
        lines.append(line("add", "ℓ", -f.log(share + delta), here["add"][0]))
        lines.append(line("clip", "ℓ", -f.log(clipped), here["clip"][0]))
        lines.append(line("logits", "ℓ", f.maximum(logit, node(0.0)) - logit * y + f.log(1.0 + f.exp(-abs(logit))), here["logits"][0]))
        return lines
