"""A run may be changed without end: before its path is too long to be brought back, it begins anew, and nothing is lost."""

import base64
import json
from typing import Any

import numpy as np
import pytest

from app.encoding import spelled
from app.stream.messages import CLIENT_MESSAGE
from app.stream.paths import MOST_CHANGES, ROOTED_FROM, Length, letters_of
from engine.run import start
from engine.run_config import Change, RunConfig
from tests.app.conftest import RUN
from tests.app.talk import FIT, MOMENTUM, PLENTY, Talk, alone, array, refusal_of, talking

pytestmark = pytest.mark.anyio

PLATEAU = {
    **RUN,
    "racers": [
        {**RUN["racers"][0], "schedule": {"kind": "reduce_on_plateau", "patience": 2}, "noise": 0.1},
        {"id": "b", "optimizer": {"kind": "momentum", "learning_rate": 1e-4}, "start": "random"},
    ],
    "step_limit": 3000,
}


def rate(at_step: int, k: int, racer: str = "a") -> dict[str, Any]:
    return {"at_step": at_step, "racer": racer, "set": {"optimizer": {"kind": "adam", "learning_rate": 0.01 + 0.0001 * (k % 97)}}}


class Client:
    """Changes a branch again and again and keeps what a client keeps: all changes, and the roots it was told of."""

    def __init__(self, talk: Talk, run: dict[str, Any]) -> None:
        self.talk = talk
        self.run = run
        self.changes: list[dict[str, Any]] = []
        self.roots: list[tuple[int, dict[str, Any]]] = []
        self.branch = 0

    async def begin(self) -> None:
        assert (await self.talk.ask("start", run=self.run))["root"] is None

    async def change(self, change: dict[str, Any]) -> dict[str, Any]:
        answer = await self.talk.ask("change", branch=self.branch + 1, parent=self.branch, **change)
        assert answer["type"] == "ready", answer
        self.branch += 1
        self.changes.append(change)
        if answer["root"] is not None:
            self.roots.append((len(self.changes), answer["root"]))
        return answer

    def path(self, root: int = -1) -> dict[str, Any]:
        """What `start` brings of it."""
        made, told = self.roots[root]
        return {"run": told["run"], "root": told["checkpoint"], "changes": self.changes[made:]}


def truth(run: dict[str, Any], changes: list[dict[str, Any]], from_step: int, rows: int) -> np.ndarray[Any, Any]:
    found = start(RunConfig.model_validate(run), [Change.model_validate(change) for change in changes], from_step=from_step)
    return np.asarray(found.advance(rows).columns["params"])


async def test_a_thousand_changes_are_played_gone_back_in_and_taken_up_elsewhere() -> None:
    async with talking(**PLENTY) as talk:
        client = Client(talk, PLATEAU)
        await client.begin()
        seen, taken = [], []
        for k in range(1000):
            rows = await talk.ask("advance", branch=client.branch, count=1, columns=["params"])
            seen.append(array(rows["columns"]["params"]))
            await client.change(rate(k + 1, k, "ab"[k % 2]))
            taken.append(talk.session._branches.nbytes)
        assert [made for made, _ in client.roots] == list(range(ROOTED_FROM, 1000, ROOTED_FROM))
        assert max(np.diff(taken)) < 20_000, "a change takes so much, however many came before"
        whole = start(RunConfig.model_validate(PLATEAU), [Change.model_validate(change) for change in client.changes])
        for step in (0, 3, 127, 128, 500, 999):
            assert seen[step][0, 0].tolist() == whole.inspect(step, "a")["stages"][0]["values"]
            view = await talk.ask("inspect", branch=client.branch, step=step, racer="a")
            assert view["view"] == spelled(whole.inspect(step, "a")), step
        here = await talk.all_rows(client.branch, 30)
        back = rate(700, 5)
        assert (await talk.ask("change", branch=5000, parent=client.branch, **back))["step"] == 700
        again = await talk.all_rows(5000, 20)
    np.testing.assert_array_equal(here["params"], whole.advance(30).columns["params"])
    np.testing.assert_array_equal(again["params"], truth(PLATEAU, [*client.changes[:700], back], 700, 20))
    async with talking() as talk:  # another worker, which knows nothing
        ready = await talk.ask("start", **client.path(), branch=7, from_step=1010)
        assert (ready["type"], ready["step"]) == ("ready", 1010)
        np.testing.assert_array_equal((await talk.all_rows(7, 20))["params"], here["params"][10:])
        made, root = client.roots[4]
        await talk.ask("start", run=root["run"], root=root["checkpoint"], changes=client.changes[made:700], branch=8, from_step=700)
        await talk.ask("change", branch=9, parent=8, **back)
        np.testing.assert_array_equal((await talk.all_rows(9, 20))["params"], again["params"])


async def test_a_checkpoint_after_a_root_goes_on_from_there() -> None:
    async with talking(checkpoint_work_s=1e-9) as talk:
        client = Client(talk, PLATEAU)
        await client.begin()
        await talk.all_rows(0, 20)
        for k in range(ROOTED_FROM + 3):
            await client.change(rate(20, k))
        rows = await talk.all_rows(client.branch, 40)
    assert rows["at"] == 60
    path = client.path()
    assert len(path["changes"]) == 3
    async with talking() as talk:
        ready = await talk.ask("start", **path, from_step=60, checkpoint=rows["checkpoint"])
        assert ready["step"] == 60
        np.testing.assert_array_equal((await talk.all_rows(0, 10))["params"], truth(PLATEAU, client.changes, 60, 10))
        view = await talk.ask("inspect", branch=0, step=25, racer="b")
        assert view["view"]["stages"][0]["values"] == rows["params"][5, 1].tolist(), "between root and checkpoint it is computed again"
        early = await refusal_of(talk, "start", **path, from_step=60, checkpoint=path["root"])
        assert early == ("bad_checkpoint", "checkpoint")


async def test_what_lies_before_a_root_is_refused_by_name_where_nobody_holds_it() -> None:
    async with talking() as talk:
        client = Client(talk, PLATEAU)
        await client.begin()
        await talk.all_rows(0, 20)
        for k in range(ROOTED_FROM):
            await client.change(rate(20, k))
        held = await talk.ask("inspect", branch=client.branch, step=19, racer="a")
        assert held["type"] == "view", "the branches it was cut from hold them"
    async with talking() as talk:
        await talk.ask("start", **client.path(), from_step=30)
        answer = await talk.ask("inspect", branch=0, step=19, racer="a")
        assert (answer["code"], answer["path"], answer["what"]) == ("before_root", "step", "step")
        assert answer["params"] == {"value": 19, "allowed": "≥ 20"}
        assert (await talk.ask("inspect", branch=0, step=20, racer="a"))["type"] == "view"
        assert await refusal_of(talk, "change", branch=1, parent=0, **rate(19, 1)) == ("before_root", "at_step")
        assert (await talk.ask("change", branch=1, parent=0, **rate(20, 1)))["step"] == 20
        assert await refusal_of(talk, "start", **client.path(), from_step=19) == ("before_root", "from_step")
        assert await refusal_of(talk, "start", **{**client.path(), "changes": [rate(19, 1)]}, from_step=30) == (
            "out_of_order",
            "changes.0.at_step",
        )


@pytest.mark.parametrize(
    "root", ["", "!!!", "é", base64.b64encode(np.full(30, np.nan).tobytes()).decode(), base64.b64encode(bytes(16)).decode()]
)
async def test_a_root_that_does_not_fit_is_refused(root: str) -> None:
    async with talking() as talk:
        assert await refusal_of(talk, "start", run=RUN, root=root) == ("bad_checkpoint", "root")
        assert (await talk.ask("start", run=RUN))["type"] == "ready"


async def test_a_start_may_bring_a_long_path_and_is_told_its_root() -> None:
    changes = [rate(k // 4, k) for k in range(MOST_CHANGES)]
    async with talking() as talk:
        ready = await talk.ask("start", run=PLATEAU, changes=changes, from_step=80)
        assert ready["root"]["step"] == 63
        expected = truth(PLATEAU, changes, 80, 20)
        np.testing.assert_array_equal((await talk.all_rows(0, 20))["params"], expected)
        short = await talk.ask("start", run=PLATEAU, changes=changes[: ROOTED_FROM - 1], from_step=80)
        assert short["root"] is None
    with pytest.raises(ValueError, match="at most 256"):
        CLIENT_MESSAGE.validate_json(json.dumps({"type": "start", "run": PLATEAU, "changes": [*changes, changes[-1]]}))
    async with talking() as talk:
        ready = await talk.ask("start", run=ready["root"]["run"], root=ready["root"]["checkpoint"], from_step=80)
        assert ready["root"] is None
        np.testing.assert_array_equal((await talk.all_rows(0, 20))["params"], expected)


def own(count: int, seed: int) -> dict[str, Any]:
    draw = np.random.default_rng(seed)
    data = {"kind": "own", "task": "regression", "x": [draw.normal(size=count).tolist()], "y": draw.normal(size=count).tolist()}
    return {**FIT["problem"], "data": data}


async def test_a_path_of_long_changes_begins_anew_before_a_message_is_full() -> None:
    """Each change brings data of 9 KB: two of them and the run's own are more than a message of 16 KB holds."""
    base = {**FIT, "problem": own(200, 0), "start": [0.0, 0.0]}
    async with talking(message_kib=16) as talk:
        client = Client(talk, base)
        await client.begin()
        for k in range(6):
            await talk.ask("advance", branch=client.branch, count=1)
            await client.change({"at_step": k + 1, "set": {"problem": own(200, k + 1)}})
        assert [made for made, _ in client.roots] == [1, 2, 3, 4, 5, 6]
        here = await talk.all_rows(client.branch, 10)
    begin = {"type": "start", **client.path()}
    assert len(json.dumps(begin)) < 16 * 1024
    async with talking(message_kib=16) as talk:
        talk.session.take(CLIENT_MESSAGE.validate_json(json.dumps({**begin, "from_step": 6})))
        assert (await talk.answer())["step"] == 6
        np.testing.assert_array_equal((await talk.all_rows(0, 10))["params"], here["params"])
    np.testing.assert_array_equal(here["params"], alone(base, 10, *client.changes))


async def test_where_no_root_can_travel_a_change_too_many_is_refused_by_name() -> None:
    racers = [{"id": f"r{k}", "optimizer": {"kind": "adam"}, "start": [0.1 * k, 0.2]} for k in range(60)]
    run = {**RUN, "racers": racers}
    config = RunConfig.model_validate(run)
    root = start(config).rooted()
    assert letters_of(root.root or b"") < 16 * 1024 < Length.of(root).root
    async with talking(message_kib=16) as talk:
        client = Client(talk, run)
        await client.begin()
        for k in range(1000):
            answer = await talk.ask("change", branch=k + 1, parent=k, **rate(0, k, "r1"))
            if answer["type"] == "error":
                break
            assert answer["root"] is None
        assert (answer["code"], answer["path"], answer["params"]["value"]) == ("path_too_long", "set", k + 1)
        assert 0 < k < 200
        assert (await talk.ask("advance", branch=k, count=1))["type"] == "steps", "what was there goes on"


async def test_a_drag_at_the_place_of_a_root_replaces_it() -> None:
    async with talking() as talk:
        client = Client(talk, PLATEAU)
        await client.begin()
        await talk.all_rows(0, 20)
        for k in range(ROOTED_FROM - 1):
            await client.change(rate(20, k))
        parent = client.branch
        for k in range(3):
            ready = await talk.ask("change", branch=900, parent=parent, at_step=20, racer="b", set={"noise": 0.1 * k})
            assert ready["root"]["step"] == 20
        rows = await talk.all_rows(900, 10)
        dragged = {"at_step": 20, "racer": "b", "set": {"noise": 0.2}}
        np.testing.assert_array_equal(rows["params"], truth(PLATEAU, [*client.changes, dragged], 20, 10))
        await talk.ask("change", branch=901, parent=900, at_step=25, racer="a", set=MOMENTUM)
        rows = await talk.all_rows(901, 10)
        last = {"at_step": 25, "racer": "a", "set": MOMENTUM}
        np.testing.assert_array_equal(rows["params"], truth(PLATEAU, [*client.changes, dragged, last], 25, 10))


async def test_a_session_holds_so_many_forebears_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.stream.branches.MOST_CHAINED", 150)
    async with talking(session_branches=2) as talk:
        client = Client(talk, PLATEAU)
        await client.begin()
        for k in range(3 * ROOTED_FROM):
            await talk.ask("advance", branch=client.branch, count=1)
            await client.change(rate(k + 1, k))
            assert len(list(talk.session._branches.get(client.branch).run.chain())) <= 150 + ROOTED_FROM
        branch = talk.session._branches.get(client.branch)
        assert len(list(branch.run.chain())) == 150
        last = 3 * ROOTED_FROM
        assert branch.earliest_step == last - 149
        whole = start(RunConfig.model_validate(PLATEAU), [Change.model_validate(change) for change in client.changes])
        for step in (last - 1, last - 149, last - 160):  # the last is computed again from the root before
            view = await talk.ask("inspect", branch=client.branch, step=step, racer="b")
            assert view["view"] == spelled(whole.inspect(step, "b")), step
        assert await refusal_of(talk, "inspect", branch=client.branch, step=ROOTED_FROM - 1, racer="b") == ("before_root", "step")


async def test_beyond_its_memory_a_session_lets_go_of_what_is_oldest() -> None:
    async with talking(**PLENTY) as talk:
        most = talk.session._most_bytes = 2**20
        client = Client(talk, PLATEAU)
        await client.begin()
        for k in range(2 * ROOTED_FROM + 40):
            await talk.ask("advance", branch=client.branch, count=1)
            await client.change(rate(k + 1, k))
            assert talk.session._branches.nbytes <= most
        here = await talk.all_rows(client.branch, 10)
    np.testing.assert_array_equal(here["params"], truth(PLATEAU, client.changes, 2 * ROOTED_FROM + 40, 10))
