"""The texts of every language: gettext catalogues, ``app/locales/<language>/*.po``, read and merged at start-up.

A folder is a language; one that is there is offered. One file for each corner of the product, so that authors do
not meet in one file. The id of a text is either the English sentence itself, marked where it is written (``N_`` of
members, ``_`` of templates), or a key (``t("notice.grid")`` in the page's modules), whose English stands in
``locales/en``. A text that agrees with a number names it as its ``msgid_plural``::

    msgid "sweep.best_of"
    msgid_plural "{steps}"
    msgstr[0] "{racer}: {steps} step at α {rate}"
    msgstr[1] "{racer}: {steps} steps at α {rate}"
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from gettext import c2py
from typing import NamedTuple, TypeAlias

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app.paths import LOCALES

Language: TypeAlias = str
SOURCE: Language = "en"
"""The language the product is written in."""
LANGUAGES: tuple[Language, ...] = tuple(
    sorted((folder.name for folder in LOCALES.iterdir() if folder.is_dir()), key=lambda name: (name != SOURCE, name))
)
Translate: TypeAlias = Callable[[str], str]

# Every plural form that gettext's rules and CLDR's tell apart is met on the way; some languages count millions in their own.
_COUNTS = (*range(1_000), 1_000_000)


class Text(NamedTuple):
    """A text: ``forms`` by CLDR's names of plural forms (``one``, ``few`` …; always ``other``), chosen by the number ``by``."""

    forms: dict[str, str]
    by: str = ""

    @property
    def plain(self) -> str:
        """As it reads where no number chooses."""
        return self.forms["other"]


def plural_places(catalogue: Catalog) -> Iterator[tuple[str, int]]:
    """(CLDR's name of a form, gettext's number of it) of one count after the other: the two agree where a pair is always the same."""
    assert catalogue.locale is not None
    name, place = Locale.parse(str(catalogue.locale)).plural_form, c2py(catalogue.plural_expr)
    return ((name(count), place(count)) for count in _COUNTS)


def catalogues(language: Language) -> Iterator[tuple[str, Catalog]]:
    """(name of the file, what is in it), file after file."""
    for path in sorted((LOCALES / language).glob("*.po")):
        with path.open("rb") as file:
            yield path.name, read_po(file, locale=language, abort_invalid=True)


@cache
def texts(language: Language) -> dict[str, Text]:
    """Id → text. Where two files have the same id they must agree; a test sees to it."""
    merged: dict[str, Text] = {}
    for _, catalogue in catalogues(language):
        places = dict(plural_places(catalogue))
        for message in catalogue:
            key, *counted = _strings(message.id)
            forms = _strings(message.string)
            if not key or message.fuzzy or not all(forms):
                continue
            by_name = {name: forms[place] for name, place in places.items()} if counted else {}
            # A form that no whole number takes is that of fractions: the last, as gettext's authors have it.
            merged.setdefault(key, Text({"other": forms[-1], **by_name}, counted[0].strip("{}") if counted else ""))
    return merged


def _strings(given: str | Sequence[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ("",))


def translator(language: Language) -> Translate:
    """``_`` for templates and catalogue: the sentence in ``language``, else as it is."""
    known = texts(language)
    return lambda sentence: known[sentence].plain if sentence in known else sentence


class Named(NamedTuple):
    """A language by its own names."""

    tag: Language
    name: str
    short: str


def named_languages() -> list[Named]:
    """Every language there is, as its catalogue names it."""
    return [Named(tag, texts(tag)["language.name"].plain, texts(tag)["language.short"].plain) for tag in LANGUAGES]


# Keys stand in the page's modules as they are, or with a part that is filled in: t(`theme.${chosen}`).
_BUILT = re.compile(r"`([a-z_]+\.[^`\s]*\$\{[^`]*)`")
_FILLED = re.compile(r"\$\{[^}]*\}")


def keys_in(program: str) -> set[str]:
    """Keys of the texts that a page's modules can say."""
    built = {r"[\w.]+".join(map(re.escape, _FILLED.split(key))) for key in _BUILT.findall(program)}
    is_built = re.compile("|".join(sorted(built)) or "(?!)").fullmatch
    return {key for key in texts(SOURCE) if f'"{key}"' in program or is_built(key)}


def texts_of(program: str, language: Language) -> dict[str, str | dict[str, str]]:
    """What a page is sent: key → text, or its forms with the name of the number that chooses (static/text.js)."""
    known = texts(language)
    said = {key: known[key] for key in sorted(keys_in(program)) if key in known}
    return {key: {"by": text.by, **text.forms} if len(text.forms) > 1 else text.plain for key, text in said.items()}


def preferred_language(header: str) -> Language:
    """The language of ours that an ``Accept-Language`` header asks for first; English where it asks for none.

    A range finds a language by RFC 4647's lookup: ``zh-Hant-TW`` is shortened from its end until there is one of that name. What has a
    weight of 0 is not acceptable; ``*`` is any language that no other range found.
    """
    wishes = sorted(_wishes(header), key=lambda wish: -wish[1])
    found = {tag: _looked_up(tag) for tag, _ in wishes}
    refused = {known for tag, weight in wishes if weight == 0 for known in LANGUAGES if f"{known.lower()}-".startswith(f"{tag}-")}
    others = [known for known in LANGUAGES if known not in refused]
    for tag, weight in wishes:
        language = next((known for known in others if known not in found.values()), None) if tag == "*" else found[tag]
        if weight > 0 and language in others:
            return language
    return others[0] if others else SOURCE


def _wishes(header: str) -> Iterator[tuple[str, float]]:
    """(range, weight from 0 to 1) in the order they were written; what is no weight counts for nothing."""
    for part in header.lower().split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and 0 <= quality <= 1:
            yield tag.strip(), quality


def _looked_up(tag: str) -> Language | None:
    """The language of the name, or of the longest beginning of it that names one."""
    parts = tag.split("-")
    while parts:
        for known in LANGUAGES:
            if known.lower() == "-".join(parts):
                return known
        parts.pop()
        if parts and len(parts[-1]) == 1:  # what begins an extension says nothing without it
            parts.pop()
    return None
