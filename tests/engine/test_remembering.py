"""A memory is bounded by what it holds, not by how many things it holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from engine.fits.data import REMEMBERED_BYTES, raw_points
from engine.problems.fit import FitProblem, fit_of, parts_of
from engine.remembering import remembered


def test_the_least_recently_used_is_forgotten() -> None:
    made = list[int]()

    @remembered(lambda _, result: len(result), 10)
    def zeros(count: int) -> bytes:
        """So many."""
        made.append(count)
        return bytes(count)

    assert zeros.__doc__ == "So many."
    assert [len(zeros(count)) for count in (4, 5, 4, 3, 4, 5)] == [4, 5, 4, 3, 4, 5]
    assert made == [4, 5, 3, 5], "5 was forgotten for 3, since 4 had been asked for again"
    assert zeros.bytes == 9
    assert len(zeros(11)) == 11
    assert zeros.bytes == 9, "what would fill all of it is not remembered"


def test_the_argument_weighs_too() -> None:
    @remembered(lambda asked, _: len(asked), 10)
    def length(text: str) -> int:
        return len(text)

    assert [length(text * 6) for text in "ab"] == [6, 6]
    assert length.bytes == 6


def test_two_threads_that_ask_the_same_are_remembered_once() -> None:
    together = Barrier(2)

    @remembered(lambda _, __: 6, 10)
    def slow(asked: int) -> int:
        together.wait(60)
        return asked

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(slow, (1, 1))) == [1, 1]
    assert slow.bytes == 6
    assert slow(1) == 1


def problem(**data: Any) -> FitProblem:
    return FitProblem.model_validate(
        {"model": {"kind": "two_weights"}, "loss": {"kind": "hinge"}, "standardise": True, "test_share": 0.1, "data": data}
    )


def test_many_large_fits_stay_within_the_bound() -> None:
    for seed in range(20):
        made = problem(kind="dataset", dataset={"kind": "blobs", "count": 100_000, "seed": seed})
        assert made.landscape.examples == 90_000
    for memory in (raw_points, parts_of, fit_of):
        assert 0.5 * REMEMBERED_BYTES < memory.bytes <= REMEMBERED_BYTES


@pytest.mark.parametrize("kind", ["own", "dataset"])
def test_a_fit_is_made_once(kind: str) -> None:
    own = {"kind": "own", "task": "binary", "x": [[0.0, 1.0, 2.0, 3.0]] * 2, "y": [0.0, 0.0, 1.0, 1.0]}
    data = own if kind == "own" else {"kind": "dataset", "dataset": {"kind": "blobs", "count": 50}}
    assert problem(**data).landscape is problem(**data).landscape
