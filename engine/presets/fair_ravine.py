"""Fair race: straight ravine."""

from typing import Literal

from engine.optimizers.adagrad import Adagrad
from engine.optimizers.adam import Adam
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.optimizers.nesterov import Nesterov
from engine.preset import FAIR_RATES, Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.quadratic import Quadratic
from engine.text import N_


class FairRavine(Preset):
    """Each optimizer at the best rate of one sweep: 1, 1.5, 2, 3, 5, 7 × 10⁻⁴ … 10⁰, fewest steps to converge
    by the run's own criterion within its step limit. The axes of the bowl are the parameters' own, which is
    what Adagrad scales; turned by 30 degrees, it needs 438 steps and Nesterov 113.
    """

    kind: Literal["fair_ravine"] = "fair_ravine"

    title = N_("Fair race: straight ravine")
    idea = N_("Each at its best rate: along the axes Adagrad needs 11 steps. Turn the bowl and it loses.")
    source = "P. T. Sivaprasad et al., Optimizer Benchmarking Needs to Account for Hyperparameter Tuning, 2020"
    group = N_("Optimizers")
    place = 34
    run = RunConfig(
        problem=SurfaceProblem(surface=Quadratic(condition_number=100.0)),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.015)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.003)),
            Racer(id="nesterov", optimizer=Nesterov(learning_rate=0.005)),
            Racer(id="adagrad", optimizer=Adagrad(learning_rate=7.0)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.15)),
        ),
        start=(-3.5, 2.0),
        step_limit=700,
    )
    selected = "gd"
    pace = 20.0
    sweep = FAIR_RATES
    expects = (
        Expectation("gd", "converged", not_before=540, by_step=540, point="minimum", near=(0.0, 0.0), within=0.01),
        Expectation("momentum", "converged", not_before=163, by_step=163, point="minimum", near=(0.0, 0.0), within=0.01),
        Expectation("nesterov", "converged", not_before=115, by_step=115, point="minimum", near=(0.0, 0.0), within=0.01),
        Expectation("adagrad", "converged", not_before=11, by_step=11, point="minimum", near=(0.0, 0.0), within=0.01),
        Expectation("adam", "converged", not_before=164, by_step=164, point="minimum", near=(0.0, 0.0), within=0.01),
    )
