"""Three batch sizes."""

from typing import Literal

from engine.datasets.line import Line
from engine.fits.batches import MiniBatch
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.line import LineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitBatches(Preset):
    """Three batch sizes."""

    kind: Literal["fit_batches"] = "fit_batches"

    title = N_("Batch, mini-batch, stochastic")
    idea = N_("All examples at once walk straight, eight at a time waver, one at a time stagger.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Batches")
    place = 111
    run = RunConfig(
        problem=FitProblem(model=LineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=Line(count=64, noise=0.8))),
        racers=(
            Racer(id="full", optimizer=GradientDescent(learning_rate=0.05)),
            Racer(id="mini", optimizer=GradientDescent(learning_rate=0.05), batch=MiniBatch(size=8)),
            Racer(id="one", optimizer=GradientDescent(learning_rate=0.05), batch=MiniBatch(size=1)),
        ),
        step_limit=256,
    )
    selected = "mini"
    pace = 12.0
    expects = (
        Expectation("full", "converged", not_before=90, by_step=90, point="minimum", near=(1.548, 0.5179), within=0.1),
        Expectation("mini", "running", near=(1.593, 0.5226), within=0.1),
        Expectation("one", "running", near=(1.361, 0.847), within=0.1),
    )
