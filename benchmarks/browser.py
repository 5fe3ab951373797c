"""Chromium with WebGL in software, as on a machine without a graphics processor."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tools.get_browser import find

ARGUMENTS = (
    "--no-sandbox",
    # Not ANGLE on SwiftShader: that would compose the page in software GL too, which no machine does.
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser for one table."""
    path = find()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield launched
        finally:
            launched.close()
