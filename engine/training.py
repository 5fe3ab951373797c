"""The small surface for Python users who have data: ``fit``.

>>> import engine
>>> path = engine.fit("line", [0.0, 1.0, 2.0, 3.0], [1.0, 3.0, 5.0, 7.0], learning_rate=0.05, batch_size=2, epochs=200)
>>> path.params.shape, path.params[-1].round(2).tolist()
((401, 2), [2.0, 1.0])
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import EngineError
from engine.fits.batches import FullBatch, MiniBatch, examples_seen, iterations
from engine.fits.fitting import Fit
from engine.fits.judging import losses_for
from engine.fits.points import Points
from engine.functions import ARRAY
from engine.loss import Loss, PointwiseLoss
from engine.model import Model
from engine.numbers.arrays import need_shape, numbers, plain, refuse
from engine.optimizer import Optimizer
from engine.registry import made, member
from engine.run_config import MOST_STEPS, Clipping, Convergence, NoClipping, Racer
from engine.running.ball import Ball
from engine.running.differences import ExactGradient, NumericalGradient
from engine.running.outcome import Outcome
from engine.schedule import Schedule

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Training:
    """The path of a fit; row k stands before update k, the last row after the last one."""

    params: Floats
    """``(updates + 1, 2)``: (w, b), or as the model names them."""
    batch_loss: Floats
    """The loss on the batch that update k sees, ``(updates + 1,)``; the last row's batch is the one that would follow."""
    gradient: Floats
    """Its gradient, before noise and clipping, ``(updates + 1, 2)``."""
    learning_rate: Floats
    """Scheduled rate of update k, ``(updates + 1,)``."""
    examples: Floats
    """Examples seen before update k, ``(updates + 1,)``."""
    iterations_per_epoch: int
    """⌈n / batch size⌉."""
    outcome: Outcome
    """How it ended."""
    landscape: Fit = field(repr=False)
    """The loss surface the path lies on: ``.value``, ``.gradient`` and ``.hessian`` at any point."""

    @cached_property
    def loss(self) -> Floats:
        """The loss on all data at every row, ``(updates + 1,)``; worked out when first asked for."""
        with np.errstate(all="ignore"):
            return np.asarray(self.landscape.value(ARRAY, *self.params.T))

    @property
    def iteration(self) -> NDArray[np.int64]:
        """Updates made before each row, ``(updates + 1,)``."""
        return np.arange(len(self.params))

    @property
    def epoch(self) -> Floats:
        """Epochs done before each row, fractions included, ``(updates + 1,)``."""
        return self.examples / self.landscape.examples


def fit(
    model: str | Model,
    x: ArrayLike,
    y: ArrayLike,
    *,
    loss: str | PointwiseLoss | None = None,
    optimizer: str | Optimizer = "gradient_descent",
    batch_size: int | None = None,
    epochs: int = 10,
    start: ArrayLike | None = None,
    seed: int = 0,
    replacement: bool = False,
    schedule: str | Schedule = "constant",
    clipping: Clipping | None = None,
    noise: float = 0.0,
    l1: float = 0.0,
    l2: float = 0.0,
    epsilon: float | None = None,
    **hyperparameters: Any,
) -> Training:
    """Fit ``model`` to examples for ``epochs`` passes over them and return the whole path.

    ``x`` is ``(n,)`` or ``(n, features)``, ``y`` is ``(n,)``: numbers, or classes 0 and 1. ``batch_size``
    None sees all data at every update; otherwise the order is reshuffled every epoch from ``seed`` and the
    last batch of an epoch holds what is left. The loss is squared error or, for classes, cross-entropy from
    logits where nothing is said. ``epsilon`` trains with the numerical gradient of that spacing instead of the
    exact one. ``start`` is the model's own by default; further keywords are hyperparameters of the optimizer.

    Raises ``EngineError`` naming the argument, its value and what is allowed.
    """
    chosen = member("models", Model, model, "model")
    judge = _loss(chosen, loss)
    points = examples_of(chosen, x, y)
    count = len(points.y)
    epochs, seed = plain(epochs), plain(seed)
    if isinstance(epochs, bool) or not isinstance(epochs, int):
        raise EngineError("not_an_integer", "epochs", value=repr(epochs))
    batch = _batch(batch_size, replacement)
    an_epoch = iterations(batch, count)
    if not 0 <= epochs * an_epoch <= MOST_STEPS:
        raise EngineError("out_of_range", "epochs", value=epochs, allowed=f"[0, {MOST_STEPS // an_epoch}]")
    on_values, on_squares = _penalties(l1=l1, l2=l2)
    landscape = Fit(chosen, judge, points, on_values, on_squares)
    rules = {
        "id": "ball",
        "optimizer": member("optimizers", Optimizer, optimizer, "optimizer", **hyperparameters),
        "schedule": member("schedules", Schedule, schedule, "schedule"),
        "clipping": clipping or NoClipping(),
        "noise": noise,
        "batch": batch,
        "gradient": ExactGradient() if epsilon is None else made(NumericalGradient, {"epsilon": epsilon}, ""),
    }
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise EngineError("out_of_range", "seed", value=repr(seed), allowed="[0, 4294967295]")
    ball = Ball(made(Racer, rules, ""), landscape, _start(landscape, start), seed, Convergence())
    rows = epochs * an_epoch + 1
    log = ball.advance(0, rows)
    outcome = ball.outcome
    steps = np.arange(rows, dtype=float)
    if outcome.kind == "diverged":  # it stands still from there on
        steps = np.minimum(steps, outcome.step - 1)
    seen = examples_seen(batch, count, ball.batch_origin, steps)
    if outcome.kind == "running":
        outcome = outcome._replace(kind="step_limit", step=rows - 1)
    return Training(log.params, log.loss, log.gradient, log.learning_rate, seen, an_epoch, outcome, landscape)


def _loss(model: Model, loss: str | PointwiseLoss | None) -> PointwiseLoss:
    if loss is None:
        found = "mean_squared_error" if model.task == "regression" else "binary_cross_entropy"
        return member("losses", PointwiseLoss, found, "loss", **({} if model.task == "regression" else {"from_logits": True}))
    kind = loss.kind if isinstance(loss, Loss) else loss
    suitable = losses_for(model)
    if not isinstance(kind, str) or kind not in suitable:
        raise EngineError("unknown_kind", "loss", value=str(kind), allowed=", ".join(suitable))
    return member("losses", PointwiseLoss, loss, "loss")


def _batch(size: int | None, replacement: bool) -> FullBatch | MiniBatch:
    if size is None and not replacement:
        return FullBatch()
    try:
        return made(MiniBatch, {"size": size, "replacement": replacement}, "")
    except EngineError as error:
        path = "batch_size" if error.path == "size" else error.path
        raise EngineError(error.code, path, **error.params) from None


def _penalties(**penalties: float) -> list[float]:
    penalties = {name: plain(value) for name, value in penalties.items()}
    for name, value in penalties.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1e6:
            raise EngineError("out_of_range", name, value=repr(value), allowed="[0, 1e6]")
    return [float(value) for value in penalties.values()]


def examples_of(model: Model, x: ArrayLike, y: ArrayLike) -> Points:
    """Examples as ``model`` reads them. Raises ``EngineError`` where shapes, numbers or classes do not fit."""
    features, target = numbers(x, "x"), numbers(y, "y")
    columns = features[:, None] if features.ndim == 1 else features
    if columns.ndim != 2 or columns.shape[1] != model.features:
        raise EngineError(
            "wrong_shape", "x", value=features.shape, allowed="(n,) | (n, 1)" if model.features == 1 else f"(n, {model.features})"
        )
    need_shape(target, (len(columns),), "y")
    if model.task == "binary":
        refuse(~np.isin(target, (0.0, 1.0)), target, "out_of_range", "y", allowed="{0, 1}")
    return Points(columns, target)


def _start(landscape: Fit, start: ArrayLike | None) -> tuple[float, ...]:
    if start is None:
        return landscape.start()
    point = numbers(start, "start")
    need_shape(point, (len(landscape.parameters),), "start")
    return tuple(point.tolist())
