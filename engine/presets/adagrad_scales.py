"""A step for each parameter."""

from typing import Literal

from engine.optimizers.adagrad import Adagrad
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class AdagradScales(Preset):
    """The accumulated squares differ by far, the steps in x and y do not."""

    kind: Literal["adagrad_scales"] = "adagrad_scales"

    title = N_("A step for each parameter")
    idea = N_("The slope in y is a hundred times steeper. Adagrad scales each parameter and walks straight.")
    source = "J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, 2011"
    group = N_("Optimizers")
    place = 31
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic(condition_number=100.0)),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.015)),
            Racer(id="adagrad", optimizer=Adagrad(learning_rate=0.5)),
        ),
        start=(-3.5, 2.0),
        step_limit=600,
    )
    selected = "adagrad"
    pace = 20.0
    expects = (
        Expectation("gd", "converged", not_before=540, by_step=540, point="minimum", near=(0.0, 0.0), within=0.01),
        Expectation("adagrad", "converged", not_before=128, by_step=128, point="minimum", near=(0.0, 0.0), within=0.01),
    )
