"""Balls on a surface that a formula gives."""

from typing import Any

from app.jobs.grid import compute_grid
from app.page.opening import GRID, ROLLING, rolling
from app.page.page import Page
from app.page.translations import Language
from engine.problems.surface import SurfaceProblem
from engine.text import N_


def opening(language: Language) -> dict[str, Any]:
    """The first preset's surface is drawn before anything is asked for."""
    return rolling("surface", language, lacks=("models", "losses", "datasets"), pictures=_pictures)


def _pictures(problem: SurfaceProblem) -> dict[str, Any]:
    return {"grid": compute_grid(problem.surface, GRID)}


PAGE = Page(
    name="surface",
    place=1,
    path="",
    tab=N_("Surface"),
    template="surface.html",
    entry="pages/surface.js",
    styles=ROLLING,
    opening=opening,
)
