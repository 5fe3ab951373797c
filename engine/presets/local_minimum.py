"""Stuck or rolling."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.double_well import DoubleWell
from engine.text import N_


class LocalMinimum(Preset):
    """Same start, same rate; only the second ball keeps nine tenths of its velocity."""

    kind: Literal["local_minimum"] = "local_minimum"

    title = N_("Stuck or rolling")
    idea = N_("Without momentum the first well is the last; with it the ball rolls through to the deep one.")
    source = "B. T. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964"
    group = N_("Terrain")
    place = 22
    run = RunConfig(
        problem=SurfaceProblem(surface=DoubleWell()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.05)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.05)),
        ),
        step_limit=300,
    )
    selected = "momentum"
    pace = 6.0
    expects = (
        Expectation("gd", "converged", not_before=135, by_step=135, point="minimum", near=(-0.878885, 0.0), within=0.01),
        Expectation("momentum", "converged", not_before=132, by_step=132, point="minimum", near=(1.088034, 0.0), within=0.01),
    )
