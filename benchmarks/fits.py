"""A line through data, one update of it: against PyTorch and scikit-learn."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from rich.table import Table
from sklearn.linear_model import SGDRegressor

import engine
from benchmarks.measure import interleaved

POINTS = 1_000
UPDATES = 200
BATCH = 32
RATE = 0.01

Floats = NDArray[np.float64]


def data(count: int) -> tuple[Floats, Floats]:
    draw = np.random.default_rng(0)
    x = draw.normal(size=count)
    return x, 2.0 * x + 1.0 + draw.normal(0.0, 0.3, count)


def ours(x: Floats, y: Floats, batch_size: int | None) -> Callable[[], object]:
    per_epoch = 1 if batch_size is None else -(-len(x) // batch_size)
    return lambda: engine.fit("line", x, y, learning_rate=RATE, batch_size=batch_size, epochs=-(-UPDATES // per_epoch))


def torch_eager(x: Floats, y: Floats, batch_size: int | None) -> Callable[[], object]:
    features, target = torch.tensor(x), torch.tensor(y)

    def run() -> list[float]:
        w, b = (torch.zeros((), dtype=torch.float64, requires_grad=True) for _ in range(2))
        rule, losses = torch.optim.SGD([w, b], lr=RATE), []
        size, first = batch_size or len(x), 0
        for _ in range(UPDATES):
            rule.zero_grad()
            part = slice(first, first + size)
            loss = torch.nn.functional.mse_loss(w * features[part] + b, target[part])
            loss.backward()
            losses.append(loss.item())
            rule.step()
            first = first + size if first + size < len(x) else 0
        return losses

    return run


def partial_fit(x: Floats, y: Floats) -> Callable[[], object]:
    columns = x[:, None]

    def run() -> None:
        model, first = SGDRegressor(learning_rate="constant", eta0=RATE, alpha=0.0), 0
        for _ in range(UPDATES):
            model.partial_fit(columns[first : first + BATCH], y[first : first + BATCH])
            first = first + BATCH if first + BATCH < len(x) else 0

    return run


def table() -> Table:
    """Every contender makes the same number of updates and keeps its losses."""
    torch.set_num_threads(1)
    x, y = data(POINTS)
    shown = Table("contender", "µs an update", "ours is × faster", "wanted", title=f"Fit of a line to {POINTS:,} points, with records")
    for size, name in ((None, "all data"), (BATCH, f"batches of {BATCH}")):
        contenders = {"ours": ours(x, y, size), "PyTorch eager, autograd": torch_eager(x, y, size)}
        if size is not None:
            contenders["scikit-learn partial_fit"] = partial_fit(x, y)
        times = interleaved(contenders)
        made = {"ours": UPDATES if size is None else 32 * -(-UPDATES // 32)}
        each = {who: seconds / made.get(who, UPDATES) for who, seconds in times.items()}
        for who, seconds in each.items():
            goal = {"PyTorch eager, autograd": "≥ 10" if size is None else "", "scikit-learn partial_fit": "≥ 5"}.get(who, "")
            shown.add_row(f"{name}: {who}", f"{seconds * 1e6:.1f}", f"{seconds / each['ours']:.1f}" if who != "ours" else "", goal)
    return shown
