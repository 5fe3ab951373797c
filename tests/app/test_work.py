"""Slices put together are the run in one piece, whatever their size."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import Settings
from app.stream.branches import Branch
from app.stream.work import LONG_S, Advancing, Job, Pace, Unless
from engine.remembering import MEMORY
from engine.run import Rows, Run, resume_in_pieces, skip_in_pieces, start, start_in_pieces
from engine.run_config import Change, RunConfig
from engine.running import columns as table
from engine.running.differences import NumericalGradient
from engine.running.turns import Pieces, Turn
from tests.app.conftest import RUN
from tests.app.talk import FIT
from tests.app.test_many_parameters import LINEAR

FIT_PROBLEM: dict[str, Any] = FIT["problem"]

COLUMNS = ("params", "loss", "limit")


class FixedPace(Pace):
    """Always as many updates in a piece, and as many rows in a part of a message."""

    def __init__(self, updates: int, rows: int = 10**9) -> None:
        super().__init__()
        self._fixed = updates, rows

    def updates(self, budget_s: float) -> int:
        return self._fixed[0]

    def rows(self, budget_s: float, every: int, racers: int, slice_s: float) -> int:
        return self._fixed[1]


def fresh(**changes: Any) -> Run:
    return start(RunConfig.model_validate({**RUN, **changes}))


def advancing(run: Run, count: int, every: int = 1, pace: Pace | None = None, most_bytes: int = 10**9, most_s: float = 1e9) -> Advancing:
    return Advancing(run, count, every, COLUMNS, pace=pace or Pace(), most_bytes=most_bytes, most_s=most_s, slice_s=1e-3)


def done(job: Callable[[float], bool], budget_s: float = 1e-3) -> int:
    slices = 1
    while not job(budget_s):
        slices += 1
    return slices


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(1, 30), st.integers(1, 200), st.integers(1, 20))
def test_slices_make_the_same_bits(count: int, every: int, updates: int, rows: int) -> None:
    run = fresh()
    job = advancing(run, count, every, FixedPace(updates, rows))
    done(job, 0.0)
    whole = fresh().advance(count * every, every, COLUMNS)
    assert job.rows == whole.rows
    assert run.step == min(count * every, 401)
    for name, column in whole.columns.items():
        np.testing.assert_array_equal(job._column(name), column)


def test_time_ends_a_message_but_not_before_its_first_row() -> None:
    run = fresh()
    job = advancing(run, 400, pace=FixedPace(1, 1), most_s=0.0)
    done(job, 0.0)
    assert (job.rows, run.step) == (1, 1)


def test_time_does_not_cut_within_a_row() -> None:
    run = fresh()
    job = advancing(run, 10, every=50, pace=FixedPace(7, 1), most_s=0.0)
    assert done(job, 0.0) > 50 // 7
    assert (job.rows, run.step) == (1, 50)


def test_size_ends_a_message() -> None:
    run = fresh()
    job = advancing(run, 400, most_bytes=4096)
    done(job)
    assert 1 < job.rows < 400
    assert len(job.columns_json()) <= 4096 + 200


class Wide:
    """A run of one racer with as many parameters as it is told; its numbers are all the same."""

    def __init__(self, parameters: int) -> None:
        self.config = SimpleNamespace(problem=SimpleNamespace(parameters=tuple(f"w{index}" for index in range(parameters))))
        self.racers = ("a",)
        self.step = 0
        self.is_over = False
        self._parameters = parameters

    def advance_in_pieces(self, turn: Turn, count: int, every: int, columns: tuple[str, ...]) -> Pieces[Rows]:
        yield
        first, self.step = self.step, self.step + count
        rows = len(range(0, count, every))
        filled = {name: np.full((rows, 1, table.COLUMNS[name].width.entries(self._parameters)), 0.1) for name in columns}
        return Rows(first, every, rows, filled, ())


def message_of(parameters: int, columns: tuple[str, ...]) -> tuple[int, int]:
    """(rows, bytes) of the longest message that a server sends as it comes."""
    run: Any = Wide(parameters)
    job = Advancing(run, 400, 1, columns, pace=FixedPace(50, 50), most_bytes=Settings().steps_kib * 1024, most_s=1e9, slice_s=1e-3)
    done(job)
    return job.rows, len(job.columns_json())


def test_the_size_of_a_message_is_kept_for_a_thousand_parameters() -> None:
    everything, narrow = tuple(table.COLUMNS), tuple(name for name, column in table.COLUMNS.items() if not column.is_wide)
    # 8 bytes in base64 for each of 5 · 1,000 wide numbers and 10 narrow ones.
    rows, length = message_of(1000, everything)
    assert rows == 256 * 1024 // (5_010 * 8 * 4 // 3) == 4
    assert length <= 256 * 1024 + 100 * len(everything)
    assert message_of(1000, narrow)[0] == 400, "what is narrow stays cheap"
    assert message_of(2, everything)[0] == 400
    assert message_of(20_000, everything)[0] == 1, "at least one"


def test_a_cut_ends_it_with_what_there_is() -> None:
    run = fresh()
    job = advancing(run, 400, pace=FixedPace(5))
    for _ in range(2):
        job(0.0)
    job.cut()
    done(job, 0.0)
    assert (job.rows, run.step) == (10, 10)
    np.testing.assert_array_equal(job._column("params"), fresh().advance(10, 1, COLUMNS).columns["params"])


def test_a_cut_among_many_racers_leaves_all_at_the_same_step() -> None:
    racers = [{"id": name, "optimizer": {"kind": "adam"}} for name in "abcde"]
    run, whole = fresh(racers=racers), fresh(racers=racers)
    job = advancing(run, 400, pace=FixedPace(1))
    for _ in range(12):  # two steps of all five, and two racers further
        job(0.0)
    job.cut()
    done(job, 0.0)
    assert (job.rows, run.step) == (3, 3)
    whole.advance(3)
    assert run.checkpoint() == whole.checkpoint()


def test_outcomes_within_the_rows_are_told_once() -> None:
    run = fresh(racers=[{"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": 1.0}}])
    job = advancing(run, 100, pace=FixedPace(2, 2))
    done(job)
    assert [outcome.kind for outcome in job.outcomes] == ["diverged"]
    assert run.is_over


def test_no_racers_no_rows() -> None:
    run = fresh(racers=[])
    job = advancing(run, 10)
    done(job)
    assert (job.rows, job.columns_json()) == (0, "{}")


def test_columns_are_typed_arrays() -> None:
    job = advancing(fresh(), 3)
    done(job)
    columns = orjson.loads(job.columns_json())
    assert {name: column["shape"] for name, column in columns.items()} == {"params": "3, 1, 2", "loss": "3, 1", "limit": "3, 1, 2"}


def test_skipping_comes_to_the_same_state() -> None:
    run, whole = fresh(), fresh()
    assert done(Job(partial(skip_in_pieces, run=run, to_step=333), FixedPace(10)), 0.0) > 333 // 10
    whole.advance(333)
    assert run.step == 333
    assert run.checkpoint() == whole.checkpoint()


def test_pace_learns_and_forgives_a_hiccup() -> None:
    pace = Pace()
    pace.learn_updates(1000, 0.001)
    assert pace.updates(0.001) == pytest.approx(1000, rel=0.01)
    pace.learn_updates(1000, 1.0)
    assert pace.updates(0.001) == pytest.approx(500, rel=0.01)
    assert Pace(1.0).updates(0.001) == 1, "one at least"


def test_rows_are_as_many_as_the_message_has_time_for_and_a_column_has_in_a_slice() -> None:
    pace = Pace(1e-5)
    assert pace.rows(0.02, every=10, racers=4, slice_s=1e-3) == 50
    for spent_s in (3e-4, 3e-4):
        pace.learn_rows(10, spent_s)
    assert pace.rows(0.02, every=10, racers=4, slice_s=1e-3) == 33
    pace.learn_rows(10, 1.0)
    assert pace.rows(0.02, every=10, racers=4, slice_s=1e-3) == 16, "a hiccup at most halves them"
    pace.learn_rows(1000, 1e-6)
    assert pace.rows(0.02, every=10, racers=4, slice_s=1e-3) == 18, "the slowest column is forgotten slowly"


# ---- what may be long -------------------------------------------------------------------------------

HEAVY = {
    "kind": "fit",
    "model": {"kind": "line"},
    "loss": {"kind": "huber"},
    "data": {"kind": "dataset", "dataset": {"kind": "line", "count": 100_000}},
}


def test_more_data_are_expected_to_take_longer() -> None:
    light, heavy = (RunConfig.model_validate({**RUN, "problem": problem}) for problem in (RUN["problem"], HEAVY))
    assert Pace.of(light).updates(1e-3) > 100
    assert Pace.of(heavy).updates(1e-3) == 1, "the first piece is one update"


def test_gradients_by_differences_are_expected_to_take_longer() -> None:
    exact = RunConfig.model_validate({**RUN, "problem": HEAVY})
    numerical = exact.model_copy(update={"racers": (exact.racers[0].model_copy(update={"gradient": NumericalGradient()}),)})
    assert Pace.of(numerical).update_s == pytest.approx(5 * Pace.of(exact).update_s, rel=0.01)
    assert Pace.of(exact.model_copy(update={"racers": ()})).update_s == Pace.of(exact).update_s


@pytest.mark.parametrize("set", [{"problem": HEAVY}, {"gradient": {"kind": "numerical"}}])
def test_of_what_a_change_makes_dearer_nothing_is_known_yet(set: dict[str, Any]) -> None:
    problem = {**HEAVY, "data": {"kind": "dataset", "dataset": {"kind": "line", "count": 50}}}
    run = start(RunConfig.model_validate({**RUN, "problem": problem, "start": [0.0, 0.0]}))
    run.advance(1)
    measured = Branch(run, Pace(1e-6))
    change = Change.model_validate({"at_step": 0, "racer": None if "problem" in set else "a", "set": set})
    after = run.branch(change)
    assert measured.pace_after(change, after).update_s == Pace.of(after.config).update_s > 1e-6
    quiet = Change.model_validate({"at_step": 0, "racer": "a", "set": {"noise": 0.1}})
    assert measured.pace_after(quiet, run.branch(quiet)) is measured.pace


def test_a_slow_job_says_that_it_does_not_belong_on_the_loop() -> None:
    pace = Pace()
    job = Job(partial(skip_in_pieces, run=fresh(), to_step=300), pace)
    assert not job.is_long
    pace.update_s = 2 * LONG_S
    assert job.is_long


def pieces_of(make: Callable[[Turn], Pieces[Any]]) -> list[tuple[int, bool]]:
    """(updates made, whether it was announced as long) of each piece."""
    turn, found = Turn(most=1), []
    pieces = make(turn)
    while True:
        made, is_long = turn.made, turn.is_long
        try:
            next(pieces)
        except StopIteration:
            found.append((turn.made - made, is_long))
            return found
        found.append((turn.made - made, is_long))


@pytest.mark.parametrize("gradient", ["exact", "numerical"])
def test_no_piece_is_more_than_one_update_of_one_racer(gradient: str) -> None:
    """Rows, a change far behind the last snapshot, a view there, a run taken up: whatever is asked."""
    racers = [{"id": f"r{i}", "optimizer": {"kind": "adam"}, "gradient": {"kind": gradient}} for i in range(16)]
    config = RunConfig.model_validate({**RUN, "problem": FIT_PROBLEM, "start": [0.0, 0.0], "racers": racers})
    run = start(config)
    change = Change.model_validate({"at_step": 9, "racer": "r3", "set": {"optimizer": {"kind": "momentum"}}})
    asked = {
        "rows": lambda turn: run.advance_in_pieces(turn, 10, 1, ("params", "loss")),
        "change": lambda turn: run.branch_in_pieces(turn, change),
        "view": lambda turn: run.inspect_in_pieces(turn, 8, "r1"),
        "start": lambda turn: start_in_pieces(turn, config, (change,), from_step=12),
    }
    for name, make in asked.items():
        pieces = pieces_of(make)
        assert max(made for made, _ in pieces) == 1, name
    assert sum(made for made, _ in pieces_of(asked["change"])) == 16 * 9


def test_making_data_is_announced_as_long() -> None:
    config = RunConfig.model_validate({**RUN, "problem": FIT_PROBLEM, "start": [0.0, 0.0]})
    other = {**FIT_PROBLEM, "data": {"kind": "dataset", "dataset": {"kind": "line", "count": 60}}}
    changes = tuple(Change.model_validate({"at_step": step, "set": {"problem": other}}) for step in (2, 4))
    assert sum(is_long for _, is_long in pieces_of(lambda turn: start_in_pieces(turn, config, changes))) == 3
    checkpoint = start(config, changes, from_step=5).checkpoint()
    assert sum(is_long for _, is_long in pieces_of(lambda turn: resume_in_pieces(turn, config, changes, checkpoint))) == 3
    run = start(config, from_step=5)
    assert [is_long for _, is_long in pieces_of(lambda turn: run.inspect_in_pieces(turn, 3, "a", "gradient_cloud"))][-1]


@pytest.mark.parametrize(("count", "expected"), [(20_000, False), (20_001, True)])
def test_every_look_at_many_examples_is_announced_as_long(count: int, expected: bool) -> None:
    problem = {**FIT_PROBLEM, "data": {"kind": "dataset", "dataset": {"kind": "line", "count": count}}}
    run = start(RunConfig.model_validate({**RUN, "problem": problem, "start": [0.0, 0.0]}), from_step=2)
    told = pieces_of(lambda turn: run.inspect_in_pieces(turn, 1, "a", "step"))
    assert [is_long for _, is_long in told][-1] is expected


@pytest.mark.parametrize("problem", [FIT_PROBLEM, LINEAR], ids=["two parameters", "many"])
def test_looking_for_minima_of_examples_is_announced_as_long_once(problem: dict[str, Any]) -> None:
    """The first column of limits: what is known of a formula is at hand, what examples have is worked out of all of them."""
    MEMORY.forget()
    begun = {"start": [0.0, 0.0]} if problem is FIT_PROBLEM else {}
    run = start(RunConfig.model_validate({**RUN, "problem": problem, **begun}))
    for expected in (1, 0):
        told = pieces_of(lambda turn: run.advance_in_pieces(turn, 3, 1, ("loss", "limit")))
        assert sum(is_long for _, is_long in told) == expected
    formula = start(RunConfig.model_validate(RUN))
    assert not any(is_long for _, is_long in pieces_of(lambda turn: formula.advance_in_pieces(turn, 3, 1, ("limit",))))


def test_unless_gives_a_job_up() -> None:
    enough = False
    job = Unless(Job(partial(skip_in_pieces, run=fresh(), to_step=300), FixedPace(1)), lambda: enough)
    assert not job(0.0)
    enough = True
    assert job(0.0)
    assert not job.is_done
