"""Optimizers against PyTorch 2.13 (and Lion against its paper): tests/reference/make_torch.py."""

import ast
import json
import runpy
from typing import Any

import numpy as np
import pytest
from member_texts import ROOT, check_line, file_of

from engine.functions import ARRAY, SCALAR
from engine.optimizer import Optimizer
from engine.registry import members

REFERENCE = ROOT / "tests" / "reference"
CASES = json.loads((REFERENCE / "cases.json").read_text("utf-8"))
OPTIMIZERS: dict[str, type[Optimizer]] = members("optimizers")  # type: ignore[assignment]
RECORDED = np.load(REFERENCE / "optimizers.npz")
TRAJECTORIES = np.load(REFERENCE / "trajectories.npz")
SURFACES = runpy.run_path(str(REFERENCE / "polynomials.py"))["SURFACES"]


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def test_the_references_cover_every_optimizer() -> None:
    for of in ("optimizers", "trajectories"):
        covered = {case["kind"] for case in CASES[of]}
        # Lion is not PyTorch's: its paper's own lines stand in for it.
        assert {kind for kind, found in OPTIMIZERS.items() if found.torch} | {"lion"} <= covered <= set(OPTIMIZERS)
    assert CASES["versions"]["torch"].startswith("2.13")


@pytest.mark.parametrize("case", CASES["optimizers"], ids=named)
def test_fed_the_same_gradients_it_goes_the_same_way(case: dict[str, Any]) -> None:
    config, rows = OPTIMIZERS[case["kind"]](**case["settings"]), RECORDED[case["name"]]
    h, theta = config.hyper(), rows[0]
    state, params, changes = config.init(h, theta), [theta], []
    with np.errstate(invalid="ignore"):
        for t, g in enumerate(RECORDED[case["gradients"]], 1):
            change, state, _ = config.update(h, state, g, theta, config.learning_rate, t, ARRAY)
            theta = theta + change
            changes.append(change)
            params.append(theta)
    # Centered RMSProp subtracts near-equals.
    loose = case["kind"] == "rmsprop" and config.hyper().centered
    for_params, for_changes = (1e-9, 1e-9) if loose else (1e-12, 1e-11)
    assert np.array_equal(np.isnan(params), np.isnan(rows))
    largest = np.nanmax(np.abs(rows))
    assert np.nanmax(np.abs(params - rows)) <= for_params * largest
    assert np.isnan(rows).any() == (case["gradients"] == "infinite")
    # PyTorch's changes are differences of its parameters, known to one unit in their last place.
    theirs = np.diff(rows, axis=0)
    last_place = 2.0 * np.spacing(np.abs(rows[1:])).max(axis=1)
    apart = np.linalg.norm(np.array(changes) - theirs, axis=1)
    allowed = for_changes * np.linalg.norm(theirs, axis=1) + last_place
    assert not (apart > allowed).any()


@pytest.mark.parametrize("case", CASES["trajectories"], ids=named)
def test_whole_runs_go_the_same_way_up_to_chaos(case: dict[str, Any]) -> None:
    config, rows = OPTIMIZERS[case["kind"]](**case["settings"]), TRAJECTORIES[case["name"]]
    gradient, start = SURFACES[case["surface"]]
    assert case["prefix"] >= 100
    h, params = config.hyper(), list(start)
    states = [config.init(h, value) for value in params]
    ours = [tuple(params)]
    for t in range(1, case["prefix"] + 1):
        for axis, g in enumerate(gradient(*params)):
            change, states[axis], _ = config.update(h, states[axis], g, params[axis], config.learning_rate, t, SCALAR)
            params[axis] += change
        ours.append(tuple(params))
    scale = np.maximum(1.0, np.abs(rows).max(axis=1, keepdims=True))
    assert (np.abs(np.array(ours) - rows) <= 1e-9 * scale).all()


@pytest.mark.parametrize("case", [case for case in CASES["optimizers"] if case["torch"]], ids=named)
def test_the_pytorch_line_makes_the_optimizer_that_was_compared(case: dict[str, Any]) -> None:
    config = OPTIMIZERS[case["kind"]](**case["settings"])
    call = check_line(config.torch, config, file_of(type(config)))
    assert call is not None
    for keyword in call.keywords:
        value = ast.literal_eval(keyword.value)
        assert (list(value) if isinstance(value, tuple) else value) == case["torch"][keyword.arg], keyword.arg
    on = {name for name, value in case["torch"].items() if value and name not in ("lr", "foreach", "decoupled_weight_decay")}
    stated = {keyword.arg for keyword in call.keywords}
    assert on - stated <= {"eps", "betas"}, "something PyTorch was given is not in the line"


LINES = json.loads((REFERENCE / "lines.json").read_text("utf-8"))
LEADING = runpy.run_path(str(REFERENCE / "leading.py"))


def test_every_printed_pytorch_line_leads_where_the_engine_goes() -> None:
    assert {line["optimizer"]["kind"] for line in LINES} == {kind for kind, found in OPTIMIZERS.items() if found.torch}
    for case in LINES:
        config = OPTIMIZERS[case["optimizer"]["kind"]](**case["optimizer"])
        h, params = config.hyper(), list(LEADING["START"])
        states, rows = [config.init(h, value) for value in params], []
        for step in range(LEADING["STEPS"]):
            for axis, g in enumerate(LEADING["gradients"](step)):
                change, states[axis], _ = config.update(h, states[axis], g, params[axis], config.learning_rate, step + 1, SCALAR)
                params[axis] += change
            rows.append(list(params))
        # PyTorch keeps the product of Nadam's momenta as float32.
        allowed = 2e-7 if config.kind == "nadam" else 1e-12
        assert np.abs(np.array(rows[1::3]) - np.array(case["ends"])).max() <= allowed, case["line"]
