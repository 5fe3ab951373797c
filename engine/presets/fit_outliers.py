"""Squared error and outliers."""

from typing import Literal

from engine.datasets.noisy_line import NoisyLine
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.line import LineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitOutliers(Preset):
    """Squared error and outliers."""

    kind: Literal["fit_outliers"] = "fit_outliers"

    title = N_("Outliers pull")
    idea = N_("Wild points drag the line away. Choose the absolute error or Huber’s and watch the valley move.")
    source = "P. J. Huber, Robust Estimation of a Location Parameter, 1964"
    group = N_("Lines and curves")
    place = 102
    run = RunConfig(
        problem=FitProblem(model=LineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=NoisyLine(count=40))),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.1)),),
        step_limit=120,
    )
    selected = "gd"
    pace = 8.0
    expects = (Expectation("gd", "converged", not_before=46, by_step=46, point="minimum", near=(1.849, 1.61), within=0.2),)
