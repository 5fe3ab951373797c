"""Limits of stability, proven: the rule's own linear map around a minimum turns unstable just there.

A gradient of about 1e-150 squares to nothing, so the accumulated squares stay as they are set and the
rule is linear in parameter and velocity: its matrix is read off column by column and its spectral
radius compared with one, a thousandth below the stated limit and a thousandth above it.
"""

from typing import Any

import numpy as np
import pytest

from engine.functions import ARRAY
from engine.optimizer import Optimizer
from engine.registry import members

OPTIMIZERS: dict[str, type[Optimizer]] = members("optimizers")  # type: ignore[assignment]
TINY = 1e-150
CASES: list[tuple[str, dict[str, Any], int]] = [
    ("gradient_descent", {}, 5),
    ("gradient_descent", {"weight_decay": 3.0}, 5),
    ("momentum", {}, 5),
    ("momentum", {"momentum": 0.5, "dampening": 0.7, "weight_decay": 2.0}, 5),
    ("momentum", {"momentum": 0.0}, 5),
    ("nesterov", {}, 5),
    ("nesterov", {"momentum": 0.3, "weight_decay": 2.0}, 5),
    ("adagrad", {}, 5),
    ("adagrad", {"lr_decay": 0.3, "weight_decay": 2.0, "eps": 0.1}, 5),
    ("adadelta", {}, 5),
    ("adadelta", {"rho": 0.5, "eps": 0.01, "weight_decay": 2.0}, 5),
    ("rmsprop", {}, 5),
    ("rmsprop", {"momentum": 0.8, "weight_decay": 2.0}, 5),
    ("rmsprop", {"centered": True, "momentum": 0.4, "eps": 0.1}, 5),
    ("adam", {}, 1),
    ("adam", {}, 300),
    ("adam", {"beta1": 0.6, "beta2": 0.8, "weight_decay": 2.0, "eps": 0.1}, 4),
    ("adam", {"amsgrad": True}, 4),
    ("adamw", {}, 4),
    ("adamw", {"weight_decay": 5.0, "beta1": 0.5}, 4),
    ("adamw", {"weight_decay": 0.7, "amsgrad": True}, 90),
    ("adamax", {}, 4),
    ("adamax", {"beta1": 0.5, "beta2": 0.8, "weight_decay": 2.0}, 90),
    ("nadam", {}, 1),
    ("nadam", {"beta1": 0.7, "momentum_decay": 0.2, "weight_decay": 2.0}, 30),
    ("radam", {}, 3),
    ("radam", {}, 50),
    ("radam", {"beta1": 0.5, "beta2": 0.9, "weight_decay": 2.0, "eps": 0.1}, 50),
]


def standing_state(config: Optimizer) -> Any:
    draw = np.random.default_rng(5)
    values = {name: draw.uniform(0.5, 3.0, 2) for name in config.State._fields}
    if "v_max" in values:
        values["v_max"] = values["v"] + 1.0
    if "mu_product" in values:
        values["mu_product"] = np.array([0.3, 0.3])
    if config.kind == "rmsprop":  # type: ignore[attr-defined]  # every member has a kind
        values["m"] = np.array([0.1, -0.2]) if config.hyper().centered else np.zeros(2)
    return config.State(**values)


def spectral_radius(config: Optimizer, held: Any, hessian: np.ndarray, rate: float, t: int) -> float:
    h, arrow = config.hyper(), config.arrow
    size = 4 if arrow else 2
    columns = []
    for unit in np.eye(size):
        theta = TINY * unit[:2]
        state = held._replace(**{arrow: TINY * unit[2:]}) if arrow else held
        change, new, _ = config.update(h, state, hessian @ theta, theta, rate, t, ARRAY)
        columns.append(np.concatenate([theta + change, getattr(new, arrow)] if arrow else [theta + change]) / TINY)
    return float(np.abs(np.linalg.eigvals(np.array(columns).T)).max())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}")
def test_the_limit_is_where_the_rule_turns_unstable(case: tuple[str, dict[str, Any], int]) -> None:
    kind, settings, t = case
    config = OPTIMIZERS[kind](**settings)
    h, held = config.hyper(), standing_state(config)
    nothing = np.zeros(2)
    _, after, _ = config.update(h, held, nothing, nothing, 0.1, t, ARRAY)
    if kind == "adadelta":
        after = after._replace(d=held.d)  # the step reads d before it is renewed
    model = config.linear(h, after, t, ARRAY)
    assert model is not None
    p, top, coupled, decoupled = model
    hessian = np.array([[3.0, 1.2], [1.2, 1.5]])
    root = np.diag(1.0 / np.sqrt(np.broadcast_to(p, 2)))
    curvature = np.linalg.eigvalsh(root @ (hessian + coupled * np.eye(2)) @ root)[-1]
    limit = top / (curvature + decoupled)
    assert spectral_radius(config, held, hessian, 0.999 * limit, t) < 1.0 < spectral_radius(config, held, hessian, 1.001 * limit, t)


def test_only_steps_of_one_length_have_no_limit() -> None:
    configs = {kind: member() for kind, member in OPTIMIZERS.items()}
    none = [kind for kind, config in configs.items() if config.linear(config.hyper(), standing_state(config), 5, ARRAY) is None]
    assert "lion" in none
    for kind in none:
        config = configs[kind]
        with np.errstate(all="ignore"):
            moves = [config.update(config.hyper(), config.init(config.hyper(), 0.0), g, 0.0, 0.1, 1, ARRAY)[0] for g in (1e-3, 1.0, 1e3)]
        assert moves[0] == moves[1] == moves[2], f"{kind} has a local model"
