"""Noise and a schedule."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problem import SurfaceProblem
from engine.run_config import Convergence, Racer, RunConfig
from engine.schedules.exponential import Exponential
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class NoiseWithSchedule(Preset):
    """The same noise: at a constant rate the ball never rests, with a falling rate it settles.

    What is left of the noise shrinks with the rate.
    """

    kind: Literal["noise_with_schedule"] = "noise_with_schedule"

    title = N_("Noise and a schedule")
    idea = N_("The same noise: at a constant rate the ball never rests, with a falling rate it settles.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Noise and clipping")
    place = 42
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic(condition_number=4.0)),
        racers=(
            Racer(id="constant", optimizer=GradientDescent(learning_rate=0.2), noise=3.0),
            Racer(id="falling", optimizer=GradientDescent(learning_rate=0.2), noise=3.0, schedule=Exponential(gamma=0.98)),
        ),
        step_limit=400,
        convergence=Convergence(gradient_tolerance=0.1),
    )
    selected = "falling"
    pace = 12.0
    expects = (
        Expectation("constant", "running", near=(-0.593955, 1.098414), within=0.1),
        Expectation("falling", "running", near=(0.186074, 0.011078), within=0.1),
    )
