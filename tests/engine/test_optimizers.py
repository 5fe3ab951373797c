"""The contract of an optimizer, over all of them: text, equation, family, and one rule in every form."""

import ast
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from member_texts import ROOT, check_equation, check_korean, check_line, check_text, file_of, marked

from engine.functions import ARRAY, SCALAR
from engine.numbers.graph import leaf
from engine.numbers.trace import TRACED
from engine.optimizer import Optimizer
from engine.registry import members

OPTIMIZERS: dict[str, type[Optimizer]] = members("optimizers")  # type: ignore[assignment]
SOURCES = [*sorted((ROOT / "engine" / "optimizers").glob("*.py")), ROOT / "engine" / "hyperparameters.py"]
MARKED = set().union(*map(marked, SOURCES))
FAMILY = [
    "gradient_descent", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "adamax", "nadam", "radam", "lion",
]  # fmt: skip

# Every option of a rule on at least once.
SETTINGS: list[tuple[str, dict[str, Any]]] = [(kind, {}) for kind in OPTIMIZERS] + [
    ("gradient_descent", {"weight_decay": 0.1}),
    ("momentum", {"dampening": 0.3, "weight_decay": 0.1}),
    ("momentum", {"momentum": 0.0}),
    ("nesterov", {"momentum": 0.5, "weight_decay": 0.1}),
    ("adagrad", {"lr_decay": 0.01, "initial_accumulator_value": 0.1, "weight_decay": 0.1}),
    ("adadelta", {"rho": 0.5, "weight_decay": 0.1}),
    ("rmsprop", {"momentum": 0.9, "weight_decay": 0.1}),
    ("rmsprop", {"centered": True, "momentum": 0.5}),
    ("adam", {"amsgrad": True, "weight_decay": 0.1}),
    ("adamw", {"amsgrad": True, "weight_decay": 0.0}),
    ("adamax", {"beta2": 0.9, "weight_decay": 0.1}),
    ("nadam", {"momentum_decay": 0.1, "weight_decay": 0.1}),
    ("radam", {"beta2": 0.9, "weight_decay": 0.1}),
    ("radam", {"beta2": 0.6}),
    ("lion", {"weight_decay": 0.1}),
]
STEPS = 300


def identified(case: tuple[str, dict[str, Any]]) -> str:
    return "-".join([case[0], *(f"{name}={value}" for name, value in case[1].items())])


def gradients(steps: int = STEPS, width: int = 3) -> np.ndarray:
    draw = np.random.default_rng(3)
    return draw.normal(size=(steps, width)) * 10.0 ** draw.uniform(-3.0, 3.0, (steps, width))


def follow(rule: type[Optimizer], h: Any, rate: Any, fed: Any, start: Any, f: Any) -> list[np.ndarray]:
    """Change, state and terms of every step, each as one row of numbers."""
    theta, state, rows = start, rule.init(h, start), []
    for t, g in enumerate(fed, 1):
        change, state, terms = rule.update(h, state, g, theta, rate, t, f)
        theta = theta + change
        shape = np.shape(change)
        rows.append(np.array([np.broadcast_to(x, shape) for x in (change, *state, *terms)], dtype=float))
    return rows


def bits(rows: list[np.ndarray]) -> np.ndarray:
    return np.ascontiguousarray(np.array(rows)).view(np.int64)


def test_every_optimizer_of_the_family_is_there() -> None:
    assert set(FAMILY) <= set(OPTIMIZERS)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_text_is_complete(kind: str) -> None:
    check_text("optimizers", kind, MARKED)
    assert OPTIMIZERS[kind].adds


def test_text_is_korean_too() -> None:
    check_korean("optimizers", *SOURCES)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_equation_converts(kind: str) -> None:
    check_equation("optimizers", kind)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_equation_speaks_of_what_the_rule_returns(kind: str) -> None:
    member = OPTIMIZERS[kind]
    file, equation = file_of(member), " ".join(member.equation)
    known = {*member.quantities, "change", "gradient"}
    named = set(re.findall(r"\\class\{term-([^}]*)\}", equation))
    assert named == known, f"{file}: equation names {named}, the rule {known}"
    for field in re.findall(r"\\class\{(?:when|unless)-([^}]*)\}", equation):
        assert field in member.model_fields, f"{file}: equation depends on {field}, which is no hyperparameter"
    assert set(re.findall(r"\\class\{(?!term-|when-|unless-)[^}]*\}", equation)) == set(), file


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_state_and_terms_are_quantities(kind: str) -> None:
    member = OPTIMIZERS[kind]
    file = file_of(member)
    fields = getattr(member.State, "_fields", ())
    assert set(member.quantities) == {*fields, *member.terms}, file
    assert {member.arrow, member.accumulated} <= {"", *fields}, file
    h = member().hyper()
    state = member.init(h, 0.5)
    assert type(state) is member.State, file
    _, new_state, terms = member.update(h, state, 0.25, 0.5, 0.1, 1, SCALAR)
    assert type(new_state) is member.State, file
    assert type(terms) is tuple, file
    assert len(terms) == len(member.terms), file


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_parents_exist_and_lead_to_gradient_descent(kind: str) -> None:
    line = {kind}
    for _ in OPTIMIZERS:
        line = {parent for child in line for parent in OPTIMIZERS[child].parents} or line
    assert line == {"gradient_descent"}, file_of(OPTIMIZERS[kind])


@pytest.mark.parametrize("case", SETTINGS, ids=identified)
def test_library_lines_are_python(case: tuple[str, dict[str, Any]]) -> None:
    kind, settings = case
    config = OPTIMIZERS[kind](**settings)
    file = file_of(OPTIMIZERS[kind])
    for line, prefix, rate in ((config.torch, "torch.optim.", "lr"), (config.keras, "keras.optimizers.", "learning_rate")):
        call = check_line(line, config, file)
        if call is not None:
            assert ast.unparse(call.func).startswith(prefix), file
            keywords = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
            assert keywords[rate] == config.learning_rate, file


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_the_learning_rate_slider_spans_five_decades_around_the_default(kind: str) -> None:
    field = OPTIMIZERS[kind].model_fields["learning_rate"]
    low, high = field.json_schema_extra["slider"]  # type: ignore[index]
    assert high / low == pytest.approx(1e5), file_of(OPTIMIZERS[kind])
    assert low <= field.default <= high, file_of(OPTIMIZERS[kind])


@pytest.mark.parametrize("case", SETTINGS, ids=identified)
def test_floats_and_arrays_hold_the_same_bits(case: tuple[str, dict[str, Any]]) -> None:
    kind, settings = case
    config, fed, start = OPTIMIZERS[kind](**settings), gradients(), np.array([1.5, -2.0, 0.3])
    together = np.array(follow(OPTIMIZERS[kind], config.hyper(), config.learning_rate, fed, start, ARRAY))
    for column in range(3):
        alone = follow(OPTIMIZERS[kind], config.hyper(), config.learning_rate, fed[:, column].tolist(), float(start[column]), SCALAR)
        assert (bits(alone) == bits(list(together[..., column]))).all()


@pytest.mark.parametrize("case", SETTINGS, ids=identified)
def test_traced_numbers_hold_the_same_bits(case: tuple[str, dict[str, Any]]) -> None:
    kind, settings = case
    rule, config, theta = OPTIMIZERS[kind], OPTIMIZERS[kind](**settings), 1.5
    h, rate = config.hyper(), config.learning_rate
    state = rule.init(h, theta)
    for t, g in enumerate(gradients(20)[:, 0].tolist(), 1):
        before = rule.State(*(leaf(entry, "s") for entry in state))
        traced, after, traced_terms = rule.update(h, before, leaf(g, "g"), leaf(theta, "θ"), leaf(rate, "α"), leaf(t, "t"), TRACED)
        change, state, terms = rule.update(h, state, g, theta, rate, t, SCALAR)
        theta += change
        expected = np.array([change, *state, *terms], dtype=float)
        assert (bits([np.array([float(x) for x in (traced, *after, *traced_terms)])]) == bits([expected])).all()


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_the_local_model_takes_many_steps_at_once(kind: str) -> None:
    # A row a step, as the limits of a whole trajectory are asked for.
    rule = OPTIMIZERS[kind]
    h, steps = rule().hyper(), np.arange(3.0, 9.0)[:, None]
    state = rule.State(*np.random.default_rng(1).uniform(0.1, 0.9, (len(getattr(rule.State, "_fields", ())), 6, 2)))
    if kind == "rmsprop":
        state = state._replace(m=np.zeros((6, 2)))
    together = rule().linear(h, state, steps, ARRAY)
    for row in range(6):
        for column in range(2):
            one = rule().linear(h, type(state)(*(float(entry[row, column]) for entry in state)), int(steps[row, 0]), SCALAR)
            if one is None or together is None:
                assert one is together
                continue
            for whole, single in zip(together, one, strict=True):
                assert np.broadcast_to(whole, (6, 2))[row, column] == single


def spread(name: str, value: Any) -> list[Any]:
    """Four values of a hyperparameter for a map, all in its bounds."""
    if name in ("momentum", "beta1", "beta2", "rho", "dampening"):
        return [0.0, 0.6, 0.9, 0.999]
    return [value, value + 1e-3, value + 0.1, value + 0.5]


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_hyperparameters_may_be_arrays(kind: str) -> None:
    # A map: one axis of balls, each with its own hyperparameters, and the last axis of parameters.
    rule, fed, start = OPTIMIZERS[kind], gradients(), np.array([1.5, -2.0, 0.3])
    config = rule()
    plain = config.hyper()
    for name, value in config.model_dump(exclude={"kind", "learning_rate"}).items():
        if isinstance(value, bool):
            continue
        values = spread(name, value)
        mapped = SimpleNamespace(**vars(plain) | {name: np.array(values)[:, None], f"uses_{name}": any(values)})
        rates = np.array([1.0, 2.0, 0.5, 0.1])[:, None] * config.learning_rate
        together = np.array(follow(rule, mapped, rates, fed, np.tile(start, (4, 1)), ARRAY))
        for ball, one in enumerate(values):
            alone_config = rule(learning_rate=float(rates[ball, 0]), **{name: one})
            alone = follow(rule, alone_config.hyper(), alone_config.learning_rate, fed, start, ARRAY)
            assert (np.array(alone) == together[:, :, ball]).all(), f"{file_of(rule)}: {name} = {one}"


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_each_switch_and_decay_changes_the_run(kind: str) -> None:
    config, fed, start = OPTIMIZERS[kind](), gradients(), np.array([1.5, -2.0, 0.3])
    usual = np.array(follow(OPTIMIZERS[kind], config.hyper(), 0.01, fed, start, ARRAY))
    for name, value in config.model_dump(exclude={"kind", "learning_rate"}).items():
        other = config.model_copy(update={name: not value if isinstance(value, bool) else value + 0.05 if value < 0.9 else 0.5})
        changed = np.array(follow(OPTIMIZERS[kind], other.hyper(), 0.01, fed, start, ARRAY))
        assert not np.array_equal(usual[:, 0], changed[:, 0]), f"{file_of(OPTIMIZERS[kind])}: {name} does nothing"
