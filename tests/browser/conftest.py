"""A real server and a real browser for the tests of the page."""

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

# The page keeps its flat map where it gets no WebGL: much quicker, for all that is not about the scene.
NO_WEBGL = """const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.includes("webgl") ? null : original.call(this, kind, ...rest);
};"""
# Tests wait for conditions; this only says when one that hangs has failed, on a machine that does much else.
PATIENCE_MS = 60_000

OpenPage = Callable[..., Page]


def free_port() -> int:
    """A port below those that the system lends to connections: one of theirs may be in use when a killed server comes back to it."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("none of 100 ports between 20000 and 31999 is free")


def start_server(port: int, **settings: str) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("descent")), "serve", "--port", str(port)]
    environment = {**os.environ, "HOST": "127.0.0.1", **settings}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, env=environment)


def await_answer(url: str, is_alive: Callable[[], bool]) -> None:
    """Until the server that starts there is ready."""
    for _ in range(PATIENCE_MS // 100):
        assert is_alive(), "the server ended while starting"
        try:
            with urllib.request.urlopen(f"{url}/api/ready", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not become ready")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a server that runs for this session."""
    port = free_port()
    server = start_server(port)
    url = f"http://127.0.0.1:{port}"
    try:
        await_answer(url, lambda: server.poll() is None)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=60)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """``open_page(path, width=…, height=…, scheme="light")``: a page whose errors fail the test."""
    yield from pages_of(browser, address)


def pages_of(browser: Browser, address: str, is_expected: Callable[[str], bool] = lambda _: False) -> Iterator[OpenPage]:
    """Opens pages in contexts of their own; in the end they are closed, and none may have written an unexpected error to the console."""
    pages: list[Page] = []
    errors: list[str] = []

    def opened(
        path: str = "/en",
        *,
        width: int = 1366,
        height: int = 768,
        scheme: Literal["light", "dark"] = "light",
        webgl: bool = True,
        **options: Any,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        if not webgl:
            page.add_init_script(NO_WEBGL)
        page.goto(address + path)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert [error for error in errors if not is_expected(error)] == []
