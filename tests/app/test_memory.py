"""What a session's runs take is counted, and bounded: what is oldest is let go and computed again where it is asked for."""

import gc
import json
import tracemalloc
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.encoding import json_bytes, spelled
from app.refusal import Refusal
from app.stream.branches import Branch, Branches
from app.stream.parsing import SHORT
from app.stream.work import Pace
from engine.errors import EngineError
from engine.problems.fit import FitProblem
from engine.registry import made
from engine.run import Run, start
from engine.run_config import Change, RunConfig
from tests.app.conftest import RUN
from tests.app.talk import MOMENTUM, PLENTY, alone, array, refusal_of, talking

pytestmark = pytest.mark.anyio

MIB = 2**20
OURS = ("*/engine/*", "*/numpy/*", "*/app/encoding.py", __file__)


def fit(count: int, seed: int = 0, **fields: Any) -> dict[str, Any]:
    data = {"kind": "dataset", "dataset": {"kind": "line", "count": count, "seed": seed}}
    return {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "huber"}, "data": data, **fields}


def config_of(problem: dict[str, Any], racers: int = 1, **fields: Any) -> RunConfig:
    racer = {"optimizer": {"kind": "adam"}, **fields}
    return RunConfig.model_validate(
        {**RUN, "start": [0.0, 0.0], "problem": problem, "racers": [{"id": f"r{i}", **racer} for i in range(racers)]}
    )


def measured(make: Any) -> tuple[Any, int]:
    """What is made, and the bytes that stay when it is there: of other tests' server, which packs its files in a thread, none."""
    gc.collect()
    tracemalloc.start()
    found = make()
    gc.collect()
    taken = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, place) for place in OURS])
    tracemalloc.stop()
    return found, sum(statistic.size for statistic in taken.statistics("filename"))


def test_a_text_that_is_kept_takes_no_more_than_its_length() -> None:
    text, taken = measured(lambda: json_bytes({"loss": "x" * MIB}))
    assert len(text) > MIB
    assert taken < 1.01 * len(text)


# ---- counting ------------------------------------------------------------------------------------------


def test_what_is_counted_is_what_is_taken() -> None:
    """A chain of changes, each with data of its own, is weighed to a fifth."""
    start(config_of(fit(50_000, 99)), from_step=2)  # what is made once is there

    def chained() -> Run:
        run = start(config_of(fit(50_000, 1)), from_step=2)
        for seed in range(2, 22):
            run = run.branch(Change.model_validate({"at_step": 1, "set": {"problem": fit(50_000, seed)}}))
        return run

    run, taken = measured(chained)
    counted = sum(one.nbytes for one in run.chain())
    assert counted > 20 * MIB
    # What the process remembers for all (three times 32 MiB at most) is partly the same arrays.
    assert counted <= taken * 1.2
    assert taken <= counted + 3 * 32 * MIB


def test_racers_that_judge_the_same_data_differently_share_them() -> None:
    racers = [{"id": f"r{i}", "optimizer": {"kind": "adam"}, "own": {"kind": "fit", "l2": 0.01 * i}} for i in range(64)]
    base = config_of(fit(50_000)).model_dump(mode="json")
    own = start(RunConfig.model_validate({**base, "racers": racers}))
    assert own.nbytes < 2 * start(config_of(fit(50_000))).nbytes + 64 * 8192


def test_of_many_examples_no_racer_holds_a_shuffled_copy() -> None:
    run = start(config_of(fit(100_000), 16, batch={"kind": "mini_batch", "size": 32, "own_order": True}))
    run.advance(2)  # the orders of this epoch are there
    _, taken = measured(lambda: run.advance(200, every=200, columns=()))
    assert taken < MIB


def test_batches_gathered_one_by_one_are_those_of_a_shuffled_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_of(fit(5_000), 2, batch={"kind": "mini_batch", "size": 32})
    whole = start(config).advance(400, columns=("params", "batch_loss"))
    monkeypatch.setattr("engine.running.mover.MOST_SHUFFLED", 100)
    gathered = start(config).advance(400, columns=("params", "batch_loss"))
    for name in whole.columns:
        np.testing.assert_array_equal(gathered.columns[name], whole.columns[name])


# ---- letting go ------------------------------------------------------------------------------------------


def test_the_branch_unused_the_longest_goes_first_and_then_the_oldest_steps() -> None:
    def branch(seed: int, changes: int = 0) -> Branch:
        made = [Change.model_validate({"at_step": at, "set": {"problem": fit(50_000, 100 * seed + at)}}) for at in range(changes)]
        return Branch(start(config_of(fit(50_000, seed)), made, from_step=5), Pace())

    held, one = Branches(16), branch(1).run.nbytes
    for number in range(4):
        held.put(number, branch(number))
    assert held.keep_within(3 * one, 0)
    assert held.nbytes <= 3 * one
    assert (held.find(0) is not None, held.find(1)) == (True, None), "the one in use stays"
    long = branch(7, changes=6)
    held.put(9, long)
    assert held.keep_within(int(2.5 * one), 9)
    assert [number for number in range(10) if held.find(number)] == [9]
    assert held.nbytes <= 2.5 * one
    assert (long.earliest_step, len(list(long.run.chain()))) == (4, 2)
    assert not held.keep_within(one // 2, 9), "one alone is too large"


async def test_steps_that_were_let_go_are_computed_again_to_the_same_bits() -> None:
    """Data sets of 50 KB each, 400 KB for all: the first of twenty are gone when the last is there."""
    base = {**RUN, "problem": fit(2_000, 1), "start": [0.0, 0.0]}
    changes = [{"at_step": 4 * k, "set": {"problem": fit(2_000, k + 1)}} for k in range(1, 20)]
    async with talking(**PLENTY) as talk:
        most = talk.session._most_bytes = 400_000
        await talk.ask("start", run=base)
        for number, change in enumerate(changes):
            await talk.all_rows(number, 5)
            await talk.ask("change", branch=number + 1, parent=number, **change)
            assert talk.session._branches.nbytes <= most
        await talk.all_rows(19, 5)
        branch = talk.session._branches.get(19)
        assert branch.earliest_step > 30
        truth = start(RunConfig.model_validate(base), [Change.model_validate(change) for change in changes], from_step=81)
        for step in (2, 3, 30, 31, 78, 2):
            seen = await talk.ask("inspect", branch=19, step=step, racer="a")
            assert seen["view"] == spelled(truth.inspect(step, "a")), step
            assert talk.session._branches.nbytes <= most
        ready = await talk.ask("change", branch=30, parent=19, at_step=10, racer="a", set=MOMENTUM)
        assert ready["step"] == 10
        rows = await talk.all_rows(30, 10)
        expected = alone(base, 10, *changes[:2], {"at_step": 10, "racer": "a", "set": MOMENTUM})
        np.testing.assert_array_equal(rows["params"], expected)


async def test_a_start_with_many_data_sets_never_holds_them_all() -> None:
    changes = [{"at_step": k, "set": {"problem": fit(2_000, k)}} for k in range(1, 60)]
    base = {**RUN, "problem": fit(2_000, 0), "start": [0.0, 0.0]}
    async with talking(**PLENTY) as talk:
        most = talk.session._most_bytes = 400_000
        assert (await talk.ask("start", run=base, changes=changes, from_step=60))["step"] == 60
        assert talk.session._branches.nbytes <= most
        rows = await talk.ask("advance", branch=0, count=5)
        truth = start(RunConfig.model_validate(base), [Change.model_validate(change) for change in changes], from_step=60)
        np.testing.assert_array_equal(array(rows["columns"]["params"]), truth.advance(5).columns["params"])


async def test_what_alone_is_too_large_is_refused_by_name() -> None:
    async with talking(**PLENTY) as talk:
        talk.session._most_bytes = MIB
        answer = await talk.ask("start", run={**RUN, "problem": fit(100_000), "start": [0.0, 0.0]})
        assert (answer["code"], answer["path"]) == ("too_much_memory", "run")
        assert answer["params"] == {"value": "3 MiB", "allowed": "≤ 64 MiB"}
        assert await refusal_of(talk, "advance", branch=0, count=1) == ("unknown_branch", "branch")
        assert (await talk.ask("start", run=RUN))["type"] == "ready"


# ---- what was refused ------------------------------------------------------------------------------------


def left() -> int:
    """Refusals and findings that are still there."""
    gc.collect()
    return sum(isinstance(one, (Refusal, ValidationError)) for one in gc.get_objects())


WRONG = {"type": "start", "run": RUN, "changes": [{"at_step": 0, "set": {"noise": 1.0}}]}
"""What a validator of our own refuses, which raises."""


@pytest.mark.parametrize("padding", [0, SHORT])
def test_nothing_stays_of_a_refused_message(client: TestClient, padding: int) -> None:
    before = left()
    with client.websocket_connect("/ws/run") as socket:
        for _ in range(10):
            socket.send_text(" " * padding + json.dumps(WRONG))
            assert socket.receive_json()["code"] == "missing_field"
    assert left() <= before


@pytest.mark.parametrize("padding", [0, SHORT])
@pytest.mark.parametrize("path", ["/api/sweep", "/api/landscape", "/api/cost"])
def test_nothing_stays_of_a_refused_question(client: TestClient, path: str, padding: int) -> None:
    loss = {"kind": "binary_cross_entropy"}  # does not suit the model, says a validator
    body = {"problem": {**fit(10), "loss": loss}, "racer": RUN["racers"][0], "start": [0.0, 0.0], "learning_rates": [0.1]}
    before = left()
    for _ in range(10):
        assert client.post(path, content=" " * padding + json.dumps(body)).status_code == 422
    assert left() <= before


def test_nothing_stays_of_a_refused_address(client: TestClient) -> None:
    before = left()
    for _ in range(10):
        assert client.get("/api/grid", params={"surface": '{"kind":"rosenbrock"}', "columns": "x"}).status_code == 422
        assert client.get("/api/lab/softmax", params={"nonsense": "x"}).status_code in (404, 422)
    assert left() <= before


def test_nothing_stays_of_wrong_fields() -> None:
    before = left()
    for _ in range(10):
        with pytest.raises(EngineError):
            made(FitProblem, {**fit(10), "loss": {"kind": "binary_cross_entropy"}}, "problem")
    assert left() <= before
