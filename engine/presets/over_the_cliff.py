"""Cliff."""

from typing import Literal

from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import NormClipping, Racer, RunConfig
from engine.surfaces.cliff import Cliff
from engine.text import N_


class OverTheCliff(Preset):
    """The wall's gradient of about 100, kept by the momentum, carries the ball over four hundred units away."""

    kind: Literal["over_the_cliff"] = "over_the_cliff"

    title = N_("Cliff")
    idea = N_("One step onto the cliff throws the ball off the map; with the gradient clipped it settles.")
    source = "R. Pascanu, T. Mikolov and Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013"
    group = N_("Noise and clipping")
    place = 40
    run = RunConfig(
        problem=SurfaceProblem(surface=Cliff()),
        racers=(
            Racer(id="free", optimizer=Momentum(learning_rate=0.5)),
            Racer(id="clipped", optimizer=Momentum(learning_rate=0.5), clipping=NormClipping(limit=1.0)),
        ),
        step_limit=200,
    )
    selected = "free"
    pace = 6.0
    expects = (
        Expectation("free", "running", near=(-326.029327, 0.115438), within=0.01),
        Expectation("clipped", "converged", not_before=151, by_step=151, point="minimum", near=(-0.005757, 0.0), within=0.01),
    )
