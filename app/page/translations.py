"""gettext catalogues: ``app/locales/<language>/*.po``, read and merged at start-up.

One file for each corner of the product, so that authors do not meet in one file. English is the
sentence itself.
"""

from collections.abc import Callable
from functools import cache
from typing import Literal, TypeAlias, get_args

from babel.messages.pofile import read_po

from app.paths import LOCALES

Language: TypeAlias = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Translate: TypeAlias = Callable[[str], str]


@cache
def sentences(language: Language) -> dict[str, str]:
    """Sentence → translation. Where two files say the same sentence they must agree; a test sees to it."""
    merged: dict[str, str] = {}
    for path in sorted((LOCALES / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            if message.id and message.string and not message.fuzzy:
                merged.setdefault(str(message.id), str(message.string))
    return merged


def translator(language: Language) -> Translate:
    """``_`` for templates and catalogue: the sentence in ``language``, else as it is."""
    known = sentences(language)
    return lambda sentence: known.get(sentence, sentence)


def preferred_language(header: str) -> Language:
    """The first of our languages in an ``Accept-Language`` header, by weight; English where none is asked for."""
    choices: list[tuple[float, int, Language]] = []
    for position, part in enumerate(header.split(",")):
        tag, _, weight = part.strip().partition(";")
        language = tag.split("-")[0].lower()
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        choices += [(-quality, position, known) for known in LANGUAGES if known == language and quality > 0]
    return min(choices)[2] if choices else "en"
