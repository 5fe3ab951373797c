"""Make the README's pictures again: `python tools/pictures.py http://localhost:8000` beside a running server."""

import sys
from pathlib import Path

from get_browser import find
from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
# File, address, colour scheme, preset and step where balls roll.
SHOTS = (
    ("surface-light-en", "/en", "light", ("three_valleys", 60)),
    ("surface-dark-ko", "/ko", "dark", ("curved_valley", 90)),
    ("fit-light-en", "/en/fit", "light", ("fit_batches", 60)),
    ("losses-dark-ko", "/ko/losses#exhibit=softmax", "dark", None),
)
SHOW = """
([kind, step]) => {
  const { catalogue } = JSON.parse(document.getElementById("opening").textContent);
  const { run, selected } = catalogue.presets.find(preset => preset.kind === kind);
  playground.session.load(run, [], { keep: step, patch: { preset: kind, selected, playing: false } });
}
"""


def take(browser: Browser, name: str, url: str, scheme: str, shown: tuple[str, int] | None) -> None:
    """One picture at 1366×768, one and a half pixels a point."""
    page = browser.new_page(viewport={"width": 1366, "height": 768}, color_scheme=scheme, device_scale_factor=1.5)  # type: ignore[arg-type]  # "light" or "dark"
    page.goto(url, timeout=120_000)
    if shown is not None:
        page.wait_for_selector(".is-solid", timeout=120_000)
        page.evaluate(SHOW, list(shown))
        page.wait_for_function("step => playground.player.step === step", arg=shown[1], timeout=60_000)
    page.wait_for_timeout(5000)
    page.screenshot(path=PICTURES / f"{name}.png")
    page.close()


def main() -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        launched = playwright.chromium.launch(executable_path=find(), args=flags)
        for name, path, scheme, shown in SHOTS:
            take(launched, name, sys.argv[1] + path, scheme, shown)
        launched.close()


main()
