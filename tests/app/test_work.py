"""Slices put together are the run in one piece, whatever their size."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import Settings
from app.stream import work
from app.stream.work import Advancing, Pace, Skipping
from engine.run import Rows, Run, start
from engine.run_config import RunConfig
from engine.running import columns as table
from tests.app.conftest import RUN

COLUMNS = ("params", "loss", "limit")


class FixedPace(Pace):
    """Always the same number of steps."""

    def __init__(self, steps: int) -> None:
        super().__init__(1)
        self._fixed = steps

    def steps(self, budget_s: float) -> int:
        return self._fixed


def fresh(**changes: Any) -> Run:
    return start(RunConfig.model_validate({**RUN, **changes}))


def advancing(run: Run, count: int, every: int = 1, pace: Pace | None = None, most_bytes: int = 10**9, most_s: float = 1e9) -> Advancing:
    return Advancing(run, count, every, COLUMNS, pace=pace or Pace(1), most_bytes=most_bytes, most_s=most_s)


def done(job: Callable[[float], bool]) -> int:
    slices = 1
    while not job(0.001):
        slices += 1
    return slices


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(1, 30), st.integers(1, 200))
def test_slices_make_the_same_bits(count: int, every: int, slice_steps: int) -> None:
    run = fresh()
    job = advancing(run, count, every, FixedPace(slice_steps))
    done(job)
    whole = fresh().advance(count * every, every, COLUMNS)
    assert job.rows == whole.rows
    assert run.step == min(count * every, 401)
    for name, column in whole.columns.items():
        np.testing.assert_array_equal(job._column(name), column)


def test_time_ends_a_message_but_not_before_its_first_row() -> None:
    run = fresh()
    job = advancing(run, 400, pace=FixedPace(1), most_s=0.0)
    assert done(job) == 1
    assert (job.rows, run.step) == (1, 1)


def test_time_does_not_cut_within_a_row() -> None:
    run = fresh()
    job = advancing(run, 10, every=50, pace=FixedPace(7), most_s=0.0)
    assert done(job) > 1
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
        landscape = SimpleNamespace(parameters=tuple(f"w{index}" for index in range(parameters)))
        self.config = SimpleNamespace(problem=SimpleNamespace(landscape=landscape))
        self.racers = ("a",)
        self.step = 0
        self.is_over = False
        self._parameters = parameters

    def advance(self, count: int, every: int, columns: tuple[str, ...]) -> Rows:
        first, self.step = self.step, self.step + count
        rows = len(range(0, count, every))
        filled = {name: np.full((rows, 1, table.COLUMNS[name].width.entries(self._parameters)), 0.1) for name in columns}
        return Rows(first, every, rows, filled, ())


def message_of(parameters: int, columns: tuple[str, ...]) -> tuple[int, int]:
    """(rows, bytes) of the longest message that a server sends as it comes."""
    run: Any = Wide(parameters)
    job = Advancing(run, 400, 1, columns, pace=FixedPace(50), most_bytes=Settings().steps_kib * 1024, most_s=1e9)
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
    job(0.001)
    job.is_cut = True
    job(0.001)
    assert (job.rows, run.step) == (10, 10)


@pytest.mark.parametrize(("count", "slices"), [(100, 1), (150, 1), (151, 2), (250, 2), (251, 3)])
def test_a_small_rest_makes_no_slice_of_its_own(count: int, slices: int) -> None:
    run = fresh()
    assert done(advancing(run, count, pace=FixedPace(100))) == slices
    assert run.step == count


def test_outcomes_within_the_rows_are_told_once() -> None:
    run = fresh(racers=[{"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": 1.0}}])
    job = advancing(run, 100, pace=FixedPace(2))
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
    done(Skipping(run, 333, FixedPace(10)))
    whole.advance(333)
    assert run.step == 333
    assert run.checkpoint() == whole.checkpoint()


def test_pace_learns_and_forgives_a_hiccup() -> None:
    pace = Pace(1)
    pace.learn(1000, 0.001)
    assert pace.steps(0.001) == pytest.approx(1000, rel=0.01)
    pace.learn(1000, 1.0)
    assert pace.steps(0.001) == pytest.approx(500, rel=0.01)


def test_slices_are_not_cut_too_fine() -> None:
    slow = Pace(64)
    slow.learn(1, 1e-3)
    assert slow.steps(1e-6) == work._LEAST_MOVES // 64
