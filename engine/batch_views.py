"""A batch, opened: which examples an update sees, what each of them says, and how far batches disagree.

Every batch has a gradient of its own; the full gradient is their average (curriculum B3). With
σ² = mean ‖∇ℓᵢ − ∇L‖² over the examples, a batch of B of n examples, drawn without replacement, strays by

    √(mean ‖g_B − ∇L‖²) = σ/√B · √((n − B)/(n − 1))        (with replacement: σ/√B)

Source: W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 2.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.ball import Ball
from engine.batches import MiniBatch, iterations, size_of
from engine.draws import batch_orders
from engine.fitting import Fit

Floats = NDArray[np.float64]

MOST_LISTED = 12
"""Examples whose numbers a view lists."""
MOST_ARROWS = 512
"""Batches of one epoch whose gradients a view carries."""
DRAWN = 128
"""Batches drawn for each size to measure how far they stray."""


def _fit(ball: Ball) -> Fit:
    assert isinstance(ball.ground, Fit)
    return ball.ground


def inspect_batch(ball: Ball, step: int) -> dict[str, Any]:
    """The batch of the update of ``step``: counters, indices, and the first examples with their numbers."""
    fit, place, batch = _fit(ball), ball.place(step), ball.racer.batch
    indices = ball.indices(step)
    with np.errstate(all="ignore"):
        output, losses, slopes = fit.outputs(ball.params)
        loss, gradient = fit.slope_on(ball.params, ball.batch(step))
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
        "loss": loss,
        "full_loss": full,
        "gradient": list(gradient),
        "listed": {
            "x": [column[listed].tolist() for column in fit.data.x],
            "y": fit.points.y[listed].tolist(),
            "output": output[listed].tolist(),
            "loss": losses[listed].tolist(),
            "slope": slopes[listed].tolist(),
        },
    }


def gradient_cloud(ball: Ball, step: int) -> dict[str, Any]:
    """Gradients of all batches of this epoch where the ball is, the full one, and the spread against batch size."""
    fit, place, batch = _fit(ball), ball.place(step), ball.racer.batch
    with np.errstate(all="ignore"):
        each = fit.example_gradients(ball.params)
        full = each.mean(axis=0)
        size = size_of(batch, fit.examples)
        starts = range(0, fit.examples, size)[:MOST_ARROWS]
        shuffled = each[ball.order_of(place.epoch)]
        gradients = np.array([shuffled[first : first + size].mean(axis=0) for first in starts])
        replaced = isinstance(batch, MiniBatch) and batch.replacement
        sizes, measured, predicted = _spread(each, ball.seed, replaced)
    return {
        "gradients": gradients.tolist(),
        "full": full.tolist(),
        "iteration": place.iteration,
        "size": size,
        "sizes": sizes,
        "measured": measured,
        "predicted": predicted,
    }


def _spread(each: Floats, seed: int, replaced: bool) -> tuple[list[int], list[float], list[float]]:
    """(sizes, measured, predicted): root mean square distance of a batch's gradient from the full one."""
    count, full = len(each), each.mean(axis=0)
    sigma = float(np.sqrt(((each - full) ** 2).sum(axis=1).mean()))
    sizes = [size for power in range(24) if (size := 2**power) < count] + [count]
    measured, predicted = [], []
    for size in sizes:
        strays = each[batch_orders(seed, count, size, DRAWN, replaced=replaced)].mean(axis=1) - full
        measured.append(float(np.sqrt((strays**2).sum(axis=1).mean())))
        finite = 1.0 if replaced or count == 1 else np.sqrt((count - size) / (count - 1))
        predicted.append(float(sigma / np.sqrt(size) * finite))
    return sizes, measured, predicted


BATCH_VIEWS: Mapping[str, Callable[[Ball, int], dict[str, Any]]] = {"batch": inspect_batch, "gradient_cloud": gradient_cloud}
