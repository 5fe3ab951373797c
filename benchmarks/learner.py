"""A vector of parameters: the learner with its records against the same rule called on arrays in a bare loop, and PyTorch."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from rich.table import Table

from benchmarks.measure import interleaved
from engine.functions import ARRAY
from engine.landscape import Vector
from engine.numbers.layout import Layout, Part
from engine.optimizers.adam import Adam
from engine.run_config import Convergence, Racer
from engine.running import checkpoint
from engine.running.learner import Learner

STEPS = 500
RULE = Adam(learning_rate=1e-3)


class Bowl(Vector):
    """L = ½ Σ sᵢ θᵢ²: a gradient that costs next to nothing, so that what is measured is the mover."""

    def __init__(self, width: int) -> None:
        self.layout = Layout(Part("weight", (width,)))
        self.steepness = np.linspace(0.5, 1.5, width)

    def slope_at(self, params: Any, batch: Any) -> tuple[float, Any]:
        gradient = self.steepness * params
        return 0.5 * float(params.dot(gradient)), gradient


def learner(width: int) -> Learner:
    return Learner(Racer(id="a", optimizer=RULE), Bowl(width), (1.0,) * width, 0, Convergence())


def ours(width: int) -> Callable[[], object]:
    return lambda: learner(width).advance(0, STEPS)


def bare(width: int) -> Callable[[], object]:
    bowl = Bowl(width)

    def run() -> object:
        h, params = RULE.hyper(), np.ones(width)
        state = RULE.init(h, params)
        for t in range(1, STEPS + 1):
            _, gradient = bowl.slope_at(params, None)
            change, state, _ = RULE.update(h, state, gradient, params, RULE.learning_rate, t, ARRAY)
            params = params + change
        return params

    return run


def torch_eager(width: int) -> Callable[[], object]:
    steepness = torch.linspace(0.5, 1.5, width, dtype=torch.float64)

    def run() -> object:
        params = torch.ones(width, dtype=torch.float64, requires_grad=True)
        made = torch.optim.Adam([params], lr=RULE.learning_rate)
        for _ in range(STEPS):
            made.zero_grad()
            (0.5 * (steepness * params * params).sum()).backward()
            made.step()
        return params

    return run


def table() -> Table:
    """Times, ratios, and the bytes of a checkpoint, a row kept whole and one column of it."""
    torch.set_num_threads(1)
    shown = Table("contender", "µs a step", "× the bare loop", "wanted", "bytes", title=f"Adam, {STEPS} steps, every row written down")
    for width in (15, 1_000):
        times = interleaved(
            {"ours": ours(width), "the rule in a bare loop": bare(width), "PyTorch eager, autograd": torch_eager(width)}, rounds=9
        )
        mover = learner(width)
        sizes = f"checkpoint {len(checkpoint.write(0, (mover,))):,}, whole row {6 * 8 * width:,}, params {8 * width:,}"
        for name, seconds in times.items():
            goal = "≤ 1.5" if name == "ours" and width > 100 else ""
            told = sizes if name == "ours" else ""
            shown.add_row(
                f"{width:,}: {name}", f"{seconds / STEPS * 1e6:.1f}", f"{seconds / times['the rule in a bare loop']:.2f}", goal, told
            )
    return shown
