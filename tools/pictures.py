"""Make the README's pictures again: `python tools/pictures.py http://localhost:8000` beside a running server."""

import sys
from pathlib import Path

from get_browser import find
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
# (file, language, colour scheme, preset, step)
SHOTS = (("surface-light-en", "en", "light", "three_valleys", 60), ("surface-dark-ko", "ko", "dark", "curved_valley", 90))
SHOW = """
([kind, step]) => {
  const { catalogue } = JSON.parse(document.getElementById("opening").textContent);
  const { run, selected } = catalogue.presets.find(preset => preset.kind === kind);
  playground.session.load(run, [], { keep: step, patch: { preset: kind, selected, playing: false } });
}
"""


def main() -> None:
    """Take every picture at 1366×768, two pixels a point."""
    browser = find()
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        launched = playwright.chromium.launch(executable_path=browser, args=flags)
        for name, language, scheme, preset, step in SHOTS:
            page = launched.new_page(viewport={"width": 1366, "height": 768}, color_scheme=scheme, device_scale_factor=1.5)  # type: ignore[arg-type]  # "light" or "dark"
            page.goto(f"{sys.argv[1]}/{language}", timeout=120_000)
            page.wait_for_selector(".is-solid", timeout=120_000)
            page.evaluate(SHOW, [preset, step])
            page.wait_for_function("step => playground.player.step === step", arg=step, timeout=60_000)
            page.wait_for_timeout(5000)
            page.screenshot(path=PICTURES / f"{name}.png")
        launched.close()


main()
