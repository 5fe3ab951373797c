"""A falling learning rate ends the noise."""

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
from engine.schedules.inverse_time import InverseTime
from engine.text import N_


class FitSettle(Preset):
    """A falling learning rate ends the noise."""

    kind: Literal["fit_settle"] = "fit_settle"

    title = N_("A schedule settles the noise")
    idea = N_("Two examples at a time never come to rest; a falling rate brings them to the minimum.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    group = N_("Batches")
    place = 113
    run = RunConfig(
        problem=FitProblem(model=LineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=Line(count=64, noise=0.8))),
        racers=(
            Racer(id="constant", optimizer=GradientDescent(learning_rate=0.05), batch=MiniBatch(size=2)),
            Racer(id="falling", optimizer=GradientDescent(learning_rate=0.05), schedule=InverseTime(decay=0.02), batch=MiniBatch(size=2)),
        ),
        step_limit=640,
    )
    selected = "falling"
    pace = 30.0
    expects = (
        Expectation("constant", "running", near=(1.472, 0.426), within=0.1),
        Expectation("falling", "running", near=(1.548, 0.5168), within=0.1),
    )
