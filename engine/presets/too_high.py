"""Too high."""

from typing import Literal

from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.himmelblau import Himmelblau
from engine.text import N_


class TooHigh(Preset):
    """The same ball as in too_low and just_right: its rate is past the limit at every minimum (0.0249 and less),
    so it can rest in none, and once outside, the fourth power of the distance carries it off.
    """

    kind: Literal["too_high"] = "too_high"

    title = N_("Too high")
    idea = N_("Past the limit the ball leaps from wall to wall, then off the map.")
    source = "A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    group = N_("Learning rate")
    place = 12
    run = RunConfig(
        problem=SurfaceProblem(surface=Himmelblau()),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.04)),),
        start=(-0.2, 0.7),
        step_limit=200,
    )
    selected = "gd"
    pace = 4.0
    expects = (Expectation("gd", "diverged", not_before=35, by_step=35),)
