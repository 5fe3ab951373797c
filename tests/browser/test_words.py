"""Every word on the page is in the catalogues, in both languages: a pseudo-locale shows what is not."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.page.lab import exhibits
from app.page.linking import link
from tests.browser.conftest import OpenPage
from tests.browser.driving import drawn, each_dialog, each_sheet
from tests.browser.test_losses_page import show

STATIC = Path(__file__).parents[2] / "static"
SECTIONS = sorted(path.stem for path in (STATIC / "text" / "en").glob("*.js"))
# Alternating particles: which form is right depends on the sound before them, and a placeholder has none yet.
PARTICLE = re.compile(r"\}[)\]”’]?(은|는|이|가|을|를|과|와|으로|로|이라|라|이나|나|아|야)(?![가-힣])")

# Before the page's modules read it: every text of the catalogue that a translator has written.
WRAP_CATALOGUE = """document.addEventListener("readystatechange", () => {
  const TRANSLATED = ["title", "idea", "sentence", "group", "description", "adds", "differs", "spoken", "source", "licence", "task"];
  const NAMES = ["losses", "choices", "ideas"];
  const wrapped = (value, name) => {
    if (Array.isArray(value)) return value.map((inner) => wrapped(inner, name));
    if (typeof value === "object" && value !== null) {
      const isNames = NAMES.includes(name);
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrapped(inner, isNames ? "title" : key)]));
    }
    return typeof value === "string" && value !== "" && TRANSLATED.includes(name) ? `⟦${value}⟧` : value;
  };
  const opening = document.getElementById("opening"), read = JSON.parse(opening.textContent);
  opening.textContent = JSON.stringify({ ...read, catalogue: wrapped(read.catalogue), exhibits: wrapped(read.exhibits) });
}, { once: true });"""
WRAP_MODULE = "\nexport default Object.fromEntries(Object.entries(original).map(([key, sentence]) => [key, `⟦${sentence}⟧`]));\n"
# Names that are the same in every language, code, and what a key is called on the keyboard.
KNOWN = re.compile(
    r"Descent Playground|English|EN\b|한국어|Keras|PyTorch|(keras|torch)\.\S.*"
    r"|\b(Space|Shift|Home|End|Delete|Enter)\b|\b(log|exp|max|min|sin|cos|sign)\b"
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


def sentences(lang: str, section: str) -> dict[str, str]:
    """A module of sentences as the plain table it is."""
    text = (STATIC / "text" / lang / f"{section}.js").read_text(encoding="utf-8")
    table = text.removeprefix("export default ").rstrip().removesuffix(";")
    read: dict[str, str] = json.loads(re.sub(r",\s*\}$", "}", table))
    return read


def all_sentences(lang: str) -> dict[str, str]:
    return {key: sentence for section in SECTIONS for key, sentence in sentences(lang, section).items()}


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_say_the_same_things(section: str) -> None:
    en, ko = sentences("en", section), sentences("ko", section)
    assert list(en) == list(ko)
    for key in en:
        assert sorted(re.findall(r"\{\w+\}", en[key])) == sorted(re.findall(r"\{\w+\}", ko[key])), key


def test_no_particle_follows_a_placeholder() -> None:
    found = {key: sentence for key, sentence in all_sentences("ko").items() if PARTICLE.search(sentence)}
    assert found == {}


def test_every_key_in_the_modules_has_a_sentence_and_every_sentence_a_key() -> None:
    known = all_sentences("en")
    literal: set[str] = set()
    patterns: set[str] = set()
    for path in STATIC.rglob("*.js"):
        if "text" in path.relative_to(STATIC).parts[:-1]:
            continue
        source = path.read_text(encoding="utf-8")
        literal |= set(re.findall(r"""["']([a-z_]+(?:\.\w+)+|close)["']""", source)) & (set(known) | {"close"})
        unknown = [key for key in re.findall(r"""\bt\(\s*["']([\w.]+)["']""", source) if key not in known]
        assert unknown == [], path.name
        patterns |= {re.sub(r"\$\{[^}]*\}", r"[\\w.]+", key) for key in re.findall(r"`([a-z_]+\.[^`\s]*\$\{[^`]*)`", source)}
    unused = [key for key in known if key not in literal and not any(re.fullmatch(pattern, key) for pattern in patterns)]
    assert unused == []


def wrapped(entry: str) -> str:
    """The page's program with every sentence of its own in brackets."""
    files = {path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js")}
    for section in SECTIONS:
        name = f"text/en/{section}.js"
        files[name] = files[name].replace("export default {", "const original = {") + WRAP_MODULE
    return link(files, entry)


def pseudo(open_page: OpenPage, url: str, entry: str) -> Page:
    """A page whose catalogues are in the pseudo-locale."""
    page = open_page("/api/health", webgl=False)
    page.add_init_script(WRAP_CATALOGUE)
    program = wrapped(entry)
    page.route(f"**/static/{entry.removesuffix('.js')}-*.js", lambda route: route.fulfill(body=program, content_type="text/javascript"))
    page.goto(url)
    return page


def stray(page: Page) -> list[str]:
    """Words that no translator has seen."""
    drawn(page)
    found = []
    for where, text in page.evaluate(WORDS):
        left = text
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
def test_every_word_goes_through_the_catalogues(open_page: OpenPage, address: str, run: str) -> None:
    page = pseudo(open_page, f"{address}/en{run}", "main.js")
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


def test_every_word_of_the_laboratory_goes_through_the_catalogues(open_page: OpenPage, address: str) -> None:
    page = pseudo(open_page, f"{address}/en/losses", "losses.js")
    links = page.locator("#exhibits a")
    links.first.wait_for()
    assert all("⟦" in name for name in links.all_inner_texts()), "the sentences are wrapped"
    found = {}
    for kind in exhibits():
        show(page, kind)
        found[kind] = stray(page)
    assert {where: words for where, words in found.items() if words} == {}
