"""What a page moves before it has asked for anything: its first preset, the surface coarse, the first steps."""

from typing import Any

import orjson

from app import replies
from app.catalogue import Room, presets
from app.fits import DataQuery, LandscapeQuery, compute_data, compute_landscape
from app.grid import GridQuery, compute_grid
from app.work import Advancing, Pace
from engine.columns import COLUMNS
from engine.problem import FitProblem
from engine.run import start
from engine.run_config import RunConfig

COARSE = GridQuery(columns=61, rows=61)
ROWS = 120
_PLENTY = 10**9


def opening(room: Room) -> dict[str, Any]:
    """Run, grid and the body of a `steps` message of branch 0; with data, the examples too."""
    run = presets(room)[0].run
    opened = {"run": run.model_dump(mode="json"), "steps": first_steps(run)}
    if isinstance(run.problem, FitProblem):
        coarse = LandscapeQuery(problem=run.problem, columns=COARSE.columns, rows=COARSE.rows)
        data = compute_data(DataQuery(problem=run.problem))
        return {**opened, "grid": orjson.loads(compute_landscape(coarse)), "data": orjson.loads(data)}
    return {**opened, "grid": compute_grid(run.problem.surface, COARSE)}


def first_steps(config: RunConfig) -> dict[str, Any]:
    """The first rows, all columns."""
    run = start(config)
    job = Advancing(run, ROWS, 1, tuple(COLUMNS), pace=Pace(len(run.racers)), most_bytes=_PLENTY, most_s=_PLENTY)
    while not job(_PLENTY):
        pass
    message: dict[str, Any] = orjson.loads(replies.steps(0, job, None, run.step, 0.0))
    return message
