"""Learning rates to begin with where nobody has tried any: on a visitor's own data, and under losses that are sums.

A rate has a unit. With uⱼ the unit of parameter j (``Model.units``), of which u is the smallest, and ℓ the size of the loss,

    α = c u           of an optimizer whose steps are as long whatever the slope (Adam and its like),
    α = c u² / ℓ      of one whose steps are as long as the slope (gradient descent, momentum): slopes are ℓ/u, curvatures ℓ/u².

A unit's number is the root mean square of its column, y or a feature, and 1 where that is 0. ℓ is 1 of classes; of numbers s², with
s that of y, and no less than s where the loss is no parabola; · n/2 where it is a sum over n examples, which is that many mean squared
errors. c is the lowest that the optimizer has on the engine's own datasets with this model, standardised (``tools/tune_rates.py``).

A weight decay λ (AdamW has one by itself) holds no parameter beyond 1/λ: where λ u is more than a tenth, α is 10⁻⁴/λ at most, with which
500 updates decay a parameter by a twentieth; such data say nothing of c. No α is more than may be set.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.fits.points import Points
from engine.functions import ARRAY
from engine.hyperparameters import MOST_RATE
from engine.loss import Loss
from engine.model import Model
from engine.optimizer import Optimizer


def follows_slope(optimizer: Optimizer) -> bool:
    """Whether its first step is longer where the slope is."""
    h, theta, slopes = optimizer.hyper(), np.zeros(2), np.array([1.0, 1_000.0])
    change, *_ = optimizer.update(h, optimizer.init(h, theta), slopes, theta, 1.0, 1, ARRAY)
    return bool(change[1] < 2.0 * change[0])


def size_of(column: NDArray[Any]) -> float:
    """Root mean square; 1 where all are 0."""
    return float(np.sqrt(np.mean(column * column))) or 1.0


def smallest_unit(model: Model, points: Points) -> float:
    """u."""
    sizes = [size_of(column) for column in points.x.T]
    return min(size_of(points.y) ** target / (1.0 if feature is None else sizes[feature]) for target, feature in model.units)


def size_of_loss(model: Model, loss: Loss, points: Points) -> float:
    """ℓ."""
    size = size_of(points.y)
    mean = 1.0 if model.task == "binary" else size * size if loss.is_quadratic else max(size, size * size)
    return mean * len(points.y) / 2.0 if loss.reduction == "sum" else mean


def unit_of_rate(optimizer: Optimizer, model: Model, loss: Loss, points: Points) -> float:
    """α / c, but for the decay."""
    unit = smallest_unit(model, points)
    return unit * unit / size_of_loss(model, loss, points) if follows_slope(optimizer) else unit


def is_held(optimizer: Optimizer, model: Model, points: Points) -> bool:
    """Whether its weight decay keeps it from such data."""
    return decay_of(optimizer) * smallest_unit(model, points) > 0.1


def decay_of(optimizer: Optimizer) -> float:
    """λ; 0 where it has none."""
    return float(optimizer.model_dump().get("weight_decay", 0.0))


def own_rate(constant: float, optimizer: Optimizer, model: Model, loss: Loss, points: Points) -> float:
    """α."""
    rate = min(MOST_RATE, constant * unit_of_rate(optimizer, model, loss, points))
    return min(rate, 1e-4 / decay_of(optimizer)) if is_held(optimizer, model, points) else rate
