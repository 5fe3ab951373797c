"""Random starts."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.styblinski_tang import StyblinskiTang
from engine.text import N_


class RandomStarts(Preset):
    """The share that finds the best minimum depends on the draw alone: 1 to 5 of 8 with seeds 0 to 11."""

    kind: Literal["random_starts"] = "random_starts"

    title = N_("Random starts")
    idea = N_("Eight balls start anywhere. How many find the deepest of four valleys? Try another seed.")
    source = "M. A. Styblinski and T.-S. Tang, Experiments in Nonconvex Optimization, 1990"
    group = N_("Where it starts")
    place = 5
    run = RunConfig(
        problem=SurfaceProblem(surface=StyblinskiTang()),
        racers=(
            Racer(id="ball1", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball2", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball3", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball4", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball5", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball6", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball7", optimizer=GradientDescent(learning_rate=0.01), start="random"),
            Racer(id="ball8", optimizer=GradientDescent(learning_rate=0.01), start="random"),
        ),
        seed=6,
        step_limit=150,
    )
    selected = "ball1"
    pace = 4.0
    expects = (
        Expectation("ball1", "converged", not_before=43, by_step=43, point="minimum", near=(-2.903534, 2.746803), within=0.01),
        Expectation("ball2", "converged", not_before=24, by_step=24, point="minimum", near=(-2.903534, -2.903534), within=0.01),
        Expectation("ball3", "converged", not_before=24, by_step=24, point="minimum", near=(-2.903534, -2.903534), within=0.01),
        Expectation("ball4", "converged", not_before=26, by_step=26, point="minimum", near=(2.746803, -2.903534), within=0.01),
        Expectation("ball5", "converged", not_before=28, by_step=28, point="minimum", near=(2.746803, -2.903534), within=0.01),
        Expectation("ball6", "converged", not_before=32, by_step=32, point="minimum", near=(-2.903534, -2.903534), within=0.01),
        Expectation("ball7", "converged", not_before=45, by_step=45, point="minimum", near=(-2.903534, 2.746803), within=0.01),
        Expectation("ball8", "converged", not_before=28, by_step=28, point="minimum", near=(2.746803, 2.746803), within=0.01),
    )
