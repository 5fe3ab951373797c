"""Two weights and no bias."""

from typing import Literal

from engine.datasets.blobs import Blobs
from engine.fits.data import GeneratedData
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.models.two_weights import TwoWeightsModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitTwoWeights(Preset):
    """Two weights and no bias."""

    kind: Literal["fit_two_weights"] = "fit_two_weights"

    title = N_("Accuracy is a staircase")
    idea = N_("The loss slopes everywhere; accuracy is a staircase without a slope. Switch between the two.")
    source = "F. Rosenblatt, The Perceptron: A Probabilistic Model for Information Storage and Organization in the Brain, 1958"
    group = N_("Classes")
    place = 123
    run = RunConfig(
        problem=FitProblem(
            model=TwoWeightsModel(), loss=BinaryCrossEntropy(from_logits=True), data=GeneratedData(dataset=Blobs(count=100))
        ),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=0.5)),),
        step_limit=300,
    )
    selected = "gd"
    pace = 12.0
    expects = (Expectation("gd", "running", near=(2.346, 1.884), within=0.1),)
