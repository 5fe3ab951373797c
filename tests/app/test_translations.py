"""Every sentence that readers see has its Korean; the catalogues agree with one another."""

from collections import defaultdict

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from app.page.translations import preferred_language, sentences, translator
from app.paths import LOCALES, ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]


def extracted(folder: str) -> list[tuple[str, str]]:
    """(file, sentence) of everything marked in a folder."""
    found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS)
    return [(f"{folder}/{name}", str(message)) for name, _, message, _, _ in found]


@pytest.mark.parametrize("folder", ["engine", "app", "templates"])
def test_every_marked_sentence_has_korean(folder: str) -> None:
    korean = sentences("ko")
    found = extracted(folder)
    missing = [f"{name}: {sentence}" for name, sentence in found if sentence not in korean]
    assert not missing, "no Korean for\n" + "\n".join(missing)


def test_sentences_are_found_at_all() -> None:
    sentences_found = {sentence for _, sentence in extracted("engine")}
    assert "Learning rate" in sentences_found


def test_files_agree_where_they_say_the_same() -> None:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((LOCALES / "ko").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="ko"):
                if message.id:
                    said[str(message.id)][path.name] = str(message.string)
    differing = {sentence: files for sentence, files in said.items() if len(set(files.values())) > 1}
    assert not differing


def test_placeholders_are_kept() -> None:
    for sentence, translation in sentences("ko").items():
        assert sorted(part.split("}")[0] for part in sentence.split("{")[1:]) == sorted(
            part.split("}")[0] for part in translation.split("{")[1:]
        ), sentence


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert translator("ko")("No such sentence.") == "No such sentence."


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ko", "ko"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en-GB,en;q=0.9,ko;q=0.8", "en"),
        ("fr,ko;q=0.5,en;q=0.4", "ko"),
        ("fr, de", "en"),
        ("ko;q=0, en;q=0.1", "en"),
        ("ko;q=nonsense, en", "en"),
        ("*", "en"),
    ],
)
def test_language_is_negotiated(header: str, language: str) -> None:
    assert preferred_language(header) == language
