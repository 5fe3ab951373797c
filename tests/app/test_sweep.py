"""Sweeps over learning rates."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from app.jobs.sweep import SweepAnswer, SweepQuery, Sweeps, compute
from app.main import create_app
from app.paths import ROOT
from app.settings import Settings
from engine.functions import ARRAY
from engine.run import start
from engine.run_config import RunConfig
from tests.app.conftest import client_of

QUERY: dict[str, Any] = {
    "problem": {"surface": {"kind": "quadratic"}},
    "racer": {"id": "a", "optimizer": {"kind": "gradient_descent"}},
    "start": [1.0, 1.0],
    "learning_rates": np.geomspace(1e-3, 10.0, 7).tolist(),
    "step_limit": 300,
}


def test_rates_and_steps_are_those_of_single_runs() -> None:
    answer = SweepAnswer.model_validate_json(compute(SweepQuery.model_validate(QUERY)))
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


def test_over_http_and_remembered(client: TestClient) -> None:
    first = client.post("/api/sweep", json=QUERY)
    assert first.status_code == 200
    assert client.post("/api/sweep", json=QUERY).content == first.content
    assert first.json()["limit"] == pytest.approx(2 / first_curvature(), rel=1e-12)


@pytest.mark.anyio
async def test_only_so_many_are_remembered_and_the_one_unused_the_longest_goes() -> None:
    sweeps = Sweeps(Settings(sweep_cache=2))
    with ThreadPoolExecutor(1) as pool:
        sweeps._pool = pool  # type: ignore[assignment]  # the same calls, without a process
        first, second, third = (SweepQuery.model_validate({**QUERY, "learning_rates": [rate]}) for rate in (0.1, 0.2, 0.3))
        for query in (first, second, first, third):
            await sweeps.sweep(query)
    assert list(sweeps._kept) == [first.model_dump_json(), third.model_dump_json()]
    assert sweeps._places.taken == 0


def test_where_no_limit_holds_it_is_null() -> None:
    hill = {**QUERY, "problem": {"surface": {"kind": "himmelblau"}}, "start": [0.0, 0.0]}
    assert SweepAnswer.model_validate_json(compute(SweepQuery.model_validate(hill))).limit is None


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


def test_a_killed_process_is_replaced() -> None:
    with client_of() as running:
        assert running.post("/api/sweep", json=QUERY).status_code == 200
        [victim] = running.app.state.sweeps._pool._processes  # type: ignore[attr-defined]  # a FastAPI
        os.kill(victim, signal.SIGKILL)
        another = {**QUERY, "learning_rates": [0.1]}
        response = running.post("/api/sweep", json=another)
        assert (response.status_code, response.json()["code"]) == (503, "busy")
        assert running.post("/api/sweep", json=another).status_code == 200


_KILLED = """
import asyncio, os, signal, sys
from app.settings import Settings
from app.jobs.sweep import SweepQuery, Sweeps

if __name__ == "__main__":
    asyncio.run(Sweeps(Settings()).sweep(SweepQuery.model_validate_json(sys.argv[1])))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_with_the_server(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED)
    # A process left behind would hold the pipe open: the end of its output is the end of all.
    command = [sys.executable, str(script), json.dumps(QUERY)]
    killed = subprocess.run(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    assert killed.returncode == -signal.SIGKILL
