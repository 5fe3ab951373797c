"""Plateau."""

from typing import Literal

from engine.optimizers.adam import Adam
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.plateau import Plateau
from engine.text import N_


class AcrossThePlateau(Preset):
    """Adam divides by the size of the gradient, so a gentle slope does not shorten its steps."""

    kind: Literal["across_the_plateau"] = "across_the_plateau"

    title = N_("Plateau")
    idea = N_("Hardly any slope: gradient descent crawls, Adam scales its steps and crosses.")
    source = (
        "Descent Playground, 2026, modelled on S. Geman and D. E. McClure, Statistical Methods for Tomographic Image Reconstruction, 1987"
    )
    group = N_("Terrain")
    place = 25
    run = RunConfig(
        problem=SurfaceProblem(surface=Plateau()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.1)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.1)),
        ),
        step_limit=300,
    )
    selected = "adam"
    pace = 12.0
    expects = (
        Expectation("gd", "running", near=(-3.180263, 1.412799), within=0.001),
        Expectation("adam", "converged", not_before=144, by_step=148, point="minimum", near=(2.0, 0.0), within=0.001),
    )
