"""Ravine."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class Ravine(Preset):
    """The rate of gradient descent stands at 95 % of the limit 2/κ; momentum may go beyond, its limit is 3.6/κ."""

    kind: Literal["ravine"] = "ravine"

    title = N_("Ravine")
    idea = N_("Gradient descent zigzags from wall to wall; momentum adds up the way along.")
    source = "G. Goh, Why Momentum Really Works, 2017"
    group = N_("Terrain")
    place = 26
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic(condition_number=50.0, rotation=20.0)),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.038)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.04, momentum=0.8)),
        ),
        start=(-3.5, 1.5),
        step_limit=300,
    )
    selected = "gd"
    pace = 8.0
    expects = (
        Expectation("gd", "converged", not_before=205, by_step=205, point="minimum", near=(0.0, 0.0), within=0.001),
        Expectation("momentum", "converged", not_before=77, by_step=77, point="minimum", near=(0.0, 0.0), within=0.001),
    )
