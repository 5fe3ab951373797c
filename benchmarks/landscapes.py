"""The loss surface of a fit: against a loop, PyTorch, and what the machine can do at all."""

from collections.abc import Callable

import numpy as np
import torch
from rich.table import Table

import engine
from benchmarks.fits import Floats, data
from benchmarks.measure import interleaved
from engine.fits.fitting import Fit

POINTS = 10_000
SIDE = 121
LOOPED = 300
"""Grid points that the Python loop is timed on: all of them would take it seconds."""
LOSSES = SIDE * SIDE * POINTS
"""Of single examples, 146 million."""


def passes(operations: int) -> Callable[[], object]:
    """What NumPy cannot undercut: an operation is a pass over all examples at all points, here in place and within the cache,
    and their sum a product with ones."""
    size = 2**15
    numbers, ones = np.full(size, 0.5, dtype=np.float32), np.ones(size, dtype=np.float32)

    def run() -> None:
        for _ in range(-(-LOSSES // size)):
            for _ in range(operations):
                np.multiply(numbers, numbers[0], out=numbers)
            numbers.dot(ones)

    return run


def read_once(x: Floats, y: Floats) -> Callable[[], object]:
    """One product of the data with itself: no way of looking at every example is faster."""
    return lambda: x.dot(y)


def ours(fit: Fit, mesh: tuple[Floats, Floats]) -> Callable[[], object]:
    """What ``POST /api/landscape`` computes; nothing is remembered from one round to the next."""
    return lambda: fit.values(mesh, fit.data.astype(fit.picture_kind))


def loop(loss: Callable[[Floats], Floats], x: Floats, y: Floats, mesh: tuple[Floats, Floats]) -> Callable[[], object]:
    pairs = list(zip(*(side.ravel()[:LOOPED].tolist() for side in mesh), strict=True))
    return lambda: [float(np.mean(loss(w * x + b - y))) for w, b in pairs]


def batched(loss: Callable[[torch.Tensor], torch.Tensor], x: Floats, y: Floats, mesh: tuple[Floats, Floats]) -> Callable[[], object]:
    features, target = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    w, b = (torch.tensor(side, dtype=torch.float32)[:, :, None] for side in mesh)
    return lambda: torch.stack([loss(row * features + other - target).mean(dim=1) for row, other in zip(w, b, strict=True)])


def square(error: Floats) -> Floats:
    return error * error


def huber(error: Floats) -> Floats:
    size = np.abs(error)
    return np.where(size <= 1.0, 0.5 * error * error, size - 0.5)


def huber_of_torch(error: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.huber_loss(error, torch.zeros(()).expand_as(error), reduction="none")


def table() -> Table:
    """Squared error is a parabola, known from one pass over the examples; other losses are worked out at every point, as Huber's here."""
    torch.set_num_threads(1)
    x, y = data(POINTS)
    shown = Table("contender", "ms", "ours is × faster", "ours reaches", title=f"Loss over {SIDE} × {SIDE} points on {POINTS:,} examples")
    cases = (
        ("mean_squared_error", square, lambda error: error * error, {"bound: the data read once (BLAS)": read_once(x, y)}),
        # × w, + b, − y, |e|, min, ½ c, −, ·
        ("huber", huber, huber_of_torch, {"bound: eight NumPy passes and a sum, in the cache": passes(8)}),
    )
    for kind, plain, of_torch, bounds in cases:
        fit = engine.fit("line", x, y, loss=kind, epochs=0).landscape
        columns, rows = np.meshgrid(*(np.linspace(low, high, SIDE) for low, high in fit.window()))
        mesh = (columns, rows)
        looped, torched = "a Python loop over the grid, NumPy", "PyTorch, a row of the grid at a time"
        times = interleaved(
            {"ours": ours(fit, mesh), looped: loop(plain, x, y, mesh), torched: batched(of_torch, x, y, mesh)} | bounds, rounds=5
        )
        times[looped] *= SIDE * SIDE / LOOPED
        for name, seconds in times.items():
            is_bound = name.startswith("bound")
            faster = "" if is_bound or name == "ours" else f"{seconds / times['ours']:,.1f}"
            shown.add_row(f"{kind}: {name}", f"{seconds * 1e3:,.3g}", faster, f"{seconds / times['ours']:.2g}" if is_bound else "")
    return shown
