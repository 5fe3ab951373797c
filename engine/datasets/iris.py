"""Fisher's iris flowers."""

from typing import Literal, TypeAlias

from engine.config import choice
from engine.dataset import TwoMeasures
from engine.measured.iris import ROWS
from engine.text import N_

Measure: TypeAlias = Literal["sepal_length", "sepal_width", "petal_length", "petal_width"]
_NAMES = {
    "sepal_length": N_("Sepal length (cm)"),
    "sepal_width": N_("Sepal width (cm)"),
    "petal_length": N_("Petal length (cm)"),
    "petal_width": N_("Petal width (cm)"),
}


class Iris(TwoMeasures):
    """150 flowers of three species by two of their four measures.

    Setosa is parted from the others by a straight line; versicolor and virginica overlap.

    Source: R. A. Fisher, "The Use of Multiple Measurements in Taxonomic Problems", 1936.
    """

    kind: Literal["iris"] = "iris"
    first: Measure = choice("petal_length", choices=_NAMES, title=N_("First feature"), help=N_("The measure on the horizontal axis."))
    second: Measure = choice("petal_width", choices=_NAMES, title=N_("Second feature"), help=N_("The measure on the vertical axis."))

    title = N_("Iris flowers")
    idea = N_("Three species: one stands apart, two overlap.")
    source = "R. A. Fisher, The Use of Multiple Measurements in Taxonomic Problems, 1936"
    licence = "CC BY 4.0 (UCI Machine Learning Repository, doi:10.24432/C56C76)"
    task = "multiclass"
    features = (_NAMES["petal_length"], _NAMES["petal_width"])
    target = N_("Species")
    classes = ("setosa", "versicolor", "virginica")
    measures = _NAMES
    rows_of = ROWS
