"""Writes the derivatives that tests/engine/test_operations.py compares the operations' own with.

    python tests/reference/make_operations.py

needs PyTorch 2.13 (CPU), nothing of ours; everything is float64. ``operations.json`` holds for each operation places,
and there its value, its first derivatives, and the derivatives of these; null where PyTorch has NaN, "Infinity" and
"-Infinity" where it has those.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

ANYWHERE = [[-2.5], [-0.75], [-1e-3], [0.3], [1.0], [2.25]]
POSITIVE = [[1e-3], [0.3], [1.0], [2.25], [40.0]]
PAIRS = [[-2.5, 0.75], [0.3, -1.25], [1.0, 3.0], [2.25, 2.25], [-0.5, -0.5], [7.0, 1e-2]]
# Whole exponents have a value on both sides of 0; at 0 itself what is 0 · ∞ counts as 0.
POWERS = [[0.3, -1.25], [2.25, 0.5], [1.0, 3.0], [0.9, 7.0], [-3.0, 2.0], [-0.5, 3.0], [0.0, 2.0], [0.0, 1.0], [0.0, 0.0], [2.0, 0.0]]
CHOICES = [[1.0, 0.5, -3.0, 4.0], [0.5, 1.0, -3.0, 4.0], [0.5, 0.5, -3.0, 4.0]]

OPERATIONS: dict[str, tuple[Callable[..., torch.Tensor], list[list[float]]]] = {
    "add": (torch.add, PAIRS),
    "subtract": (torch.subtract, PAIRS),
    "multiply": (torch.multiply, PAIRS),
    "divide": (torch.divide, PAIRS),
    "negate": (torch.negative, ANYWHERE),
    "power": (torch.pow, POWERS),
    "sqrt": (torch.sqrt, POSITIVE),
    "exp": (torch.exp, ANYWHERE),
    "log": (torch.log, POSITIVE),
    "sin": (torch.sin, ANYWHERE),
    "cos": (torch.cos, ANYWHERE),
    "tan": (torch.tan, ANYWHERE),
    "sinh": (torch.sinh, ANYWHERE),
    "cosh": (torch.cosh, ANYWHERE),
    "tanh": (torch.tanh, ANYWHERE),
    "absolute": (torch.abs, [*ANYWHERE, [0.0]]),
    "sign": (torch.sign, [*ANYWHERE, [0.0]]),
    "maximum": (torch.maximum, PAIRS),
    "minimum": (torch.minimum, PAIRS),
    "select": (lambda a, b, then, otherwise: torch.where(a > b, then, otherwise), CHOICES),
}


def told(number: float) -> float | str | None:
    return None if math.isnan(number) else number if math.isfinite(number) else "Infinity" if number > 0 else "-Infinity"


def derivatives(of: torch.Tensor, by: list[torch.Tensor]) -> list[torch.Tensor]:
    if not of.requires_grad:
        return [torch.zeros_like(part) for part in by]
    found = torch.autograd.grad(of, by, create_graph=True, allow_unused=True)
    return [torch.zeros_like(part) if entry is None else entry for entry, part in zip(found, by, strict=True)]


def at(function: Callable[..., torch.Tensor], place: list[float]) -> dict[str, Any]:
    parts = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in place]
    value = function(*parts)
    first = derivatives(value, parts)
    second = [derivatives(entry, parts) for entry in first]
    return {
        "at": place,
        "value": told(value.item()),
        "first": [told(entry.item()) for entry in first],
        "second": [[told(entry.item()) for entry in row] for row in second],
    }


if __name__ == "__main__":
    recorded = {kind: [at(function, place) for place in places] for kind, (function, places) in OPERATIONS.items()}
    lines = [f"{json.dumps(kind)}: [\n" + ",\n".join(map(json.dumps, rows)) + "\n]" for kind, rows in recorded.items()]
    (Path(__file__).parent / "operations.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
