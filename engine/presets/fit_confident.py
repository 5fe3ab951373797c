"""Squared error under a sigmoid."""

from typing import Literal

from engine.datasets.iris_pair import IrisPair
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.logistic import LogisticModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitConfident(Preset):
    """Squared error under a sigmoid."""

    kind: Literal["fit_confident"] = "fit_confident"

    title = N_("A confident mistake, squared")
    idea = N_("Squared, a confident mistake has almost no slope. Choose cross-entropy, and the ball rolls.")
    source = "X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010"
    group = N_("Classes")
    place = 122
    run = RunConfig(
        problem=FitProblem(model=LogisticModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=IrisPair()), standardise=True),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=1.0)),),
        step_limit=200,
    )
    selected = "gd"
    pace = 12.0
    expects = (Expectation("gd", "running", near=(-2.628, 8.019), within=0.2),)
