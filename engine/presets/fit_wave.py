"""A sine of unknown frequency."""

from typing import Literal

from engine.datasets.sine import Sine
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.sine import SineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitWave(Preset):
    """A sine of unknown frequency."""

    kind: Literal["fit_wave"] = "fit_wave"

    title = N_("A wave with many valleys")
    idea = N_("Every wrong frequency has its own valley: where the ball starts decides which wave it finds.")
    source = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006"
    group = N_("Lines and curves")
    place = 103
    run = RunConfig(
        problem=FitProblem(model=SineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=Sine(count=60, noise=0.1))),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.1)),),
        start=(0.6, 9.0),
        step_limit=400,
    )
    selected = "gd"
    pace = 16.0
    expects = (Expectation("gd", "converged", not_before=291, by_step=291, point="minimum", near=(1.004, 6.332), within=0.2),)
