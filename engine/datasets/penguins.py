"""Penguins of three species."""

from typing import Literal, TypeAlias

from engine.config import choice
from engine.dataset import TwoMeasures
from engine.measured.penguins import ROWS
from engine.text import N_

Measure: TypeAlias = Literal["bill_length", "bill_depth", "flipper_length", "body_mass"]
_NAMES = {
    "bill_length": N_("Bill length (mm)"),
    "bill_depth": N_("Bill depth (mm)"),
    "flipper_length": N_("Flipper length (mm)"),
    "body_mass": N_("Body mass (g)"),
}


class Penguins(TwoMeasures):
    """342 penguins of three species by two of their four measures.

    Source: A. M. Horst, A. P. Hill, K. B. Gorman, "palmerpenguins: Palmer Archipelago (Antarctica) Penguin Data", 2020.
    """

    kind: Literal["penguins"] = "penguins"
    first: Measure = choice("bill_length", choices=_NAMES, title=N_("First feature"), help=N_("The measure on the horizontal axis."))
    second: Measure = choice("flipper_length", choices=_NAMES, title=N_("Second feature"), help=N_("The measure on the vertical axis."))

    title = N_("Penguins")
    idea = N_("Three species told apart by bill and flipper, in measures of very different size: standardise them.")
    source = "A. M. Horst, A. P. Hill, K. B. Gorman, palmerpenguins: Palmer Archipelago (Antarctica) Penguin Data, 2020"
    licence = "CC0 1.0"
    task = "multiclass"
    features = (_NAMES["bill_length"], _NAMES["flipper_length"])
    target = N_("Species")
    classes = (N_("Adelie"), N_("Gentoo"), N_("Chinstrap"))
    measures = _NAMES
    rows_of = ROWS
