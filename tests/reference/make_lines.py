"""Writes lines.json: the PyTorch lines that the page prints, over hyperparameters at their edges, and where each of them leads.

    .venv/bin/python tests/reference/make_lines.py

needs PyTorch 2.13 (CPU) and node. The page's own module (static/library_line.js) fills the lines; PyTorch makes the optimizer that the
line says and takes ``STEPS`` steps with gradients that are a function of the step alone. Tests hold the page to printing these lines, and
the engine to going where they lead.
"""

import json
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import torch
from leading import START, STEPS, gradients

from engine.optimizer import Optimizer
from engine.registry import members

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EDGES: dict[str, tuple[Any, ...]] = {
    "learning_rate": (0.05, 1.0),
    "momentum": (0.0, 0.9),
    "dampening": (0.0, 0.5),
    "weight_decay": (0.0, 0.1),
    "beta1": (0.0, 0.9),
    "beta2": (0.0, 0.999),
    "rho": (0.0, 0.9),
    "eps": (1e-10, 1.0),
    "lr_decay": (0.0, 1.0),
    "initial_accumulator_value": (0.0, 1.0),
    "momentum_decay": (0.0, 0.004),
    "amsgrad": (False, True),
    "centered": (False, True),
}
PRINT = """
import { libraryLine } from "./static/library_line.js";
import { readFileSync } from "node:fs";
const cases = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(({ entry, optimizer }) => libraryLine(entry, optimizer, "torch").line)));
"""


def entry_of(found: type[Optimizer]) -> dict[str, Any]:
    """What the catalogue says of an optimizer, as far as a line needs it."""
    return {
        "torch": found.torch,
        "torch_instead": [instead._asdict() for instead in found.torch_instead],
    }


def is_told(settings: dict[str, Any]) -> bool:
    """Whether rounding alone does not decide the path: centred squares of one gradient are their own rounding."""
    return not (settings.get("centered") and settings["rho"] == 0.0)


def cases() -> list[tuple[type[Optimizer], dict[str, Any]]]:
    """Every optimizer that PyTorch has, with every choice of edges."""
    found = []
    for kind, rule in members("optimizers").items():
        assert issubclass(rule, Optimizer)
        fields = [name for name in rule.model_fields if name != "kind"]
        choices = [{"kind": kind, **dict(zip(fields, values, strict=True))} for values in product(*(EDGES[name] for name in fields))]
        found += [(rule, settings) for settings in choices if rule.torch and is_told(settings)]
    return found


def path_of(line: str) -> list[list[float]]:
    """Where the optimizer that ``line`` makes goes."""
    theta = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = eval(line, {"torch": torch, "params": [theta]})
    rows = []
    for step in range(STEPS):
        theta.grad = torch.tensor(gradients(step), dtype=torch.float64)
        optimizer.step()
        rows.append(theta.detach().tolist())
    return rows


def main() -> None:
    """Print all, run all."""
    asked = cases()
    told = json.dumps([{"entry": entry_of(rule), "optimizer": settings} for rule, settings in asked])
    made = subprocess.run(["node", "--input-type=module", "-e", PRINT], input=told, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = json.loads(made.stdout)
    rows = [
        json.dumps({"optimizer": each, "line": line, "ends": path_of(line)[1::3]}) for (_, each), line in zip(asked, lines, strict=True)
    ]
    (HERE / "lines.json").write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
