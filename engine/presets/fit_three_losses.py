"""Three losses, one outlier."""

from typing import Literal

from engine.datasets.noisy_line import NoisyLine
from engine.fits.data import GeneratedData
from engine.losses.huber import Huber
from engine.losses.mean_absolute_error import MeanAbsoluteError
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.line import LineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitOwn, FitProblem
from engine.run_config import Racer, RunConfig
from engine.schedules.exponential import Exponential
from engine.text import N_


class FitThreeLosses(Preset):
    """Three losses, one outlier."""

    kind: Literal["fit_three_losses"] = "fit_three_losses"

    title = N_("Three losses, the same data")
    idea = N_("Only squared error chases the wild points. Select a ball to see its own valley.")
    source = "P. J. Huber, Robust Estimation of a Location Parameter, 1964"
    group = N_("Lines and curves")
    place = 105
    run = RunConfig(
        problem=FitProblem(model=LineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=NoisyLine(count=40))),
        racers=(
            Racer(id="squared", optimizer=GradientDescent(learning_rate=0.1)),
            Racer(
                id="absolute",
                optimizer=GradientDescent(learning_rate=0.4),
                schedule=Exponential(gamma=0.98),
                own=FitOwn(loss=MeanAbsoluteError()),
            ),
            Racer(id="huber", optimizer=GradientDescent(learning_rate=0.3), own=FitOwn(loss=Huber())),
        ),
        step_limit=240,
    )
    selected = "squared"
    pace = 12.0
    expects = (
        Expectation("squared", "converged", not_before=46, by_step=46, point="minimum", near=(1.849, 1.61)),
        Expectation("absolute", "running", near=(1.52, 0.43)),
        Expectation("huber", "converged", not_before=63, by_step=63, point="minimum", near=(1.58, 0.632)),
    )
