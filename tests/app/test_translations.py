"""Every text that readers see is there in every language; the catalogues agree with one another."""

import re
from collections import defaultdict

import pytest
from babel import Locale
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from app.page import translations
from app.page.linking import link
from app.page.translations import (
    LANGUAGES,
    SOURCE,
    catalogues,
    keys_in,
    named_languages,
    plural_places,
    preferred_language,
    texts,
    texts_of,
    translator,
)
from app.paths import LOCALES, ROOT, STATIC

KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
FOLDERS = ("engine", "app", "templates")
OTHERS = [language for language in LANGUAGES if language != SOURCE]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# A number and what it counts, in English: "{steps} steps", "{count} learning rates".
COUNTED = re.compile(r"\{(\w+)\} (?:[a-z]+ )?([a-z]+s)\b")
NO_NOUNS = {"is", "has", "as", "costs", "belongs", "times", "ns", "ms"}
MODULES = {path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js")}
# Named by the server: what every page calls the languages.
OF_THE_SERVER = {"language.name", "language.short"}


def extracted(folder: str) -> list[tuple[str, str]]:
    """(file, sentence) of everything marked in a folder."""
    found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS)
    return [(f"{folder}/{name}", str(message)) for name, _, message, _, _ in found]


def test_korean_words_are_those_of_the_field() -> None:
    """One of the data is 데이터, never 예, which reads as "yes"; what descends is a 공."""
    for key, text in texts("ko").items():
        said = " ".join(text.forms.values())
        assert "주자" not in said, key
        assert not re.search(r"(?<![가-힣])예(?=[ 의가는를에부]|$)(?!를 들)", said), (key, said)


def test_the_languages_are_the_folders_english_first() -> None:
    assert set(LANGUAGES) == {path.name for path in LOCALES.iterdir()}
    assert LANGUAGES[0] == SOURCE
    assert {"en", "ko"} <= set(LANGUAGES)
    for language, name, short in named_languages():
        assert name == Locale.parse(language).get_display_name(language).split(" (")[0]
        assert 0 < len(short) <= len(name)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_marked_sentence_is_there(folder: str, language: str) -> None:
    known = texts(language)
    missing = [f"{name}: {sentence}" for name, sentence in extracted(folder) if sentence not in known]
    assert not missing, f"not in {language}:\n" + "\n".join(missing)


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_is_there(language: str) -> None:
    missing = sorted(set(texts(SOURCE)) - set(texts(language)))
    assert not missing, f"not in {language}: {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_there_that_nobody_says(language: str) -> None:
    marked = {sentence for folder in FOLDERS for _, sentence in extracted(folder)}
    keys = OF_THE_SERVER | keys_in("".join(MODULES.values()))
    unused = sorted(set(texts(language)) - keys - (marked if language != SOURCE else set()))
    assert not unused, f"in {language} for nothing: {unused}"


def test_sentences_are_found_at_all() -> None:
    assert "Learning rate" in {sentence for _, sentence in extracted("engine")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_agree_where_they_say_the_same(language: str) -> None:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for name, catalogue in catalogues(language):
        for message in catalogue:
            if message.id:
                assert message.string, f"{language}/{name}: {message.id} is empty"
                assert not message.fuzzy, f"{language}/{name}: {message.id} is fuzzy"
                said[str(message.id)][name] = str(message.string)
    differing = {sentence: files for sentence, files in said.items() if len(set(files.values())) > 1}
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_browser(language: str) -> None:
    for name, catalogue in catalogues(language):
        pairs = set(plural_places(catalogue))
        assert len(pairs) == len(dict(pairs)), f"{language}/{name}: Plural-Forms does not follow CLDR: {sorted(pairs)}"
        assert {place for _, place in pairs} == set(range(catalogue.num_plurals)), f"{language}/{name}"
        for message in catalogue:
            if message.pluralizable:
                assert len(message.string) == catalogue.num_plurals, f"{language}/{name}: forms of {message.id}"


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_kept(language: str) -> None:
    english = texts(SOURCE)
    for key, text in texts(language).items():
        original = english[key].plain if key in english else key
        assert sorted(PLACEHOLDER.findall(text.plain)) == sorted(PLACEHOLDER.findall(original)), f"{language}: {key}"
        assert text.by == (english[key].by if key in english else ""), f"{language}: {key} agrees with another number"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_say_the_same(language: str) -> None:
    for key, text in texts(language).items():
        for form, sentence in text.forms.items():
            # "one" may do without its number.
            missing = set(PLACEHOLDER.findall(text.plain)) ^ set(PLACEHOLDER.findall(sentence))
            assert missing <= {text.by}, f"{language}: {key}, {form}"


def test_english_that_counts_has_plural_forms() -> None:
    for key, text in texts(SOURCE).items():
        counting = {number for number, noun in COUNTED.findall(text.plain) if noun not in NO_NOUNS}
        assert counting <= {text.by}, f"{key} says a number of something: {text.plain}"
        assert (not text.by) == (set(text.forms) == {"other"}), key
        if text.by:
            assert text.forms["one"] != text.forms["other"], key


def test_a_count_of_one_is_one() -> None:
    assert texts("en")["count.rows"].forms == {"one": "{count} row", "other": "{count} rows"}
    assert texts("ko")["count.rows"].forms == {"other": "{count}행"}


def test_every_key_that_a_module_says_has_a_text() -> None:
    for name, source in MODULES.items():
        unknown = [key for key in re.findall(r"""\bt\(\s*["']([\w.]+)["']""", source) if key not in texts(SOURCE)]
        assert not unknown, f"{name}: {unknown}"


def test_keys_are_found_in_whatever_way_modules_say_them() -> None:
    said = 't("close"); const key = isOwn ? "start.own" : "start.shared"; t(`theme.${theme}`); t(`sweep.readout_${kind ?? "x"}`)'
    assert keys_in(said) == {
        *("close", "start.own", "start.shared", "theme.system", "theme.light", "theme.dark"),
        *(f"sweep.readout_{kind}" for kind in ("reached", "not_reached", "diverged", "untried")),
    }
    assert keys_in("close(); // theme.dark") == set()


def test_a_page_is_sent_the_texts_that_it_says_in_one_language() -> None:
    laboratory, page = (link(MODULES, entry) for entry in ("pages/losses.js", "pages/fit.js"))
    sent = texts_of(laboratory, "ko")
    assert sent["lab.reading"] == texts("ko")["lab.reading"].plain
    assert not [key for key in sent if key.startswith(("cost.", "pictures.", "sweep."))], "said by other pages"
    assert not [key for key in texts_of(page, "en") if key.startswith("lab.")]
    assert texts_of(page, "en")["sweep.not_reached"] == {
        "by": "limit",
        "one": "not within {limit} step",
        "other": "not within {limit} steps",
    }


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
        ("ko;q=0", "en"),
        ("ko;q=0.0, fr", "en"),
        ("ko;q=0.001", "ko"),
        ("en;q=0, ko;q=0.1", "ko"),
        ("en;q=0.5, ko;q=0.5", "en"),
        ("ko;q=0.5, en;q=0.5", "ko"),
        ("ko; q=0.9, en; q=0.2", "ko"),
        ("KO", "ko"),
        ("kok, en;q=0.1", "en"),
        ("ko;q=nonsense, en", "en"),
        ("*", "en"),
        ("ko-KR;q=0.9, en;q=0.8", "ko"),
        ("ko-Kore-KR, en", "ko"),
        ("zh-Hant-TW, zh;q=0.9, ko;q=0.5, en;q=0.4", "ko"),
        ("ko-KR;q=0, ko", "ko"),
        ("ko;q=0, ko-KR, en;q=0.1", "en"),
        ("en;q=0", "ko"),
        ("en;q=0, *", "ko"),
        ("ko;q=0.4, *;q=0.5", "en"),
        ("en;q=0.4, *;q=0.5", "ko"),
        ("*;q=0, ko;q=0.1", "ko"),
        ("ko;q=1.5, en", "en"),
        ("ko;q=nan, en", "en"),
        (", ;q=1, ko", "ko"),
    ],
)
def test_language_is_negotiated(header: str, language: str) -> None:
    assert preferred_language(header) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-Hant-TW, ko", "zh-Hant"),
        ("ZH-HANT-x-own, ko", "zh-Hant"),
        ("zh-TW, ko", "ko"),
        ("zh, ko;q=0.1", "ko"),
        ("zh;q=0, zh-Hant-TW, ko;q=0.1", "ko"),
        ("pt-BR", "pt"),
        ("pt-BR, zh-Hant;q=0.9", "pt"),
    ],
)
def test_a_language_with_a_script_is_found_by_lookup(monkeypatch: pytest.MonkeyPatch, header: str, language: str) -> None:
    monkeypatch.setattr(translations, "LANGUAGES", ("en", "ko", "pt", "zh-Hant"))
    assert preferred_language(header) == language
