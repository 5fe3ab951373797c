"""Fits in one line, for the tests of the engine."""

from typing import Any

import numpy as np

import engine
from engine.fits.fitting import Fit
from engine.fits.judging import suits
from engine.fits.points import Points
from engine.loss import Loss, PointwiseLoss
from engine.model import Model
from engine.problems.fit import FitProblem
from engine.registry import members
from engine.run_config import RunConfig

MODELS: dict[str, type[Model]] = members("models")  # type: ignore[assignment]
POINTWISE: dict[str, type[Loss]] = {k: loss for k, loss in members("losses").items() if issubclass(loss, PointwiseLoss)}  # type: ignore[misc]

# Every loss that judges one output, with every option that changes its formula.
JUDGES: list[tuple[str, dict[str, Any]]] = [(kind, {}) for kind in POINTWISE] + [
    ("huber", {"delta": 0.3}),
    ("binary_cross_entropy", {"guard": "add", "delta": 0.01}),
    ("binary_cross_entropy", {"guard": "clip"}),
    ("binary_cross_entropy", {"from_logits": True}),
]
PENALTIES = [(0.0, 0.0), (0.3, 0.0), (0.0, 0.7), (0.2, 0.5)]
PAIRS = [(model, judge) for model in MODELS for judge in JUDGES if suits(POINTWISE[judge[0]], MODELS[model]())]


def identified(thing: Any) -> str:
    if isinstance(thing, tuple) and isinstance(thing[-1], dict):
        return "-".join([thing[0], *map(str, thing[1].values())])
    return str(thing)


def points(model: Model, count: int = 40, seed: int = 3) -> Points:
    draw = np.random.default_rng(seed)
    x = draw.normal(0.4, 1.5, (count, model.features))
    if model.task == "binary":
        return Points(x, (draw.random(count) < 1.0 / (1.0 + np.exp(-2.0 * x.sum(axis=1)))).astype(np.int64))
    return Points(x, 1.5 * x[:, 0] - 0.5 + draw.normal(0.0, 0.7, count))


def fit(
    model: str = "line", judge: tuple[str, dict[str, Any]] = ("mean_squared_error", {}), l1: float = 0.0, l2: float = 0.0, count: int = 40
) -> Fit:
    loss, made = engine.loss(judge[0], **judge[1]), MODELS[model]()
    assert isinstance(loss, PointwiseLoss)
    return Fit(made, loss, points(made, count), l1, l2)


def problem(
    model: str = "line",
    loss: str = "mean_squared_error",
    data: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
    **fields: Any,
) -> FitProblem:
    """``data`` is a dataset's kind and fields, or ``{"x": …, "y": …, "task": …}`` of one's own."""
    usual = {"kind": "line", "count": 50} if MODELS[model].task == "regression" else {"kind": "iris_pair"}
    if model == "two_weights":
        usual = {"kind": "blobs", "count": 50}
    given = data or usual
    told = {"kind": "dataset", "dataset": given} if "kind" in given else {"kind": "own", **given}
    return FitProblem.model_validate({"model": {"kind": model}, "loss": {"kind": loss, **(options or {})}, "data": told, **fields})


def run_of(where: FitProblem, *racers: dict[str, Any], **rules: Any) -> RunConfig:
    """Racers as JSON would have them; gradient descent with batches of 8 where a racer says nothing."""

    def whole(index: int, racer: dict[str, Any]) -> dict[str, Any]:
        usual = {"optimizer": {"kind": "gradient_descent", "learning_rate": 0.05}, "batch": {"kind": "mini_batch", "size": 8}}
        return {"id": "abcdefgh"[index], **usual, **racer}

    made = [whole(index, racer) for index, racer in enumerate(racers or ({},))]
    return RunConfig.model_validate({"problem": where.model_dump(), "racers": made, "step_limit": 100, **rules})
