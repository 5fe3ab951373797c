"""Linear regression by gradient descent."""

from typing import Literal

from engine.datasets.line import Line
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.line import LineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitLine(Preset):
    """Linear regression by gradient descent."""

    kind: Literal["fit_line"] = "fit_line"

    title = N_("A line through points")
    idea = N_("Slope and intercept move at the same time: the ball rolls and the line turns into the points.")
    source = "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805"
    group = N_("Lines and curves")
    place = 101
    run = RunConfig(
        problem=FitProblem(model=LineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=Line(count=40))),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.05)),),
        step_limit=120,
    )
    selected = "gd"
    pace = 8.0
    expects = (Expectation("gd", "converged", not_before=91, by_step=91, point="minimum", near=(1.527, 0.4806), within=0.1),)
