"""Waves."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.wavy_parabola import WavyParabola
from engine.text import N_


class Wavy(Preset):
    """Same start, same rate. With momentum a smaller rate, 0.02, stops one hollow earlier."""

    kind: Literal["wavy"] = "wavy"

    title = N_("Waves")
    idea = N_("Every wave is a trap: gradient descent stops in the first, momentum rolls on to the deepest.")
    source = "L. A. Rastrigin, Systems of Extremal Control, 1974"
    group = N_("Terrain")
    place = 23
    run = RunConfig(
        problem=SurfaceProblem(surface=WavyParabola()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.05)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.05)),
        ),
        step_limit=300,
    )
    selected = "momentum"
    pace = 6.0
    expects = (
        Expectation("gd", "converged", not_before=36, by_step=40, point="minimum", near=(-4.001214,), within=0.01),
        Expectation("momentum", "converged", not_before=141, by_step=145, point="minimum", near=(0.0,), within=0.01),
    )
