"""Just right."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class JustRight(Preset):
    """The same ball as in too_low and too_high, its rate 40 % of the limit at the minimum, 0.0248."""

    kind: Literal["just_right"] = "just_right"

    title = N_("Just right")
    idea = N_("The ball reaches the valley in 35 steps. Move the rate and count again.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Learning rate")
    place = 11
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.01)),),
        start=(-0.2, 0.7),
        step_limit=200,
    )
    selected = "gd"
    pace = 4.0
    expects = (Expectation("gd", "converged", not_before=35, by_step=35, point="minimum", near=(-2.805118, 3.131313), within=0.001),)
