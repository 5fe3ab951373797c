"""Starts on the flat."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.parabola import Parabola
from engine.text import N_


class StartsFlat(Preset):
    """With a slope of zero every change is zero, whatever the rate."""

    kind: Literal["starts_flat"] = "starts_flat"

    title = N_("Starts on the flat")
    idea = N_("Zero slope: the ball stays. Drag the start to either side.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Where it starts")
    place = 4
    run = RunConfig(
        problem=SurfaceProblem(surface=Parabola()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.05)),),
        start=(0.0,),
        step_limit=40,
    )
    selected = "gd"
    pace = 4.0
    expects = (Expectation("gd", "converged", by_step=0, point="minimum", near=(0.0,), within=0.01),)
