"""Noise helps to leave."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.double_well import DoubleWell
from engine.text import N_


class Noise(Preset):
    """With this noise the ball crosses with every seed from 0 to 3; with a third of it, with none."""

    kind: Literal["noise"] = "noise"

    title = N_("Noise helps to leave")
    idea = N_("The exact gradient stays in the first well; noise shakes the ball over into the deep one.")
    source = "R. Kleinberg, Y. Li, Y. Yuan, An Alternative View: When Does SGD Escape Local Minima?, 2018"
    group = N_("Noise and clipping")
    place = 41
    run = RunConfig(
        problem=SurfaceProblem(surface=DoubleWell()),
        racers=(
            Racer(id="exact", optimizer=GradientDescent(learning_rate=0.05)),
            Racer(id="noisy", optimizer=GradientDescent(learning_rate=0.05), noise=3.0),
        ),
        step_limit=400,
    )
    selected = "noisy"
    pace = 12.0
    expects = (
        Expectation("exact", "converged", not_before=135, by_step=135, point="minimum", near=(-0.878885, 0.0), within=0.4),
        Expectation("noisy", "running", near=(1.337507, 0.074576), within=0.4),
    )
