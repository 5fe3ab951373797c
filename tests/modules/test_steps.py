"""Formulas worked out in the page are the engine's: every operation, every model."""

import itertools
import math
from typing import Any

import pytest
from playwright.sync_api import Page

from engine.functions import OPERATIONS, SCALAR
from engine.model import Model
from engine.numbers.steps import steps_of
from engine.registry import members

MODELS: dict[str, type[Model]] = members("models")  # type: ignore[assignment]
CLOSE = 1e-12
NUMBERS = (-2.5, -1.0, -0.3, 0.0, 0.7, 1.0, 3.2)
WORK_OUT = """async ([steps, points]) => {
  const { formulaOf } = await import("/static/steps.js");
  return points.map(([params, x]) => formulaOf(steps)(params, x));
}"""


@pytest.mark.parametrize("kind", MODELS)
def test_a_models_curve_is_the_engines(bare: Page, kind: str) -> None:
    model = MODELS[kind]()
    size = len(model.parameters), model.features
    places = itertools.product(itertools.product(NUMBERS, repeat=size[0]), itertools.product(NUMBERS, repeat=size[1]))
    points = [[list(params), list(x)] for params, x in places]
    for formula in (model.output, model.prediction):
        found = bare.evaluate(WORK_OUT, [steps_of(formula, *size), points])
        assert found == pytest.approx([formula(SCALAR, tuple(params), tuple(x)) for params, x in points], rel=CLOSE, abs=CLOSE)


def test_the_page_knows_every_operation_of_the_engine(bare: Page) -> None:
    known = bare.evaluate("async () => Object.keys((await import('/static/steps.js')).OPERATIONS)")
    assert sorted(known) == sorted(operation.op for operation in OPERATIONS.values())


@pytest.mark.parametrize("kind", OPERATIONS)
def test_an_operation_is_the_engines(bare: Page, kind: str) -> None:
    operation = OPERATIONS[kind]
    count = len(operation.needs)
    steps: list[dict[str, Any]] = [*({"feature": place} for place in range(count)), {"op": operation.op, "of": [*range(count)]}]
    expected, points = [], []
    for x in itertools.product(NUMBERS, repeat=count):
        try:
            value = operation.scalar(*x)
        except (ArithmeticError, ValueError):
            continue  # floats have no value there; the page gives ∞ or NaN, which no curve shows
        if math.isfinite(value):
            expected.append(value)
            points.append([[], list(x)])
    assert len(points) >= 3
    assert bare.evaluate(WORK_OUT, [steps, points]) == pytest.approx(expected, rel=CLOSE, abs=CLOSE)


def test_an_operation_that_is_none_is_named(bare: Page) -> None:
    said = "async (steps) => (await import('/static/steps.js')).formulaOf(steps)"
    with pytest.raises(Exception, match="no operation gamma"):
        bare.evaluate(said, [{"feature": 0}, {"op": "gamma", "of": [0]}])
