"""The application without a network: whole pages, and what they ask while they run."""

import json
import re
from contextlib import ExitStack
from functools import cache
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from app.main import create_app
from app.page.page import pages
from app.settings import Settings

PAGES = {f"/whole/{page.name}": page for page in pages()}
STREAM = re.compile(r"/stream/(\w+)")
"""Where a message of the page of that name is sent to; what is answered to it comes back."""
# Nobody has the branch, and messages are answered one by one: once this one is refused, all before it are answered.
_LAST = {"type": "inspect", "branch": 2**31 - 1, "step": 0, "racer": "nobody"}
_LASTING_MS = 1e9
_streams: dict[str, WebSocketTestSession] = {}


@cache
def _client() -> TestClient:
    # However slow the machine, messages hold the same rows and sweeps all their rates.
    settings = Settings(
        allowed_hosts=["localhost", "testserver"],
        steps_work_ms=_LASTING_MS,
        checkpoint_work_s=_LASTING_MS,
        session_messages_per_s=_LASTING_MS,
        sweep_s=60,
        trial_s=60,
        zone_s=60,
        landscape_s=60,
    )
    client = TestClient(create_app(settings), base_url="http://localhost")
    return client.__enter__()


def _stream(name: str) -> WebSocketTestSession:
    if name not in _streams:
        _streams[name] = _client().websocket_connect("/ws/run").__enter__()
    return _streams[name]


def _page(path: str) -> bytes:
    """The page with its tokens alone and notes in Plotly's place; its program begins when its window has been prepared."""
    html: str = _client().get(f"/en{PAGES[path].path}").text
    html = re.sub(r'<link rel="stylesheet"[^>]*>', "", html)
    begin = '<head><link rel="stylesheet" href="/static/styles/tokens.css"><script>parent.prepared(window)</script>'
    html = re.sub(r'(<meta name="plotly" content=)"[^"]*"', r'\1"/tests/modules/plotly_told.js"', html)
    return html.replace("<head>", begin).encode()


def _answers(name: str, message: str) -> list[dict[str, Any]]:
    stream, found = _stream(name), list[dict[str, Any]]()
    stream.send_text(message)
    stream.send_json(_LAST)
    while True:
        answer: dict[str, Any] = stream.receive_json()
        if answer["type"] == "error" and answer["branch"] == _LAST["branch"]:
            return found
        found.append(answer)


def answered(path: str, address: str, method: str, body: str | None) -> tuple[int, str, bytes]:
    """Status, media type and body of what the application answers."""
    if path in PAGES:
        return 200, "text/html", _page(path)
    if stream := STREAM.fullmatch(path):
        return 200, "application/json", json.dumps(_answers(stream[1], body or "")).encode()
    found = _client().request(method, address, content=body)
    return found.status_code, found.headers.get("content-type", "text/plain"), found.content


def close() -> None:
    """Ends what was begun for those who asked."""
    with ExitStack() as last:
        if _client.cache_info().currsize > 0:
            last.push(_client())
        for stream in _streams.values():
            last.push(stream)
