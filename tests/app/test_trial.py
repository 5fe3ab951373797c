"""Learning rates on trial: one line, found for the whole way that a page is on, refused where nothing can be said."""

import binascii
import json
from itertools import count
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.jobs.limit import Limit, OutOfTime
from app.jobs.trial import TrialLine, TrialQuery, tried
from app.main import create_app
from engine.run import start
from engine.run_config import Change, RunConfig
from engine.running.path import Path
from engine.running.trial import lasting_rate

RUN: dict[str, Any] = {
    "problem": {"surface": {"kind": "himmelblau"}},
    "racers": [
        {"id": "a", "optimizer": {"kind": "momentum", "learning_rate": 0.005}},
        {"id": "b", "optimizer": {"kind": "adam"}},
    ],
    "start": [-0.2, 0.7],
    "step_limit": 300,
}
BAD = {"at_step": 32, "racer": "a", "set": {"optimizer": {"kind": "momentum", "learning_rate": 0.376}}}
QUERY: dict[str, Any] = {"run": RUN, "changes": [BAD], "racer": "a", "at_step": 32}


def told(query: dict[str, Any]) -> TrialLine:
    """The one line."""
    [line] = [line for line in tried(TrialQuery.model_validate(query), Limit(10.0, lambda: 0.0)) if line is not None]
    return TrialLine.model_validate_json(line)


def test_the_rate_is_the_one_that_lasts() -> None:
    found = lasting_rate(Path(RunConfig.model_validate(RUN), (Change.model_validate(BAD),)), "a", 32)
    line = told(QUERY)
    assert found is not None
    assert (line.learning_rate, line.before, line.after) == (found.learning_rate, found.before, found.after)
    assert line.converged_at == found.outcome.step
    assert 0 < line.learning_rate < 0.376


def test_one_that_is_still_on_its_way_has_not_converged() -> None:
    line = told({**QUERY, "run": {**RUN, "step_limit": 40}})
    assert line.learning_rate is not None
    assert line.converged_at is None


def test_where_none_lasts_all_is_null() -> None:
    still = {**RUN, "problem": {"surface": {"kind": "saddle"}}, "start": [0.0, 0.0]}
    assert set(told({**QUERY, "run": still, "changes": []}).model_dump().values()) == {None}


def test_a_root_is_as_good_as_the_whole_way() -> None:
    rooted = start(RunConfig.model_validate(RUN), [Change.model_validate(BAD)]).rooted()
    assert rooted.root is not None
    root = binascii.b2a_base64(rooted.root, newline=False).decode()
    assert told({**QUERY, "run": rooted.config.model_dump(), "root": root, "changes": []}) == told(QUERY)


def test_without_an_answer_in_time_nothing_is_told() -> None:
    looks = count()
    with pytest.raises(OutOfTime):
        list(tried(TrialQuery.model_validate({**QUERY, "run": {**RUN, "step_limit": 1_000_000}}), Limit(2.0, lambda: float(next(looks)))))


def test_over_http() -> None:
    with TestClient(create_app(), base_url="http://localhost") as client:
        answer = client.post("/api/trial", json=QUERY)
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert TrialLine.model_validate_json(answer.text) == told(QUERY)
        for wrong, code, path in [
            ({"root": "no base64"}, "bad_checkpoint", "root"),
            ({"racer": "c"}, "unknown_kind", "racer"),
            ({"at_step": 31}, "out_of_order", "changes.0.at_step"),
            ({"at_step": 301}, "out_of_range", "at_step"),
            ({"at_step": -1}, "out_of_range", "at_step"),
        ]:
            refused = client.post("/api/trial", content=json.dumps({**QUERY, **wrong}))
            assert refused.status_code in (400, 422)
            assert (refused.json()["code"], refused.json()["path"]) == (code, path)
