"""Fair race: curved valley."""

from typing import Literal

from engine.optimizers.adagrad import Adagrad
from engine.optimizers.adam import Adam
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.optimizers.nesterov import Nesterov
from engine.preset import FAIR_RATES, Expectation, Preset
from engine.problems.surface import SurfaceProblem
from engine.run_config import Racer, RunConfig
from engine.surfaces.rosenbrock import Rosenbrock
from engine.text import N_


class FairRosenbrock(Preset):
    """Each optimizer at the best rate of one sweep: 1, 1.5, 2, 3, 5, 7 × 10⁻⁴ … 10⁰, fewest steps to converge
    by the run's own criterion within its step limit. RMSProp is left out: with a constant rate it never settles here.
    """

    kind: Literal["fair_rosenbrock"] = "fair_rosenbrock"

    title = N_("Fair race: curved valley")
    idea = N_("Each at its best rate: Nesterov first, gradient descent and Adagrad last. Compare the other races.")
    source = "P. T. Sivaprasad et al., Optimizer Benchmarking Needs to Account for Hyperparameter Tuning, 2020"
    group = N_("Optimizers")
    place = 33
    run = RunConfig(
        problem=SurfaceProblem(surface=Rosenbrock(b=10.0)),
        racers=(
            Racer(id="gd", optimizer=GradientDescent(learning_rate=0.02)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.01)),
            Racer(id="nesterov", optimizer=Nesterov(learning_rate=0.01)),
            Racer(id="adagrad", optimizer=Adagrad(learning_rate=1.5)),
            Racer(id="adam", optimizer=Adam(learning_rate=0.3)),
        ),
        step_limit=1000,
    )
    selected = "gd"
    pace = 30.0
    sweep = FAIR_RATES
    expects = (
        Expectation("gd", "converged", not_before=756, by_step=756, point="minimum", near=(1.0, 1.0), within=0.01),
        Expectation("momentum", "converged", not_before=170, by_step=170, point="minimum", near=(1.0, 1.0), within=0.01),
        Expectation("nesterov", "converged", not_before=123, by_step=123, point="minimum", near=(1.0, 1.0), within=0.01),
        Expectation("adagrad", "converged", not_before=739, by_step=739, point="minimum", near=(1.0, 1.0), within=0.01),
        Expectation("adam", "converged", not_before=146, by_step=146, point="minimum", near=(1.0, 1.0), within=0.01),
    )
