"""The opened step shows the run's own numbers, and every line of it is true by hand."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from arithmetic import evaluate
from configs import advanced, config, optimizer, problem, racer, schedule, surface
from fits import problem as fit_problem
from fits import run_of as fit_run

from engine.registry import members
from engine.run import Run, start

OPTIMIZERS = list(members("optimizers"))
SURFACES = list(members("surfaces"))
OPTIONS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    *[(kind, {}, {}) for kind in OPTIMIZERS],
    *[(kind, {}, {"clipping": {"kind": "norm", "limit": 0.7}}) for kind in OPTIMIZERS],
    *[(kind, {"weight_decay": 0.1}, {"noise": 2.0}) for kind in OPTIMIZERS],
    ("adam", {"amsgrad": True}, {"clipping": {"kind": "value", "limit": 0.5}}),
    ("adamw", {"amsgrad": True}, {"noise": 1.0, "clipping": {"kind": "norm", "limit": 0.5}}),
    ("rmsprop", {"centered": True, "momentum": 0.8}, {"noise": 1.0, "clipping": {"kind": "value", "limit": 0.5}}),
    ("momentum", {"dampening": 0.5}, {"schedule": schedule("cosine", period=30, warmup_steps=3)}),
    ("nadam", {"momentum_decay": 0.5}, {"schedule": schedule("reduce_on_plateau", patience=0)}),
    ("adagrad", {"lr_decay": 0.1, "initial_accumulator_value": 0.5}, {}),
]
PLACES = ["quadratic", "rosenbrock", "ackley", "goldstein_price", "parabola", "wavy_parabola"]
STEPS = 24


def run_of(where: str, kind: str, fields: dict[str, Any], rules: dict[str, Any]) -> Run:
    rate = 1e-6 if where in ("rosenbrock", "goldstein_price") else 0.01  # none may diverge
    run = start(config(problem(where), racer("a", kind, rate, rules=rules, **fields), step_limit=STEPS, seed=2))
    run.advance(STEPS + 1)
    return run


def names(option: tuple[str, dict[str, Any], dict[str, Any]]) -> str:
    kind, fields, rules = option
    return "-".join([kind, *fields, *rules])


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("option", OPTIONS, ids=names)
def test_the_stages_hold_the_bits_of_the_run(where: str, option: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    run = run_of(where, *option)
    columns = advanced(start(run.config))
    for step in (0, 1, 7, STEPS - 1):
        view = run.inspect(step, "a")
        stages = {stage["stage"]: stage["values"] for stage in view["stages"]}
        assert list(stages) == ["point", "loss", "gradient", "change", "move"]
        assert view["t"] == step + 1
        assert view["learning_rate"] == columns["learning_rate"][step, 0]
        assert stages["point"] == columns["params"][step, 0].tolist()
        assert stages["loss"] == [columns["loss"][step, 0]]
        assert stages["gradient"] == columns["gradient"][step, 0].tolist()
        assert stages["change"] == columns["change"][step, 0].tolist()
        assert stages["move"] == columns["params"][step + 1, 0].tolist()


def lines(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for stage in view["stages"] for line in [*stage["lines"], *stage.get("used_lines", [])]]


def true_by_hand(line: dict[str, Any]) -> bool:
    """Whether the line, calculated with the numbers as printed, gives the printed result. Only ``≈`` lines promise nothing."""
    digits, result_digits = line["digits"], line["result_digits"]
    if result_digits == 0:
        return True
    result = evaluate(line["expression"], digits)
    return Decimal(f"{result:.{result_digits - 1}e}") == Decimal(f"{Decimal(line['value']):.{result_digits - 1}e}")


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("option", OPTIONS, ids=names)
def test_every_line_is_true_by_hand(where: str, option: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    run = run_of(where, *option)
    approximate = 0
    every: list[dict[str, Any]] = []
    for step in (0, 1, 7):
        every += lines(run.inspect(step, "a"))
    for line in every:
        assert true_by_hand(line), line
        approximate += line["result_digits"] == 0
    assert approximate <= len(every) / 20, "hardly a line is mere round-off"


@pytest.mark.parametrize("where", SURFACES)
def test_every_surface_opens(where: str) -> None:
    run = run_of(where, "adam", {}, {})
    for step in (0, 5):
        view = run.inspect(step, "a")
        quantities = [line["quantity"] for line in lines(view)]
        assert quantities.count("loss") == 1
        assert quantities.count("move") == len(surface(where).parameters)
        for line in lines(view):
            assert true_by_hand(line), line


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_line_is_called_what_its_stage_is_about_and_says_whose_it_is(kind: str) -> None:
    rule = members("optimizers")[kind]
    symbols = {name: told.symbol for name, told in rule.quantities.items()}  # type: ignore[attr-defined]  # an optimizer
    if rule.has_own_rates:  # type: ignore[attr-defined]  # an optimizer
        symbols["own_rate"] = "α′"
    view = run_of("quadratic", kind, {}, {"noise": 1.0}).inspect(3, "a")
    told = {stage["stage"]: [(line["quantity"], line["symbol"], line["coordinate"]) for line in stage["lines"]] for stage in view["stages"]}
    assert told["point"] == []
    assert [line for line in told["loss"] if line[0] != "shared"] == [("loss", "L", None)]
    assert [line for line in told["gradient"] if line[0] != "shared"] == [("gradient", "g", 0), ("gradient", "g", 1)]
    assert told["move"] == [("move", "θ", 0), ("move", "θ", 1)]
    of_rule = [line for line in told["change"] if line[0] != "shared"]
    assert [line for line in of_rule if line[0] == "change"] == [("change", "Δ", 0), ("change", "Δ", 1)]
    assert all(symbol == symbols[quantity] for quantity, symbol, _ in of_rule if quantity != "change")
    assert [coordinate for _, _, coordinate in of_rule] == sorted(coordinate for _, _, coordinate in of_rule)
    [gradient] = [stage for stage in view["stages"] if stage["stage"] == "gradient"]
    used = [(line["quantity"], line["symbol"], line["coordinate"]) for line in gradient["used_lines"]]
    assert used[-2:] == [("used_gradient", "g", 0), ("used_gradient", "g", 1)]


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_quantity_of_the_rule_has_its_line(kind: str) -> None:
    found: set[str] = set()
    fields = {name: True for name in ("amsgrad", "centered") if name in members("optimizers")[kind].model_fields}
    if kind == "rmsprop":
        fields["momentum"] = 0.5  # type: ignore[assignment]
    run = run_of("quadratic", kind, fields, {})
    for step in (0, 1, 20):
        found |= {line["quantity"] for line in lines(run.inspect(step, "a"))}
    known = set(members("optimizers")[kind].quantities)  # type: ignore[attr-defined]
    assert known - found <= {"u"} if kind == "radam" else known <= found


@pytest.mark.parametrize(
    ("kind", "fields"), [("adagrad", {}), ("adagrad", {"lr_decay": 0.1}), ("rmsprop", {}), ("rmsprop", {"centered": True})]
)
def test_the_rate_of_each_parameter_times_its_gradient_is_its_change(kind: str, fields: dict[str, Any]) -> None:
    run = run_of("quadratic", kind, fields, {})
    for step in (0, 1, 20):
        stages = {stage["stage"]: stage for stage in run.inspect(step, "a")["stages"]}
        rates = [line["value"] for line in stages["change"]["lines"] if line["quantity"] == "own_rate"]
        assert len(rates) == 2
        np.testing.assert_allclose(-np.array(rates) * stages["gradient"]["values"], stages["change"]["values"], rtol=1e-12)
    assert rates[0] != rates[1], "each axis has its own"


def test_noise_and_clipping_are_told_apart_from_the_exact_gradient() -> None:
    run = run_of("quadratic", "gradient_descent", {}, {"noise": 1.0, "clipping": {"kind": "norm", "limit": 0.1}})
    stage = next(stage for stage in run.inspect(3, "a")["stages"] if stage["stage"] == "gradient")
    assert math.hypot(*stage["used"]) == pytest.approx(0.1, rel=1e-5)
    assert math.hypot(*stage["values"]) > 0.2
    assert [line["quantity"] for line in stage["used_lines"]].count("used_gradient") == 2
    assert "gradient_norm" in [line["quantity"] for line in stage["used_lines"]]
    change = next(stage for stage in run.inspect(3, "a")["stages"] if stage["stage"] == "change")
    assert change["values"] == [-0.01 * used for used in stage["used"]]


def test_a_diverged_racer_shows_the_step_that_left_the_numbers() -> None:
    run = start(config(problem("parabola"), racer("a", learning_rate=1e6), start=(1.0,), step_limit=200))
    run.advance(300)
    (outcome,) = run.outcomes()
    view = run.inspect(run.step, "a")
    assert view == run.inspect(outcome.step, "a")
    assert view["t"] == outcome.step
    stages = {stage["stage"]: stage["values"] for stage in view["stages"]}
    assert stages["point"] == [outcome.last]
    assert stages["move"][0] in ("Infinity", "-Infinity", "NaN")


def test_the_limit_is_the_column_of_the_same_step() -> None:
    run = start(config(problem("rosenbrock"), racer("a", "adam", 0.02), step_limit=30))
    column = run.advance(31, columns=("limit",)).columns["limit"][:, 0]
    for step in (0, 3, 30):
        here, minimum = column[step]
        assert run.inspect(step, "a", "limit") == {"here": here if np.isfinite(here) else None, "minimum": minimum}


# ---- fits: sums over examples enter as numbers with names

FITS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    *[(kind, {}, {"batch": {"kind": "mini_batch", "size": 8}}) for kind in OPTIMIZERS],
    ("gradient_descent", {"loss": "half_sum_squared_error"}, {}),
    ("gradient_descent", {"l1": 0.3, "l2": 0.2}, {"batch": {"kind": "mini_batch", "size": 8}}),
    ("adam", {"l2": 0.2}, {"batch": {"kind": "full"}, "gradient": {"kind": "numerical", "epsilon": 1e-4}}),
    ("momentum", {"l1": 0.2}, {"gradient": {"kind": "numerical"}, "batch": {"kind": "mini_batch", "size": 8}}),
    ("momentum", {"model": "logistic"}, {"noise": 0.5, "clipping": {"kind": "norm", "limit": 0.1}}),
    ("adam", {"model": "sine", "loss": "huber"}, {"clipping": {"kind": "value", "limit": 0.1}}),
    ("rmsprop", {"model": "two_weights", "loss": "hinge", "l1": 0.1}, {"batch": {"kind": "mini_batch", "size": 7, "replacement": True}}),
]


@pytest.mark.parametrize("option", FITS, ids=lambda option: "-".join([option[0], *map(str, option[1].values()), *option[2]]))
def test_the_steps_of_a_fit_are_true_by_hand(option: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    kind, fields, rules = option
    made = {"optimizer": optimizer(kind, 0.01).model_dump(), **rules}
    run = start(fit_run(fit_problem(**fields), made, step_limit=STEPS, seed=2))
    columns = advanced(start(run.config))
    run.advance(STEPS + 1)
    approximate, every = 0, list[dict[str, Any]]()
    for step in (0, 1, 6, 7):
        view = run.inspect(step, "a")
        stages = {stage["stage"]: stage["values"] for stage in view["stages"]}
        assert stages["point"] == columns["params"][step, 0].tolist()
        assert stages["loss"] == [columns["batch_loss"][step, 0]]
        assert stages["gradient"] == columns["gradient"][step, 0].tolist()
        assert stages["change"] == columns["change"][step, 0].tolist()
        assert stages["move"] == columns["params"][step + 1, 0].tolist()
        every += lines(view)
    for line in every:
        assert true_by_hand(line), line
        approximate += line["result_digits"] == 0
    # A numerical gradient is a difference of two nearly equal losses: near a minimum no number of digits tells them apart.
    assert approximate <= len(every) / 20


def leaves(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [tree] if "op" not in tree else [leaf for part in tree["of"] for leaf in leaves(part)]


def test_a_sum_over_the_examples_is_a_number_with_a_name() -> None:
    run = start(fit_run(fit_problem(l2=0.2), step_limit=STEPS))
    run.advance(10)
    found = {line["quantity"]: {leaf["symbol"] for leaf in leaves(line["expression"])} for line in lines(run.inspect(6, "a"))}
    assert {"Σℓ", "n"} <= found["loss"]
    gradient = [line for line in lines(run.inspect(6, "a")) if line["quantity"] == "gradient"]
    assert [
        {leaf["symbol"] for leaf in leaves(line["expression"])} >= {name, "n"}
        for line, name in zip(gradient, ("Σℓ′∂w", "Σℓ′∂b"), strict=True)
    ]
    counts = [leaf["value"] for line in gradient for leaf in leaves(line["expression"]) if leaf["symbol"] == "n"]
    assert counts == [2.0, 2.0], "the seventh batch of 50 examples by 8 is the short one"


def test_a_numerical_gradient_shows_both_losses() -> None:
    run = start(fit_run(fit_problem(), {"gradient": {"kind": "numerical", "epsilon": 0.5}}, step_limit=STEPS))
    run.advance(3)
    gradient = [line for line in lines(run.inspect(1, "a")) if line["quantity"] == "gradient"]
    for line in gradient:
        assert {"L₊", "L₋"} <= {leaf["symbol"] for leaf in leaves(line["expression"])}
    fit, here = run.config.problem.landscape, start(run.config).advance(2).columns["params"][1, 0]
    batch = fit.batch(np.array(run.inspect(1, "a", "batch")["indices"]))
    for i, line in enumerate(gradient):
        for symbol, by in (("L₊", 0.5), ("L₋", -0.5)):
            there = tuple(float(value) + by * (i == j) for j, value in enumerate(here))
            assert {leaf["value"] for leaf in leaves(line["expression"]) if leaf["symbol"] == symbol} == {fit.loss_on(there, batch)}
