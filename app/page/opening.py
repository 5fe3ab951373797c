"""What a page moves before it has asked for anything: its first preset, the surface, the first steps."""

from typing import Any

import orjson

from app.jobs.fits import DataQuery, LandscapeQuery, compute_data, compute_landscape
from app.jobs.grid import GridQuery, compute_grid
from app.page.catalogue import Room, presets
from app.stream import replies
from app.stream.work import Advancing, Pace
from engine.problem import FitProblem
from engine.run import start
from engine.run_config import RunConfig
from engine.running.columns import COLUMNS

# The first of the sizes that static/pictures/field.js tries: the page need not ask for it.
GRID = GridQuery(columns=121, rows=121)
ROWS = 120
_PLENTY = 10**9


def opening(room: Room) -> dict[str, Any]:
    """Run, grid and the body of a `steps` message of branch 0; with data, the examples too."""
    run = presets(room)[0].run
    opened = {"run": run.model_dump(mode="json"), "steps": first_steps(run)}
    if isinstance(run.problem, FitProblem):
        grid = LandscapeQuery(problem=run.problem, columns=GRID.columns, rows=GRID.rows)
        data = compute_data(DataQuery(problem=run.problem))
        return {**opened, "grid": orjson.loads(compute_landscape(grid)), "data": orjson.loads(data)}
    return {**opened, "grid": compute_grid(run.problem.surface, GRID)}


def first_steps(config: RunConfig) -> dict[str, Any]:
    """The first rows, all columns."""
    run = start(config)
    job = Advancing(run, ROWS, 1, tuple(COLUMNS), pace=Pace(len(run.racers)), most_bytes=_PLENTY, most_s=_PLENTY)
    while not job(_PLENTY):
        pass
    message: dict[str, Any] = orjson.loads(replies.steps(0, job, None, run.step, 0.0))
    return message
