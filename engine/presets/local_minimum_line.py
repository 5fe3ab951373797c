"""Stuck or rolling on a line."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.double_well_1d import DoubleWell1d
from engine.text import N_


class LocalMinimumLine(Preset):
    """Same start, same rate; only the second ball keeps nine tenths of its velocity."""

    kind: Literal["local_minimum_line"] = "local_minimum_line"

    title = N_("Stuck or rolling on a line")
    idea = N_("The slope leads into the near well; with momentum the ball rolls on to the deep one.")
    source = "B. T. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964"
    group = N_("Terrain")
    place = 21
    run = RunConfig(
        problem=SurfaceProblem(surface=DoubleWell1d()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.03)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.03)),
        ),
        step_limit=300,
    )
    selected = "momentum"
    pace = 6.0
    expects = (
        Expectation("gd", "converged", not_before=73, by_step=73, point="minimum", near=(1.300976,), within=0.01),
        Expectation("momentum", "converged", not_before=140, by_step=140, point="minimum", near=(-1.505237,), within=0.01),
    )
