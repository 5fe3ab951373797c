"""Writes the reference numbers that tests/engine compares the engine with.

    python tests/reference/make_torch.py

needs PyTorch 2.13 (CPU) and NumPy, nothing of ours but the polynomials beside it; everything is
float64 and drawn from fixed seeds. Lion and Keras's decay, which PyTorch has not, are written here
from their published definitions.

* ``optimizers.npz`` - parameters after each of 1,000 recorded gradients, a row a step, first row the start.
* ``trajectories.npz`` - parameters along whole runs, as far as they can be told apart from chaos: up
  to where PyTorch, its gradients perturbed by one unit in the last place, leaves itself by 1e-10.
* ``schedules.npz`` - the factor on the learning rate of every step.
* ``clipping.npz`` - gradients before and after clipping.
* ``cases.json`` - what each of these was made with: our hyperparameters, and PyTorch's.
"""

import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from polynomials import SURFACES
from torch.optim import lr_scheduler

HERE = Path(__file__).parent
STEPS = 1000

# kind: (PyTorch's class, its constants, our name → PyTorch's name)
FAMILY: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "gradient_descent": ("SGD", {}, {"weight_decay": "weight_decay"}),
    "momentum": ("SGD", {}, {"momentum": "momentum", "dampening": "dampening", "weight_decay": "weight_decay"}),
    "nesterov": ("SGD", {"nesterov": True}, {"momentum": "momentum", "weight_decay": "weight_decay"}),
    "adagrad": (
        "Adagrad",
        {},
        {n: n for n in ("lr_decay", "initial_accumulator_value", "eps", "weight_decay")},
    ),
    "adadelta": ("Adadelta", {}, {n: n for n in ("rho", "eps", "weight_decay")}),
    "rmsprop": ("RMSprop", {}, {"rho": "alpha"} | {n: n for n in ("eps", "momentum", "weight_decay", "centered")}),
    "adam": ("Adam", {}, {n: n for n in ("eps", "weight_decay", "amsgrad")}),
    "adamw": ("AdamW", {}, {n: n for n in ("eps", "weight_decay", "amsgrad")}),
    "adamax": ("Adamax", {}, {n: n for n in ("eps", "weight_decay")}),
    "nadam": ("NAdam", {}, {n: n for n in ("eps", "weight_decay", "momentum_decay")}),
    "radam": ("RAdam", {}, {n: n for n in ("eps", "weight_decay")}),
}

# (kind, learning rate, hyperparameters that differ from the default)
GRADIENT_CASES: list[tuple[str, float, dict[str, Any]]] = [
    ("gradient_descent", 0.001, {}),
    ("gradient_descent", 0.05, {"weight_decay": 0.3}),
    ("momentum", 0.001, {"momentum": 0.9}),
    ("momentum", 0.02, {"momentum": 0.5, "dampening": 0.4, "weight_decay": 0.1}),
    ("momentum", 0.003, {"momentum": 0.99, "dampening": 0.9}),
    ("nesterov", 0.001, {"momentum": 0.9}),
    ("nesterov", 0.01, {"momentum": 0.7, "weight_decay": 0.2}),
    ("adagrad", 0.01, {}),
    ("adagrad", 0.5, {"lr_decay": 0.05, "initial_accumulator_value": 0.1, "eps": 1e-3}),
    ("adagrad", 0.1, {"weight_decay": 0.1}),
    ("adadelta", 1.0, {}),
    ("adadelta", 0.3, {"rho": 0.5, "eps": 1e-2, "weight_decay": 0.1}),
    ("rmsprop", 0.01, {}),
    ("rmsprop", 0.02, {"momentum": 0.9, "weight_decay": 0.1}),
    ("rmsprop", 0.005, {"rho": 0.9, "eps": 1e-3}),
    ("rmsprop", 0.01, {"centered": True}),
    ("rmsprop", 0.01, {"rho": 0.8, "centered": True, "momentum": 0.6}),
    ("adam", 0.001, {}),
    ("adam", 0.1, {"beta1": 0.5, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.2}),
    ("adam", 0.02, {"amsgrad": True}),
    ("adam", 0.02, {"beta1": 0.0, "beta2": 0.5, "amsgrad": True, "weight_decay": 0.05}),
    ("adamw", 0.001, {}),
    ("adamw", 0.1, {"beta1": 0.8, "beta2": 0.99, "weight_decay": 0.5}),
    ("adamw", 0.02, {"amsgrad": True, "weight_decay": 0.0}),
    ("adamax", 0.002, {}),
    ("adamax", 0.05, {"beta1": 0.7, "beta2": 0.9, "eps": 1e-2, "weight_decay": 0.1}),
    ("nadam", 0.002, {}),
    ("nadam", 0.05, {"beta1": 0.8, "beta2": 0.95, "momentum_decay": 0.1, "weight_decay": 0.1}),
    ("radam", 0.001, {}),
    ("radam", 0.05, {"beta1": 0.8, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.1}),
    ("radam", 0.01, {"beta2": 0.6}),
    ("lion", 0.0001, {}),
    ("lion", 0.01, {"beta1": 0.5, "beta2": 0.8, "weight_decay": 0.3}),
]

# The learning rates of whole runs, one a surface: lively, but not divergent.
TRAJECTORY_RATES: dict[str, dict[str, float]] = {
    "rosenbrock": {
        "gradient_descent": 0.001, "momentum": 0.0005, "nesterov": 0.0005, "adagrad": 0.3, "adadelta": 50.0, "rmsprop": 0.01,
        "adam": 0.02, "adamw": 0.02, "adamax": 0.02, "nadam": 0.02, "radam": 0.02, "lion": 0.005,
    },
    "himmelblau": {
        "gradient_descent": 0.01, "momentum": 0.003, "nesterov": 0.003, "adagrad": 0.3, "adadelta": 50.0, "rmsprop": 0.01,
        "adam": 0.05, "adamw": 0.05, "adamax": 0.05, "nadam": 0.05, "radam": 0.02, "lion": 0.01,
    },
    "bowl": {
        "gradient_descent": 0.05, "momentum": 0.02, "nesterov": 0.02, "adagrad": 0.3, "adadelta": 50.0, "rmsprop": 0.01,
        "adam": 0.05, "adamw": 0.05, "adamax": 0.05, "nadam": 0.05, "radam": 0.02, "lion": 0.01,
    },
}  # fmt: skip


class Lion:
    """X. Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023, algorithm 2, word for word."""

    def __init__(self, theta: np.ndarray, rate: float, beta1: float = 0.9, beta2: float = 0.99, weight_decay: float = 0.0) -> None:
        self.theta, self.m = theta.copy(), np.zeros_like(theta)
        self.eta, self.beta1, self.beta2, self.lam = rate, beta1, beta2, weight_decay

    def step(self, gradient: np.ndarray) -> None:
        c = self.beta1 * self.m + (1 - self.beta1) * gradient
        self.theta = self.theta - self.eta * (np.sign(c) + self.lam * self.theta)
        self.m = self.beta2 * self.m + (1 - self.beta2) * gradient


class Torch:
    """One of PyTorch's optimizers fed gradients from outside."""

    def __init__(self, kind: str, theta: np.ndarray, rate: float, settings: dict[str, Any]) -> None:
        name, constants, names = FAMILY[kind]
        keywords = constants | {names[key]: value for key, value in settings.items() if key in names}
        if kind in ("adam", "adamw", "adamax", "nadam", "radam"):
            keywords["betas"] = (settings.get("beta1", 0.9), settings.get("beta2", 0.999))
        self.tensor = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
        self.optimizer = getattr(torch.optim, name)([self.tensor], lr=rate, **keywords)
        self.defaults = {k: v for k, v in self.optimizer.defaults.items() if isinstance(v, bool | int | float | tuple)}

    @property
    def theta(self) -> np.ndarray:
        return self.tensor.detach().numpy().copy()

    def step(self, gradient: np.ndarray) -> None:
        self.tensor.grad = torch.from_numpy(gradient.copy())
        self.optimizer.step()


def racer(kind: str, theta: np.ndarray, rate: float, settings: dict[str, Any]) -> Lion | Torch:
    return Lion(theta, rate, **settings) if kind == "lion" else Torch(kind, theta, rate, settings)


def recorded_gradients() -> np.ndarray:
    """1,000 gradients in three parameters whose scale wanders over four decades."""
    draw = np.random.default_rng(20261120)
    scale = 10.0 ** (2.0 * np.sin(np.cumsum(draw.normal(0.0, 0.05, (STEPS, 3)), axis=0)))
    gradients = scale * (draw.normal(size=(STEPS, 3)) + 0.5)
    gradients[100:103] = 0.0
    return gradients


def optimizer_cases(arrays: dict[str, np.ndarray]) -> Iterator[dict[str, Any]]:
    gradients, start = recorded_gradients(), np.array([1.5, -2.0, 0.3])
    arrays["gradients"] = gradients
    # One gradient is infinite: s − m² is then ∞ − ∞.
    arrays["infinite"] = gradients.copy()
    arrays["infinite"][50, 1] = np.inf
    cases = [("gradients", *case) for case in GRADIENT_CASES]
    cases += [("infinite", "rmsprop", 0.01, {"centered": True}), ("infinite", "rmsprop", 0.01, {})]
    for number, (sequence, kind, rate, settings) in enumerate(cases):
        runner = racer(kind, start, rate, settings)
        rows = [start]
        for gradient in arrays[sequence]:
            runner.step(gradient)
            rows.append(runner.theta)
        name = f"{number:02d}_{kind}"
        arrays[name] = np.array(rows)
        torch_defaults = runner.defaults if isinstance(runner, Torch) else None
        yield {"name": name, "kind": kind, "gradients": sequence, "settings": {"learning_rate": rate, **settings}, "torch": torch_defaults}


def run(kind: str, surface: str, rate: float, perturb: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    gradient, start = SURFACES[surface]
    runner = racer(kind, np.array(start), rate, {"momentum": 0.9} if kind in ("momentum", "nesterov") else {})
    rows = [runner.theta]
    for _ in range(STEPS):
        runner.step(perturb(np.array(gradient(*map(float, runner.theta)))))
        rows.append(runner.theta)
    return np.array(rows)


def trajectory_cases(arrays: dict[str, np.ndarray]) -> Iterator[dict[str, Any]]:
    for surface, rates in TRAJECTORY_RATES.items():
        for kind, rate in rates.items():
            path = run(kind, surface, rate, lambda gradient: gradient)
            prefix = STEPS
            for seed in range(4):
                draw = np.random.default_rng(seed)
                other = run(kind, surface, rate, lambda g, draw=draw: np.nextafter(g, g + draw.choice([-1.0, 1.0], g.shape)))
                apart = np.abs(other - path).max(axis=1) > 1e-10 * np.maximum(1.0, np.abs(path).max(axis=1))
                if apart.any():
                    prefix = min(prefix, int(np.argmax(apart)) - 1)
            name = f"{surface}_{kind}"
            arrays[name] = path[: prefix + 1]
            yield {"name": name, "surface": surface, "kind": kind, "settings": {"learning_rate": rate}, "prefix": prefix}


def schedule_cases(arrays: dict[str, np.ndarray]) -> Iterator[dict[str, Any]]:
    draw = np.random.default_rng(7)
    falling = np.exp(-np.arange(400) / 60.0) + 0.3
    arrays["losses"] = np.where(np.arange(400) < 250, falling * (1.0 + 0.02 * draw.normal(size=400)), 0.25)
    arrays["losses"][300] = np.nan
    base = 0.3

    def linear(o: Any, start: float, steps: int) -> Any:
        return lr_scheduler.LinearLR(o, start_factor=start, end_factor=1.0, total_iters=steps)

    plain: list[tuple[str, dict[str, Any], str, dict[str, Any], int]] = [
        ("step", {"period": 7, "gamma": 0.3}, "StepLR", {"step_size": 7, "gamma": 0.3}, 60),
        ("step", {"period": 100, "gamma": 0.5}, "StepLR", {"step_size": 100, "gamma": 0.5}, 400),
        ("exponential", {"gamma": 0.99}, "ExponentialLR", {"gamma": 0.99}, 400),
        ("cosine", {"period": 100, "minimum": 0.1}, "CosineAnnealingLR", {"T_max": 100, "eta_min": 0.1 * base}, 101),
        ("cosine", {"period": 50}, "CosineAnnealingLR", {"T_max": 50, "eta_min": 0.0}, 50),
        (
            "cosine_restarts",
            {"period": 10, "multiplier": 2, "minimum": 0.05},
            "CosineAnnealingWarmRestarts",
            {"T_0": 10, "T_mult": 2, "eta_min": 0.05 * base},
            400,
        ),
        (
            "cosine_restarts",
            {"period": 13, "multiplier": 1},
            "CosineAnnealingWarmRestarts",
            {"T_0": 13, "T_mult": 1, "eta_min": 0.0},
            100,
        ),
        ("one_cycle", {"period": 100}, "OneCycleLR", {"max_lr": base, "total_steps": 100, "cycle_momentum": False}, 100),
        (
            "one_cycle",
            {"period": 77, "rise": 0.45, "start_divisor": 10.0, "end_divisor": 50.0},
            "OneCycleLR",
            {
                "max_lr": base,
                "total_steps": 77,
                "pct_start": 0.45,
                "div_factor": 10.0,
                "final_div_factor": 50.0,
                "cycle_momentum": False,
            },
            77,
        ),
        (
            "reduce_on_plateau",
            {"gamma": 0.1, "patience": 10},
            "ReduceLROnPlateau",
            {"factor": 0.1, "patience": 10, "eps": 0.0},
            400,
        ),
        (
            "reduce_on_plateau",
            {"gamma": 0.5, "patience": 3, "threshold": 0.01, "cooldown": 5, "minimum": 0.01},
            "ReduceLROnPlateau",
            {"factor": 0.5, "patience": 3, "threshold": 0.01, "cooldown": 5, "min_lr": 0.01 * base, "eps": 0.0},
            400,
        ),
    ]
    warm = [
        (kind, ours | {"warmup_steps": 20, "warmup_start": 0.05}, name, theirs, 20 + 40)
        for kind, ours, name, theirs, _ in plain
        if name in ("StepLR", "ExponentialLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts")
    ]
    for number, (kind, ours, name, theirs, steps) in enumerate(plain + warm):
        sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
        scheduler = getattr(lr_scheduler, name)(sgd, **theirs)
        if "warmup_steps" in ours:
            start = linear(sgd, ours["warmup_start"], ours["warmup_steps"])
            scheduler = lr_scheduler.SequentialLR(sgd, [start, scheduler], [ours["warmup_steps"]])
        factors = []
        for t in range(steps):
            factors.append(sgd.param_groups[0]["lr"] / base)
            sgd.step()
            if t + 1 < steps:
                scheduler.step(*([float(arrays["losses"][t])] if name == "ReduceLROnPlateau" else []))
        case = f"{number:02d}_{kind}"
        arrays[case] = np.array(factors)
        yield {"name": case, "kind": kind, "settings": ours, "torch": theirs}

    # Losses below zero, which at last stand still: a relative threshold takes that for progress.
    arrays["losses_below_zero"] = np.concatenate([-64.0 * (1.0 - np.exp(-np.arange(60) / 12.0)), np.full(100, -64.1), np.full(40, -64.15)])
    for mode in ("rel", "abs"):
        theirs = {"factor": 0.5, "patience": 4, "threshold": 0.1, "threshold_mode": mode, "eps": 0.0}
        sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
        scheduler, factors = lr_scheduler.ReduceLROnPlateau(sgd, **theirs), []
        for loss in arrays["losses_below_zero"]:
            factors.append(sgd.param_groups[0]["lr"] / base)
            sgd.step()
            scheduler.step(float(loss))
        case = f"below_zero_{mode}"
        arrays[case] = np.array(factors)
        ours = {"gamma": 0.5, "patience": 4, "threshold": 0.1, "threshold_mode": mode}
        yield {"name": case, "kind": "reduce_on_plateau", "settings": ours, "torch": theirs, "losses": "losses_below_zero"}

    # Keras's legacy optimizers: "lr = self.lr * (1. / (1. + self.decay * iterations))".
    for decay in (0.01, 3.0):
        case = f"keras_decay_{decay}"
        arrays[case] = np.array([1.0 * (1.0 / (1.0 + decay * iterations)) for iterations in range(400)])
        yield {"name": case, "kind": "inverse_time", "settings": {"decay": decay}, "torch": None}


def clipping_cases(arrays: dict[str, np.ndarray]) -> Iterator[dict[str, Any]]:
    draw = np.random.default_rng(11)
    before = draw.normal(size=(40, 3)) * 10.0 ** draw.uniform(-4, 6, (40, 1))
    before[5] = 0.0
    before[6] = [0.6, 0.0, 0.8]
    arrays["before"] = before
    for limit in (1.0, 0.01, 250.0):
        for name, clip in (("norm", torch.nn.utils.clip_grad_norm_), ("value", torch.nn.utils.clip_grad_value_)):
            rows = []
            for gradient in before:
                tensor = torch.zeros(3, dtype=torch.float64, requires_grad=True)
                tensor.grad = torch.from_numpy(gradient.copy())
                clip([tensor], limit)
                rows.append(tensor.grad.numpy().copy())
            case = f"{name}_{limit}"
            arrays[case] = np.array(rows)
            yield {"name": case, "by": name, "limit": limit}


def main() -> None:
    # PyTorch keeps NAdam's product of momenta in the default type.
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # schedulers warn of their own inner calls
    tables: dict[str, Any] = {"versions": {"torch": torch.__version__, "numpy": np.__version__}}
    for name, cases in (
        ("optimizers", optimizer_cases),
        ("trajectories", trajectory_cases),
        ("schedules", schedule_cases),
        ("clipping", clipping_cases),
    ):
        arrays: dict[str, np.ndarray] = {}
        tables[name] = list(cases(arrays))
        np.savez_compressed(HERE / f"{name}.npz", **arrays)
    (HERE / "cases.json").write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
