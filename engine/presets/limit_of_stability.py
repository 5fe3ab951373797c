"""Limit of stability."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class LimitOfStability(Preset):
    """The steepest curvature is κ = 10, so the limit is 2/κ = 0.2: across, each step multiplies y by −0.9 below and by −1.02 above."""

    kind: Literal["limit_of_stability"] = "limit_of_stability"

    title = N_("Limit of stability")
    idea = N_("On this bowl the limit is 0.2: just below it the swings shrink, just above they grow.")
    source = "G. Goh, Why Momentum Really Works, 2017"
    group = N_("Learning rate")
    place = 14
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic()),
        racers=(
            Racer(id="below", optimizer=GradientDescent(learning_rate=0.19)),
            Racer(id="above", optimizer=GradientDescent(learning_rate=0.202)),
        ),
        start=(-3.5, 2.0),
        step_limit=100,
    )
    selected = "above"
    pace = 5.0
    expects = (
        Expectation("below", "converged", not_before=94, by_step=94, point="minimum", near=(0.0, 0.0), within=0.001),
        Expectation("above", "running", near=(0.0, 14.489292), within=0.001),
    )
