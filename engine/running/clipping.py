"""What may be done to a gradient before the optimizer sees it: artificial noise, then clipping."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from engine.functions import Functions, Number

CLIP_EPS = 1e-6
"""PyTorch's guard against a zero norm."""


def norm(f: Functions, gradient: Sequence[Number]) -> Number:
    """‖g‖₂ = √Σ gᵢ²."""
    total = gradient[0] * gradient[0]
    for entry in gradient[1:]:
        total = total + entry * entry
    return f.sqrt(total)


def clip_by_norm(f: Functions, gradient: Sequence[Number], limit: Number) -> tuple[Number, ...]:
    """g ← g · min(1, limit / (‖g‖₂ + 1e-6)), one entry per coordinate; notes g as it came, and its norm.

    Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural
    networks", 2013; the 1e-6 is torch.nn.utils.clip_grad_norm_'s.
    """
    gradient = f.noted(gradient, "noisy_gradient", "g")
    return shortened(f, gradient, f.noted(norm(f, gradient), "gradient_norm", "‖g‖"), limit)


def shortened(f: Functions, entries: Sequence[Number], length: Number, limit: Number) -> tuple[Number, ...]:
    """Some entries of a gradient of that length, clipped by norm."""
    scale = f.minimum(limit / (length + CLIP_EPS), 1.0)
    return tuple(entry * scale for entry in entries)


def clip_by_value(f: Functions, gradient: Sequence[Number], limit: Number) -> tuple[Number, ...]:
    """gᵢ ← max(−limit, min(limit, gᵢ)), as torch.nn.utils.clip_grad_value_."""
    return tuple(f.maximum(f.minimum(entry, limit), -limit) for entry in gradient)


def clip_array_by_norm(gradient: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """``clip_by_norm`` of one array of all entries; BLAS adds their squares in an order of its own, so the last bits may differ."""
    scale = min(limit / (length_of(gradient) + CLIP_EPS), 1.0)
    return gradient * scale


def length_of(gradient: NDArray[np.float64]) -> float:
    """‖g‖₂ of one array of all entries."""
    return sqrt(gradient.dot(gradient))
