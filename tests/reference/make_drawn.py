"""Makes the references of what is drawn anew (``tests/reference/drawn/``): run it, then look at every difference.

``python tests/reference/make_drawn.py [part of a test's name]``
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.conftest import ARGUMENTS  # noqa: E402
from tests.modules.conftest import Bare  # noqa: E402
from tests.modules.service import close  # noqa: E402
from tests.modules.test_modules import DRAWN, run  # noqa: E402
from tools.get_browser import find  # noqa: E402

INTO = Path(__file__).parent / "drawn"


def made(name: str, text: str) -> None:
    (INTO / f"{name}.txt").write_text(text, encoding="utf-8")
    print(name, len(text))


def main(part: str) -> None:
    INTO.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        page = Bare(browser).page
        page.expose_function("makeReference", made)
        for file, name in DRAWN:
            if part.lower() in f"{file} {name}".lower():
                run(page, file, name)
    close()


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
