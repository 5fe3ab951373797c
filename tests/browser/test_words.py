"""Every word on the page is in the catalogues: a language made up of brackets, added by its folder alone, shows what is not."""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from playwright.sync_api import Browser, Page

from app.page.lab import exhibits
from app.page.translations import LANGUAGES, named_languages, texts
from engine.registry import members
from tests.browser.conftest import OpenPage, await_answer, free_port, pages_of
from tests.browser.driving import drawn, each_dialog, each_sheet
from tests.browser.test_losses_page import show

ROOT = Path(__file__).parents[2]
# Alternating particles: which form is right depends on the sound before them, and a placeholder has none yet.
PARTICLE = re.compile(r"\}[)\]”’]?(은|는|이|가|을|를|과|와|으로|로|이라|라|이나|나|아|야)(?![가-힣])")
# A language of more plural forms than English, whose every text is the English one in brackets.
TAG, RULE = "pl", "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
FORMS = ("one", "few", "many")
# Names that are the same in every language, code, and what a key is called on the keyboard.
KNOWN = re.compile(
    r"Descent Playground|English|EN\b|한국어|Keras|PyTorch|(keras|torch)\.\S.*"
    r"|\b(Space|Shift|Home|End|Delete|Enter|Ctrl)\b|\b(log|exp|max|min|sin|cos|sign)\b"
)
# Visible text and what a screen reader is told, with where it stands; formulas and drawings are not words.
WORDS = """() => {
  const found = [], name = (node) => `${node.localName}.${node.getAttribute("class") ?? ""}#${node.id}`;
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true }) || node.closest(".unseen");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const holder = text.parentElement;
    if (holder.closest("script, style, noscript, math, svg, .line-expression, .code-line, .plotly") || !isShown(holder)) continue;
    let whole = holder;
    while (getComputedStyle(whole).display === "inline") whole = whole.parentElement;
    const isBlock = whole.querySelector("math, table, div, p, button") !== null;
    if (!holder.matches(".letter")) found.push([name(whole), isBlock ? text.data : whole.textContent]);
  }
  for (const node of document.querySelectorAll("body *")) {
    if (!isShown(node) || node.closest("svg, .plotly")) continue;
    for (const attribute of ["aria-label", "title", "aria-description", "aria-valuetext", "aria-roledescription", "placeholder", "alt"]) {
      if (node.hasAttribute(attribute)) found.push([`${name(node)} ${attribute}`, node.getAttribute(attribute)]);
    }
  }
  return found;
}"""


def made_up() -> Catalog:
    """All that the product says, as a translator would hand it in."""
    catalogue = Catalog(locale=TAG, header_comment="")
    for key, text in texts("en").items():
        one, many = text.forms.get("one", text.plain), text.plain
        if text.by:
            forms = tuple(f"⟦{name} {sentence}⟧" for name, sentence in zip(FORMS, (one, many, many), strict=True))
            catalogue.add((key, f"{{{text.by}}}"), forms)
        else:
            catalogue.add(key, f"⟦{many}⟧")
    for sentence in set(texts("ko")) - set(texts("en")):
        catalogue.add(sentence, f"⟦{sentence}⟧")
    return catalogue


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a product with one language more: a copy in which nothing is new but the language's folder."""
    root = tmp_path_factory.mktemp("product")
    for folder in ("app", "engine", "static", "templates"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "app" / "locales" / TAG
    folder.mkdir()
    with (folder / "all.po").open("wb") as file:
        write_po(file, made_up(), width=0)
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as server:
        try:
            await_answer(f"http://127.0.0.1:{port}", lambda: server.poll() is None)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture
def open_pseudo(browser: Browser, pseudo: str) -> Iterator[OpenPage]:
    yield from pages_of(browser, pseudo)


def got(url: str, **headers: str) -> tuple[str, Message]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.read().decode(), answer.headers


def test_no_particle_follows_a_placeholder() -> None:
    found = {key: text.forms for key, text in texts("ko").items() if any(map(PARTICLE.search, text.forms.values()))}
    assert found == {}


def test_the_made_up_language_counts_as_its_speakers_do() -> None:
    assert Catalog(locale=TAG).plural_forms.replace(" ", "") == RULE.replace(" ", "")


def test_a_language_is_a_folder(pseudo: str) -> None:
    for path in ("", "/fit", "/losses"):
        text, headers = got(f"{pseudo}/{TAG}{path}")
        assert headers["Content-Language"] == TAG
        assert f'<html lang="{TAG}">' in text
        assert f'hreflang="{TAG}" href="/{TAG}{path}"' in text
        assert "<title>⟦" in text
    catalogue = json.loads(got(f"{pseudo}/api/catalogue?lang={TAG}")[0])
    assert catalogue["optimizers"]["adam"]["title"] == "⟦Adam⟧"
    assert got(f"{pseudo}/", **{"Accept-Language": f"{TAG}, en;q=0.5"})[1]["Content-Language"] == TAG
    [asked] = json.loads(got(f"{pseudo}/api/openapi.json")[0])["paths"]["/api/catalogue"]["get"]["parameters"]
    assert asked["schema"]["enum"] == ["en", *sorted([*LANGUAGES[1:], TAG])]


def test_the_header_offers_every_language(open_pseudo: OpenPage) -> None:
    page = open_pseudo(f"/{TAG}/losses#exhibit=margin")
    languages = page.locator("#header .switch a")
    offered = {name.tag: name.short for name in named_languages()} | {TAG: "⟦EN⟧"}
    assert (
        dict(zip(languages.evaluate_all("(links) => links.map((link) => link.lang)"), languages.all_inner_texts(), strict=True)) == offered
    )
    assert page.locator("#header .switch a[aria-current]").get_attribute("lang") == TAG
    page.locator("#header .switch a[lang=ko]").click()
    page.wait_for_url(re.compile("/ko/losses#exhibit=margin(&|$)"))
    assert page.locator("html").get_attribute("lang") == "ko"


COUNTS = {0: "many", 1: "one", 2: "few", 5: "many", 12: "many", 22: "few", 1.5: "many"}


def test_texts_agree_with_their_numbers(open_pseudo: OpenPage) -> None:
    page = open_pseudo(f"/{TAG}/fit")
    say = """async ([key, counts]) => {
      const { t } = await import("/static/text.js"), { counted } = await import("/static/panels/amounts.js");
      return counts.map((count) => [t(key, { count }), t(key, { count: counted(count) }), t(key, { count: counted(count, "so many") })]);
    }"""
    for (count, form), (as_it_is, counted, otherwise) in zip(COUNTS.items(), page.evaluate(say, ["count.rows", list(COUNTS)]), strict=True):
        noun = "row" if form == "one" else "rows"
        assert (as_it_is, counted, otherwise) == (f"⟦{form} {count:g} {noun}⟧", f"⟦{form} {count:g} {noun}⟧", f"⟦{form} so many {noun}⟧")
    for path, text in (("/en/fit", "1 row"), ("/ko/fit", "1행")):
        page = open_pseudo(path)
        assert page.evaluate(say, ["count.rows", [1]])[0][:2] == [text, text]


def test_a_text_without_its_number_says_so(open_page: OpenPage) -> None:
    page = open_page("/en/fit")
    for key, missing in (("count.rows", "count"), ("racers.card", "racer")):
        said = page.evaluate(
            "async (key) => { const { t } = await import('/static/text.js'); try { t(key) } catch (e) { return e.message } }", key
        )
        assert said == f"text {key} needs {{{missing}}}"


# Where a member is from is said as its authors say it.
SOURCES = re.compile(
    "|".join(
        re.escape(member.source)
        for folder in ("optimizers", "surfaces", "losses", "datasets", "presets")
        for member in members(folder).values()
    )
)


# A name that was shortened has lost its second bracket.
CUT = re.compile(r"⟦[^⟦⟧]*…$")


def stray(page: Page) -> list[str]:
    """Words that no translator has seen."""
    drawn(page)
    found = []
    for where, text in page.evaluate(WORDS):
        left = CUT.sub(" ", SOURCES.sub("", text.strip()))
        while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", left)) != left:
            left = shorter
        if re.search(r"[A-Za-z가-힣]{2,}", KNOWN.sub(" ", left)):
            found.append(f"{where}: {text.strip()[:80]}")
    return found


@pytest.mark.parametrize(
    "run",
    [
        "/fit#preset=fit_batches&step=40",
        "#surface=rosenbrock&racers=gradient_descent~learning_rate:0.1;adam/schedule:cosine~warmup_steps:3&seed=0&step_limit=60&step=40",
        "#surface=wavy_parabola&racers=momentum/noise:0.5/clipping:norm;rmsprop&seed=0&step_limit=60&step=9&atlantis=1",
    ],
)
def test_every_word_goes_through_the_catalogues(open_pseudo: OpenPage, run: str) -> None:
    page = open_pseudo(f"/{TAG}{run}", webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 40 || globalThis.playground?.session.tape?.ended")
    page.locator(".stage-row").nth(3).click()
    page.locator(".rate-number").fill("nonsense")
    page.keyboard.press("Enter")
    assert "⟦" in page.locator("#rate-fault").inner_text(), "the sentences are wrapped"
    found = {"page": stray(page)}
    page.keyboard.press("Escape")
    for dialog in each_dialog(page):
        found[dialog] = stray(page)
    for sheet in each_sheet(page):
        found[sheet] = stray(page)
    for name in ("gradient", "learning rate"):
        curve = name.replace(" ", "_").replace("gradient", "gradient_norm")
        page.evaluate("(curve) => playground.store.set({ curve, playing: true })", curve)
        found[name] = stray(page)
    assert {where: words for where, words in found.items() if words} == {}


def test_every_word_of_the_laboratory_goes_through_the_catalogues(open_pseudo: OpenPage) -> None:
    page = open_pseudo(f"/{TAG}/losses")
    links = page.locator("#exhibits a")
    links.first.wait_for()
    assert all("⟦" in name for name in links.all_inner_texts()), "the sentences are wrapped"
    found = {}
    for kind in exhibits():
        show(page, kind)
        found[kind] = stray(page)
    assert {where: words for where, words in found.items() if words} == {}
