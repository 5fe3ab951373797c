"""The lines of other libraries that the page prints: PyTorch and Keras have run them (tests/reference), NumPy runs them here."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import engine
from engine.loss import Loss
from engine.registry import members

REFERENCE = Path(__file__).parents[1] / "reference"
LOSSES = json.loads((REFERENCE / "losses.json").read_text("utf-8"))["cases"]
RECORDED = np.load(REFERENCE / "losses.npz")
PRINTED_LOSSES = """async (losses) => {
  const { lossLines } = await import("/static/library_line.js");
  const { losses: entries } = await (await fetch("/catalogue.json")).json();
  return losses.map((loss) => Object.fromEntries(lossLines(entries[loss.kind], loss).map(({ library, line }) => [library, line])));
}"""
LINES = json.loads((REFERENCE / "lines.json").read_text("utf-8"))
PRINTED = """async ([library, optimizers]) => {
  const { libraryLine } = await import("/static/library_line.js");
  const { optimizers: entries } = await (await fetch("/catalogue.json")).json();
  return optimizers.map((optimizer) => libraryLine(entries[optimizer.kind], optimizer, library));
}"""


def printed(page: Page, library: str, *optimizers: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(PRINTED, [library, list(optimizers)])
    return found


def test_the_page_prints_the_lines_that_pytorch_has_run(bare: Page) -> None:
    found = printed(bare, "torch", *(case["optimizer"] for case in LINES))
    assert [each["line"] for each in found] == [case["line"] for case in LINES]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        *((kind, "weight_decay", 0.1) for kind in ("momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamax", "nadam")),
        ("momentum", "dampening", 0.5),
        ("adagrad", "lr_decay", 0.1),
        ("lion", "beta1", 0.0),
    ],
)
def test_what_keras_cannot_say_has_no_line(bare: Page, kind: str, field: str, value: float) -> None:
    usual = bare.evaluate("async (kind) => (await (await fetch('/catalogue.json')).json()).optimizers[kind].default", kind)
    there, gone = printed(bare, "keras", usual, {**usual, field: value})
    assert there["line"].startswith("keras.optimizers.")
    assert gone == {"line": "", "fields": [field]}


def test_decay_is_said_where_keras_means_the_same(bare: Page) -> None:
    (found,) = printed(bare, "keras", {"kind": "gradient_descent", "learning_rate": 1, "weight_decay": 1e-7})
    assert found == {"line": "keras.optimizers.SGD(learning_rate=1, weight_decay=1e-07)", "fields": []}


def losses_printed(page: Page, *losses: Loss) -> list[dict[str, str]]:
    found: list[dict[str, str]] = page.evaluate(PRINTED_LOSSES, [loss.model_dump() for loss in losses])
    return found


def test_lines_of_losses_are_those_that_were_run(bare: Page) -> None:
    cases = [case for case in LOSSES if not case["is_formula"]]
    for case, lines in zip(cases, losses_printed(bare, *(engine.loss(case["kind"], **case["options"]) for case in cases)), strict=True):
        assert lines["torch"] == case["lines"]["torch"], case["name"]
        for library in ("keras", "sklearn"):
            if library in lines and library in case["lines"]:
                assert lines[library] == case["lines"][library], case["name"]


def test_numpy_gives_the_loss_that_its_line_is_printed_for(bare: Page) -> None:
    settings = [(kind, options) for kind in members("losses") for options in ({}, {"guard": "add", "delta": 1e-3}, {"delta": 0.01})]
    losses = [engine.loss(kind, **options) for kind, options in settings if set(options) <= set(members("losses")[kind].model_fields)]
    run = set()
    for loss, lines in zip(losses, losses_printed(bare, *losses), strict=True):
        if "numpy" not in lines:
            continue
        case = next(case for case in LOSSES if case["kind"] == loss.kind and not case["options"])
        prediction, target = (RECORDED[f"{case['name']}.{part}"] for part in ("prediction", "target"))
        found = eval(lines["numpy"], {"np": np, "prediction": prediction, "target": target})
        np.testing.assert_allclose(found, loss.value(prediction, target), rtol=1e-12)
        run.add(loss.kind)
    assert run == {kind for kind, loss in members("losses").items() if issubclass(loss, Loss) and loss.numpy}


def test_a_line_is_printed_only_for_the_settings_that_it_is_for(bare: Page) -> None:
    guards = [engine.loss("binary_cross_entropy", guard=guard) for guard in ("clamp_log", "add", "clip")]
    logits = engine.loss("binary_cross_entropy", guard="add", from_logits=True)
    plain, added = engine.loss("categorical_cross_entropy"), engine.loss("categorical_cross_entropy", delta=1e-7)
    found = [set(lines) for lines in losses_printed(bare, *guards, logits, plain, added)]
    assert found == [{"torch", "keras"}, {"numpy"}, {"sklearn"}, {"torch", "keras"}, {"torch", "keras", "sklearn"}, {"numpy"}]


@pytest.mark.parametrize("delta", [1e-7, 0.1])
def test_what_delta_does_is_so(delta: float) -> None:
    """A probability of 0 costs −log δ, and others cost less by at most δ / p."""
    guarded, free = engine.loss("categorical_cross_entropy", delta=delta), engine.loss("categorical_cross_entropy")
    assert guarded.value([[0.0, 1.0]], [[1.0, 0.0]]) == pytest.approx(-np.log(delta), rel=1e-15)
    for p in (0.01, 0.5, 1.0):
        by = free.value([[p, 1 - p]], [[1.0, 0.0]]) - guarded.value([[p, 1 - p]], [[1.0, 0.0]])
        assert 0.0 < by <= delta / p
