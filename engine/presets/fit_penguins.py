"""A badly scaled feature."""

from typing import Literal

from engine.datasets.penguins_mass import PenguinsMass
from engine.fits.data import GeneratedData
from engine.losses.mean_squared_error import MeanSquaredError
from engine.models.line import LineModel
from engine.optimizers.gradient_descent import GradientDescent
from engine.preset import Expectation, Preset
from engine.problems.fit import FitProblem
from engine.run_config import Racer, RunConfig
from engine.text import N_


class FitPenguins(Preset):
    """A badly scaled feature."""

    kind: Literal["fit_penguins"] = "fit_penguins"

    title = N_("Raw units make a ravine")
    idea = N_("Grams against millimetres: a valley so narrow that no rate suits both. Standardise the data.")
    source = "A. M. Horst, A. P. Hill, K. B. Gorman, palmerpenguins: Palmer Archipelago (Antarctica) Penguin Data, 2020"
    group = N_("Lines and curves")
    place = 104
    run = RunConfig(
        problem=FitProblem(model=LineModel(), loss=MeanSquaredError(), data=GeneratedData(dataset=PenguinsMass())),
        racers=(Racer(id="gd", optimizer=GradientDescent(learning_rate=1e-05)),),
        step_limit=300,
    )
    selected = "gd"
    pace = 12.0
    expects = (Expectation("gd", "running", near=(-13.62, 7000), within=200.0),)
