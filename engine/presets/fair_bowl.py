"""Fair race: gentle bowl."""

from typing import Literal

from engine.optimizers.adagrad import Adagrad
from engine.optimizers.adam import Adam
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.optimizers.nesterov import Nesterov
from engine.preset import FAIR_RATES, Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.booth import Booth
from engine.text import N_


class FairBowl(Preset):
    """Each optimizer at the best rate of one sweep: 1, 1.5, 2, 3, 5, 7 × 10⁻⁴ … 10⁰, fewest steps to converge
    by the run's own criterion within its step limit. The condition number is 9: momentum has to ring out, gradient descent does not.
    """

    kind: Literal["fair_bowl"] = "fair_bowl"

    title = N_("Fair race: gentle bowl")
    idea = N_("Each at its best rate: on a gentle bowl plain gradient descent comes first.")
    source = "P. T. Sivaprasad et al., Optimizer Benchmarking Needs to Account for Hyperparameter Tuning, 2020"
    group = N_("Optimizers")
    place = 35
    run = RunConfig(
        problem=SurfaceProblem(surface=Booth()),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.1)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.003)),
            Racer(id="nesterov", optimizer=Nesterov(learning_rate=0.07)),
            Racer(id="adagrad", optimizer=Adagrad(learning_rate=5.0)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.7)),
        ),
        step_limit=300,
    )
    selected = "gd"
    pace = 6.0
    sweep = FAIR_RATES
    expects = (
        Expectation("gd", "converged", not_before=50, by_step=50, point="minimum", near=(1.0, 3.0), within=0.01),
        Expectation("momentum", "converged", not_before=142, by_step=142, point="minimum", near=(1.0, 3.0), within=0.01),
        Expectation("nesterov", "converged", not_before=61, by_step=61, point="minimum", near=(1.0, 3.0), within=0.01),
        Expectation("adagrad", "converged", not_before=58, by_step=58, point="minimum", near=(1.0, 3.0), within=0.01),
        Expectation("adam", "converged", not_before=168, by_step=168, point="minimum", near=(1.0, 3.0), within=0.01),
    )
