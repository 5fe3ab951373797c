"""Secant and tangent."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.parabola import Parabola
from engine.text import N_


class Secant(Preset):
    """A slow descent on the parabola leaves time to drag the second point of the secant."""

    kind: Literal["secant"] = "secant"

    title = N_("Secant and tangent")
    idea = N_("Drag the second point towards the ball: the secant becomes the tangent.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Terrain")
    place = 20
    run = RunConfig(
        problem=SurfaceProblem(surface=Parabola()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.03)),),
        start=(-2.5,),
        step_limit=200,
    )
    selected = "gd"
    pace = 4.0
    secant = 1.0
    expects = (Expectation("gd", "converged", not_before=138, by_step=138, point="minimum", near=(0.0,), within=0.01),)
