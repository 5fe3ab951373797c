"""Runs taken up from a checkpoint go on with the same bits, whatever was lost."""

import base64
from typing import Any

import numpy as np
import pytest

from engine.run import start
from engine.run_config import RunConfig
from tests.app.conftest import RUN
from tests.app.talk import LONG, MOMENTUM, alone, refusal_of, talking, until

pytestmark = pytest.mark.anyio


# ---- taking up ----------------------------------------------------------------------------------

PLATEAU = {**RUN, "racers": [{**RUN["racers"][0], "schedule": {"kind": "reduce_on_plateau"}, "noise": 0.1}], "step_limit": 3000}
CHANGE = {"at_step": 400, "racer": "a", "set": {"optimizer": {"kind": "rmsprop", "learning_rate": 0.01}}}


async def taken_up(from_step: int, checkpoint: str | None, changes: list[dict[str, Any]], rows: int) -> np.ndarray[Any, Any]:
    async with talking() as talk:
        talk.say("start", run=PLATEAU, changes=changes, branch=9, from_step=from_step, checkpoint=checkpoint)
        answer = await talk.answer()
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


@pytest.mark.parametrize(
    "setting",
    [{"params": [0.5, 0.5]}, {"noise": 2.0}, MOMENTUM, {"schedule": {"kind": "cosine", "period": 30}}],
    ids=lambda s: next(iter(s)),
)
@pytest.mark.parametrize("later", [0, 1, 20])
async def test_a_checkpoint_does_not_hold_the_change_made_at_its_own_step(setting: dict[str, Any], later: int) -> None:
    change = {"at_step": 300, "racer": "a", "set": setting}
    run = start(RunConfig.model_validate(PLATEAU))
    run.advance(300)
    checkpoint = base64.b64encode(run.checkpoint()).decode()
    got = await taken_up(300 + later, checkpoint, [change], 30)
    np.testing.assert_array_equal(got, alone(PLATEAU, later + 30, change)[later:])


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
    monkeypatch.setattr("app.stream.session._PROGRESS_EVERY_S", 0.001)
    async with talking() as talk:
        talk.say("start", run=LONG, from_step=200_000)
        progress = await talk.hear()
        assert progress["type"] == "progress"
        assert 0 < progress["done"] < progress["of"] == 200_000
        talk.say("cancel", branch=0)
        talk.say("start", run=RUN, branch=1)
        answer = await talk.answer()
        assert (answer["type"], answer["branch"]) == ("ready", 1)


async def test_a_cancelled_start_leaves_a_new_session() -> None:
    async with talking() as talk:
        talk.say("start", run=LONG, from_step=200_000)
        await until(lambda: talk.session._current is not None)
        talk.say("cancel", branch=0)
        await until(lambda: talk.session.state == "new")
        assert await refusal_of(talk, "advance", branch=0, count=1) == ("not_started", "type")


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"checkpoint": "!!!"}, "bad_checkpoint", "checkpoint"),
        ({"checkpoint": "é"}, "bad_checkpoint", "checkpoint"),
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
