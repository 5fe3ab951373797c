"""Too low."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class TooLow(Preset):
    """The same ball as in just_right and too_high, its rate twenty times smaller."""

    kind: Literal["too_low"] = "too_low"

    title = N_("Too low")
    idea = N_("A tiny learning rate: after 400 steps the ball is still on its way.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Learning rate")
    place = 10
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.0005)),),
        start=(-0.2, 0.7),
        step_limit=400,
    )
    selected = "gd"
    pace = 16.0
    expects = (Expectation("gd", "running", near=(-2.149874, 3.083944), within=0.001),)
