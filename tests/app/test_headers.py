"""Policy on every answer; names and origins that are not ours."""

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from app.headers import is_allowed_host, is_allowed_origin, security_headers
from tests.app.conftest import client_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.mark.parametrize("path", ["/", "/ko", "/static/theme.js", "/api/catalogue", "/api/health", "/nothing", "/api/grid?surface=x"])
def test_policy_is_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in SECURITY} == SECURITY
    assert "set-cookie" not in headers


def test_these_are_all_of_them() -> None:
    assert security_headers("'none'") == SECURITY


def test_frame_ancestors_can_be_set() -> None:
    with client_of(frame_ancestors="https://school.example") as framed:
        assert framed.get("/api/health").headers["content-security-policy"].endswith("frame-ancestors https://school.example")


@pytest.mark.parametrize(
    ("host", "allowed", "passes"),
    [
        ("localhost:8000", ["localhost"], True),
        ("LOCALHOST", ["localhost"], True),
        ("127.0.0.1:80", ["localhost"], True),
        ("[::1]:80", ["localhost"], True),
        ("192.168.1.5:8000", [], True),
        ("evil.example", ["localhost"], False),
        ("localhost.evil.example", ["localhost"], False),
        ("notlocalhost", ["localhost"], False),
        ("evil.localhost", ["localhost"], False),
        ("local", ["localhost"], False),
        ("localhost", ["school.example", "localhost"], True),
        ("127.0.0.1.evil.example", ["localhost"], False),
        ("localhost@evil.example", ["localhost"], False),
        ("evil.example", ["localhost", "*"], True),
        ("evil.example", ["*"], True),
        ("", ["localhost"], False),
        ("[broken", ["localhost"], False),
    ],
)
def test_hosts(host: str, allowed: list[str], passes: bool) -> None:
    assert is_allowed_host(host, allowed) is passes


@pytest.mark.parametrize(
    ("origin", "host", "passes"),
    [
        (None, "localhost", True),
        ("http://localhost:8000", "localhost:8000", True),
        ("https://localhost:8000", "LOCALHOST:8000", True),
        ("http://localhost:9000", "localhost:8000", False),
        ("http://evil.example", "localhost", False),
        ("http://notlocalhost:8000", "localhost:8000", False),
        ("http://localhost:8000.evil.example", "localhost:8000", False),
        ("http://localhost", "localhost:8000", False),
        ("https://notschool.example", "localhost", False),
        ("https://school.example.evil", "localhost", False),
        ("http://school.example", "localhost", False),
        ("null", "localhost", False),
        ("http://[", "localhost", False),
        ("", "", False),
        ("https://school.example", "localhost", True),
    ],
)
def test_origins(origin: str | None, host: str, passes: bool) -> None:
    headers = Headers({"host": host} | ({} if origin is None else {"origin": origin}))
    assert is_allowed_origin(headers, ["https://school.example"]) is passes


def test_foreign_host_is_refused(client: TestClient) -> None:
    response = client.get("/api/health", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response.json() == {
        "code": "wrong_host",
        "path": "Host",
        "params": {"value": "evil.example", "allowed": ["localhost", "testserver"]},
    }


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_stream_is_not_opened_for_strangers(client: TestClient, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/ws/run", headers=headers):
        pass
    assert refused.value.code == 1008, "against our rules (RFC 6455, 7.4.1)"


@pytest.mark.parametrize(("trusted", "code"), [([], "too_many_sessions"), (["testclient"], "not_started")])
def test_forwarded_address_is_believed_from_named_proxies_only(trusted: list[str], code: str) -> None:
    def connect(address: str) -> WebSocketTestSession:
        return running.websocket_connect("/ws/run", headers={"X-Forwarded-For": address})

    with client_of(trusted_proxies=trusted, sessions_per_address=1) as running, connect("203.0.113.7"), connect("203.0.113.8") as second:
        second.send_json({"type": "advance", "branch": 0, "count": 1})
        assert second.receive_json()["code"] == code
