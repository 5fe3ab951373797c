"""The gradients of all batches of an epoch, and how far batches disagree.

Every batch has a gradient of its own; the full gradient is their average. With
σ² = mean ‖∇ℓᵢ − ∇L‖² over the examples, a batch of B of n examples, drawn without replacement, strays by

    √(mean ‖g_B − ∇L‖²) = σ/√B · √((n − B)/(n − 1))        (with replacement: σ/√B)

The gradient of a loss that is a sum grows with the batch: g_B and its spread are B times these.

Source: W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 2.
"""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.fits.batches import MiniBatch
from engine.landscape import Landscape
from engine.numbers.draws import batch_orders
from engine.numbers.trace import json_numbers
from engine.running.mover import Mover
from engine.view import View

Floats = NDArray[np.float64]

MOST_ARROWS = 512
"""Batches of one epoch whose gradients the view carries."""
DRAWN = 128
"""Batches drawn for each size to measure how far they stray, to be true within about 1/√(2 · 128) = 6 %."""
MOST_EXAMPLES_DRAWN = 2**19
"""In all: with many examples fewer batches are drawn, but not fewer than …"""
FEWEST_DRAWN = 16


class GradientCloudView(View):
    """Gradients of all batches of this epoch where the ball is, the full one, and the spread against batch size."""

    kind: Literal["gradient_cloud"] = "gradient_cloud"

    is_long: ClassVar[bool] = True  # hundreds of gradients and a thousand shuffles of all data

    @classmethod
    def is_offered(cls, landscape: Landscape) -> bool:
        # The cloud is drawn over two parameters; of many each arrow would be a vector of its own.
        return landscape.as_data is not None and landscape.as_vector is None

    def look(self, mover: Mover, step: int) -> dict[str, Any]:
        data, place, batch = mover.ground.need_data(), mover.place(step), mover.racer.batch
        with np.errstate(all="ignore"):
            size = batch.size_in(data.examples)
            starts = range(0, data.examples, size)[:MOST_ARROWS]
            shuffled = data.batch(mover.order_of(place.epoch))
            gradients = [data.slope_on(mover.params, shuffled.cut(slice(first, first + size)))[1] for first in starts]
            _, full = data.slope_on(mover.params, None)
            replaced = isinstance(batch, MiniBatch) and batch.replacement
            sizes, measured, predicted = _spread(data.example_gradients(mover.params), mover.seed, replaced)
        weights = sizes if data.is_sum else [1] * len(sizes)
        return {
            "gradients": [json_numbers(gradient) for gradient in gradients],
            "full": json_numbers(full),
            "iteration": place.iteration,
            "size": size,
            "sizes": sizes,
            "measured": json_numbers(weight * stray for weight, stray in zip(weights, measured, strict=True)),
            "predicted": json_numbers(weight * stray for weight, stray in zip(weights, predicted, strict=True)),
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
