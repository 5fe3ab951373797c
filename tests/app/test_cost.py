"""What an update and an epoch cost: measured where it says so, extrapolated by the stated law elsewhere."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.jobs.cost import CostLine, CostQuery, batches_of, measure_cost
from app.jobs.limit import Limit
from engine.errors import EngineError
from engine.fits.fitting import Fit
from engine.numbers.scaling import continued
from engine.run import start
from engine.run_config import RunConfig
from engine.running.ball import Ball
from tests.app.conftest import client_of

PROBLEM: dict[str, Any] = {
    "kind": "fit",
    "model": {"kind": "line"},
    "loss": {"kind": "mean_squared_error"},
    "data": {"kind": "dataset", "dataset": {"kind": "noisy_line", "count": 64}},
}
RACER: dict[str, Any] = {
    "id": "a",
    "optimizer": {"kind": "gradient_descent", "learning_rate": 10.0},
    "batch": {"kind": "mini_batch", "size": 8},
}
QUERY = {"problem": PROBLEM, "racer": RACER}


@pytest.fixture(scope="module")
def short() -> Iterator[TestClient]:
    with client_of(cost_s=0.3, cost_examples=10_000) as running:
        yield running


def lines_of(client: TestClient, query: dict[str, Any]) -> list[CostLine]:
    response = client.post("/api/cost", json=query)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/x-ndjson")
    return [CostLine.model_validate_json(line) for line in response.text.splitlines()]


def test_every_size_for_every_batching(short: TestClient) -> None:
    lines = lines_of(short, QUERY)
    sizes = [10, 64, *(10**power for power in range(2, 9))]
    assert [(line.examples, line.batching) for line in lines] == [
        (size, batching) for size in sizes for batching in ("full", "mini_batch", "stochastic")
    ]
    assert {line.examples for line in lines if line.is_own} == {64}
    for line in lines:
        size = {"full": line.examples, "mini_batch": min(8, line.examples), "stochastic": 1}[line.batching]
        assert (line.batch_size, line.iterations) == (size, -(-line.examples // size))
        assert line.update_s > 0
        assert line.epoch_s > 0
        assert line.update_bytes > 0
        if line.examples <= 100:
            assert set(line.measured) == {"update_s", "epoch_s", "update_bytes"}
        if line.examples > 10_000:
            assert line.measured == ()


def test_what_is_not_measured_is_continued_from_what_is(short: TestClient) -> None:
    lines = lines_of(short, QUERY)
    for batching in ("full", "mini_batch", "stochastic"):
        mine = [line for line in lines if line.batching == batching and not line.is_own]
        for what in ("update_s", "epoch_s", "update_bytes"):
            known = [line for line in mine if what in line.measured]
            assert known == mine[: len(known)]
            sizes, prices = tuple(float(line.examples) for line in known), tuple(getattr(line, what) for line in known)
            for line in mine[len(known) :]:
                assert getattr(line, what) == pytest.approx(continued(sizes, prices, line.examples), rel=1e-12)


def test_prices_are_those_of_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that goes on with every update, by the price of a call and that of its examples."""
    call_s, example_s, now_s, write = 1e-5, 1e-7, 0.0, Ball.write

    def priced(ball: Ball, first: int, count: int, every: int, record: Any) -> None:
        nonlocal now_s
        write(ball, first, count, every, record)
        for step in range(first, first + count):
            place = ball.place(step)
            now_s += call_s + example_s * (place.last - place.first)

    monkeypatch.setattr(Ball, "write", priced)
    monkeypatch.setattr("app.jobs.measuring.perf_counter", lambda: now_s)
    told = (CostLine.model_validate_json(line) for line in measure_cost(CostQuery.model_validate(QUERY), Limit(20.0), 100))
    lines = {(line.batching, line.examples): line for line in told if line.measured}
    for (batching, examples), line in lines.items():
        if examples % line.batch_size:
            continue  # its batches are of two sizes
        assert line.update_s == pytest.approx(call_s + example_s * line.batch_size), (batching, examples)
        assert line.epoch_s == pytest.approx(line.iterations * call_s + examples * example_s), (batching, examples)
    assert set(lines) >= {(batching, 64) for batching in ("full", "mini_batch", "stochastic")}
    # The fixed price of a call: an epoch one by one costs far more than one update of all.
    assert lines["stochastic", 64].epoch_s > 30 * lines["full", 64].epoch_s


def test_time_to_the_same_accuracy_is_updates_times_their_price() -> None:
    query = CostQuery.model_validate({**QUERY, "racer": {**RACER, "optimizer": {"kind": "gradient_descent", "learning_rate": 0.01}}})
    told = [CostLine.model_validate_json(line) for line in measure_cost(query, Limit(20.0), 100)]
    own = {line.batching: line for line in told if line.is_own}
    assert set(own) == {"full", "mini_batch", "stochastic"}
    assert all(line.reach_updates is None and line.reach_s is None for line in told if not line.is_own)
    for line in own.values():
        assert line.reach_updates is not None
        assert line.reach_s == pytest.approx(line.reach_updates * line.epoch_s / line.iterations)
        # So many updates lead there and one less does not, as the page runs it.
        batch = batches_of(query)[line.batching]
        racer = query.racer.model_copy(update={"batch": batch})
        config = RunConfig(problem=query.problem, racers=(racer,), step_limit=line.reach_updates)
        losses = start(config).advance(line.reach_updates + 1, columns=("loss",)).columns["loss"][:, 0]
        lowest = query.problem.landscape.loss_on(query.problem.landscape.stationary_points()[0].params, None)
        share = (losses - lowest) / (losses[0] - lowest)
        assert share[-1] <= 0.0501
        assert share[:-1].min() > 0.0499


def test_a_rate_that_leads_nowhere_reaches_no_accuracy() -> None:
    told = (CostLine.model_validate_json(line) for line in measure_cost(CostQuery.model_validate(QUERY), Limit(20.0), 100))
    assert [(line.reach_updates, line.reach_s) for line in told if line.is_own] == [(None, None)] * 3


def test_memory_is_what_numpy_allocates() -> None:
    told = (CostLine.model_validate_json(line) for line in measure_cost(CostQuery.model_validate(QUERY), Limit(20.0), 1_000))
    lines = {(line.batching, line.examples): line for line in told}
    grown = lines["full", 1_000].update_bytes - lines["full", 100].update_bytes
    arrays = grown / (8 * 900)
    assert arrays == pytest.approx(round(arrays), abs=0.05)  # whole arrays of 8 bytes an example
    assert 2 <= round(arrays) <= 8
    assert lines["stochastic", 1_000].update_bytes == pytest.approx(lines["stochastic", 100].update_bytes, abs=200)


def test_real_updates_are_made_and_the_racer_stays_finite(monkeypatch: pytest.MonkeyPatch) -> None:
    balls: list[Ball] = []
    write = Ball.write
    monkeypatch.setattr(Ball, "write", lambda ball, *rest: (balls.append(ball), write(ball, *rest))[1])
    for _ in measure_cost(CostQuery.model_validate(QUERY), Limit(0.05), 100):
        pass
    timed = [ball for ball in balls if ball.racer.optimizer.learning_rate == 0.0]
    assert len(timed) > 100
    for ball in timed:
        assert ball.last_row is None  # at a rate of 10 it would be gone
        assert ball.params == ball.ground.start()
    gone = {id(ball): ball for ball in balls if ball.racer.optimizer.learning_rate != 0.0}
    assert [ball.last_row is not None for ball in gone.values()] == [True] * 3, "those that are to reach an accuracy, and not timed"


def own(x: list[list[float]], y: list[float], task: str = "regression") -> dict[str, Any]:
    return {**PROBLEM, "data": {"kind": "own", "task": task, "x": x, "y": y}}


CLASSIFIER = {"model": {"kind": "logistic"}, "loss": {"kind": "binary_cross_entropy"}}


@pytest.mark.parametrize(
    "problem",
    [
        *(own([(np.linspace(0.1, 1.0, 12) * size).tolist()], np.linspace(-1.0, 1.0, 12).tolist()) for size in (1e6, 1e9, 1e12)),
        own([(np.linspace(0.1, 1.0, 12) * 1e12).tolist()], (np.linspace(1.0, -1.0, 12) * 1e12).tolist()),
        # At the start of the fit p is 1 for all, and the loss of those of class 0 is infinite.
        {**own([(1e6 + np.arange(12.0)).tolist()], [0.0, 1.0] * 6, "binary"), **CLASSIFIER},
    ],
    ids=["1e6", "1e9", "1e12", "both 1e12", "log 0"],
)
@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "adagrad", "adam", "adadelta"])
def test_features_of_any_size_are_timed(problem: dict[str, Any], optimizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[Ball] = []
    leave = Ball.leave
    monkeypatch.setattr(Ball, "leave", lambda ball, *rest: (left.append(ball), leave(ball, *rest))[1])
    query = {"problem": problem, "racer": {**RACER, "optimizer": {"kind": optimizer, "learning_rate": 1.0}}}
    lines = [CostLine.model_validate_json(line) for line in measure_cost(CostQuery.model_validate(query), Limit(0.05), 100)]
    assert [ball for ball in left if ball.racer.optimizer.learning_rate == 0.0] == [], "none that is timed leaves"
    assert len(lines) == 27
    # An update that is made takes some microseconds; one that is not, nothing.
    assert all(1e-6 < line.update_s < 0.1 for line in lines if "update_s" in line.measured)


def test_a_racer_that_leaves_all_the_same_is_refused_rather_than_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fit, "slope_on", lambda fit, params, batch: (np.nan, (np.nan, np.nan)))
    with pytest.raises(EngineError, match="problem must be a finite number"):
        next(measure_cost(CostQuery.model_validate(QUERY), Limit(0.05), 100))


def test_the_mini_batch_is_the_learners(short: TestClient) -> None:
    def size(query: dict[str, Any]) -> int:
        return next(line.batch_size for line in lines_of(short, query) if line.batching == "mini_batch" and line.examples == 1000)

    assert size(QUERY) == 8
    assert size({**QUERY, "mini_batch": 16}) == 16
    assert size({**QUERY, "racer": {**RACER, "batch": {"kind": "mini_batch", "size": 1}}}) == 32
    assert size({**QUERY, "racer": {**RACER, "batch": {"kind": "full"}}}) == 32


@pytest.mark.parametrize(
    "change",
    [
        {"racer": {**RACER, "gradient": {"kind": "numerical"}, "optimizer": {"kind": "adam"}, "noise": 0.1}},
        {"racer": {**RACER, "schedule": {"kind": "reduce_on_plateau"}, "clipping": {"kind": "norm"}}},
        {
            "problem": {
                **PROBLEM,
                "model": {"kind": "logistic"},
                "loss": {"kind": "binary_cross_entropy", "from_logits": True},
                "data": {"kind": "dataset", "dataset": {"kind": "blobs"}},
                "l2": 0.1,
            }
        },
    ],
)
def test_other_racers_and_fits(change: dict[str, Any]) -> None:
    lines = [CostLine.model_validate_json(line) for line in measure_cost(CostQuery.model_validate({**QUERY, **change}), Limit(0.05), 100)]
    assert len(lines) in (24, 27)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"mini_batch": 1}, "out_of_range", "mini_batch"),
        ({"problem": {"kind": "surface", "surface": {"kind": "quadratic"}}}, "unknown_kind", "problem.kind"),
        ({"more": 1}, "unknown_field", "more"),
        ({"racer": {"id": "a", "optimizer": {"kind": "x"}}}, "unknown_kind", "racer.optimizer"),
    ],
)
def test_refusals(short: TestClient, change: dict[str, Any], code: str, path: str) -> None:
    response = short.post("/api/cost", json={**QUERY, **change})
    assert (response.status_code, response.json()["code"], response.json()["path"]) == (422, code, path)


def test_remembered_and_too_large(short: TestClient) -> None:
    assert short.post("/api/cost", json=QUERY).content == short.post("/api/cost", json=QUERY).content
    assert short.post("/api/cost", content="x" * 300_000).status_code == 413
