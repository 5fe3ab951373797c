"""A memory is bounded by what it holds, not by how many things it holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from engine.fits.batches import order
from engine.problems.fit import FitProblem
from engine.remembering import MEMORY, Memory, remembered
from engine.running.stability import _minima


def test_the_least_recently_used_is_forgotten() -> None:
    made = list[int]()

    memory = Memory(10, entry_bytes=0)

    @remembered(lambda result, _: len(result), memory)
    def zeros(count: int) -> bytes:
        """So many."""
        made.append(count)
        return bytes(count)

    assert zeros.__doc__ == "So many."
    assert [len(zeros(count)) for count in (4, 5, 4, 3, 4, 5)] == [4, 5, 4, 3, 4, 5]
    assert made == [4, 5, 3, 5], "5 was forgotten for 3, since 4 had been asked for again"
    assert memory.bytes == 9
    assert len(zeros(11)) == 11
    assert memory.bytes == 9, "what would fill all of it is not remembered"


def test_the_argument_weighs_too() -> None:
    memory = Memory(10, entry_bytes=0)

    @remembered(lambda _, asked: len(asked), memory)
    def length(text: str) -> int:
        return len(text)

    assert [length(text * 6) for text in "ab"] == [6, 6]
    assert memory.bytes == 6


def test_two_threads_that_ask_the_same_are_remembered_once() -> None:
    together, memory = Barrier(2), Memory(10, entry_bytes=0)

    @remembered(lambda _, __: 6, memory)
    def slow(asked: int) -> int:
        together.wait(60)
        return asked

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(slow, (1, 1))) == [1, 1]
    assert memory.bytes == 6
    assert slow(1) == 1


def problem(**data: Any) -> FitProblem:
    return FitProblem.model_validate(
        {"model": {"kind": "two_weights"}, "loss": {"kind": "hinge"}, "standardise": True, "test_share": 0.1, "data": data}
    )


def test_many_large_fits_stay_within_the_bound() -> None:
    for seed in range(20):
        made = problem(kind="dataset", dataset={"kind": "blobs", "count": 100_000, "seed": seed})
        assert made.landscape.examples == 90_000
    assert 0.5 * MEMORY.most_bytes < MEMORY.bytes <= MEMORY.most_bytes


def test_functions_share_one_memory_and_do_not_mix_their_answers_up() -> None:
    memory = Memory(10, entry_bytes=0)
    double = remembered(lambda *_: 4, memory)(lambda x, y: 2 * (x + y))
    triple = remembered(lambda *_: 4, memory)(lambda x, y: 3 * (x + y))
    assert [double(1, 2), triple(1, 2), double(2, 1), triple(1, 2)] == [6, 9, 6, 9]
    assert memory.bytes == 8


def test_that_there_is_nothing_is_remembered_too() -> None:
    made = list[int]()

    @remembered(lambda *_: 1, Memory(10, entry_bytes=0))
    def nothing(asked: int) -> None:
        made.append(asked)

    assert not nothing.knows(1)
    assert [nothing(1), nothing(1)] == [None, None]
    assert made == [1]
    assert nothing.knows(1)
    assert not nothing.knows(2)


def test_many_small_results_fill_a_memory_too() -> None:
    memory = Memory(10_000, entry_bytes=1_000)
    for key in range(100):
        memory.keep(key, None, 0)
    assert memory.bytes == 10_000
    assert [memory.find(key, "forgotten") for key in (0, 89, 90, 99)] == ["forgotten", "forgotten", None, None]


def test_all_is_forgotten() -> None:
    memory = Memory(10_000)
    memory.keep("a", 1, 10)
    memory.forget()
    assert (memory.bytes, memory.find("a")) == (0, None)
    memory.keep("a", 2, 10)
    assert memory.find("a") == 2


def test_minima_and_orders_are_weighed_as_what_they_keep() -> None:
    """A hundred landscapes of 100,000 examples would be some 500 MiB."""
    MEMORY.forget()
    for seed in range(100):
        order(seed, "", 0, 100_000, False)
    assert MEMORY.bytes <= MEMORY.most_bytes
    MEMORY.forget()
    known = problem(kind="dataset", dataset={"kind": "blobs", "count": 100_000}).landscape.as_mapped
    assert known is not None
    before = MEMORY.bytes
    _minima(known)
    assert MEMORY.bytes - before > sum(array.nbytes for array in known.arrays())


@pytest.mark.parametrize("kind", ["own", "dataset"])
def test_a_fit_is_made_once(kind: str) -> None:
    own = {"kind": "own", "task": "binary", "x": [[0.0, 1.0, 2.0, 3.0]] * 2, "y": [0.0, 0.0, 1.0, 1.0]}
    data = own if kind == "own" else {"kind": "dataset", "dataset": {"kind": "blobs", "count": 50}}
    assert problem(**data).landscape is problem(**data).landscape
