"""Two species of iris that look alike."""

from typing import Literal

from engine.dataset import Dataset
from engine.fits.points import Points
from engine.measured import columns, labels
from engine.measured.iris import ROWS
from engine.text import N_

_OVERLAPPING = {species: ROWS[species] for species in ("versicolor", "virginica")}


class IrisPair(Dataset):
    """Iris versicolor and virginica, 50 flowers each, by length and width of their petals.

    Source: R. A. Fisher, "The Use of Multiple Measurements in Taxonomic Problems", 1936.
    """

    kind: Literal["iris_pair"] = "iris_pair"

    title = N_("Two iris species")
    idea = N_("Real classes overlap: the best line still errs on a few flowers, and the probability says where.")
    source = "R. A. Fisher, The Use of Multiple Measurements in Taxonomic Problems, 1936"
    licence = "CC BY 4.0 (UCI Machine Learning Repository, doi:10.24432/C56C76)"
    task = "binary"
    features = (N_("Petal length (cm)"), N_("Petal width (cm)"))
    target = N_("Species")
    classes = tuple(_OVERLAPPING)

    def points(self) -> Points:
        return Points(columns(_OVERLAPPING, 2, 3), labels(_OVERLAPPING))
