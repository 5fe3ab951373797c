"""`descent run`: one ball on the command line."""

from typing import Any

import numpy as np
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from engine.errors import EngineError
from engine.findings import errors_of
from engine.run import start as start_run
from engine.run_config import RunConfig
from engine.running.outcome import Outcome

_STEPS_AT_ONCE = 2_000


def descend(surface: str, optimizer: str, steps: int, start: str, settings: list[str], schedule: str, seed: int, lines: int) -> None:
    """Compute the run, showing how far it is, and print ``lines`` of its steps."""
    console = Console()
    try:
        config = configuration(surface, optimizer, steps, start, settings, schedule, seed)
    except EngineError as error:
        console.print(f"[red]{error}[/red]", highlight=False)
        raise typer.Exit(2) from None
    run = start_run(config)
    every = max(1, steps // (lines - 1))
    at_once = every * max(1, _STEPS_AT_ONCE // every)
    parts = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("steps", total=steps + 1)
        while not run.is_over:
            parts.append(run.advance(at_once, every, ("params", "loss", "gradient_norm")))
            progress.update(task, completed=run.step)
    names = config.problem.landscape.parameters
    table = Table("step", *names, "loss", "‖gradient‖", box=None)
    for part in parts:
        for row in range(part.rows):
            values = [*part.columns["params"][row, 0], part.columns["loss"][row, 0], part.columns["gradient_norm"][row, 0]]
            table.add_row(str(part.first_step + row * every), *(f"{value:.6g}" for value in values))
    console.print(table)
    console.print(sentence(run.outcomes()[0]))


def configuration(surface: str, optimizer: str, steps: int, start: str, settings: list[str], schedule: str, seed: int) -> RunConfig:
    """The run as asked for. Raises `EngineError` naming what is wrong."""
    body: dict[str, Any] = {
        "problem": {"surface": {"kind": surface}},
        "racers": [{"id": "ball", "optimizer": {"kind": optimizer}, "schedule": {"kind": schedule}}],
        "seed": seed,
        "step_limit": steps,
    }
    if start:
        body["start"] = [_number("start", part) for part in start.split(",")]
    for setting in settings:
        name, _, value = setting.partition("=")
        body["racers"][0]["optimizer"][name] = value == "true" if value in ("true", "false") else _number(name, value)
    try:
        return RunConfig.model_validate(body)
    except ValidationError as error:
        raise next(errors_of(RunConfig, error)) from None


def _number(path: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise EngineError("not_a_number", path, value=repr(text)) from None


def sentence(outcome: Outcome) -> str:
    """How it ended, in words."""
    match outcome.kind:
        case "converged":
            place = "flat ground, no minimum, saddle or maximum near" if outcome.point == "flat" else f"a {outcome.point}"
            return f"Converged at step {outcome.step}: {place}."
        case "diverged":
            last = np.format_float_scientific(outcome.last or 0.0, precision=3)
            how = "became 0/0, which is no number" if outcome.cause == "undefined" else "left the finite numbers"
            return f"Diverged at step {outcome.step}: {outcome.parameter} {how}, last {last}."
        case _:
            return f"Not decided within {outcome.step} steps."
