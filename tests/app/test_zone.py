"""Where a racer diverges, over plain HTTP: one line, what the engine finds, refused where nothing can be said."""

import json
from itertools import count
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.jobs.limit import Limit, OutOfTime
from app.jobs.zone import ZoneLine, ZoneQuery, found
from app.main import create_app
from engine.run_config import Change, RunConfig
from engine.running.path import Path
from engine.running.zone import zone
from tests.app.test_trial import BAD, RUN

QUERY: dict[str, Any] = {"run": RUN, "changes": [BAD], "racer": "a", "at_step": 32, "low": 1e-5, "high": 1.0}


def told(query: dict[str, Any]) -> ZoneLine:
    """The one line."""
    [line] = [line for line in found(ZoneQuery.model_validate(query), Limit(10.0, lambda: 0.0)) if line is not None]
    return ZoneLine.model_validate_json(line)


def test_the_rates_are_those_that_the_engine_finds() -> None:
    rates, diverged = zone(Path(RunConfig.model_validate(RUN), (Change.model_validate(BAD),)), "a", 32, 1e-5, 1.0)
    line = told(QUERY)
    assert (line.learning_rates, line.diverged) == (rates, diverged)
    assert any(diverged)
    assert not all(diverged)


def test_what_is_not_known_in_time_is_not_told() -> None:
    looks = count()
    with pytest.raises(OutOfTime):
        list(found(ZoneQuery.model_validate({**QUERY, "run": {**RUN, "step_limit": 1_000_000}}), Limit(2.0, lambda: float(next(looks)))))


def test_over_http() -> None:
    with TestClient(create_app(), base_url="http://localhost") as client:
        answer = client.post("/api/zone", json=QUERY)
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert ZoneLine.model_validate_json(answer.text) == told(QUERY)
        for wrong, code, path in [
            ({"root": "no base64"}, "bad_checkpoint", "root"),
            ({"racer": "c"}, "unknown_kind", "racer"),
            ({"at_step": 31}, "out_of_order", "changes.0.at_step"),
            ({"at_step": 301}, "out_of_range", "at_step"),
            ({"low": 0}, "out_of_range", "low"),
            ({"high": 1e7}, "out_of_range", "high"),
            ({"low": 2}, "out_of_range", "low"),
        ]:
            refused = client.post("/api/zone", content=json.dumps({**QUERY, **wrong}))
            assert refused.status_code in (400, 422)
            assert (refused.json()["code"], refused.json()["path"]) == (code, path)
