"""Sweeps over learning rates: rates and steps of single runs, told as they become known, ended in time."""

from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from app.jobs.limit import Limit
from app.jobs.sweep import SweepLine, SweepQuery, swept
from app.main import create_app
from engine.functions import ARRAY
from engine.run import start
from engine.run_config import RunConfig

QUERY: dict[str, Any] = {
    "problem": {"surface": {"kind": "quadratic"}},
    "racer": {"id": "a", "optimizer": {"kind": "gradient_descent"}},
    "start": [1.0, 1.0],
    "learning_rates": np.geomspace(1e-3, 10.0, 7).tolist(),
    "step_limit": 300,
}
DATA = {"kind": "dataset", "dataset": {"kind": "noisy_line", "count": 20_000}}
HEAVY: dict[str, Any] = {
    **QUERY,
    "problem": {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "mean_squared_error"}, "data": DATA},
    "start": [0.0, 0.0],
    "learning_rates": np.geomspace(1e-9, 1e6, 60).tolist(),
    "step_limit": 10_000,
    "convergence": {"gradient_tolerance": 1e-2, "change_tolerance": 1e-2},
}


def told(query: dict[str, Any], clock: Callable[[], float] = lambda: 0.0) -> list[SweepLine]:
    """All lines of a sweep, by a clock of the test's own."""
    lines = swept(SweepQuery.model_validate(query), Limit(10.0, clock))
    return [SweepLine.model_validate_json(line) for line in lines if line is not None]


def test_rates_and_steps_are_those_of_single_runs() -> None:
    answer = told(QUERY)[-1]
    assert (answer.stage, answer.tried) == ("complete", 7)
    assert answer.learning_rates == tuple(QUERY["learning_rates"])
    assert {"reached", "diverged"} <= set(answer.outcome)
    for rate, steps, outcome in zip(answer.learning_rates, answer.steps, answer.outcome, strict=True):
        racer = {"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": rate}}
        config = RunConfig.model_validate({"problem": QUERY["problem"], "racers": [racer], "start": [1.0, 1.0], "step_limit": 299})
        run = start(config)
        run.advance(300, columns=())
        [alone] = run.outcomes()
        assert (outcome == "reached") == (alone.kind == "converged")
        assert steps == (alone.step if alone.kind == "converged" else None)


def known(line: SweepLine) -> dict[float, tuple[int | None, str]]:
    """What a line says of the rates that were tried."""
    rows = zip(line.learning_rates, line.steps, line.outcome, strict=True)
    return {rate: (steps, outcome) for rate, steps, outcome in rows if outcome != "untried"}


def test_a_sweep_whose_time_is_up_says_what_it_knows_and_what_was_not_tried() -> None:
    """A tenth of a second passes with every look at the clock: the time is up after a hundred looks."""
    looks = count()
    first, *_lines, last = told(HEAVY, lambda: next(looks) / 10)
    assert (first.stage, first.limit_s, last.stage) == ("going", 10.0, "out_of_time")
    assert first.most_s > 10, "it is said before it is met that not all can be tried"
    assert next(looks) < 200, "the clock is looked at between all pieces, and then it ends"
    assert 0 < last.tried < 60
    assert last.tried == len(known(last)) == 60 - last.outcome.count("untried")
    assert all(steps is None for steps, outcome in zip(last.steps, last.outcome, strict=True) if outcome != "reached")
    # The limit is far away for these few rates alone: what they give together with all others is what they give.
    rows = [(rate, row) for rate, row in known(last).items() if row[1] != "not_reached"]
    alone = told({**HEAVY, "learning_rates": [rate for rate, _ in rows]})[-1]
    assert alone.stage == "complete"
    assert [(rate, known(alone)[rate]) for rate, _ in rows] == rows
    reached = {rate: steps for rate, (steps, outcome) in known(last).items() if outcome == "reached" and steps is not None}
    assert last.best == min(reached, key=lambda rate: (reached[rate], rate), default=None), "the best of those that were tried"


def test_what_was_known_stays_known() -> None:
    looks = count()
    lines = told(HEAVY, lambda: next(looks) / 10)
    for before, after in pairwise(lines):
        assert known(before).items() <= known(after).items()
        assert (before.learning_rates, before.most_s, before.limit) == (after.learning_rates, after.most_s, after.limit)


def test_the_racer_s_own_rate_is_among_the_first_that_are_tried() -> None:
    looks, rates = count(), [*HEAVY["learning_rates"], 0.123]
    racer = {"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": 0.123}}
    lines = told({**HEAVY, "racer": racer, "learning_rates": rates}, lambda: next(looks) / 10)
    assert lines[-1].outcome[-1] == "reached"
    assert lines[-1].stage == "out_of_time"


def last_of(client: TestClient, query: dict[str, Any]) -> SweepLine:
    response = client.post("/api/sweep", json=query)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/x-ndjson")
    return [SweepLine.model_validate_json(line) for line in response.text.splitlines()][-1]


def test_over_http_and_remembered(client: TestClient) -> None:
    first = last_of(client, QUERY)
    assert first.stage == "complete"
    assert first.limit == pytest.approx(2 / first_curvature(), rel=1e-12)
    again = client.post("/api/sweep", json=QUERY).text.splitlines()
    assert [SweepLine.model_validate_json(line) for line in again] == [first], "remembered: the answer alone"


def test_where_no_limit_holds_it_is_null() -> None:
    hill = {**QUERY, "problem": {"surface": {"kind": "himmelblau"}}, "start": [0.0, 0.0]}
    assert told(hill)[-1].limit is None


def first_curvature() -> float:
    run = start(RunConfig.model_validate({"problem": QUERY["problem"], "racers": [QUERY["racer"]], "start": [1.0, 1.0]}))
    hessian = run.config.problem.surface.hessian(ARRAY, 1.0, 1.0)
    return float(np.linalg.eigvalsh(np.array(hessian, dtype=float))[-1])


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"learning_rates": [0.1, 0]}, "out_of_range", "learning_rates.1"),
        ({"learning_rates": []}, "wrong_length", "learning_rates"),
        ({"learning_rates": [0.1] * 513}, "wrong_length", "learning_rates"),
        ({"step_limit": 100_000}, "out_of_range", "step_limit"),
        ({"learning_rates": [0.1] * 512, "step_limit": 10_000}, "out_of_range", "learning_rates × step_limit"),
        ({"start": [1.0]}, "wrong_length", "start"),
        ({"more": 1}, "unknown_field", "more"),
        ({"racer": {"id": "a", "optimizer": {"kind": "x"}}}, "unknown_kind", "racer.optimizer"),
    ],
)
def test_refusals(client: TestClient, change: dict[str, Any], code: str, path: str) -> None:
    response = client.post("/api/sweep", json={**QUERY, **change})
    assert response.status_code == 422
    assert (response.json()["code"], response.json()["path"]) == (code, path)


def test_a_schedule_that_watches_the_loss_is_refused(client: TestClient) -> None:
    racer = {**QUERY["racer"], "schedule": {"kind": "reduce_on_plateau"}}
    response = client.post("/api/sweep", json={**QUERY, "racer": racer})
    assert (response.status_code, response.json()["path"]) == (422, "racer.schedule.kind")


def test_not_json_and_too_large(client: TestClient) -> None:
    assert client.post("/api/sweep", content="{").json()["code"] == "not_json"
    response = client.post("/api/sweep", content="x" * 300_000)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.anyio
async def test_of_a_body_too_large_no_more_is_read_than_needed() -> None:
    app, parts = create_app(), 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal parts
        parts += 1
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": parts < 50}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "POST", "path": "/api/sweep", "headers": headers, "query_string": b"", "http_version": "1.1"}
    await app(scope, receive, send)
    assert sent[0]["status"] == 413
    assert parts == 3
