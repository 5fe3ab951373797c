"""Squared error and cross-entropy, side by side."""

from typing import Literal

from engine.datasets.iris_pair import IrisPair
from engine.fits.data import GeneratedData
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.logistic import LogisticModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitOwn, FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitTwoLosses(Preset):
    """The same start, sure and wrong, and the same rate; each racer with the loss of its own."""

    kind: Literal["fit_two_losses"] = "fit_two_losses"

    title = N_("Two losses, one mistake")
    idea = N_("Both begin sure and wrong, at one rate: cross-entropy pulls back at once, squared error hardly.")
    source = "X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010"
    group = N_("Classes")
    place = 125
    run = RunConfig(
        problem=FitProblem(
            model=LogisticModel(),
            loss=BinaryCrossEntropy(from_logits=True),
            data=GeneratedData(dataset=IrisPair()),
            standardise=True,
        ),
        racers=(
            Racer(id="crossed", optimizer=GradientDescent(learning_rate=1.0)),
            Racer(id="squared", optimizer=GradientDescent(learning_rate=1.0), own=FitOwn(loss=MeanSquaredError())),
        ),
        step_limit=200,
    )
    selected = "squared"
    pace = 12.0
    expects = (
        Expectation("crossed", "running", near=(5.61, 0.274), within=0.1),
        Expectation("squared", "running", near=(-2.628, 8.019), within=0.2),
    )
