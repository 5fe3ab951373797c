"""One bare browser page in which the page's modules are tried one by one, without the application."""

import json
import mimetypes
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import TimeoutError as Unanswered

from app.encoding import json_bytes
from app.page.catalogue import catalogue
from app.page.lab import described
from app.page.translations import texts_of
from tests.modules.service import answered, close

ROOT = Path(__file__).parents[2]
# Nothing listens there: every file comes from the folder. The browser trusts this host as it trusts https.
ORIGIN = "http://localhost"
# Only a page in a loop without end takes so long to say that it is there.
PATIENCE_MS = 20_000
# Every English text that a module can say, as a page has it.
TEXTS = json.dumps(texts_of("".join(path.read_text(encoding="utf-8") for path in (ROOT / "static").rglob("*.js")), "en")).replace(
    "<", r"\u003c"
)
BARE = f"""<!doctype html>
<html lang="en"><title>Bare</title><body><script type="application/json" id="texts">{TEXTS}</script></body></html>"""

# What the engine says of itself, as it comes with a page.
DESCRIBED = {"/exhibits.json": cache(lambda: json_bytes(described("en"))), "/catalogue.json": cache(lambda: json_bytes(catalogue("en")))}


def serve(route: Route) -> None:
    """A file of the folder, what the engine says of itself, or the application's answer."""
    request = route.request
    address = urlsplit(request.url)
    path = address.path
    file = ROOT / path[1:]
    if path == "/":
        route.fulfill(body=BARE, content_type="text/html")
    elif path in DESCRIBED:
        route.fulfill(body=DESCRIBED[path](), content_type="application/json")
    elif file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    else:
        status, kind, body = answered(path, f"{path}?{address.query}", request.method, request.post_data)
        route.fulfill(status=status, body=body, content_type=kind)


class Bare:
    """The page that all module tests share; another one where a test has left it in a loop without end."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.open()

    def open(self) -> None:
        context = self.browser.new_context()
        context.route("**/*", serve)
        self.page = context.new_page()
        self.page.goto(ORIGIN)

    def answering(self) -> Page:
        try:
            self.page.locator("body").wait_for(state="attached", timeout=PATIENCE_MS)
        except Unanswered:
            self.open()
        return self.page


@pytest.fixture(scope="session")
def shared(browser: Browser) -> Iterator[Bare]:
    made = Bare(browser)
    yield made
    made.page.context.close()
    close()


@pytest.fixture
def bare(shared: Bare) -> Iterator[Page]:
    """A page with nothing in it that may import /static/…; an error that nobody caught fails the test."""
    page, errors = shared.answering(), list[str]()

    def note(error: Exception) -> None:
        errors.append(str(error))

    page.on("pageerror", note)
    yield page
    page.remove_listener("pageerror", note)
    assert errors == []
