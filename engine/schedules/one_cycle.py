"""One cycle."""

import math
from typing import Any, Literal

from engine.config import hyper
from engine.schedule import Schedule
from engine.text import N_


def _between(start: float, end: float, share: float) -> float:
    """Half a cosine from ``start`` (share 0) to ``end`` (share 1)."""
    return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1.0)


class OneCycle(Schedule):
    """One rise and one longer fall, as PyTorch's OneCycleLR with ``cycle_momentum=False``.

        peak = p T − 1
        factor(t) = from 1 / a to 1 along half a cosine             t < peak
                    from 1 to 1 / (a b) along half a cosine         peak ≤ t ≤ T − 1

    The optimizer's learning rate is the highest (PyTorch's ``max_lr``); after T steps the lowest stays.

    Source: L. N. Smith, N. Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large
    Learning Rates", 2018.
    """

    kind: Literal["one_cycle"] = "one_cycle"
    period: int = hyper(
        500, symbol="T", title=N_("Length"), help=N_("Steps of the whole cycle."), slider=(2, 2000), unit="step", ge=2, le=1_000_000
    )
    rise: float = hyper(0.3, symbol="p", title=N_("Rise"), help=N_("Share of the cycle in which the rate rises."), ge=0, lt=1)
    start_divisor: float = hyper(
        25.0,
        symbol="a",
        title=N_("Start divisor"),
        help=N_("The first rate is the highest divided by this."),
        scale="log",
        slider=(1.0, 100.0),
        ge=1,
        le=1e6,
    )
    end_divisor: float = hyper(
        1e4,
        symbol="b",
        title=N_("End divisor"),
        help=N_("The last rate is the first divided by this."),
        scale="log",
        slider=(1.0, 1e5),
        ge=1,
        le=1e9,
    )

    title = N_("One cycle")
    idea = N_("Start carefully, cross the plain at a rate that could not be kept for long, then land softly.")
    source = "L. N. Smith, N. Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates, 2018"
    equation = (
        r"t < pT-1: \quad \alpha_t = \frac{\alpha}{a} + \frac{1}{2} \left(\alpha - \frac{\alpha}{a}\right)"
        r"\left(1 - \cos \frac{\pi t}{pT-1}\right)",
        r"t \ge pT-1: \quad \alpha_t = \frac{\alpha}{ab} + \frac{1}{2} \left(\alpha - \frac{\alpha}{ab}\right)"
        r"\left(1 + \cos \frac{\pi (t-pT+1)}{T-pT}\right)",
    )
    spoken = N_("alpha rises along half a cosine from alpha over a to alpha, then falls along another to alpha over a b")
    torch = (
        "torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=learning_rate, total_steps={period}, pct_start={rise}, "
        "div_factor={start_divisor}, final_div_factor={end_divisor}, cycle_momentum=False)"
    )
    keras = ""

    def factor(self, state: Any, t: int) -> float:
        start, peak, last = 1.0 / self.start_divisor, self.rise * self.period - 1.0, self.period - 1
        if t < peak:
            return _between(start, 1.0, t / peak)
        return _between(1.0, start / self.end_divisor, (min(t, last) - peak) / (last - peak))
