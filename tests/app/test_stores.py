"""Every queue and store of the server has its bound: one that is not in this table is found in the code, and fails."""

import ast
import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from importlib import import_module
from typing import NamedTuple

import pytest

from app.jobs.shared import Shared
from app.page.lab import answer_of, exhibit_of
from app.paths import ROOT
from app.refusal import Refusal
from app.settings import Settings
from app.stream.branches import Branch, Branches
from app.stream.scheduler import Scheduler, Share
from app.stream.visitors import Visitors
from app.stream.work import Pace
from engine.run import start
from engine.run_config import RunConfig
from tests.app.conftest import RUN
from tests.app.talk import until

pytestmark = pytest.mark.anyio

CONTAINERS = {"deque", "Queue", "SimpleQueue", "OrderedDict", "Counter", "defaultdict", "dict", "list", "set", "bytearray"}
CACHES = {"lru_cache", "cache", "remembered"}


class Store(NamedTuple):
    """``bound`` is a setting or a constant ``module:NAME``, ``shown`` the test that holds it to it."""

    bound: str
    shown: str


HERE = "test_stores"
STORES = {
    "app/graceful.py:GracefulWebSocket._gathered": Store("message_kib", "test_server:test_far_too_large_is_cut_off_by_the_protocol"),
    "app/graceful.py:GracefulWebSocket.frames": Store("message_kib", "test_graceful:test_nothing_of_one_message_is_left_in_the_next"),
    "app/jobs/places.py:Places._of_one": Store("sweeps_waiting", "test_places:test_a_place_is_free_again_however_it_was_left"),
    "app/jobs/room.py:Room._line": Store("sweeps_waiting", "test_room:test_who_goes_away_while_waiting_takes_no_room"),
    "app/jobs/processes.py:Process._jobs": Store("sweeps_waiting", "test_processes:test_only_so_many_are_under_way_or_wait"),
    "app/jobs/processes.py:Process._orders": Store("sweeps_waiting", "test_processes:test_only_so_many_are_under_way_or_wait"),
    "app/jobs/processes.py:Processes.running": Store("sweep_processes", "test_processes:test_as_many_processes_as_are_allowed_and_needed"),
    "app/jobs/processes.py:_Hearing.said": Store("sweep_s", "test_jobs:test_every_job_ends_at_its_limit"),
    "app/jobs/shared.py:Shared._under_way": Store("sweeps_waiting", f"{HERE}:test_an_answer_is_under_way_only_while_somebody_listens"),
    "app/jobs/shared.py:Shared.kept": Store(
        "sweep_cache", "test_shared:test_only_so_many_are_remembered_and_the_one_unused_the_longest_goes"
    ),
    "app/jobs/shared.py:_Answer.lines": Store("sweep_s", "test_shared:test_where_each_line_says_all_only_the_last_is_kept"),
    "app/page/lab.py:answer_of": Store("app.page.lab:answer_of", f"{HERE}:test_so_many_states_of_the_laboratory_are_remembered"),
    "app/stream/askers.py:Askers._known": Store(
        "app.stream.askers:_MOST_ADDRESSES", "test_askers:test_only_so_many_addresses_are_remembered"
    ),
    "app/stream/branches.py:Branches._held": Store("session_branches", f"{HERE}:test_only_so_many_branches_are_held"),
    "app/stream/scheduler.py:Used.jobs": Store(
        "requests_waiting", "test_askers:test_too_many_requests_of_one_address_are_refused_and_another_address_is_not"
    ),
    "app/stream/scheduler.py:_Turns._line": Store("sessions", f"{HERE}:test_a_visitor_stands_in_line_once"),
    "app/stream/session.py:Session._queue": Store("session_waiting_messages", "test_session:test_too_many_messages_of_other_kinds"),
    "app/stream/session.py:Session._urgent": Store("session_waiting_messages", "test_session:test_too_many_messages_of_other_kinds"),
    "app/stream/visitors.py:Visitors._of_address": Store("sessions", f"{HERE}:test_who_has_left_leaves_nothing"),
    "app/stream/visitors.py:Visitors._open": Store("sessions", "test_visitors:test_limits_of_the_process_and_of_an_address"),
    "app/stream/work.py:Advancing._parts": Store("steps_kib", "test_work:test_size_ends_a_message"),
    "app/stream/work.py:Advancing.outcomes": Store("session_racers", "test_work:test_outcomes_within_the_rows_are_told_once"),
}
OF_THE_HOUSE = {
    "app/jobs/jobs.py:Jobs.answers": "one for each place",
    "app/jobs/jobs.py:Jobs.places": "one for each place",
    "app/page/assets.py:Assets._lasting": "the house's own files",
    "app/page/assets.py:Assets._sources": "the house's own pages",
    "app/page/catalogue.py:catalogue": "one for each language",
    "app/page/catalogue.py:mathml": "the members' equations",
    "app/page/translations.py:texts": "one for each language",
}
"""They do not grow with what visitors say."""


def found() -> Iterator[str]:
    """``file:Class.attribute`` of every container that an object of the server holds, and every function that remembers."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield from (f"{file}:{node.name}.{name}" for name in _attributes(node))
            elif isinstance(node, ast.FunctionDef) and node.args.args and any(_named(one) in CACHES for one in node.decorator_list):
                yield f"{file}:{node.name}"


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    for inner in ast.walk(node):
        targets = inner.targets if isinstance(inner, ast.Assign) else [inner.target] if isinstance(inner, ast.AnnAssign) else []
        for target in targets:
            is_own = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
            if (is_own or (isinstance(target, ast.Name) and inner in node.body)) and _is_container(getattr(inner, "value", None)):
                yield target.attr if isinstance(target, ast.Attribute) else target.id  # type: ignore[union-attr]  # one of the two


def _is_container(value: ast.expr | None) -> bool:
    return isinstance(value, (ast.Dict, ast.List, ast.Set)) or (isinstance(value, ast.Call) and _named(value) in CONTAINERS)


def _named(node: ast.expr) -> str:
    """``deque`` of ``deque[int]()`` and ``collections.deque()``."""
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_every_store_is_in_the_table() -> None:
    assert set(found()) == set(STORES) | set(OF_THE_HOUSE)


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
def test_its_bound_is_there_and_shown(store: Store) -> None:
    module, _, name = store.bound.partition(":")
    assert hasattr(import_module(module), name) if name else module in Settings.model_fields
    file, _, test = store.shown.partition(":")
    assert f"def {test}(" in (ROOT / "tests" / "app" / f"{file}.py").read_text("utf-8")


# ---- examples --------------------------------------------------------------------------------------------------


def test_a_container_is_found_however_it_is_made() -> None:
    text = """
class A:
    d = {}
    def __init__(self):
        self.a = deque[int]()
        self.b: dict[int, int] = collections.OrderedDict()
        self.c = [1]
        e = []
        self.f = f(1)
"""
    [made] = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    assert set(_attributes(made)) == {"a", "b", "c", "d"}


def test_only_so_many_branches_are_held() -> None:
    held, run = Branches(3), start(RunConfig.model_validate(RUN))
    for number in range(100):
        held.put(number, Branch(run, Pace()))
    assert [number for number in range(100) if held.find(number)] == [97, 98, 99]


def test_who_has_left_leaves_nothing() -> None:
    visitors = Visitors(Settings(sessions=2, sessions_per_address=2))
    for number in range(50):
        here = [visitors.enter(f"10.0.0.{number}") for _ in range(2)]
        with pytest.raises(Refusal):
            visitors.enter("10.0.1.1")
        for visitor in here:
            visitors.leave(visitor)
    assert (len(visitors), dict(visitors._of_address)) == (0, {})


async def test_a_visitor_stands_in_line_once() -> None:
    scheduler, share = Scheduler(1e-3), Share()
    waiting = [asyncio.create_task(scheduler.once(share, lambda: None)) for _ in range(20)]
    await asyncio.sleep(0)
    assert (len(scheduler._beside._line), len(share.beside.jobs)) == (1, 20)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    running = asyncio.create_task(scheduler.run())
    await until(lambda: not share.beside.jobs and scheduler._beside.is_empty)
    running.cancel()
    scheduler.close()


async def test_an_answer_is_under_way_only_while_somebody_listens() -> None:
    shared = Shared(2)

    async def lines() -> AsyncGenerator[bytes, None]:
        yield b"one"
        await asyncio.Event().wait()

    for number in range(20):
        async with aclosing(shared.lines(str(number), lines)) as heard:
            assert await anext(heard) == b"one"
            assert len(shared._under_way) == 1
    assert (shared._under_way, dict(shared.kept)) == ({}, {})


def test_so_many_states_of_the_laboratory_are_remembered() -> None:
    for number in range(300):
        answer_of(exhibit_of("logit", {"z": str(number / 100)}))
    assert answer_of.cache_info().currsize <= 256
