"""Noise and a schedule."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Convergence, Racer, RunConfig
from engine.schedules.exponential import Exponential
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class NoiseWithSchedule(Preset):
    """What is left of the noise shrinks with the rate. A gradient of 0.1 counts as flat here: noise spares no ball the rest."""

    kind: Literal["noise_with_schedule"] = "noise_with_schedule"

    title = N_("Noise and a schedule")
    idea = N_("With noise and a constant rate the ball never rests; with a falling rate it settles.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Noise and clipping")
    place = 42
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic(condition_number=4.0)),
        racers=(
            Racer(id="constant", optimizer=GradientDescent(learning_rate=0.2), noise=1.0),
            Racer(id="falling", optimizer=GradientDescent(learning_rate=0.2), noise=1.0, schedule=Exponential(gamma=0.99)),
        ),
        seed=3,
        step_limit=500,
        convergence=Convergence(gradient_tolerance=0.1),
    )
    selected = "falling"
    pace = 16.0
    expects = (
        Expectation("constant", "running", near=(0.175232, 0.076555), within=0.1),
        Expectation("falling", "converged", not_before=316, by_step=316, point="minimum", near=(0.0, 0.0), within=0.1),
    )
