"""Nesterov and momentum."""

from typing import Literal

from engine.optimizers.momentum import Momentum
from engine.optimizers.nesterov import Nesterov
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class NesterovAgainstMomentum(Preset):
    """Same rate, same momentum."""

    kind: Literal["nesterov_against_momentum"] = "nesterov_against_momentum"

    title = N_("Nesterov and momentum")
    idea = N_("Nesterov looks ahead and brakes: it swings less and settles sooner.")
    source = "I. Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning, 2013"
    group = N_("Optimizers")
    place = 30
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic(condition_number=20.0, rotation=30.0)),
        racers=(
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.03)),
            Racer(id="nesterov", optimizer=Nesterov(learning_rate=0.03)),
        ),
        step_limit=250,
    )
    selected = "nesterov"
    pace = 8.0
    expects = (
        Expectation("momentum", "converged", not_before=167, by_step=167, point="minimum", near=(0.0, 0.0), within=0.001),
        Expectation("nesterov", "converged", not_before=86, by_step=86, point="minimum", near=(0.0, 0.0), within=0.001),
    )
