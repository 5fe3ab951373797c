"""With and without a penalty."""

from typing import Literal

from engine.datasets.iris_pair import IrisPair
from engine.fits.data import GeneratedData
from engine.losses.binary_cross_entropy import BinaryCrossEntropy
from engine.models.logistic import LogisticModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitOwn, FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitPenalty(Preset):
    """With and without a penalty."""

    kind: Literal["fit_penalty"] = "fit_penalty"

    title = N_("With and without L2")
    idea = N_("The same classes, three penalties: the larger the penalty, the smaller the weight in its valley.")
    source = "A. E. Hoerl, R. W. Kennard, Ridge Regression: Biased Estimation for Nonorthogonal Problems, 1970"
    group = N_("Classes")
    place = 124
    run = RunConfig(
        problem=FitProblem(
            model=LogisticModel(),
            loss=BinaryCrossEntropy(from_logits=True),
            data=GeneratedData(dataset=IrisPair()),
            standardise=True,
        ),
        racers=(
            Racer(id="free", optimizer=GradientDescent(learning_rate=2.0)),
            Racer(id="weak", optimizer=GradientDescent(learning_rate=2.0), own=FitOwn(l2=0.01)),
            Racer(id="strong", optimizer=GradientDescent(learning_rate=2.0), own=FitOwn(l2=0.1)),
        ),
        step_limit=300,
    )
    selected = "weak"
    pace = 16.0
    expects = (
        Expectation("free", "running", near=(6.95, 0.357)),
        Expectation("weak", "converged", by_step=74, not_before=74, point="minimum", near=(3.355, 0.134)),
        Expectation("strong", "converged", by_step=20, not_before=20, point="minimum", near=(1.368, 0.0225)),
    )
