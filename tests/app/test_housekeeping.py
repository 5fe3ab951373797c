"""Memory is given back when it is quiet, and what was remembered is forgotten when nobody is here."""

import os
from pathlib import Path
from time import monotonic, sleep

import pytest

from app import housekeeping
from app.housekeeping import MOST_S, QUIET_S, Housekeeping, give_back
from app.page.lab import answer_of
from engine.remembering import MEMORY
from engine.running import straight
from tests.app.conftest import RUN, client_of
from tests.app.test_scheduler import Clock

pytestmark = pytest.mark.anyio


def test_it_is_due_once_what_was_used_has_been_quiet_for_a_while() -> None:
    clock = Clock()
    keeping = Housekeeping(lambda: True, (), clock)
    clock.now_s = 10.0
    assert not keeping.is_due, "nothing was used"
    keeping.note()
    clock.now_s += QUIET_S
    assert not keeping.is_due
    clock.now_s += 0.1
    assert keeping.is_due


def test_it_is_due_now_and_then_however_lively_it_is() -> None:
    clock = Clock()
    keeping = Housekeeping(lambda: False, (), clock)
    due = []
    for second in range(1, int(MOST_S) + 2):
        clock.now_s = float(second)
        keeping.note()
        due.append(keeping.is_due)
    assert due == [False] * int(MOST_S) + [True]


@pytest.mark.parametrize("is_empty", [False, True])
async def test_only_when_nobody_is_here_is_anything_forgotten(is_empty: bool) -> None:
    forgotten, clock = [], Clock()
    keeping = Housekeeping(lambda: is_empty, (lambda: forgotten.append("grids"), lambda: forgotten.append("examples")), clock)
    keeping.note()
    clock.now_s = 100.0
    await keeping.tidy()
    assert forgotten == (["grids", "examples"] if is_empty else [])
    assert not keeping.is_due, "done until something is used again"


def test_memory_that_was_freed_goes_back_to_the_machine() -> None:
    blocks = [bytes(2_000) for _ in range(32_768)]
    pinned = bytes(2_000)  # what lies behind them, so that they do not go back of their own accord
    del blocks
    before = _resident_bytes()
    give_back()
    assert before - _resident_bytes() > 32 * 2**20
    assert len(pinned) == 2_000


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_when_the_last_has_left_nothing_is_remembered_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "LOOK_S", 0.01)
    monkeypatch.setattr(housekeeping, "QUIET_S", 0.1)
    data = {"kind": "dataset", "dataset": {"kind": "line", "seed": 77}}
    problem = {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "huber"}, "data": data}
    with client_of() as client:
        client.get("/api/grid", params={"surface": '{"kind":"rosenbrock"}'})
        with client.websocket_connect("/ws/run") as socket:
            socket.send_json({"type": "start", "run": {**RUN, "problem": problem, "start": [0.0, 0.0]}})
            assert socket.receive_json()["type"] == "ready"
            assert MEMORY.bytes > 0
            socket.send_json({"type": "advance", "branch": 0, "count": 1})
            assert socket.receive_json()["type"] == "steps"
            assert straight.stepper.cache_info().currsize > 0
        client.get("/api/lab/softmax")
        grids, kept = client.app.state.grids.memory, client.app.state.jobs.answers["sweep"].kept
        kept["a sweep"] = [b"{}"]
        deadline_s = monotonic() + 60
        while MEMORY.bytes or grids.bytes or kept or straight.stepper.cache_info().currsize or answer_of.cache_info().currsize:
            assert monotonic() < deadline_s
            sleep(0.01)
