"""Curved valley."""

from typing import Literal

from engine.optimizers.adam import Adam
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.rosenbrock import Rosenbrock
from engine.text import N_


class CurvedValley(Preset):
    """The floor curves and hardly falls, while its walls are a thousand times steeper."""

    kind: Literal["curved_valley"] = "curved_valley"

    title = N_("Curved valley")
    idea = N_("Into the valley is easy; along its flat, curved floor takes hundreds of steps.")
    source = "H. H. Rosenbrock, An Automatic Method for Finding the Greatest or Least Value of a Function, 1960"
    group = N_("Terrain")
    place = 27
    run = RunConfig(
        problem=SurfaceProblem(surface=Rosenbrock()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.0015)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.0015)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.2)),
        ),
        start=(-1.2, 1.0),
        step_limit=1000,
    )
    selected = "gd"
    pace = 40.0
    expects = (
        Expectation("gd", "running", near=(0.603425, 0.362169), within=0.01),
        Expectation("momentum", "converged", not_before=860, by_step=860, point="minimum", near=(1.0, 1.0), within=0.01),
        Expectation("adam", "converged", not_before=787, by_step=787, point="minimum", near=(1.0, 1.0), within=0.01),
    )
