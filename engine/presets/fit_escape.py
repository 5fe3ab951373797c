"""Mini-batches leave a local minimum."""

from typing import Literal

from engine.datasets.sine import Sine
from engine.fits.batches import MiniBatch
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.sine import SineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitEscape(Preset):
    """Mini-batches leave a local minimum."""

    kind: Literal["fit_escape"] = "fit_escape"

    title = N_("Noise leaves a local minimum")
    idea = N_("On all data the ball settles in the wrong valley. Four examples at a time shake it out.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Batches")
    place = 112
    run = RunConfig(
        problem=FitProblem(model=SineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=Sine(count=60, noise=0.1))),
        racers=(
            Racer(id="full", optimizer=GradientDescent(learning_rate=0.3)),
            Racer(id="four", optimizer=GradientDescent(learning_rate=0.3), batch=MiniBatch(size=4)),
        ),
        start=(0.8, 9.5),
        seed=1,
        step_limit=800,
    )
    selected = "four"
    pace = 30.0
    expects = (
        Expectation("full", "converged", not_before=384, by_step=384, point="minimum", near=(-0.1719, 10.41), within=0.2),
        Expectation("four", "running", near=(1.057, 6.3), within=0.2),
    )
