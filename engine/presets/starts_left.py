"""Starts on the left."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.parabola import Parabola
from engine.text import N_


class StartsLeft(Preset):
    """Left of the minimum the slope is negative, and θ − α·slope is larger than θ."""

    kind: Literal["starts_left"] = "starts_left"

    title = N_("Starts on the left")
    idea = N_("Negative slope: the ball moves right.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Where it starts")
    place = 2
    run = RunConfig(
        problem=SurfaceProblem(surface=Parabola()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.05)),),
        start=(-2.0,),
        step_limit=150,
    )
    selected = "gd"
    pace = 6.0
    expects = (Expectation("gd", "converged", not_before=79, by_step=79, point="minimum", near=(0.0,), within=0.01),)
