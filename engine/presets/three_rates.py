"""Three rates at once."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class ThreeRates(Preset):
    """too_low, just_right and too_high in one picture."""

    kind: Literal["three_rates"] = "three_rates"

    title = N_("Three rates at once")
    idea = N_("One start, three rates: one crawls, one arrives, one flies off.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Learning rate")
    place = 13
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(
            Racer(id="low", optimizer=GradientDescent(learning_rate=0.0005)),
            Racer(id="right", optimizer=GradientDescent(learning_rate=0.01)),
            Racer(id="high", optimizer=GradientDescent(learning_rate=0.04)),
        ),
        start=(-0.2, 0.7),
        step_limit=400,
    )
    selected = "right"
    pace = 12.0
    expects = (
        Expectation("low", "running", near=(-2.149874, 3.083944), within=0.001),
        Expectation("right", "converged", not_before=35, by_step=35, point="minimum", near=(-2.805118, 3.131313), within=0.001),
        Expectation("high", "diverged", not_before=35, by_step=35),
    )
