"""Reduce on plateau."""

import sys
from typing import Literal, NamedTuple

from engine.config import choice, hyper
from engine.schedule import Schedule
from engine.text import N_


class Watch(NamedTuple):
    """What the schedule remembers of the losses it saw."""

    best: float
    waited: float
    """Steps since the best loss."""
    cooling: float
    """Steps of cooldown that are left."""
    share: float
    """The factor now in force."""


class ReduceOnPlateau(Schedule):
    """After more than n losses in a row that are not better than the best, factor ← max(γ factor, f).

    Better means loss < best − d, with d = δ best (``threshold_mode`` "rel") or d = δ ("abs"), both as in PyTorch. Below zero
    δ best is negative: a loss that stays the same, or rises a little, counts as progress there, and the rate never drops for it;
    "abs" holds for any loss. PyTorch also refuses to lower the rate by less than its ``eps`` (1e-8); here that is 0.
    NaN is never better.

    Source: Keras, "ReduceLROnPlateau", 2016; the rule by hand is older: A. Krizhevsky, I. Sutskever,
    G. Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
    """

    kind: Literal["reduce_on_plateau"] = "reduce_on_plateau"
    gamma: float = hyper(0.5, symbol="γ", title=N_("Drop"), help=N_("What the rate is multiplied by at each drop."), gt=0, lt=1)
    patience: int = hyper(
        10,
        symbol="n",
        title=N_("Patience"),
        help=N_("Steps without progress that are tolerated."),
        slider=(0, 100),
        unit="step",
        ge=0,
        le=1_000_000,
    )
    threshold: float = hyper(
        1e-4,
        symbol="δ",
        title=N_("Threshold"),
        help=N_("By how much the loss must fall to count as progress."),
        scale="log",
        slider=(1e-6, 0.1),
        ge=0,
        lt=1,
    )
    threshold_mode: Literal["rel", "abs"] = choice(
        "rel",
        title=N_("Threshold counts"),
        help=N_("As a share of the best loss a standstill below zero still counts as progress, and the rate does not drop."),
        choices={"rel": N_("as a share of the best loss"), "abs": N_("as an amount")},
    )
    cooldown: int = hyper(
        0,
        symbol="c",
        title=N_("Cooldown"),
        help=N_("Steps after a drop in which nothing is counted."),
        slider=(0, 100),
        unit="step",
        ge=0,
        le=1_000_000,
    )
    minimum: float = hyper(0.0, symbol="f", title=N_("Lowest share"), help=N_("The rate never falls below this share."), ge=0, le=1)

    title = N_("Reduce on plateau")
    idea = N_("Let the loss decide: when it stops falling, the rate drops; below zero only where the threshold is an amount.")
    source = "Keras, ReduceLROnPlateau, 2016"
    equation = (
        r"d = \delta\, L_{\min} \;\, (\mathrm{rel}), \qquad d = \delta \;\, (\mathrm{abs})",
        r"L < L_{\min} - d: \quad L_{\min} \leftarrow L, \quad k \leftarrow 0",
        r"L \ge L_{\min} - d: \quad k \leftarrow k+1",
        r"k > n: \quad \alpha_t \leftarrow \max(\gamma\, \alpha_t, f \alpha), \quad k \leftarrow 0",
    )
    spoken = N_("when the loss has not fallen by the share or amount delta for more than n steps, alpha is multiplied by gamma")
    torch = (
        'torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode="min", factor={gamma}, patience={patience}, '
        'threshold={threshold}, threshold_mode="{threshold_mode}", cooldown={cooldown}, min_lr={minimum} * learning_rate, eps=0)'
    )
    keras = (
        'keras.callbacks.ReduceLROnPlateau(monitor="loss", factor={gamma}, patience={patience}, cooldown={cooldown}, '
        "min_lr={minimum} * learning_rate)"
    )
    State = Watch
    observes = True

    def init(self) -> Watch:
        # The largest float stands for "none yet": unlike infinity it may travel in a checkpoint.
        return Watch(sys.float_info.max, 0.0, 0.0, 1.0)

    def factor(self, state: Watch, t: int) -> float:
        return state.share

    def observe(self, state: Watch, loss: float) -> Watch:
        best, waited, cooling, share = state
        if loss < (best * (1.0 - self.threshold) if self.threshold_mode == "rel" else best - self.threshold):
            best, waited = loss, 0.0
        else:
            waited += 1.0
        if cooling > 0:
            cooling, waited = cooling - 1.0, 0.0
        if waited > self.patience:
            share, cooling, waited = max(share * self.gamma, self.minimum), float(self.cooldown), 0.0
        return Watch(best, waited, cooling, share)
