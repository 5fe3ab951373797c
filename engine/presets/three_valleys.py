"""Three valleys."""

from typing import Literal

from engine.optimizers.adam import Adam
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.optimizers.rmsprop import RMSProp
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class ThreeValleys(Preset):
    """Where a ball ends is decided by its start and by its optimizer.

    Near the top in the middle all four directions are open; the rates are not delicate: momentum ends in
    the same valley from 0.004 to 0.014.
    """

    kind: Literal["three_valleys"] = "three_valleys"

    title = N_("Three valleys")
    idea = N_("Four balls leave one point and end in three valleys.")
    source = "D. M. Himmelblau, Applied Nonlinear Programming, 1972"
    group = N_("Where it starts")
    place = 1
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.005)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.005)),
            Racer(id="rmsprop", optimizer=RMSProp(learning_rate=0.03)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.1)),
        ),
        start=(-0.2, 0.7),
        step_limit=300,
    )
    selected = "momentum"
    pace = 10.0
    expects = (
        Expectation("gd", "converged", not_before=50, by_step=90, point="minimum", near=(-2.805118, 3.131313), within=0.001),
        Expectation("momentum", "converged", not_before=200, by_step=230, point="minimum", near=(3.584428, -1.848127), within=0.001),
        Expectation("rmsprop", "converged", not_before=120, by_step=130, point="minimum", near=(3.0, 2.0), within=0.001),
        Expectation("adam", "converged", not_before=200, by_step=240, point="minimum", near=(3.0, 2.0), within=0.001),
    )
