"""One ball."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class OneBall(Preset):
    """What the page opens with: one ball, plain gradient descent, on the way that three_valleys sends it with three others."""

    kind: Literal["one_ball"] = "one_ball"

    title = N_("One ball")
    idea = N_("Gradient descent: at every step a little downhill. Move the learning rate and watch.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Where it starts")
    place = 0
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.005)),),
        start=(-0.2, 0.7),
        step_limit=90,
    )
    selected = "gd"
    pace = 10.0
    onward = ("three_valleys", N_("Race four optimizers from here"))
    expects = (Expectation("gd", "converged", not_before=72, by_step=72, point="minimum", near=(-2.805118, 3.131313), within=0.001),)
