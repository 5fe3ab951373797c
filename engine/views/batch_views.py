"""A batch, opened: which examples an update sees, what each of them says, and how far batches disagree.

Every batch has a gradient of its own; the full gradient is their average (curriculum B3). With
σ² = mean ‖∇ℓᵢ − ∇L‖² over the examples, a batch of B of n examples, drawn without replacement, strays by

    √(mean ‖g_B − ∇L‖²) = σ/√B · √((n − B)/(n − 1))        (with replacement: σ/√B)

The gradient of a loss that is a sum grows with the batch: g_B and its spread are B times these.

Source: W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 2.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.fits.batches import MiniBatch, iterations, size_of
from engine.fits.fitting import Fit
from engine.numbers.draws import batch_orders
from engine.numbers.trace import json_number
from engine.running.ball import Ball

Floats = NDArray[np.float64]

MOST_LISTED = 12
"""Examples whose numbers a view lists."""
MOST_ARROWS = 512
"""Batches of one epoch whose gradients a view carries."""
DRAWN = 128
"""Batches drawn for each size to measure how far they stray, to be true within about 1/√(2 · 128) = 6 %."""
MOST_EXAMPLES_DRAWN = 2**19
"""In all: with many examples fewer batches are drawn, but not fewer than …"""
FEWEST_DRAWN = 16


def _fit(ball: Ball) -> Fit:
    assert isinstance(ball.ground, Fit)
    return ball.ground


def _listed(numbers: Iterable[float]) -> list[Any]:
    """As JSON has them: a ball on its way out of the numbers can be inspected too."""
    return [json_number(float(number)) for number in numbers]


def inspect_batch(ball: Ball, step: int) -> dict[str, Any]:
    """The batch of the update of ``step``: counters, indices, and the first examples with their numbers."""
    fit, place, batch = _fit(ball), ball.place(step), ball.racer.batch
    indices = ball.indices(step)
    with np.errstate(all="ignore"):
        output, losses, slopes = fit.outputs(ball.params)
        loss, gradient = ball.slope(step, ball.params)
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
        "loss": json_number(loss),
        "full_loss": json_number(full),
        "gradient": _listed(gradient),
        "listed": {
            "x": [column[listed].tolist() for column in fit.data.x],
            "y": fit.points.y[listed].tolist(),
            "output": _listed(output[listed]),
            "loss": _listed(losses[listed]),
            "slope": _listed(slopes[listed]),
        },
    }


def gradient_cloud(ball: Ball, step: int) -> dict[str, Any]:
    """Gradients of all batches of this epoch where the ball is, the full one, and the spread against batch size."""
    fit, place, batch = _fit(ball), ball.place(step), ball.racer.batch
    with np.errstate(all="ignore"):
        size = size_of(batch, fit.examples)
        starts = range(0, fit.examples, size)[:MOST_ARROWS]
        shuffled = fit.batch(ball.order_of(place.epoch))
        gradients = [fit.slope_on(ball.params, shuffled.cut(slice(first, first + size)))[1] for first in starts]
        _, full = fit.slope_on(ball.params, None)
        replaced = isinstance(batch, MiniBatch) and batch.replacement
        sizes, measured, predicted = _spread(fit.example_gradients(ball.params), ball.seed, replaced)
    weights = sizes if fit.loss.reduction == "sum" else [1] * len(sizes)
    return {
        "gradients": [_listed(gradient) for gradient in gradients],
        "full": _listed(full),
        "iteration": place.iteration,
        "size": size,
        "sizes": sizes,
        "measured": _listed(weight * stray for weight, stray in zip(weights, measured, strict=True)),
        "predicted": _listed(weight * stray for weight, stray in zip(weights, predicted, strict=True)),
    }


def _spread(each: Floats, seed: int, replaced: bool) -> tuple[list[int], list[float], list[float]]:
    """(sizes, measured, predicted): root mean square distance of the mean of a batch of ``each`` from the mean of all."""
    count, full = len(each), each.mean(axis=0)
    sizes = np.array([size for power in range(24) if (size := 2**power) < count] + [count])
    # Batches of all sizes from one order: each doubles the one before. A size's batches are independent of each other.
    draws = min(DRAWN, max(FEWEST_DRAWN, MOST_EXAMPLES_DRAWN // count))
    strays = (each - full)[batch_orders(seed, count, draws, replaced=replaced)]
    sums = np.add.reduceat(strays, np.concatenate([[0], sizes[:-1]]), axis=1).cumsum(axis=1)
    measured = np.sqrt(((sums / sizes[:, None]) ** 2).sum(axis=2).mean(axis=0))
    finite = 1.0 if replaced or count == 1 else np.sqrt((count - sizes) / (count - 1))
    sigma = np.sqrt(((each - full) ** 2).sum(axis=1).mean())
    return sizes.tolist(), measured.tolist(), (sigma / np.sqrt(sizes) * finite).tolist()


BATCH_VIEWS: Mapping[str, Callable[[Ball, int], dict[str, Any]]] = {"batch": inspect_batch, "gradient_cloud": gradient_cloud}
