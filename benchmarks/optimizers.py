"""One ball, and a thousand, on Rosenbrock: the public run with its records against PyTorch and NumPy."""

from collections.abc import Callable

import numpy as np
import torch
from rich.table import Table

import engine
from benchmarks.measure import interleaved
from engine.problems.surface import SurfaceProblem
from engine.run import start
from engine.run_config import Racer, RunConfig

STEPS = 500
START = (-1.5, 2.0)
RATES = {"momentum": 5e-4, "adam": 1e-2}
BALLS = 1_000


def ours(kind: str) -> Callable[[], object]:
    surface = engine.api.member("surfaces", engine.surface.Surface, "rosenbrock", "surface")
    rule = engine.api.member("optimizers", engine.optimizer.Optimizer, kind, "optimizer", learning_rate=RATES[kind])
    config = RunConfig(problem=SurfaceProblem(surface=surface), racers=(Racer(id="ball", optimizer=rule),), start=START, step_limit=STEPS)
    # As the page plays it: a run with history and outcomes, its rows as columns.
    return lambda: start(config).advance(STEPS, columns=("params", "loss", "gradient"))


def torch_eager(kind: str) -> Callable[[], object]:
    def rosenbrock(p: torch.Tensor) -> torch.Tensor:
        x, y = p[0], p[1]
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2

    def run() -> list[float]:
        p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        made = {
            "momentum": lambda: torch.optim.SGD([p], lr=RATES["momentum"], momentum=0.9),
            "adam": lambda: torch.optim.Adam([p], lr=RATES["adam"]),
        }[kind]()
        losses = []
        for _ in range(STEPS):
            made.zero_grad()
            loss = rosenbrock(p)
            loss.backward()
            losses.append(loss.item())
            made.step()
        return losses

    return run


def numpy_arrays(kind: str) -> Callable[[], object]:
    """What one writes in a notebook: the paper's formulas on arrays of two."""

    def run() -> list[float]:
        p, losses = np.array(START), []
        m, v = np.zeros(2), np.zeros(2)
        for t in range(1, STEPS + 1):
            x, y = p
            losses.append(float((1 - x) ** 2 + 100 * (y - x * x) ** 2))
            g = np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
            if kind == "momentum":
                v = 0.9 * v + g
                p = p - RATES[kind] * v
            else:
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
                p = p - RATES[kind] * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        return losses

    return run


def thousand() -> Callable[[], object]:
    starts = np.random.default_rng(0).uniform(-1, 1, (BALLS, 2))
    return lambda: engine.minimize("rosenbrock", "momentum", start=starts, steps=STEPS, learning_rate=RATES["momentum"])


def table() -> Table:
    """Times and ratios; "wanted" is what the project promises."""
    torch.set_num_threads(1)
    shown = Table("contender", "µs a step", "× PyTorch", "wanted", title=f"Rosenbrock, {STEPS} steps, with records")
    for kind, wanted in (("momentum", 25), ("adam", 15)):
        contenders = {"ours": ours(kind), "NumPy arrays of two": numpy_arrays(kind), "PyTorch eager, autograd": torch_eager(kind)}
        if kind == "momentum":
            contenders[f"ours, {BALLS:,} balls, each"] = thousand()
        times = interleaved(contenders)
        reference = times["PyTorch eager, autograd"]
        for name, seconds in times.items():
            balls = BALLS if "balls" in name else 1
            goal = "≥ 4,000" if balls > 1 else f"≥ {wanted}" if name == "ours" else ""
            shown.add_row(f"{kind}: {name}", f"{seconds / STEPS / balls * 1e6:.3f}", f"{reference / seconds * balls:,.0f}", goal)
    return shown
