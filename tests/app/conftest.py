"""One running application for all tests that only ask."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

RUN: dict[str, Any] = {
    "problem": {"surface": {"kind": "rosenbrock"}},
    "racers": [{"id": "a", "optimizer": {"kind": "adam", "learning_rate": 0.02}}],
    "step_limit": 400,
}


def client_of(**limits: Any) -> TestClient:
    """A client of an application with its own limits; use it in ``with``."""
    return TestClient(create_app(Settings(allowed_hosts=["localhost", "testserver"], **limits)), base_url="http://localhost")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with client_of() as running:
        yield running
