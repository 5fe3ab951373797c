"""The lines of other libraries that the page prints: PyTorch has run every one of them (tests/reference/make_lines.py)."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

LINES = json.loads((Path(__file__).parents[1] / "reference" / "lines.json").read_text("utf-8"))
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
