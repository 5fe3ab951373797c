"""The session's state machine: order, cutting short, branches, taking up, refusals. No socket is needed."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest

from app.messages import CLIENT_MESSAGE, SERVER_MESSAGE
from app.refusal import Refusal
from app.scheduler import Scheduler
from app.session import Session
from app.settings import Settings
from engine.run import start
from engine.run_config import Change, RunConfig
from tests.app.conftest import RUN

pytestmark = pytest.mark.anyio

LONG = {**RUN, "step_limit": 200_000}
PLENTY = {"steps_work_ms": 1e9, "steps_kib": 10**6}
MOMENTUM = {"optimizer": {"kind": "momentum", "learning_rate": 1e-4}}


class Talk:
    """Says messages to a session and hears its answers."""

    def __init__(self, settings: Settings) -> None:
        self.scheduler = Scheduler(settings.slice_ms / 1000)
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.session = Session(settings, self.scheduler, self.heard.put)

    def say(self, type: str, **fields: Any) -> None:
        self.session.take(CLIENT_MESSAGE.validate_json(json.dumps({"type": type, **fields})))

    async def hear(self) -> dict[str, Any]:
        text = await asyncio.wait_for(self.heard.get(), 60)
        SERVER_MESSAGE.validate_json(text)
        body: dict[str, Any] = json.loads(text)
        return body

    async def ask(self, type: str, **fields: Any) -> dict[str, Any]:
        self.say(type, **fields)
        return await self.hear()

    async def all_rows(self, branch: int, count: int) -> dict[str, Any]:
        """Ask until ``count`` rows are there; returns the params and the last checkpoint."""
        params, checkpoint, at = [], None, None
        while sum(map(len, params)) < count:
            answer = await self.ask("advance", branch=branch, count=count - sum(map(len, params)))
            assert answer["type"] == "steps", answer
            params.append(array(answer["columns"]["params"]))
            if answer["checkpoint"]:
                checkpoint, at = answer["checkpoint"], answer["checkpoint_step"]
        return {"params": np.concatenate(params), "checkpoint": checkpoint, "at": at}


def array(column: dict[str, str]) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(column["bdata"]), "<f8").reshape(tuple(map(int, column["shape"].split(", "))))


@asynccontextmanager
async def talking(**limits: Any) -> AsyncIterator[Talk]:
    talk = Talk(Settings(**limits))
    tasks = [asyncio.create_task(talk.scheduler.run()), asyncio.create_task(talk.session.work())]
    try:
        yield talk
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def alone(config: dict[str, Any], steps: int, *changes: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Params of the last branch, computed by the engine in one piece."""
    run = start(RunConfig.model_validate(config), [Change.model_validate(change) for change in changes])
    return np.asarray(run.advance(steps).columns["params"])


async def refusal_of(talk: Talk, type: str, **fields: Any) -> tuple[str, str]:
    """Code and path, said at once or answered later."""
    try:
        answer = await talk.ask(type, **fields)
    except Refusal as refusal:
        return refusal.code, refusal.path
    assert answer["type"] == "error", answer
    return answer["code"], answer["path"]


# ---- rows ---------------------------------------------------------------------------------------


async def test_rows_are_the_engines() -> None:
    async with talking() as talk:
        ready = await talk.ask("start", run=RUN)
        assert (ready["type"], ready["step"], ready["racers"], ready["starts"]) == ("ready", 0, ["a"], [[-1.5, 2.2]])
        got = await talk.all_rows(0, 401)
        np.testing.assert_array_equal(got["params"], alone(RUN, 401))
        ended = await talk.hear()
        assert (ended["type"], ended["step"], ended["outcomes"][0]["kind"]) == ("ended", 400, "step_limit")
        assert (await talk.ask("advance", branch=0, count=1))["type"] == "ended"


async def test_thinned_rows() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=RUN)
        answer = await talk.ask("advance", branch=0, count=5, every=30, columns=["loss"])
        assert (answer["first_step"], answer["every"], answer["rows"]) == (0, 30, 5)
        assert list(answer["columns"]) == ["loss"]
        assert (await talk.ask("advance", branch=0, count=1))["first_step"] == 150


async def test_a_run_without_racers_is_over_at_once() -> None:
    async with talking() as talk:
        assert (await talk.ask("start", run={**RUN, "racers": []}))["racers"] == []
        assert await talk.ask("advance", branch=0, count=5) == {"type": "ended", "branch": 0, "step": 0, "outcomes": []}


async def test_divergence_is_told_once_with_its_rows() -> None:
    config = {**RUN, "racers": [{"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": 1.0}}]}
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=config)
        answer, ended = await talk.ask("advance", branch=0, count=100), await talk.hear()
        assert [outcome["kind"] for outcome in answer["outcomes"]] == ["diverged"]
        assert ended["outcomes"] == answer["outcomes"]
        assert answer["outcomes"][0]["parameter"] in ("x", "y")


# ---- order --------------------------------------------------------------------------------------


async def test_nothing_before_start() -> None:
    async with talking() as talk:
        for kind, fields in [
            ("advance", {"branch": 0, "count": 1}),
            ("inspect", {"branch": 0, "step": 0, "racer": "a"}),
            ("change", {"branch": 1, "parent": 0, "at_step": 0, "set": {}}),
        ]:
            assert await refusal_of(talk, kind, **fields) == ("not_started", "type")


async def test_a_third_advance_is_refused_and_the_first_two_are_answered() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=300)
        talk.say("advance", branch=0, count=300)
        with pytest.raises(Refusal) as caught:
            talk.say("advance", branch=0, count=300)
        assert (caught.value.code, caught.value.params) == ("too_many_advances", {"value": 3, "allowed": 2})
        assert [(await talk.hear())["first_step"] for _ in range(2)] == [0, 300]


async def test_too_many_messages_of_other_kinds() -> None:
    async with talking(session_waiting_messages=3) as talk:
        await talk.ask("start", run=RUN)
        await talk.ask("advance", branch=0, count=1)
        for _ in range(3):
            talk.say("inspect", branch=0, step=0, racer="a")
        with pytest.raises(Refusal) as caught:
            talk.say("inspect", branch=0, step=0, racer="a")
        assert caught.value.code == "too_many_messages"


async def test_a_change_cuts_an_advance_short_and_goes_before_those_that_wait() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        await talk.ask("advance", branch=0, count=10)
        talk.say("advance", branch=0, count=100_000)
        talk.say("advance", branch=0, count=100)
        await asyncio.sleep(0.01)
        talk.say("change", branch=1, parent=0, at_step=5, racer="a", set=MOMENTUM)
        cut, ready, rest = [await talk.hear() for _ in range(3)]
        assert (cut["type"], ready["type"], rest["type"]) == ("steps", "ready", "steps")
        assert 0 < cut["rows"] < 100_000
        assert (ready["branch"], ready["step"]) == (1, 5)
        assert rest["first_step"] == 10 + cut["rows"]


async def test_a_change_of_a_step_to_come_waits_for_it() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=1000)
        talk.say("change", branch=1, parent=0, at_step=900, racer="a", set=MOMENTUM)
        assert (await talk.hear())["rows"] == 1000
        assert (await talk.hear())["step"] == 900


async def test_cancel_answers_with_what_there_is_and_drops_what_waits() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=100_000)
        talk.say("advance", branch=0, count=100)
        await asyncio.sleep(0.01)
        talk.say("cancel", branch=0)
        cut = await talk.hear()
        assert 0 < cut["rows"] < 100_000
        after = await talk.ask("advance", branch=0, count=7)
        assert (after["first_step"], after["rows"]) == (cut["rows"], 7)


async def test_cancel_of_another_branch_changes_nothing() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=500)
        talk.say("cancel", branch=3)
        assert (await talk.hear())["rows"] == 500


async def test_a_new_start_drops_everything() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=100_000)
        talk.say("advance", branch=0, count=100)
        await asyncio.sleep(0.01)
        assert (await talk.ask("start", run=RUN, branch=7))["branch"] == 7
        assert await refusal_of(talk, "advance", branch=0, count=1) == ("unknown_branch", "branch")
        assert (await talk.ask("advance", branch=7, count=1))["first_step"] == 0


async def test_close_finishes_the_message_under_way_and_no_other() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=100_000)
        talk.say("advance", branch=0, count=100)
        await asyncio.sleep(0.01)
        talk.say("stop")
        assert 0 < (await talk.hear())["rows"] < 100_000
        await asyncio.sleep(0.05)
        assert talk.heard.empty()


# ---- branches -----------------------------------------------------------------------------------


async def test_branches_are_exact_and_the_parent_stays() -> None:
    change = {"at_step": 150, "racer": "a", "set": MOMENTUM}
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 300)
        assert (await talk.ask("change", branch=1, parent=0, **change))["step"] == 150
        np.testing.assert_array_equal((await talk.all_rows(1, 100))["params"], alone(RUN, 100, change))
        np.testing.assert_array_equal((await talk.all_rows(0, 50))["params"], alone(RUN, 350)[300:])


async def test_a_drag_replaces_its_branch() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        for rate in (0.1, 0.2, 0.3):
            setting = {"optimizer": {"kind": "adam", "learning_rate": rate}}
            assert (await talk.ask("change", branch=1, parent=0, at_step=20, racer="a", set=setting))["step"] == 20
        expected = alone(RUN, 30, {"at_step": 20, "racer": "a", "set": setting})
        np.testing.assert_array_equal((await talk.all_rows(1, 30))["params"], expected)


async def test_branch_numbers_are_not_taken_twice() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        await talk.ask("change", branch=1, parent=0, at_step=20, racer="a", set=MOMENTUM)
        in_use = ("branch_in_use", "branch")
        assert await refusal_of(talk, "change", branch=1, parent=0, at_step=21, racer="a", set=MOMENTUM) == in_use
        assert await refusal_of(talk, "change", branch=0, parent=0, at_step=20, racer="a", set=MOMENTUM) == in_use
        assert await refusal_of(talk, "change", branch=0, parent=1, at_step=20, racer="a", set=MOMENTUM) == in_use


async def test_the_branch_unused_the_longest_is_dropped() -> None:
    async with talking(session_branches=2) as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        for branch in (1, 2):
            await talk.ask("change", branch=branch, parent=0, at_step=20, racer="a", set=MOMENTUM)
        assert await refusal_of(talk, "advance", branch=1, count=1) == ("unknown_branch", "branch")
        assert (await talk.ask("advance", branch=0, count=1))["type"] == "steps"


@pytest.mark.parametrize(
    ("type", "fields", "code", "path"),
    [
        ("advance", {"branch": 5, "count": 1}, "unknown_branch", "branch"),
        ("change", {"branch": 6, "parent": 5, "at_step": 0, "racer": "a", "set": MOMENTUM}, "unknown_branch", "parent"),
        ("change", {"branch": 1, "parent": 0, "at_step": 60, "racer": "a", "set": MOMENTUM}, "out_of_range", "at_step"),
        ("change", {"branch": 1, "parent": 0, "at_step": 5, "racer": "b", "set": MOMENTUM}, "unknown_kind", "racer"),
        ("change", {"branch": 1, "parent": 0, "at_step": 5, "set": MOMENTUM}, "missing_field", "racer"),
        ("change", {"branch": 1, "parent": 0, "at_step": 5, "racer": "a", "set": {"params": [1.0]}}, "wrong_length", "set.params"),
        (
            "change",
            {"branch": 1, "parent": 0, "at_step": 5, "set": {"problem": {"surface": {"kind": "booth"}}}},
            "unknown_kind",
            "set.problem.surface.kind",
        ),
        ("inspect", {"branch": 5, "step": 0, "racer": "a"}, "unknown_branch", "branch"),
        ("inspect", {"branch": 0, "step": 50, "racer": "a"}, "not_yet_computed", "step"),
        ("inspect", {"branch": 0, "step": 0, "racer": "b"}, "unknown_kind", "racer"),
    ],
)
async def test_refusals_leave_the_session_alive(type: str, fields: dict[str, Any], code: str, path: str) -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        assert await refusal_of(talk, type, **fields) == (code, path)
        assert (await talk.ask("advance", branch=0, count=1))["first_step"] == 50


async def test_inspect() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        view = await talk.ask("inspect", branch=0, step=10, racer="a")
        assert [stage["stage"] for stage in view["view"]["stages"]] == ["point", "loss", "gradient", "change", "move"]
        assert view["view"]["stages"][0]["values"] == alone(RUN, 11)[10, 0].tolist()
        limit = await talk.ask("inspect", branch=0, step=10, racer="a", what="limit")
        assert limit["view"]["here"] > 0


# ---- taking up ----------------------------------------------------------------------------------

PLATEAU = {**RUN, "racers": [{**RUN["racers"][0], "schedule": {"kind": "reduce_on_plateau"}, "noise": 0.1}], "step_limit": 3000}
CHANGE = {"at_step": 400, "racer": "a", "set": {"optimizer": {"kind": "rmsprop", "learning_rate": 0.01}}}


async def taken_up(from_step: int, checkpoint: str | None, changes: list[dict[str, Any]], rows: int) -> np.ndarray[Any, Any]:
    async with talking() as talk:
        talk.say("start", run=PLATEAU, changes=changes, branch=9, from_step=from_step, checkpoint=checkpoint)
        answer = await talk.hear()
        while answer["type"] == "progress":
            answer = await talk.hear()
        assert (answer["type"], answer["branch"], answer["step"]) == ("ready", 9, from_step), answer
        got: np.ndarray[Any, Any] = (await talk.all_rows(9, rows))["params"]
        return got


async def test_a_checkpoint_goes_on_with_the_same_bits_elsewhere() -> None:
    whole = alone(PLATEAU, 1000, CHANGE)
    async with talking(checkpoint_work_s=0.001) as talk:
        await talk.ask("start", run=PLATEAU)
        parent = await talk.all_rows(0, 500)
        await talk.ask("change", branch=1, parent=0, **CHANGE)
        child = await talk.all_rows(1, 600)
    np.testing.assert_array_equal(child["params"], whole[:600])
    assert 400 < child["at"] <= 1000
    for from_step in (child["at"], child["at"] + 37):
        got = await taken_up(from_step, child["checkpoint"], [CHANGE], 50)
        np.testing.assert_array_equal(got, whole[from_step - 400 : from_step - 350])
    assert 0 < parent["at"] <= 500
    if parent["at"] <= 400:
        np.testing.assert_array_equal(await taken_up(450, parent["checkpoint"], [CHANGE], 50), whole[50:100])


async def test_without_a_checkpoint_it_is_computed_again() -> None:
    np.testing.assert_array_equal(await taken_up(700, None, [CHANGE], 50), alone(PLATEAU, 350, CHANGE)[300:])


async def test_going_back_before_a_checkpoint() -> None:
    async with talking(checkpoint_work_s=0.001) as talk:
        await talk.ask("start", run=PLATEAU)
        first = await talk.all_rows(0, 500)
    async with talking() as talk:
        await talk.ask("start", run=PLATEAU, from_step=500, checkpoint=first["checkpoint"])
        view = await talk.ask("inspect", branch=0, step=20, racer="a")
        assert view["view"]["stages"][0]["values"] == first["params"][20, 0].tolist()
        assert (await talk.ask("change", branch=1, parent=0, at_step=30, racer="a", set=MOMENTUM))["step"] == 30
        expected = alone(PLATEAU, 40, {"at_step": 30, "racer": "a", "set": MOMENTUM})
        np.testing.assert_array_equal((await talk.all_rows(1, 40))["params"], expected)
        np.testing.assert_array_equal((await talk.all_rows(0, 20))["params"], alone(PLATEAU, 520)[500:])


async def test_long_work_says_how_far_it_is_and_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.session._PROGRESS_EVERY_S", 0.001)
    async with talking() as talk:
        talk.say("start", run=LONG, from_step=200_000)
        progress = await talk.hear()
        assert progress["type"] == "progress"
        assert 0 < progress["done"] < progress["of"] == 200_000
        talk.say("cancel", branch=0)
        talk.say("start", run=RUN, branch=1)
        answer = await talk.hear()
        while answer["type"] == "progress":
            answer = await talk.hear()
        assert (answer["type"], answer["branch"]) == ("ready", 1)


async def test_a_cancelled_start_leaves_a_new_session() -> None:
    async with talking() as talk:
        talk.say("start", run=LONG, from_step=200_000)
        await asyncio.sleep(0.01)
        talk.say("cancel", branch=0)
        while talk.session.state != "new":
            await asyncio.sleep(0.001)
        assert await refusal_of(talk, "advance", branch=0, count=1) == ("not_started", "type")


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"checkpoint": "!!!"}, "bad_checkpoint", "checkpoint"),
        ({"checkpoint": ""}, "bad_checkpoint", "checkpoint"),
        ({"checkpoint": base64.b64encode(np.array([1.0, 5.0]).tobytes()).decode()}, "bad_checkpoint", "checkpoint"),
        ({"checkpoint": base64.b64encode(np.array([1.0, 50.0] + [0.0] * 20).tobytes()).decode()}, "bad_checkpoint", "checkpoint"),
        ({"checkpoint": base64.b64encode(np.full(30, np.nan).tobytes()).decode()}, "bad_checkpoint", "checkpoint"),
        (
            {"changes": [{"at_step": 9, "racer": "a", "set": {}}, {"at_step": 5, "racer": "a", "set": {}}]},
            "out_of_order",
            "changes.1.at_step",
        ),
        ({"changes": [{"at_step": 9, "racer": "b", "set": {}}]}, "unknown_kind", "changes.0.racer"),
    ],
)
async def test_refused_starts(fields: dict[str, Any], code: str, path: str) -> None:
    async with talking() as talk:
        assert await refusal_of(talk, "start", run=RUN, from_step=10, **fields) == (code, path)
        assert (await talk.ask("start", run=RUN))["type"] == "ready"


async def test_racers_are_limited() -> None:
    racers = [{"id": f"r{i}", "optimizer": {"kind": "adam"}} for i in range(3)]
    async with talking(session_racers=2) as talk:
        assert await refusal_of(talk, "start", run={**RUN, "racers": racers}) == ("wrong_length", "run.racers")


# ---- allowances ---------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [{"session_processor_s_per_minute": 1e-9}, {"session_mib_per_minute": 1e-9}])
async def test_beyond_its_allowance_a_session_is_slowed_not_refused(limit: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    sleep = asyncio.sleep

    async def noted(delay_s: float) -> None:
        waits.append(delay_s)
        await sleep(0)

    monkeypatch.setattr("app.session.asyncio.sleep", noted)
    async with talking(**limit) as talk:
        await talk.ask("start", run=RUN)
        first = await talk.ask("advance", branch=0, count=10)
        second = await talk.ask("advance", branch=0, count=10)
    assert (first["first_step"], second["first_step"]) == (0, 10)
    assert max(waits) > 60
