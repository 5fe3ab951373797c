"""Hyperparameters that several optimizers share: one letter, one help text, one range each."""

from typing import Any

from engine.config import hyper
from engine.text import N_

MOST_RATE = 1e6


def learning_rate(default: float, slider: tuple[float, float]) -> Any:
    """α, the learning rate; the slider spans five decades in which the optimizer is at home."""
    title, about = N_("Learning rate"), N_("Size of each step.")
    return hyper(default, symbol="α", title=title, help=about, scale="log", slider=slider, gt=0, le=MOST_RATE)


def momentum(default: float) -> Any:
    """β, the momentum."""
    return hyper(
        default,
        symbol="β",
        title=N_("Momentum"),
        help=N_("Share of the velocity that each step keeps."),
        slider=(0.0, 0.999),
        ge=0,
        lt=1,
    )


def beta1() -> Any:
    """β₁, how much of the mean gradient is kept."""
    return hyper(
        0.9,
        symbol="β₁",
        title=N_("First moment decay"),
        help=N_("Share of the old mean gradient that is kept."),
        slider=(0.0, 0.999),
        ge=0,
        lt=1,
    )


def beta2() -> Any:
    """β₂, how much of the mean square is kept."""
    return hyper(
        0.999,
        symbol="β₂",
        title=N_("Second moment decay"),
        help=N_("Share of the old mean square that is kept."),
        slider=(0.0, 0.9999),
        ge=0,
        lt=1,
    )


def rho(default: float) -> Any:
    """ρ, how much of a running mean of squares is kept."""
    return hyper(
        default,
        symbol="ρ",
        title=N_("Decay of the squares"),
        help=N_("Share of the old mean square that is kept."),
        slider=(0.0, 0.999),
        ge=0,
        lt=1,
    )


def eps(default: float) -> Any:
    """ε, in units of the root it is added to."""
    return hyper(
        default,
        symbol="ε",
        title=N_("Epsilon"),
        help=N_("Keeps the division away from zero."),
        scale="log",
        slider=(1e-10, 1.0),
        ge=0,
        le=1e3,
    )


def weight_decay() -> Any:
    """λ, coupled: added to the gradient as λ θ."""
    return hyper(
        0.0,
        symbol="λ",
        title=N_("Weight decay"),
        help=N_("Pulls every parameter towards zero through the gradient."),
        slider=(0.0, 0.5),
        ge=0,
        le=1e3,
    )


def decoupled_weight_decay(default: float) -> Any:
    """λ, decoupled: shrinks the parameter by α λ θ beside the gradient's step."""
    return hyper(
        default,
        symbol="λ",
        title=N_("Weight decay"),
        help=N_("Pulls every parameter towards zero beside the gradient, not through it."),
        slider=(0.0, 0.5),
        ge=0,
        le=1e3,
    )
