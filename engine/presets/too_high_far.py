"""Quick at first, far at last."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.three_hump_camel import ThreeHumpCamel
from engine.text import N_


class TooHighFar(Preset):
    """Within three steps the high rate is far ahead; above the limit at the deepest point it never settles."""

    kind: Literal["too_high_far"] = "too_high_far"

    title = N_("Quick at first, far at last")
    idea = N_("Too high a rate leads after one step, then leaps to and fro over what the low one reaches.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Learning rate")
    place = 16
    run = RunConfig(
        problem=SurfaceProblem(surface=ThreeHumpCamel()),
        racers=(
            Racer(id="low", optimizer=GradientDescent(learning_rate=0.02)),
            Racer(id="high", optimizer=GradientDescent(learning_rate=0.5)),
        ),
        start=(-0.6, 1.0),
        step_limit=250,
    )
    selected = "high"
    pace = 8.0
    expects = (
        Expectation("low", "converged", not_before=237, by_step=237, point="minimum", near=(0.0, 0.0), within=0.001),
        Expectation("high", "running", near=(0.35, 0.175), within=0.02),
    )
