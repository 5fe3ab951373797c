"""A formula written down as steps: every operation once, nothing frozen to the numbers it was written with."""

import itertools
from typing import Any

import numpy as np
import pytest
from fits import MODELS

from engine.functions import OPERATIONS, SCALAR, Functions
from engine.numbers.steps import Step, steps_of


def worked_out(steps: list[Step], params: tuple[float, ...], x: tuple[float, ...]) -> float:
    by_op = {operation.op: operation.scalar for operation in OPERATIONS.values()}
    values: list[float] = []
    for step in steps:
        if "op" in step:
            assert all(place < len(values) for place in step["of"]), "on earlier steps only"
            values.append(by_op[step["op"]](*[values[place] for place in step["of"]]))
        else:
            values.append(step["value"] if "value" in step else params[step["parameter"]] if "parameter" in step else x[step["feature"]])
    return values[-1]


@pytest.mark.parametrize("kind", MODELS)
def test_a_models_steps_are_the_model(kind: str) -> None:
    model = MODELS[kind]()
    size = len(model.parameters), model.features
    draw = np.random.default_rng(8)
    for formula in (model.output, model.prediction):
        steps = steps_of(formula, *size)
        for _ in range(20):
            params, x = tuple(draw.uniform(-3, 3, size[0]).tolist()), tuple(draw.uniform(-3, 3, size[1]).tolist())
            assert worked_out(steps, params, x) == formula(SCALAR, params, x)


@pytest.mark.parametrize("kind", MODELS)
def test_a_classifier_predicts_a_probability(kind: str) -> None:
    model = MODELS[kind]()
    for params in itertools.product((-4.0, 0.0, 2.5), repeat=2):
        x = (1.5,) * model.features
        output, prediction = model.output(SCALAR, params, x), model.prediction(SCALAR, params, x)
        if model.task == "regression":
            assert prediction == output
        else:
            assert prediction == pytest.approx((1 + np.tanh(output / 2)) / 2, rel=1e-14)


def test_a_branch_is_written_and_not_taken() -> None:
    def hinge(f: Functions, params: tuple[Any, ...], x: tuple[Any, ...]) -> Any:
        return f.select(x[0], params[0], x[0] - params[0], 0.0)

    steps = steps_of(hinge, 1, 1)
    assert worked_out(steps, (1.0,), (3.0,)) == 2.0
    assert worked_out(steps, (1.0,), (0.5,)) == 0.0
    with pytest.raises(TypeError):
        steps_of(lambda f, params, x: x[0] if x[0] > params[0] else 0.0, 1, 1)


def test_a_shared_part_is_one_step() -> None:
    def doubled(f: Functions, params: tuple[Any, ...], x: tuple[Any, ...]) -> Any:
        total = params[0] + x[0]
        for _ in range(18):
            total = total + total
        return total

    assert len(steps_of(doubled, 1, 1)) == 2 + 19


@pytest.mark.parametrize(
    ("formula", "value"),
    [(lambda f, params, x: 7.0, 7.0), (lambda f, params, x: params[1], 5.0), (lambda f, params, x: x[0], 2.0)],
)
def test_what_needs_no_operation_stands_last_all_the_same(formula: Any, value: float) -> None:
    assert worked_out(steps_of(formula, 2, 1), (3.0, 5.0), (2.0,)) == value
