"""Bias correction."""

from typing import Literal

from engine.optimizers.adam import Adam
from engine.optimizers.rmsprop import RMSProp
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class BiasCorrection(Preset):
    """The mean of squares starts at 0, so at first √v is too small: RMSProp divides by √(1 − 0.99) |g|, a tenth of |g|."""

    kind: Literal["bias_correction"] = "bias_correction"

    title = N_("Bias correction")
    idea = N_("Same rate, first step: RMSProp leaps ten times as far, Adam corrects for its empty memory.")
    source = "D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015"
    group = N_("Optimizers")
    place = 32
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic()),
        racers=(
            Racer(id="rmsprop", optimizer=RMSProp(learning_rate=0.05)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.05)),
        ),
        step_limit=300,
    )
    selected = "adam"
    pace = 6.0
    expects = (
        Expectation("rmsprop", "converged", not_before=98, by_step=102, point="minimum", near=(0.0, 0.0), within=0.01),
        Expectation("adam", "converged", not_before=206, by_step=210, point="minimum", near=(0.0, 0.0), within=0.01),
    )
