"""The laboratory of losses: every exhibit moved by mouse and keys, its numbers the engine's, its arithmetic true by hand."""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from app.page.lab import exhibits
from engine.exhibit import Answer
from tests.browser.conftest import OpenPage, pages_of
from tests.browser.driving import drawn
from tests.browser.test_everyone import AXE, violations
from tests.browser.test_layout import FAULTS

KINDS = list(exhibits())
SIZES = [(1366, 768), (1366, 620), (1920, 1080), (1024, 768), (390, 844)]
# The fullest state of each exhibit.
FULL = {
    "prediction": "prediction=-2.95&target=3&delta=0.1&loss=half_sum_squared_error",
    "probability": "p=0&y=1&delta=1e-15",
    "softmax": "logits=8,-8,0.1,-3.3,2&label=1",
    "likelihood": "predictions=0.9,0.8,0.3,0.4,0.15,0.99&labels=1,1,0,1,0,1&copies=1000",
    "distributions": "q=0.301,0.199,0.1,0.2,0.2&p=0.002,0.198,0.3,0.25,0.25",
    "logit": "z=-7.9&y=1",
    "margin": "score=-3.9&side=1",
}
QUIET = """() => {
  const stage = document.querySelector(".lab-stage:not([hidden])");
  return stage !== null && !lab.isWaiting() && !stage.classList.contains("is-behind");
}"""
# Mathematics as text that a reader could type into a calculator.
READ = """(node) => {
  const read = (part) => {
    const inside = () => [...part.childNodes].map(read).join("");
    const [a, b] = part.children ?? [];
    switch (part.localName) {
      case undefined: return part.textContent.trim();
      case "mfrac": return `((${read(a)})/(${read(b)}))`;
      case "msup": return a.textContent === "e" ? `exp(${read(b)})` : `${read(a)}^(${read(b)})`;
      case "mspace": return " ";
      default: return inside();
    }
  };
  return [...node.querySelectorAll("math")].map(read).join(" ");
}"""


def quiet(page: Page) -> None:
    """Until the numbers are those of where the page is."""
    page.wait_for_function(QUIET)
    drawn(page)


def now(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("() => ({ ...lab.now() })")
    return found


def computed(page: Page) -> Answer:
    """What the engine shows in the state that the page is in."""
    kind, state = page.evaluate("() => [lab.store.state.kind, lab.now()]")
    listed = {name: tuple(map(float, value)) if isinstance(value, list) else value for name, value in state.items()}
    floats = {name for name, field in exhibits()[kind].model_fields.items() if field.annotation is float}
    return exhibits()[kind](**{name: float(value) if name in floats else value for name, value in listed.items()}).answer()


def stage(page: Page) -> Locator:
    return page.locator(".lab-stage:visible")


# ---- arithmetic by hand: printed text in, exact decimals out; shares no code with page or engine ----

_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|log|cosh|tanh|sign|exp|max|min|[+−×/^(),|∞])")


class _Hand:
    def __init__(self, text: str) -> None:
        self.tokens, rest = [], text.strip()
        while rest:
            found = _TOKEN.match(rest)
            assert found, f"cannot read {rest!r} of {text!r}"
            self.tokens.append(found[1])
            rest = rest[found.end() :].strip()
        self.at = 0

    def take(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def sum(self) -> Decimal:
        value = self.product()
        while sign := self.take("+", "−"):
            right = self.product()
            value = value + right if sign == "+" else value - right
        return value

    def product(self) -> Decimal:
        value = self.power()
        while sign := self.take("×", "/"):
            right = self.power()
            value = value * right if sign == "×" else value / right
        return value

    def power(self) -> Decimal:
        if self.take("−"):
            return -self.power()
        base = self.atom()
        return base ** self.atom() if self.take("^") else base

    def atom(self) -> Decimal:
        token = self.tokens[self.at]
        self.at += 1
        if token in "(|":
            value = self.sum()
            assert self.take(")" if token == "(" else "|")
            return value if token == "(" else abs(value)
        if token in ("max", "min"):
            assert self.take("(")
            values = [self.sum()]
            while self.take(","):
                values.append(self.sum())
            assert self.take(")")
            return (max if token == "max" else min)(values)
        if token[0].isalpha():
            value = self.power() if token == "log" else self.atom()
            up, down = value.exp() if token != "log" else value, (-value).exp() if token != "log" else value
            return {
                "log": lambda: value.ln(),
                "exp": lambda: up,
                "cosh": lambda: (up + down) / 2,
                "tanh": lambda: (up - down) / (up + down),
                "sign": lambda: Decimal((value > 0) - (value < 0)),
            }[token]()
        return Decimal(token)


def by_hand(text: str) -> Decimal:
    with localcontext() as context:
        context.prec = 50
        hand = _Hand(text)
        value = hand.sum()
        assert hand.at == len(hand.tokens), f"left over in {text!r}"
        return +value


def digits_of(text: str) -> int:
    """Significant digits of a printed number."""
    mantissa = text.replace("−", "").split("×")[0].strip()
    return len(mantissa.replace(".", "").lstrip("0")) or 1


def printed(page: Page) -> Iterator[tuple[str, str, str]]:
    """(quantity, arithmetic, result) of every line on screen."""
    for line in stage(page).locator(".line:visible").all():
        text = str(line.locator(".line-numbers").evaluate(READ))
        arithmetic, sign, result = (part.strip() for part in re.split(r"([=≈])(?=[^=≈]*$)", text))
        assert sign == "=", text
        yield str(line.get_attribute("data-quantity")), re.sub(r"^.*=", "", arithmetic).strip(), result


def check(page: Page) -> None:
    """Every printed line holds by hand, and every printed result is the engine's."""
    quiet(page)
    lines, engine = list(printed(page)), {line.quantity: line.node.value for line in computed(page).lines}
    assert lines
    for quantity, arithmetic, result in lines:
        value, digits = by_hand(result), digits_of(result)
        assert Decimal(f"{Decimal(engine[quantity]):.{digits - 1}e}") == value, (quantity, engine[quantity], result)
        if arithmetic and "∞" not in arithmetic:
            assert Decimal(f"{by_hand(arithmetic):.{digits - 1}e}") == value, (quantity, arithmetic, result)


def slider(page: Page, name: str | re.Pattern[str]) -> Locator:
    return stage(page).get_by_role("slider", name=name, exact=isinstance(name, str))


def drag(page: Page, handle: Locator, by_x: float, by_y: float) -> None:
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.7, 1.0):
        page.mouse.move(x + by_x * part, y + by_y * part)
    page.mouse.up()
    quiet(page)


def show(page: Page, kind: str) -> None:
    """By its link in the list: one click from anywhere."""
    page.locator(f".exhibit-link[data-kind={kind}]").click()
    page.locator(f".lab-stage[data-kind={kind}]").wait_for()
    quiet(page)


# Exhibit, the name of what is dragged, how far, the field that changes, a key and what it changes it to.
MOVES: dict[str, tuple[str, tuple[float, float], str, str]] = {
    "prediction": ("Prediction", (-150, 0), "prediction", "ArrowRight"),
    "probability": ("Probability of class 1", (300, 0), "p", "Home"),
    "softmax": ("Logit of class 1", (60, 0), "logits", "Home"),
    "likelihood": ("Prediction of example 2", (0, 90), "predictions", "ArrowUp"),
    "distributions": ("Prediction p, class 0", (0, -120), "p", "PageDown"),
    "logit": ("Logit", (200, 0), "z", "ArrowLeft"),
    "margin": ("Score", (220, 0), "score", "ArrowRight"),
}


def test_every_exhibit_is_moved_by_mouse_and_keys_and_says_what_the_engine_says(open_page: OpenPage) -> None:
    page = open_page("/en/losses")
    for kind, (name, (x, y), field, key) in MOVES.items():
        show(page, kind)
        check(page)
        before = now(page)[field]
        drag(page, slider(page, name), x, y)
        dragged = now(page)[field]
        assert dragged != before, kind
        check(page)
        slider(page, name).press(key)
        assert now(page)[field] != dragged, kind
        check(page)
        page.wait_for_function("(text) => location.hash.includes(text)", arg=f"exhibit={kind}")


def test_what_each_exhibit_is_for(open_page: OpenPage) -> None:
    page = open_page("/en/losses#exhibit=prediction&prediction=3&target=-3")
    quiet(page)
    # L1, L2: at six away the losses part; the one that is opened is worked out.
    cells = stage(page).locator("table.numbers tbody tr").all_inner_texts()
    assert [row.split("\t")[1:] for row in cells] == [
        ["36.00", "12.00"],
        ["18.00", "6.000"],
        ["6.000", "1.000"],
        ["5.500", "1.000"],
        ["5.307", "1.000"],
    ]
    for button in stage(page).locator("button.row-name").all():
        button.click()
        check(page)
    # L3: p at exactly 0, by its button; the guards part and only the logit goes on.
    show(page, "probability")
    stage(page).get_by_role("button", name="p = 0").click()
    check(page)
    assert "confident mistake" in stage(page).locator(".tag.is-verdict text").text_content(timeout=1000)  # type: ignore[operator]  # there
    here = [row.split("\t")[1] for row in stage(page).locator("table.numbers tbody tr").all_inner_texts()]
    assert here == ["100.0", "16.12", "36.04", "1000"]
    # L4: two classes are a sigmoid; the label in both forms.
    show(page, "softmax")
    stage(page).get_by_role("button", name="− Class").click()
    check(page)
    assert stage(page).locator(".line[data-quantity=sigmoid]").is_visible()
    assert stage(page).locator(".label-form").all_inner_texts() == ["[0, 1]", "1"]
    results = {quantity: result for quantity, _, result in printed(page)}
    ends = ("categorical_cross_entropy", "sparse_categorical_cross_entropy", "negative_log_likelihood")
    assert len({results[end] for end in ends}) == 1
    # L5: repeated, the product is lost.
    show(page, "likelihood")
    stage(page).get_by_role("slider", name="Times repeated").press("End")
    check(page)
    assert [row.split("\t")[1] for row in stage(page).locator("table.numbers tbody tr").all_inner_texts()] == ["0", "−1601", "0.4004"]
    # L6: 0 where a one-hot truth is met; both stay distributions.
    show(page, "distributions")
    stage(page).get_by_role("button", name="q one-hot").click()
    stage(page).get_by_role("button", name="p = q").click()
    quiet(page)
    assert [row.split("\t")[1] for row in stage(page).locator("table.numbers tbody tr").all_inner_texts()] == ["0", "0", "0"]
    slider(page, "Truth q, class 2").press("PageUp")
    assert [sum(now(page)[name]) for name in "qp"] == pytest.approx([1.0, 1.0])
    quiet(page)
    assert "∞" in stage(page).locator("table.numbers").inner_text()
    # L7: on to training with each.
    show(page, "logit")
    links = [link.get_attribute("href") for link in stage(page).locator("a.link").all()]
    assert links == ["/en/fit#preset=fit_confident", "/en/fit#preset=fit_classes", "/en/fit#preset=fit_two_losses"]


def test_links_reproduce_and_back_and_forward_go_between(open_page: OpenPage) -> None:
    page = open_page("/en/losses")
    quiet(page)
    show(page, "softmax")
    slider(page, "Logit of class 0").press("PageDown")
    page.wait_for_function("() => location.hash.includes('logits=1,')")
    quiet(page)
    state, numbers, link = now(page), list(printed(page)), page.evaluate("() => location.href")
    page.go_back()
    page.wait_for_function("() => lab.now().logits?.[0] === 2")
    page.go_back()
    page.wait_for_function("() => lab.store.state.kind === 'prediction'")
    page.go_forward()
    page.go_forward()
    page.wait_for_function("() => lab.now().logits?.[0] === 1")
    quiet(page)
    assert list(printed(page)) == numbers
    page.reload()
    quiet(page)
    assert (now(page), list(printed(page))) == (state, numbers)
    page.goto(link.replace("/en/", "/ko/"))
    quiet(page)
    assert (now(page), list(printed(page))) == (state, numbers)
    assert page.locator("html").get_attribute("lang") == "ko"


NONSENSE = {
    "exhibit=atlantis": "exhibit must be one of prediction",
    "exhibit=prediction&prediction=9": "prediction must be in [-3, 3], got 9",
    "exhibit=prediction&loss=hinge&more=1": "more is not a field here",
    "exhibit=softmax&logits=1,x": "logits.1 must be a number, got x",
    "exhibit=softmax&label=%": "label cannot be read",
    "exhibit=softmax&logits=1,2&label=4": "label must be in {0, …, 1}, got 4",
    "exhibit=distributions&q=0.5,0.6,0.1": "q must sum to 1",
}


@pytest.fixture
def open_refused(browser: Browser, address: str) -> Iterator[OpenPage]:
    """What only the server can judge is refused there: the browser writes its 422 into the console."""
    yield from pages_of(browser, address, lambda error: "422" in error)


def test_nonsense_in_a_link_is_said_and_the_page_goes_on(open_refused: OpenPage) -> None:
    page = open_refused("/en/losses#exhibit=atlantis")
    for link, said in NONSENSE.items():
        page.evaluate("(hash) => { location.hash = hash; }", link)
        page.wait_for_function("(said) => document.getElementById('notice').innerText.includes(said)", arg=said)
        check(page)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nothing_is_cut_off_or_covered(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}/losses")
    quiet(page)
    found = {}
    for kind, state in FULL.items():
        page.evaluate("(hash) => { location.hash = hash; }", f"exhibit={kind}&{state}")
        page.locator(f".lab-stage[data-kind={kind}]").wait_for()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            quiet(page)
            faults = page.evaluate(FAULTS) + page.evaluate(FORMULAS_CUT)
            if faults:
                found[f"{kind} {width}×{height}"] = faults
    assert found == {}


# layout_faults.js leaves mathematics out: each formula must end within what holds it.
FORMULAS_CUT = """() => [...document.querySelectorAll(".lab-stage:not([hidden]) math")].filter((formula) => {
  const { right, left } = formula.getBoundingClientRect();
  const holder = formula.closest(".cell, .softmax-sum, .lab-reading").getBoundingClientRect();
  return formula.checkVisibility() && (right > holder.right + 1 || left < holder.left - 1);
}).map((formula) => `formula “${formula.textContent}” is wider than its place`)"""


@pytest.mark.parametrize(("lang", "scheme"), [("en", "dark"), ("ko", "light")])
def test_axe_finds_nothing(open_page: OpenPage, lang: str, scheme: Any) -> None:
    page = open_page(f"/{lang}/losses", scheme=scheme, reduced_motion="reduce")
    page.evaluate(AXE)
    found = {}
    for kind in KINDS:
        show(page, kind)
        faults = violations(page)
        if faults:
            found[kind] = faults
    assert found == {}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_picture_has_a_name_a_sentence_and_a_table(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}/losses")
    for kind in KINDS:
        show(page, kind)
        picture = stage(page).locator(".lab-picture")
        page.wait_for_function("() => document.querySelector('.lab-stage:not([hidden]) .lab-picture').ariaDescription")
        assert picture.get_attribute("aria-label"), kind
        table = stage(page).locator(".lab-left table")
        assert table.locator("caption").text_content() == picture.get_attribute("aria-description"), kind
        assert table.locator("tbody tr").count() >= 2, kind
        for handle in stage(page).get_by_role("slider").all():
            assert handle.get_attribute("aria-label") or handle.evaluate("(node) => node.labels?.length > 0"), kind
            assert handle.get_attribute("aria-valuetext"), kind


def test_fingers_drag_too_and_words_are_told_only_after(open_page: OpenPage) -> None:
    page = open_page("/ko/losses#exhibit=logit", width=390, height=844, has_touch=True, is_mobile=True)
    quiet(page)
    assert page.locator("#live").inner_text() == ""
    before = now(page)["z"]
    handle = stage(page).locator(".thumb").first
    handle.evaluate(
        """(node) => {
          const { x, y, width, height } = node.getBoundingClientRect(), at = { clientX: x + width / 2, clientY: y + height / 2 };
          const touch = { bubbles: true, pointerId: 1, pointerType: "touch", ...at };
          const send = (type, more) => node.dispatchEvent(new PointerEvent(type, { ...touch, ...more }));
          node.setPointerCapture = () => {};
          send("pointerdown", {});
          send("pointermove", { clientX: at.clientX + 90 });
          send("pointerup", { clientX: at.clientX + 90 });
        }"""
    )
    quiet(page)
    assert now(page)["z"] > before + 2
    page.wait_for_function("() => document.getElementById('live').textContent !== ''")


def test_a_drag_asks_one_question_at_a_time_and_the_last_one_too(open_page: OpenPage) -> None:
    page = open_page("/en/losses#exhibit=margin")
    quiet(page)
    page.evaluate(
        """() => {
          globalThis.open = globalThis.most = globalThis.asked = 0;
          const fetched = globalThis.fetch;
          globalThis.fetch = async (...given) => {
            asked += 1;
            most = Math.max(most, open += 1);
            try { return await fetched(...given); } finally { open -= 1; }
          };
          for (let step = 0; step <= 60; step += 1) lab.move({ score: Number((-3 + step / 10).toFixed(1)) }, step === 60);
        }"""
    )
    quiet(page)
    assert page.evaluate("() => [most, lab.now().score]") == [1, 3]
    assert page.evaluate("() => asked") < 10
    check(page)


def test_words_go_through_the_catalogues(open_page: OpenPage) -> None:
    """No English on the Korean page but names, letters and formulas."""
    page = open_page("/ko/losses")
    known = re.compile(
        r"Descent Playground|English|EN\b|log|KL|float64|exp|softmax|max|one-hot|PyTorch|Keras|NumPy|scikit-learn|Tab|Page|Down|Home|End"
    )
    for kind in KINDS:
        show(page, kind)
        # The words about the picture come when the hand has been calm for a moment.
        page.locator(f".lab-stage[data-kind={kind}] [aria-description]").first.wait_for(state="attached")
        text = page.locator("body").evaluate(
            """(body) => [...body.querySelectorAll("*")]
              .filter((node) => node.children.length === 0 && !node.closest("script, noscript, math"))
              .map((node) => `${node.textContent} ${node.getAttribute("aria-label") ?? ""}`).join("\\n")"""
        )
        assert re.findall(r"[A-Za-z]{3,}", known.sub(" ", text)) == [], kind
