"""The laboratory of losses."""

from typing import Any

from app.page.catalogue import catalogue
from app.page.lab import described
from app.page.page import Page
from app.page.translations import Language
from engine.text import N_


def opening(language: Language) -> dict[str, Any]:
    """Every exhibit with its first answer, and all that is known of the losses."""
    return {"exhibits": described(language), "losses": catalogue(language)["losses"]}


PAGE = Page(
    name="losses",
    place=3,
    path="/losses",
    tab=N_("Losses"),
    template="losses.html",
    entry="pages/losses.js",
    styles=(
        *("tokens", "layout", "layout_sizes", "controls", "sheets", "dialogs", "explained", "code_lines"),
        *("lab", "lab_reading", "lab_sizes", "lab_pictures", "lab_bars", "lab_softmax", "lab_pictures_sizes"),
    ),
    opening=opening,
)
