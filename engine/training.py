"""The small surface for Python users who have data: ``fit``.

>>> import engine
>>> path = engine.fit("line", [0.0, 1.0, 2.0, 3.0], [1.0, 3.0, 5.0, 7.0], learning_rate=0.05, batch_size=2, epochs=200)
>>> path.params.shape, path.params[-1].round(2).tolist()
((401, 2), [2.0, 1.0])
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import EngineError, shown
from engine.fits.batches import FullBatch, MiniBatch, examples_seen, iterations
from engine.fits.fitting import Fit
from engine.fits.judging import losses_for, usual_loss
from engine.fits.linear import LinearFit
from engine.fits.points import Points
from engine.keywords import rule_of
from engine.linear_problem import LinearProblem
from engine.loss import Loss, PointwiseLoss
from engine.model import Model
from engine.numbers.arrays import flag, labels, need_shape, numbers, plain, refuse, whole
from engine.numbers.draws import MOST_SEED
from engine.numbers.equality import EqualByNumbers
from engine.optimizer import Optimizer
from engine.registry import made, member, members
from engine.run_config import MOST_STEPS, Clipping, Convergence, NoClipping, Racer
from engine.running.differences import ExactGradient, NumericalGradient
from engine.running.log import Log
from engine.running.movers import mover_of
from engine.running.outcome import Outcome, ended
from engine.schedule import Schedule

Floats = NDArray[np.float64]

MOST_CLASSES = 1_000
"""That labels may tell apart."""


@dataclass(frozen=True, eq=False)
class Training(EqualByNumbers):
    """The path of a fit; row k stands before update k, the last row after the last one. With d parameters:

    the models of two parameters have d = 2; ``linear`` has d = features + 1, ``softmax_regression`` d = classes · (features + 1), the
    weights row by row, then the biases. Of many parameters only every k-th row is kept in memory (``LearnerLog.k``, within 16 MiB); the
    columns that hold them all are made again, to the same bits, when first asked for.
    """

    log: Log = field(repr=False)
    """What the path was read from."""
    examples: Floats
    """Examples seen before update k, ``(updates + 1,)``."""
    iterations_per_epoch: int
    """⌈n / batch size⌉."""
    outcome: Outcome
    """How it ended."""
    landscape: Fit | LinearFit = field(repr=False)
    """The loss surface the path lies on: ``.value``, ``.gradient`` and ``.hessian`` at any point."""

    @cached_property
    def params(self) -> Floats:
        """``(updates + 1, d)``: (w, b), or as ``landscape.parameters`` names them."""
        return self.log.params

    @property
    def batch_loss(self) -> Floats:
        """The loss on the batch that update k sees, ``(updates + 1,)``; the last row's batch is the one that would follow."""
        return self.log.loss

    @cached_property
    def gradient(self) -> Floats:
        """Its gradient, before noise and clipping, ``(updates + 1, d)``."""
        return self.log.gradient

    @property
    def gradient_norm(self) -> Floats:
        """‖gradient‖₂, ``(updates + 1,)``."""
        return self.log.gradient_norm

    @property
    def learning_rate(self) -> Floats:
        """Scheduled rate of update k, ``(updates + 1,)``."""
        return self.log.learning_rate

    @cached_property
    def loss(self) -> Floats:
        """The loss on all data at every row, ``(updates + 1,)``; worked out when first asked for."""
        with np.errstate(all="ignore"):
            return self.landscape.losses(self.params)

    def params_at(self, update: int) -> Floats:
        """The point before one update, ``(d,)``, without making all others; −1 is the last.

        Raises ``EngineError`` (``out_of_range``) where there is no such row.
        """
        rows = len(self.log)
        update = whole(update, "update", -rows, rows - 1)
        return self.log.params_at(update % rows)

    def parts_at(self, update: int) -> dict[str, Floats]:
        """The same as named arrays: ``weight`` (out, in) and ``bias`` (out,), as PyTorch's ``nn.Linear`` has them."""
        vector = self.landscape.as_vector
        point = self.params_at(update)
        return dict(zip(self.landscape.parameters, point, strict=True)) if vector is None else vector.layout.views(point.copy())

    def compared(self) -> tuple[object, ...]:
        narrow = (self.batch_loss, self.learning_rate, self.examples, self.outcome, self.landscape.parameters)
        return (*narrow, self.params, self.gradient, self.loss)

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
    loss: str | Loss | None = None,
    optimizer: str | Optimizer = "gradient_descent",
    batch_size: int | None = None,
    epochs: int = 10,
    start: ArrayLike | Mapping[str, ArrayLike] | None = None,
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

    ``model`` is one of two parameters (``line``, ``logistic`` …), or ``linear`` or ``softmax_regression``, which weigh any number of
    features. ``x`` is ``(n,)`` or ``(n, features)``, ``y`` is ``(n,)``: numbers, classes 0 and 1, or labels 0, 1, 2 …
    ``batch_size`` None sees all data at every update; otherwise the order is reshuffled every epoch from ``seed`` and the
    last batch of an epoch holds what is left. The loss is squared error or, for classes, cross-entropy from
    logits where nothing is said. ``epsilon`` trains with the numerical gradient of that spacing instead of the
    exact one. ``start`` is the model's own by default, ``(d,)`` or, of many features, named arrays (``weight``, ``bias``); further keywords
    are hyperparameters of the optimizer.

    Raises ``EngineError`` naming the argument, its value and what is allowed.
    """
    landscape = _landscape(model, x, y, loss, *_penalties(l1=l1, l2=l2))
    count = landscape.examples
    batch = _batch(batch_size, replacement)
    an_epoch = iterations(batch, count)
    epochs = whole(epochs, "epochs", 0, MOST_STEPS // an_epoch)
    rules = {
        "id": "ball",
        "optimizer": rule_of(optimizer, hyperparameters, {"loss": ("losses", loss), "schedule": ("schedules", schedule)}),
        "schedule": member("schedules", Schedule, schedule, "schedule"),
        "clipping": NoClipping() if clipping is None else clipping,
        "noise": noise,
        "batch": batch,
        "gradient": ExactGradient() if epsilon is None else made(NumericalGradient, {"epsilon": epsilon}, ""),
    }
    mover = mover_of(
        made(Racer, rules, ""), landscape, _start(landscape, start), whole(seed, "seed", 0, MOST_SEED, "out_of_range"), Convergence()
    )
    rows = epochs * an_epoch + 1
    log = mover.advance(0, rows)
    outcome = ended(mover.outcome, rows - 1)
    steps = np.arange(rows, dtype=float)
    if outcome.kind == "diverged":  # it stands still from there on
        steps = np.minimum(steps, outcome.step - 1)
    seen = examples_seen(batch, count, mover.batch_origin, steps)
    return Training(log, seen, an_epoch, outcome, landscape)


def _landscape(model: str | Model, x: ArrayLike, y: ArrayLike, loss: str | Loss | None, l1: float, l2: float) -> Fit | LinearFit:
    of_all = {kind: found for kind, found in members("problems").items() if issubclass(found, LinearProblem)}
    if isinstance(model, str) and model in of_all:
        return _of_all_features(of_all[model], x, y, loss, l1, l2)
    if not isinstance(model, Model) and not (isinstance(model, str) and model in members("models")):
        raise EngineError("unknown_kind", "model", value=shown(model), allowed=", ".join([*members("models"), *of_all]))
    chosen = member("models", Model, model, "model")
    judge = _loss(chosen, loss)
    return Fit(chosen, judge, examples_of(chosen, x, y), l1, l2)


def _of_all_features(kind: type[LinearProblem], x: ArrayLike, y: ArrayLike, loss: str | Loss | None, l1: float, l2: float) -> LinearFit:
    features, target = numbers(x, "x"), numbers(y, "y")
    columns = features[:, None] if features.ndim == 1 else features
    if columns.ndim != 2:
        raise EngineError("wrong_shape", "x", value=features.shape, allowed="(n,) | (n, features)")
    need_shape(target, (len(columns),), "y")
    points = Points(columns, target if kind.tasks == ("regression",) else labels(target, MOST_CLASSES, "y"))
    judge = kind.usual_loss() if loss is None else kind.judge(loss, "loss")
    classes = 0 if kind.tasks == ("regression",) else int(points.y.max()) + 1
    return LinearFit(judge, points, kind.outputs_for(classes), l1, l2)


def _loss(model: Model, loss: str | Loss | None) -> PointwiseLoss:
    if loss is None:
        return cast(PointwiseLoss, usual_loss(model.task))
    kind = loss.kind if isinstance(loss, Loss) else loss
    suitable = losses_for(model)
    if not isinstance(kind, str) or kind not in suitable:
        raise EngineError("unknown_kind", "loss", value=kind if isinstance(kind, str) else shown(kind), allowed=", ".join(suitable))
    return member("losses", PointwiseLoss, cast(str | PointwiseLoss, loss), "loss")


def _batch(size: int | None, replacement: bool) -> FullBatch | MiniBatch:
    if not flag(replacement, "replacement") and size is None:
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
            raise EngineError("out_of_range", name, value=shown(value), allowed="[0, 1e6]")
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


def _start(landscape: Fit | LinearFit, start: ArrayLike | Mapping[str, ArrayLike] | None) -> tuple[float, ...]:
    if start is None:
        return landscape.start()
    vector = landscape.as_vector
    if vector is not None and isinstance(start, Mapping):
        return tuple(vector.layout.flat(start).tolist())
    point = numbers(start, "start")  # type: ignore[arg-type]  # a mapping is refused there
    need_shape(point, (len(landscape.parameters),), "start")
    return tuple(point.tolist())
