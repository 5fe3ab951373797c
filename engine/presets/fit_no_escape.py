"""Noise is not always enough."""

from typing import Literal

from engine.datasets.sine import Sine
from engine.fits.batches import MiniBatch
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.sine import SineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.optimizers.momentum import Momentum
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitNoEscape(Preset):
    """The batches and the rate of fit_escape, from another start: with none of six seeds do four at a time leave; momentum does."""

    kind: Literal["fit_no_escape"] = "fit_no_escape"

    title = N_("Noise is not always enough")
    idea = N_("From here four examples at a time never leave the wrong valley; with momentum the same four do.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Batches")
    place = 114
    run = RunConfig(
        problem=FitProblem(model=SineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=Sine(count=60, noise=0.1))),
        racers=(
            Racer(id="full", optimizer=GradientDescent(learning_rate=0.3)),
            Racer(id="four", optimizer=GradientDescent(learning_rate=0.3), batch=MiniBatch(size=4)),
            Racer(id="momentum", optimizer=Momentum(learning_rate=0.3), batch=MiniBatch(size=4)),
        ),
        start=(0.8, 14.0),
        seed=2,
        step_limit=800,
    )
    selected = "four"
    pace = 30.0
    expects = (
        Expectation("full", "converged", not_before=169, by_step=169, point="minimum", near=(0.2502, 13.82), within=0.01),
        Expectation("four", "running", near=(0.33, 14.04), within=0.3),
        Expectation("momentum", "running", near=(1.16, 6.17), within=0.3),
    )
