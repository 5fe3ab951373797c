"""How heavy a penguin is."""

from typing import Literal

from engine.dataset import Dataset
from engine.fits.points import Points
from engine.measured import columns
from engine.measured.penguins import ROWS
from engine.text import N_


class PenguinsMass(Dataset):
    """Body mass of 342 penguins by the length of their flippers.

    Least squares gives 49.7 g for each millimetre and explains 76 % of the variance.

    Source: A. M. Horst, A. P. Hill, K. B. Gorman, "palmerpenguins: Palmer Archipelago (Antarctica) Penguin Data", 2020.
    """

    kind: Literal["penguins_mass"] = "penguins_mass"

    title = N_("Weight of penguins")
    idea = N_("A real line: one feature far from zero makes a long ravine until it is standardised.")
    source = "A. M. Horst, A. P. Hill, K. B. Gorman, palmerpenguins: Palmer Archipelago (Antarctica) Penguin Data, 2020"
    licence = "CC0 1.0"
    task = "regression"
    features = (N_("Flipper length (mm)"),)
    target = N_("Body mass (g)")

    def points(self) -> Points:
        return Points(columns(ROWS, 2), columns(ROWS, 3)[:, 0])
