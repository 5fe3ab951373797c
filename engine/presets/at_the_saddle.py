"""Saddle."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.saddle import Saddle
from engine.text import N_


class AtTheSaddle(Preset):
    """Off the ridge y grows by a fifth in every step: slowly at first, then at once."""

    kind: Literal["at_the_saddle"] = "at_the_saddle"

    title = N_("Saddle")
    idea = N_("Exactly on the ridge the ball stops at the saddle; a thousandth beside it, it escapes.")
    source = "Y. N. Dauphin et al., Identifying and Attacking the Saddle Point Problem in High-Dimensional Non-Convex Optimization, 2014"
    group = N_("Terrain")
    place = 24
    run = RunConfig(
        problem=SurfaceProblem(surface=Saddle()),
        racers=(
            Racer(id="ridge", optimizer=GradientDescent(learning_rate=0.1), start=(-1.7, 0.0)),
            Racer(id="beside", optimizer=GradientDescent(learning_rate=0.1), start=(-1.7, 0.001)),
        ),
        step_limit=45,
    )
    selected = "beside"
    pace = 4.0
    expects = (
        Expectation("ridge", "converged", not_before=37, by_step=37, point="saddle", near=(0.0, 0.0), within=0.001),
        Expectation("beside", "running", near=(-7.4e-05, 3.657262), within=0.001),
    )
