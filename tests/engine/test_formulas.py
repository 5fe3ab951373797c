"""Formulas that the page writes are the engine's: LaTeX of losses, models and their slopes, worked out by a reader of its own."""

import re
from typing import Any

import numpy as np
import pytest
from fits import MODELS, points
from latex import chosen, evaluated
from test_losses import LOSSES, SETTINGS, batch, each_setting, identified

import engine
from engine.exhibits.likelihood import LikelihoodExhibit
from engine.fits.fitting import Fit
from engine.fits.judging import losses_for
from engine.functions import ARRAY
from engine.loss import Loss, PointwiseLoss
from engine.probability import sigmoid, softmax
from engine.registry import members

CLOSE = {"rtol": 1e-12, "atol": 1e-14}


def symbols_of(loss: Loss, prediction: np.ndarray, target: np.ndarray) -> dict[str, Any]:
    """What the letters of its formula stand for."""
    n, rows = len(prediction), np.arange(len(prediction))
    e = target - prediction if prediction.ndim == 1 else 0.0
    delta = getattr(loss, "delta", 0.0)
    p = prediction if loss.prediction_is != "logits" else sigmoid(prediction) if prediction.ndim == 1 else softmax(prediction)
    named = {r"\hat{y}_i": prediction, "y_i": target, "p_i": p, "n": n, r"\delta": delta, "e_i": e, "c_i": np.minimum(np.abs(e), delta)}
    if prediction.ndim == 2 and loss.integer_labels:
        return named | {"p_{i,y_i}": p[rows, target], r"\ell_{i,y_i}": prediction[rows, target]}
    return named | {"p_{ik}": p, "y_{ik}": target, "q_{ik}": target}


@each_setting
def test_the_formula_of_a_loss_gives_its_value(setting: tuple[str, dict[str, Any]]) -> None:
    loss = engine.loss(setting[0], **setting[1])
    prediction, target = batch(loss)
    if loss.takes == "margin":
        target = 2.0 * target - 1.0
    formula, *_ = re.split(r",\s*\\quad", chosen(loss.formula, loss.model_dump()))
    found = evaluated(formula, symbols_of(loss, prediction, target))
    np.testing.assert_allclose(found, loss.value(prediction, target), **CLOSE)


def test_the_product_of_a_batch_is_its_likelihood() -> None:
    exhibit = LikelihoodExhibit(predictions=(0.9, 0.2, 0.5), labels=(1.0, 0.0, 1.0))
    formula = exhibit.formula.removeprefix("P =")
    found = evaluated(formula, {"p_i": np.array(exhibit.predictions), "y_i": np.array(exhibit.labels)})
    assert found == pytest.approx(exhibit.answer().values["product"], rel=1e-14)


@pytest.mark.parametrize("setting", [s for s in SETTINGS if issubclass(LOSSES[s[0]], PointwiseLoss)], ids=identified)
def test_the_formula_of_a_slope_gives_it(setting: tuple[str, dict[str, Any]]) -> None:
    loss = engine.loss(setting[0], **setting[1])
    assert isinstance(loss, PointwiseLoss)
    prediction, target = batch(loss)
    if loss.takes == "margin":
        target = 2.0 * target - 1.0
    found = evaluated(chosen(loss.slope_formula, loss.model_dump()), symbols_of(loss, prediction, target))
    np.testing.assert_allclose(found, loss.slope(prediction, target), **CLOSE)


@pytest.mark.parametrize("kind", MODELS)
def test_the_formulas_of_a_model_give_its_output_and_slopes(kind: str) -> None:
    model = MODELS[kind]()
    x, params = tuple(points(model, 20, 3).x.T), (0.7, -1.3)
    letters = [r"\omega" if name == "ω" else name.replace("₁", "_1").replace("₂", "_2") for name in model.parameters]
    columns = {
        "x": x[0],
        "x_i": x[0],
        **{f"x_{j + 1}": column for j, column in enumerate(x)},
        **{f"x_{{i{j + 1}}}": x[j] for j in range(len(x))},
    }
    symbols = columns | dict(zip(letters, params, strict=True))
    np.testing.assert_allclose(evaluated(model.formula, symbols), model.output(ARRAY, params, x), **CLOSE)
    for latex, entry in zip(model.slope_formulas, model.jacobian(ARRAY, params, x), strict=True):
        np.testing.assert_allclose(evaluated(latex, symbols), entry, **CLOSE)


@pytest.mark.parametrize(("kind", "loss"), [(kind, loss) for kind in MODELS for loss in losses_for(MODELS[kind]())])
def test_a_gradient_is_the_mean_of_slope_times_slope_of_the_model(kind: str, loss: str) -> None:
    """What the page puts together (static/problems/fit_formulas.js): slope of the loss, of a probability p (1 − p), slope of the model."""
    model, judge = MODELS[kind](), members("losses")[loss].for_outputs()  # type: ignore[attr-defined]
    data, params = points(model, 24, 5), (0.4, -0.6)
    x = tuple(data.x.T)
    output = model.output(ARRAY, params, x)
    sees_probability = model.task == "binary" and judge.prediction_is in ("number", "probability")
    prediction = sigmoid(output) if sees_probability else output
    target = 2.0 * data.y - 1.0 if judge.takes == "margin" else data.y
    symbols = symbols_of(judge, np.asarray(prediction), target)
    slope = evaluated(chosen(judge.slope_formula, judge.model_dump()), symbols)
    factor = prediction * (1.0 - prediction) if sees_probability else 1.0
    count = len(data.y) if judge.reduction == "mean" else 1
    expected = [np.sum(slope * factor * entry) / count for entry in model.jacobian(ARRAY, params, x)]
    np.testing.assert_allclose(Fit(model, judge, data).slope_on(params, None)[1], expected, rtol=1e-10, atol=1e-13)
