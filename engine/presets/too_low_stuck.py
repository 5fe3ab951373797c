"""Too low, and stuck."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.three_hump_camel import ThreeHumpCamel
from engine.text import N_


class TooLowStuck(Preset):
    """Only the rate differs; four times the low one steps over the rim of the hollow."""

    kind: Literal["too_low_stuck"] = "too_low_stuck"

    title = N_("Too low gets stuck")
    idea = N_("Too low a rate settles in the first hollow; four times the rate steps over its rim to the deepest.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Learning rate")
    place = 15
    run = RunConfig(
        problem=SurfaceProblem(surface=ThreeHumpCamel()),
        racers=(
            Racer(id="low", optimizer=GradientDescent(learning_rate=0.02)),
            Racer(id="higher", optimizer=GradientDescent(learning_rate=0.08)),
        ),
        start=(2.3, -1.2),
        step_limit=250,
    )
    selected = "low"
    pace = 12.0
    expects = (
        Expectation("low", "converged", not_before=168, by_step=168, point="minimum", near=(1.747552, -0.873776), within=0.001),
        Expectation("higher", "converged", not_before=59, by_step=59, point="minimum", near=(0.0, 0.0), within=0.001),
    )
