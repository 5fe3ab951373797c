"""Health, OpenAPI, and answers to what is not there."""

from threading import current_thread
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.jobs.grid import GridAnswer
from app.main import create_app
from app.page.lab import exhibits
from app.refusal import read_json
from app.rest import Catalogue
from app.settings import Settings
from app.stream.parsing import SHORT
from engine.config import Config


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/api/health").json() == {"alive": True}
    assert client.get("/api/ready").json() == {"ready": True}


def test_not_ready_before_start_up() -> None:
    cold = TestClient(create_app(Settings()), base_url="http://localhost")
    response = cold.get("/api/ready")
    assert (response.status_code, response.json()["code"]) == (503, "shutting_down")
    assert cold.get("/api/health").status_code == 200


def test_openapi_describes_every_route(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/catalogue",
        "/api/grid",
        "/api/landscape",
        "/api/table",
        "/api/data",
        "/api/sweep",
        "/api/trial",
        "/api/zone",
        "/api/cost",
        "/api/search",
        "/api/search/growth",
        "/api/health",
        "/api/ready",
        *(f"/api/lab/{kind}" for kind in exhibits()),
    }
    grid = {parameter["name"] for parameter in paths["/api/grid"]["get"]["parameters"]}
    assert grid == {"surface", "columns", "rows", "x", "y"}


def test_answers_are_as_described(client: TestClient) -> None:
    GridAnswer.model_validate_json(client.get("/api/grid", params={"surface": '{"kind":"himmelblau"}'}).content)
    Catalogue.model_validate_json(client.get("/api/catalogue").content)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/static/nothing.js", 404, "not_found"),
        ("GET", "/static/", 404, "not_found"),
        ("POST", "/api/health", 405, "not_allowed"),
        ("GET", "/api/sweep", 405, "not_allowed"),
        ("GET", "/api/cost", 405, "not_allowed"),
        ("GET", "/docs", 404, "not_found"),
    ],
)
def test_refusals_are_all_of_one_form(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json() == {"code": code, "path": path, "params": {"value": method}}


LONG_NUMBER = {"value": "9" * 77 + "..."}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/catalogue?lang=fr", {"code": "unknown_kind", "path": "lang", "params": {"value": "'fr'", "allowed": "en, ko"}}),
        ("/api/grid", {"code": "missing_field", "path": "surface", "params": {"value": "None"}}),
        (
            f"/api/grid?surface={'a' * 2001}",
            {"code": "wrong_length", "path": "surface", "params": {"value": f"'{'a' * 76}...", "allowed": "≤ 2000"}},
        ),
        (
            f"/api/grid?surface={{}}&columns={'9' * 5000}",
            {"code": "out_of_range", "path": "columns", "params": {**LONG_NUMBER, "allowed": "[2, 1001]"}},
        ),
        (
            f"/api/lab/likelihood?copies={'9' * 5000}",
            {"code": "out_of_range", "path": "copies", "params": {**LONG_NUMBER, "allowed": "[1, 1000]"}},
        ),
    ],
)
def test_what_an_address_may_not_say(client: TestClient, path: str, body: dict[str, Any]) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()) == (422, body)


def test_a_mistake_of_ours_says_so_and_nothing_more() -> None:
    broken = TestClient(create_app(Settings()), base_url="http://localhost", raise_server_exceptions=False)
    response = broken.get("/api/catalogue")  # start-up has not happened: there is no catalogue
    assert response.status_code == 500
    assert response.json() == {"code": "internal", "path": "/api/catalogue", "params": {}}
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize(
    "path", ["/api/landscape", "/api/data", "/api/sweep", "/api/trial", "/api/zone", "/api/cost", "/api/search", "/api/search/growth"]
)
def test_long_questions_are_understood_beside_the_loop(client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = list[str]()

    def noted(kind: type[Config], body: bytes) -> Config:
        threads.append(current_thread().name)
        return read_json(kind, body)

    monkeypatch.setattr("app.rest.read_json", noted)
    for padding in (0, SHORT):
        assert client.post(path, content=b" " * padding + b"[]").json()["code"] == "not_an_object"
    assert [name.startswith("beside") for name in threads] == [False, True]
