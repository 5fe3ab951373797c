"""Training with central differences."""

from typing import Literal

from engine.datasets.iris_pair import IrisPair
from engine.fits.data import GeneratedData
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.models.logistic import LogisticModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.running.differences import NumericalGradient
from engine.text import N_


class FitNumerical(Preset):
    """Training with central differences."""

    kind: Literal["fit_numerical"] = "fit_numerical"

    title = N_("Numerical gradient, same path")
    idea = N_("One ball derives its slope, the other measures it: the same path, four evaluations a step.")
    source = "W. H. Press and others, Numerical Recipes, 3rd edition, 2007"
    group = N_("Gradient")
    place = 131
    run = RunConfig(
        problem=FitProblem(
            model=LogisticModel(), loss=BinaryCrossEntropy(from_logits=True), data=GeneratedData(dataset=IrisPair()), standardise=True
        ),
        racers=(
            Racer(id="exact", optimizer=GradientDescent(learning_rate=1.0)),
            Racer(id="numerical", optimizer=GradientDescent(learning_rate=1.0), gradient=NumericalGradient(epsilon=1e-05)),
        ),
        step_limit=200,
    )
    selected = "numerical"
    pace = 12.0
    expects = (
        Expectation("exact", "running", near=(5.61, 0.274), within=0.2),
        Expectation("numerical", "running", near=(5.61, 0.274), within=0.2),
    )
