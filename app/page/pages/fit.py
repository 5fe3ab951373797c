"""Balls on the loss of a model on data."""

from typing import Any

import orjson

from app.jobs.fits import DataQuery, LandscapeQuery, compute_data, compute_landscape
from app.page.opening import GRID, ROLLING, rolling
from app.page.page import Page
from app.page.translations import Language
from engine.problems.fit import FitProblem
from engine.text import N_


def opening(language: Language) -> dict[str, Any]:
    """The first preset's surface and examples are drawn before anything is asked for."""
    return rolling("fit", language, lacks=("surfaces",), pictures=_pictures)


def _pictures(problem: FitProblem) -> dict[str, Any]:
    grid = LandscapeQuery(problem=problem, columns=GRID.columns, rows=GRID.rows)
    return {"grid": orjson.loads(compute_landscape(grid)), "data": orjson.loads(compute_data(DataQuery(problem=problem)))}


PAGE = Page(
    name="fit",
    place=2,
    path="/fit",
    tab=N_("Fit"),
    template="fit.html",
    entry="pages/fit.js",
    styles=(*ROLLING, "data", "quartered", "slim", "cloud", "own_table", "measured"),
    opening=opening,
)
