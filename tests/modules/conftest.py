"""One bare browser page in which the page's modules are tried one by one, without the application."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[2]
# Nothing listens there: every file comes from the folder. The browser trusts this host as it trusts https.
ORIGIN = "http://localhost"
BARE = '<!doctype html><html lang="en"><title>Bare</title><body></body></html>'


def _serve(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body=BARE, content_type="text/html")
    else:
        route.fulfill(body=(ROOT / path[1:]).read_bytes(), content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")


@pytest.fixture(scope="session")
def bare_page(browser: Browser) -> Iterator[Page]:
    """A page with nothing in it that may import /static/…; launched once for all module tests."""
    context = browser.new_context()
    context.route("**/*", _serve)
    page = context.new_page()
    page.goto(ORIGIN)
    yield page
    context.close()


@pytest.fixture
def bare(bare_page: Page) -> Iterator[Page]:
    """The bare page; an error that nobody caught fails the test."""
    errors: list[str] = []

    def note(error: Exception) -> None:
        errors.append(str(error))

    bare_page.on("pageerror", note)
    yield bare_page
    bare_page.remove_listener("pageerror", note)
    assert errors == []
