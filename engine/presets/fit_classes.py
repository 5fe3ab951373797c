"""Logistic regression."""

from typing import Literal

from engine.datasets.iris_pair import IrisPair
from engine.fits.data import GeneratedData
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.models.logistic import LogisticModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitClasses(Preset):
    """Logistic regression."""

    kind: Literal["fit_classes"] = "fit_classes"

    title = N_("A probability climbs")
    idea = N_("Two iris species by the length of a petal: the curve turns until it tells them apart.")
    source = "D. R. Cox, The Regression Analysis of Binary Sequences, 1958"
    group = N_("Classes")
    place = 121
    run = RunConfig(
        problem=FitProblem(
            model=LogisticModel(), loss=BinaryCrossEntropy(from_logits=True), data=GeneratedData(dataset=IrisPair()), standardise=True
        ),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=1.0)),),
        step_limit=200,
    )
    selected = "gd"
    pace = 12.0
    expects = (Expectation("gd", "running", near=(5.61, 0.274), within=0.2),)
