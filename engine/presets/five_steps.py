"""Five steps, again and again."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class FiveSteps(Preset):
    """One ball from anywhere: slow enough to be read, with any seed it comes down."""

    kind: Literal["five_steps"] = "five_steps"

    title = N_("Five steps from anywhere")
    idea = N_("Start at random; loss, gradient, move; repeat. Walk through the stages, then let it run.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Where it starts")
    place = 6
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.005), start="random"),),
        seed=4,
        step_limit=200,
    )
    selected = "gd"
    pace = 4.0
    expects = (Expectation("gd", "converged", not_before=35, by_step=35, point="minimum", near=(-3.779310, -3.283186), within=0.01),)
