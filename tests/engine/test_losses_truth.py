"""Losses against PyTorch 2.13, Keras 3.15 and scikit-learn 1.9 in float64: tests/reference/make_losses.py."""

import json
from typing import Any

import numpy as np
import pytest
from member_texts import ROOT

import engine
from engine.loss import Loss
from engine.registry import members

REFERENCE = ROOT / "tests" / "reference"
TABLES = json.loads((REFERENCE / "losses.json").read_text("utf-8"))
CASES = TABLES["cases"]
RECORDED = np.load(REFERENCE / "losses.npz")
KERAS_EPS = 1e-7
"""Keras clips probabilities to [1e-7, 1 − 1e-7]; inside it agrees."""

pytestmark = pytest.mark.filterwarnings("error")


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def made(case: dict[str, Any]) -> tuple[Loss, np.ndarray, np.ndarray]:
    return engine.loss(case["kind"], **case["options"]), RECORDED[f"{case['name']}.prediction"], RECORDED[f"{case['name']}.target"]


def test_the_references_cover_every_loss_and_option() -> None:
    assert {case["kind"] for case in CASES} == set(members("losses"))
    for kind in ("binary_cross_entropy", "categorical_cross_entropy", "sparse_categorical_cross_entropy"):
        assert {case["options"].get("from_logits", False) for case in CASES if case["kind"] == kind} == {False, True}
    assert {case["options"].get("guard", "clamp_log") for case in CASES} == {"clamp_log", "add", "clip"}
    assert TABLES["versions"]["torch"].startswith("2.13")


@pytest.mark.parametrize("case", CASES, ids=named)
def test_value_and_gradient_agree_with_pytorch(case: dict[str, Any]) -> None:
    loss, prediction, target = made(case)
    # A dozen operations, each rounded to 1.1e-16 of itself; 1e-15 is what is left of differences of numbers near 1.
    close = {"rtol": 1e-12, "atol": 1e-15}
    np.testing.assert_allclose(loss.value(prediction, target), RECORDED[f"{case['name']}.value"], **close)
    np.testing.assert_allclose(loss.each(prediction, target), RECORDED[f"{case['name']}.each"], **close)
    gradient = loss.gradient(prediction, target)
    assert gradient.shape == prediction.shape
    np.testing.assert_allclose(gradient, RECORDED[f"{case['name']}.gradient"], **close)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_value_agrees_with_keras_and_scikit_learn(case: dict[str, Any]) -> None:
    loss, prediction, target = made(case)
    if loss.prediction_is in ("probability", "probabilities") and case["values"].get("keras"):
        assert prediction.min() >= KERAS_EPS, "inside Keras's clip"
    # Keras's PyTorch backend does parts of a float64 loss in float32.
    close = {"sklearn": 1e-12, "keras": 1e-6}
    for library, value in case["values"].items():
        assert loss.value(prediction, target) == pytest.approx(value, rel=close[library], abs=0.0), library


@pytest.mark.parametrize("case", [case for case in CASES if not case["is_formula"]], ids=named)
def test_the_lines_of_the_libraries_are_those_that_were_compared(case: dict[str, Any]) -> None:
    loss, options = made(case)[0], made(case)[0].model_dump()
    logits = case["options"].get("from_logits", False)
    assert (loss.torch_from_logits if logits else loss.torch).format(**options) == case["lines"]["torch"]
    if "keras" in case["lines"]:
        assert loss.keras.format(**options) == case["lines"]["keras"]


@pytest.mark.parametrize("case", [case for case in CASES if "sklearn" in case["lines"]], ids=named)
def test_the_line_of_scikit_learn_is_the_one_that_was_compared(case: dict[str, Any]) -> None:
    assert made(case)[0].sklearn == case["lines"]["sklearn"]


@pytest.mark.parametrize("kind", members("losses"))
def test_every_line_was_compared(kind: str) -> None:
    loss = engine.loss(kind)
    compared = {line for case in CASES if case["kind"] == kind for line in case["lines"].values()}
    templates = {loss.torch, loss.torch_from_logits, loss.keras, loss.sklearn} - {""}
    assert {line.format(**loss.model_dump()) for line in templates} <= compared


def test_a_probability_of_zero_for_the_true_class_costs_without_end() -> None:
    sure, label = [[1.0, 0.0], [0.5, 0.5]], [1, 0]
    for kind, target in (("sparse_categorical_cross_entropy", label), ("categorical_cross_entropy", np.eye(2)[label])):
        loss = engine.loss(kind)
        assert loss.value(sure, target) == np.inf
        assert loss.gradient(sure, target).tolist() == [[0.0, -np.inf], [-1.0, 0.0]]
    assert engine.loss("kullback_leibler").value([1.0, 0.0], [0.5, 0.5]) == np.inf


@pytest.mark.parametrize(("kind", "expected"), [(np.float32, 8.272185325622559), (np.float64, 18.32281991550828)])
def test_the_clip_is_scikit_learns_for_numbers_of_either_size(kind: type, expected: float) -> None:
    # sklearn.metrics.log_loss 1.9 of the same numbers: its ε is that of the probabilities' own kind.
    probabilities = np.array([1.0, 0.0, 0.3, 0.9999999], dtype=np.float32).astype(kind)
    found = engine.loss("binary_cross_entropy", guard="clip").value(probabilities, [0, 1, 1, 1])
    assert found == pytest.approx(expected, rel=1e-6 if kind is np.float32 else 1e-14)
