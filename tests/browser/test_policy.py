"""Neither the security policy nor our trimming takes anything from Plotly, and the page asks nobody but its own server for anything."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from app.page.plotly_script import SOURCE
from tests.browser.conftest import OpenPage, pages_of
from tests.browser.driving import await_whole, drawn, each_dialog, rest_at

PICTURES = 40
RUN = "/en#surface=himmelblau&racers=momentum~learning_rate:0.005&seed=0&step_limit=60&step=12"
# How everything that Plotly made is styled, and the rules it put into the sheet that the page keeps for it.
STYLES = """() => {
  const names = ["position", "display", "overflow", "cursor", "pointerEvents", "fill", "stroke", "opacity", "top", "left",
    "width", "height"];
  const styled = [...document.querySelectorAll(".plotly, .plotly *")].map((node) => {
    const style = getComputedStyle(node);
    return `${node.localName}.${node.getAttribute("class")}: ${names.map((name) => style[name])}`;
  });
  const rules = [...document.getElementById("plotly.js-style-global").sheet.cssRules].map((rule) => rule.cssText);
  return { styled, rules };
}"""
# Plotly's own drawing of a colour bar and a hover label, which our scene does not use but whose loss no error tells of.
COLOUR_BAR_AND_HOVER = r"""async () => {
  const host = document.createElement("div");
  host.style.cssText = "position: fixed; left: 0; top: 0; z-index: 99";
  document.body.append(host);
  const marker = { color: [1, 2], colorscale: "Viridis", showscale: true, size: 20 };
  const trace = { type: "scatter", mode: "markers", x: [0, 1], y: [0, 1], marker };
  await Plotly.newPlot(host, [trace], { width: 400, height: 300, margin: { l: 20, r: 80, t: 20, b: 20 } }, { displayModeBar: false });
  Plotly.Fx.hover(host, [{ curveNumber: 0, pointNumber: 1 }]);
  await new Promise(requestAnimationFrame);
  const told = (selector) => [...host.querySelectorAll(selector)].map((node) => {
    const { fill, stroke, position, opacity } = getComputedStyle(node);
    const paint = fill.replace(/url\(.*\)/, "url");
    return [node.localName, paint, stroke, position, opacity, Math.round(node.getBoundingClientRect().width)].join();
  });
  const seen = { bar: told(".infolayer *"), hover: told(".hoverlayer *"), svg: told(".main-svg") };
  host.remove();
  return seen;
}"""


def solid(page: Page) -> None:
    page.wait_for_function("() => globalThis.playground?.scene.isSolid && document.querySelector('.plotly').data[0].x.length > 100")
    await_whole(page)
    rest_at(page, 12)
    drawn(page)


def same_pictures(pages: Sequence[Page]) -> bool:
    """Whether Plotly's scenes, without what our canvases draw above them, come to look the same, bit for bit."""
    for page in pages:
        page.evaluate("() => { for (const layer of document.querySelectorAll('.layer')) layer.style.visibility = 'hidden'; }")
    for _ in range(PICTURES):
        pictures = {page.locator("#scene .picture").screenshot(animations="disabled") for page in pages}
        if len(pictures) == 1:
            return True
        for page in pages:
            drawn(page)
    return False


def test_plotly_is_the_same_without_the_policy_and_untrimmed(open_page: OpenPage, address: str) -> None:
    pages = [open_page("/api/health", bypass_csp=bypass) for bypass in (False, True)]
    pages[1].route("**/static/plotly-*.js", lambda route: route.fulfill(path=SOURCE, content_type="text/javascript"))
    for page in pages:
        page.goto(address + RUN)
        page.bring_to_front()
        solid(page)
    kinds, all_kinds = (page.evaluate("() => Object.keys(Plotly.PlotSchema.get().traces)") for page in pages)
    assert set(kinds) == {"scatter", "surface"}
    assert len(all_kinds) > 40
    styles, free_styles = (page.evaluate(STYLES) for page in pages)
    assert len(styles["rules"]) > 5, "Plotly found the sheet kept for its rules"
    assert styles["rules"] == free_styles["rules"]
    assert styles["styled"] == free_styles["styled"]
    drawing, free_drawing = (page.evaluate(COLOUR_BAR_AND_HOVER) for page in pages)
    assert len(drawing["bar"]) > 0
    assert len(drawing["hover"]) > 0
    assert drawing == free_drawing
    # Said as a yes or no: pytest's account of how two pictures' bytes differ takes half an hour where it is asked for all of it.
    assert same_pictures(pages), "the scene looks different under the policy, or trimmed"


def test_nothing_leaves_the_host_and_nothing_is_kept(open_page: OpenPage, address: str) -> None:
    page = open_page("/api/health")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(address + RUN)
    solid(page)
    assert list(each_dialog(page)) == ["guide", "family", "sweep"]
    page.locator("[aria-labelledby='preset-label preset-name']").click()
    page.locator(".sheet:popover-open .choice").nth(4).click()
    page.wait_for_function("() => !playground.session.isWaiting && playground.session.tape?.length > 1")
    assert {"ws", "http"} == {url.partition(":")[0] for url in asked}
    assert any("/static/plotly-" in url for url in asked)
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {urlsplit(address).netloc}
    assert any(url.startswith("ws://") for url in asked)
    assert page.context.cookies() == []
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.fixture
def open_refused_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """A page whose console may tell of what the policy has refused."""
    yield from pages_of(browser, address, lambda text: "Content Security Policy" in text)


def test_the_policy_forbids_what_is_not_ours(open_refused_page: OpenPage) -> None:
    page = open_refused_page("/en", webgl=False)
    policy = page.request.get(page.url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self';" in policy
    assert page.evaluate(
        """() => new Promise((done) => {
          addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
          const script = document.createElement("script");
          script.textContent = "globalThis.wasRun = true";
          document.head.append(script);
        })"""
    ).startswith("script-src")
    assert page.evaluate("() => globalThis.wasRun") is None


@pytest.mark.parametrize(("path", "is_asked"), [("/en", True), (RUN, True), ("/en#surface=parabola&racers=momentum&seed=0", False)])
def test_plotly_is_asked_for_where_there_is_a_surface(open_page: OpenPage, address: str, path: str, is_asked: bool) -> None:
    page = open_page("/api/health")
    page.goto(address + path)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1 && playground.field()")
    if is_asked:
        page.wait_for_function("() => playground.scene.isSolid")
    drawn(page)
    asked = page.evaluate("() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/static/plotly-')).length")
    assert asked == int(is_asked)
