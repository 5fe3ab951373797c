"""What the page moves before it has asked for anything: the first preset, its surface coarse, its first steps."""

from typing import Any

import orjson

from app import replies
from app.catalogue import presets
from app.grid import GridQuery, compute_grid
from app.work import Advancing, Pace
from engine.columns import COLUMNS
from engine.run import start
from engine.run_config import RunConfig

COARSE = GridQuery(columns=61, rows=61)
ROWS = 120
_PLENTY = 10**9


def opening() -> dict[str, Any]:
    """Run, grid and the body of a `steps` message of branch 0."""
    run = presets()[0].run
    return {"run": run.model_dump(mode="json"), "grid": compute_grid(run.problem.surface, COARSE), "steps": first_steps(run)}


def first_steps(config: RunConfig) -> dict[str, Any]:
    """The first rows, all columns."""
    run = start(config)
    job = Advancing(run, ROWS, 1, tuple(COLUMNS), pace=Pace(len(run.racers)), most_bytes=_PLENTY, most_s=_PLENTY)
    while not job(_PLENTY):
        pass
    message: dict[str, Any] = orjson.loads(replies.steps(0, job, None, run.step, 0.0))
    return message
