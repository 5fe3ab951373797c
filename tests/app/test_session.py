"""The session's state machine: order, cutting short, branches, refusals. No socket is needed."""

import asyncio
import json
from itertools import count
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.refusal import Refusal
from app.settings import Settings
from app.stream.allowance import Allowance
from app.stream.parsing import parse
from app.stream.scheduler import Share
from app.stream.session import Session
from engine.registry import members
from engine.running.mover import Mover
from engine.view import View
from tests.app.conftest import RUN
from tests.app.talk import FIT, LONG, MOMENTUM, PLENTY, Talk, alone, refusal_of, talking, until

pytestmark = pytest.mark.anyio


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


async def test_data_of_messages_that_wait_are_bounded_in_bytes() -> None:
    numbers = [float(k) for k in range(5_000)]

    def fit(shift: float) -> dict[str, Any]:
        data = {"kind": "own", "task": "regression", "x": [numbers], "y": [shift + number for number in numbers]}
        return {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "huber"}, "data": data}

    async with talking(session_mib=16) as talk:
        await talk.ask("start", run={**RUN, "problem": fit(0.0), "start": [0.0, 0.0]})
        await talk.ask("advance", branch=0, count=1)
        for number in range(1, 7):  # 2 MiB in pieces of 320,000 bytes: numbers in tuples take four times what they take in arrays
            talk.say("change", branch=number, parent=0, at_step=0, set={"problem": fit(number)})
        with pytest.raises(Refusal) as caught:
            talk.say("change", branch=7, parent=0, at_step=0, set={"problem": fit(7)})
        assert (caught.value.code, caught.value.path) == ("too_many_messages", "set.problem.data")
        assert caught.value.params == {"value": "2188 KiB", "allowed": "≤ 2048 KiB"}
        for _ in range(6):
            assert (await talk.hear())["type"] == "ready"


async def test_a_change_cuts_an_advance_short_and_goes_before_those_that_wait() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        await talk.ask("advance", branch=0, count=10)
        talk.say("advance", branch=0, count=100_000)
        talk.say("advance", branch=0, count=100)
        await talk.under_way()
        talk.say("change", branch=1, parent=0, at_step=5, racer="a", set=MOMENTUM)
        cut, ready, rest = [await talk.hear() for _ in range(3)]
        assert (cut["type"], ready["type"], rest["type"]) == ("steps", "ready", "steps")
        assert 0 < cut["rows"] < 100_000
        assert (ready["branch"], ready["step"]) == (1, 5)
        assert rest["first_step"] == 10 + cut["rows"]


@pytest.mark.parametrize(
    "message", [{"type": "change", "branch": 1, "parent": 0, "at_step": 5, "set": {}}, {"type": "cancel", "branch": 0}], ids=str
)
async def test_an_advance_that_is_cut_short_before_its_first_row_has_one(message: dict[str, Any]) -> None:
    """Two advances may be unanswered: one that is never answered would be missed for ever."""
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        await talk.ask("advance", branch=0, count=10)
        talk.say("advance", branch=0, count=100_000)
        await until(lambda: talk.session._advancing is not None)
        assert talk.session._advancing is not None
        assert talk.session._advancing.turn.made == 0
        talk.say(**message)
        cut = await talk.hear()
        assert (cut["type"], cut["first_step"]) == ("steps", 10)
        assert 0 < cut["rows"] < 100_000


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
        await talk.under_way()
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
        await talk.under_way()
        assert (await talk.ask("start", run=RUN, branch=7))["branch"] == 7
        assert await refusal_of(talk, "advance", branch=0, count=1) == ("unknown_branch", "branch")
        assert (await talk.ask("advance", branch=7, count=1))["first_step"] == 0


async def test_close_finishes_the_message_under_way_and_no_other() -> None:
    async with talking(**PLENTY) as talk:
        await talk.ask("start", run=LONG)
        talk.say("advance", branch=0, count=100_000)
        talk.say("advance", branch=0, count=100)
        await talk.under_way()
        talk.say("stop")
        assert 0 < (await talk.hear())["rows"] < 100_000
        await asyncio.wait_for(talk.working, 60)
        assert talk.heard.empty()


async def test_a_stop_during_a_long_start_ends_the_work() -> None:
    talk = Talk(Settings())
    turns = asyncio.create_task(talk.scheduler.run())
    talk.say("start", run={**LONG, "step_limit": 1_000_000}, from_step=1_000_000)
    assert (await talk.hear())["type"] == "progress"
    talk.say("stop")
    await asyncio.wait_for(talk.working, 30)
    turns.cancel()


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


async def test_where_nothing_is_computed_there_is_no_range_of_steps() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        refused = await talk.ask("inspect", branch=0, step=0, racer="a")
        assert (refused["code"], refused["path"], refused["params"]) == (
            "nothing_computed",
            "step",
            {"value": 0, "allowed": "none before an advance"},
        )
        await talk.all_rows(0, 1)
        refused = await talk.ask("inspect", branch=0, step=1, racer="a")
        assert (refused["code"], refused["params"]) == ("not_yet_computed", {"value": 1, "allowed": "[0, 0]"})


async def test_a_refusal_names_the_view_that_was_asked_for_and_of_other_messages_none() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        refused = await talk.ask("inspect", branch=0, step=0, racer="b", what={"kind": "limit"})
        assert (refused["type"], refused["path"], refused["branch"], refused["what"]) == ("error", "racer", 0, "limit")
        refused = await talk.ask("inspect", branch=0, step=50, racer="a")
        assert (refused["code"], refused["what"]) == ("not_yet_computed", "step")
        refused = await talk.ask("advance", branch=7, count=1)
        assert (refused["code"], refused["branch"], refused["what"]) == ("unknown_branch", 7, None)


async def test_a_long_view_holds_up_nobody_and_its_session_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, begun = Event(), Event()
    cloud = members("views")["gradient_cloud"]
    look = cloud.look  # type: ignore[attr-defined]

    def slow(self: View, mover: Mover, step: int) -> Any:
        begun.set()
        assert gate.wait(60)
        return look(self, mover, step)

    monkeypatch.setattr(cloud, "look", slow)
    async with talking() as talk:
        other = Session(Settings(), talk.scheduler, (others := asyncio.Queue[str]()).put)
        working = asyncio.create_task(other.work())
        await talk.ask("start", run=FIT)
        await talk.all_rows(0, 10)
        talk.say("inspect", branch=0, step=3, racer="a", what="gradient_cloud")
        talk.say("advance", branch=0, count=2)
        await until(begun.is_set)
        other.take(parse(json.dumps({"type": "start", "run": RUN})))
        other.take(parse(json.dumps({"type": "advance", "branch": 0, "count": 5})))
        assert [json.loads(await others.get())["type"] for _ in range(2)] == ["ready", "steps"]
        assert talk.heard.empty(), "what was asked later is answered later"
        gate.set()
        assert [(await talk.hear())["type"] for _ in range(2)] == ["view", "steps"]
        working.cancel()


async def test_a_long_view_is_dropped_by_a_new_start_before_its_turn() -> None:
    async with talking() as talk:
        gate = Event()
        await talk.ask("start", run=FIT)
        await talk.all_rows(0, 10)
        first = asyncio.create_task(talk.scheduler.once(Share(), lambda: gate.wait(60)))
        talk.say("inspect", branch=0, step=3, racer="a", what="gradient_cloud")
        await until(lambda: len(talk.session._share.beside.jobs) == 1)
        talk.say("start", run=RUN)
        gate.set()
        await first
        assert (await talk.hear())["type"] == "ready"


async def test_inspect() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 50)
        view = await talk.ask("inspect", branch=0, step=10, racer="a")
        assert [stage["stage"] for stage in view["view"]["stages"]] == ["point", "loss", "gradient", "change", "move"]
        assert view["view"]["stages"][0]["values"] == alone(RUN, 11)[10, 0].tolist()
        limit = await talk.ask("inspect", branch=0, step=10, racer="a", what="limit")
        assert limit["view"]["here"] > 0
        await talk.ask("start", run={**RUN, "problem": {"surface": {"kind": "himmelblau"}}, "start": [0.0, 0.0]}, branch=1)
        await talk.ask("advance", branch=1, count=5)
        hill = await talk.ask("inspect", branch=1, step=0, racer="a", what="limit")
        assert hill["view"]["here"] is None, "on a hill no rate is small enough"


# ---- allowances ---------------------------------------------------------------------------------


NO_TIME = {"session_processor_s_per_minute": 1e-9}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that sessions were made to wait, without the waiting; what lets others have their turn is not noted."""
    noted: list[float] = []
    sleep = asyncio.sleep

    async def note(delay_s: float) -> None:
        if delay_s > 0:
            noted.append(delay_s)
        await sleep(0)

    # Of the session alone: other applications of this process sleep too.
    monkeypatch.setattr("app.stream.session.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": note}))
    return noted


@pytest.mark.parametrize("limit", [NO_TIME, {"session_mib_per_minute": 1e-9}])
async def test_beyond_its_allowance_a_session_is_slowed_not_refused(limit: dict[str, float], waits: list[float]) -> None:
    async with talking(**PLENTY, **limit) as talk:
        await talk.ask("start", run=RUN)
        first = await talk.ask("advance", branch=0, count=10)
        second = await talk.ask("advance", branch=0, count=10)
    assert (first["first_step"], second["first_step"]) == (0, 10)
    assert max(waits) > 60


async def test_its_allowances_are_those_of_the_settings_and_hold_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[float, float]] = []

    def allowance(per_s: float, burst: float, now_s: float) -> Allowance:
        made.append((per_s, burst))
        return Allowance(per_s, burst, now_s)

    monkeypatch.setattr("app.stream.session.Allowance", allowance)
    async with talking(session_processor_s_per_minute=12.0, session_mib_per_minute=90.0):
        assert made == [(0.2, pytest.approx(12.0)), (pytest.approx(1.5 * 2**20), pytest.approx(90 * 2**20))]


async def test_within_its_allowance_nobody_waits(waits: list[float]) -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 100)
    assert waits == []


async def test_a_long_start_pays_as_it_goes(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.stream.session._PROGRESS_EVERY_S", 0.0)
    async with talking(**NO_TIME) as talk:
        talk.say("start", run=LONG, from_step=20_000)
        told = 0
        while (await talk.hear())["type"] == "progress":
            told += 1
            assert len(waits) >= told - 1, "what was used so far is paid before more is done"
        assert told > 2


@pytest.mark.parametrize("what", ["step", "limit", "batch", "gradient_cloud"])
async def test_every_view_is_paid_for(what: str, waits: list[float]) -> None:
    async with talking(**NO_TIME) as talk:
        await talk.ask("start", run=FIT)
        await talk.all_rows(0, 5)
        await until(lambda: talk.session._debt_s == 0)
        waits.clear()
        assert (await talk.ask("inspect", branch=0, step=3, racer="a", what=what))["what"] == what
        await until(lambda: bool(waits))
        assert waits[0] > 60


async def test_a_change_is_paid_for(waits: list[float]) -> None:
    async with talking(**NO_TIME) as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 5)
        await until(lambda: talk.session._debt_s == 0)
        waits.clear()
        await talk.ask("change", branch=1, parent=0, at_step=2, racer="a", set=MOMENTUM)
        await until(lambda: bool(waits))


async def test_a_debt_is_paid_once(waits: list[float]) -> None:
    async with talking(session_mib_per_minute=1e-9) as talk:
        await talk.ask("start", run=RUN)
        await until(lambda: len(waits) == 1)
        await talk.ask("advance", branch=0, count=1)
        await until(lambda: len(waits) == 2)
        assert talk.session._debt_s == 0


# ---- checkpoints --------------------------------------------------------------------------------


async def test_a_message_carries_a_checkpoint_when_enough_was_done_since_the_last() -> None:
    async with talking(checkpoint_work_s=0.5, slice_ms=10_000, steps_work_ms=1e9) as talk:
        talk.scheduler._clock = count(0.0, 0.25).__next__  # every piece of work takes a quarter of a second
        await talk.ask("start", run=LONG)
        answers = [await talk.ask("advance", branch=0, count=3) for _ in range(6)]
        assert [answer["checkpoint"] is not None for answer in answers] == [False, True] * 3
        assert [answer["checkpoint_step"] for answer in answers] == [None, 6, None, 12, None, 18]
        await talk.ask("change", branch=1, parent=0, at_step=5, racer="a", set=MOMENTUM)
        branched = [await talk.ask("advance", branch=1, count=3) for _ in range(2)]
        assert [answer["checkpoint_step"] for answer in branched] == [None, 11]
