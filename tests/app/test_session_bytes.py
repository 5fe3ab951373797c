"""Every session's bytes are counted: whatever is lawfully asked, what it holds is what it says, and within its bound."""

import gc
import json
import random as system
import tracemalloc
from collections.abc import Iterator
from importlib import import_module
from random import Random
from typing import Any

import pytest

from app.refusal import Refusal
from app.stream.parsing import parse
from engine.operations import power
from engine.remembering import MEMORY
from engine.running import straight
from tests.app.hostile.lawful import Lawful
from tests.app.hostile.visits import COLUMNS, Visit
from tests.app.talk import Talk, talking

pytestmark = pytest.mark.anyio

MIB = 2**20
BOUND_MIB = 8
"""The least that may be set."""
SLACK = MIB // 4
"""Of the session itself, its tasks and what pydantic keeps of the message; and of what was compiled for its balls."""
VISITS, MESSAGES = 3, 12
FIRST = '{"type":"start","run":{"problem":{"surface":{"kind":"parabola"}}}}'


class Much(Lawful):
    """Examples by the ten thousand, racers with losses of their own, changes of data."""

    examples = (5_000, 20_000)
    own_examples = (1_000, 3_800)
    racers = (1, 4, 16)

    def _maybe(self) -> bool:
        return self.random.random() < 0.6


class Heavy(Visit):
    """A visitor with much, in rows as wide and as far as they go."""

    def __init__(self, random: Random) -> None:
        super().__init__(random, wrong=0.0, lawful=Much)

    def _advance(self) -> dict[str, Any]:
        return {**super()._advance(), "count": self._random.choice((1, 50, 2_000)), "columns": list(COLUMNS)}


@pytest.fixture(params=["always the same", "never before"])
def seed(request: pytest.FixtureRequest) -> int:
    """What fails is drawn again from the number that is printed."""
    chosen = 20261128 if request.param == "always the same" else system.randrange(2**32)
    print(f"seed {chosen}")
    return chosen


@pytest.fixture
def traced() -> Iterator[None]:
    import_module("numpy.ma")  # NumPy imports it when it first needs it: half a MiB that is nobody's
    _forget()
    tracemalloc.start()
    yield
    tracemalloc.stop()


def _forget() -> None:
    """What is remembered for all is nobody's; what a session still holds of it counts as its own from here on."""
    MEMORY.forget()
    for cache in (straight.stepper, straight._compiled, power._block_of_powers):
        cache.cache_clear()
    gc.collect()


def held() -> int:
    """Bytes that are there now."""
    _forget()
    return tracemalloc.get_traced_memory()[0]


async def asked(talk: Talk, text: str) -> str:
    """What is answered at last."""
    try:
        talk.session.take(parse(text))
        return str((await talk.answer())["type"])
    except Refusal as refusal:
        return refusal.code
    finally:
        while not talk.heard.empty():
            talk.heard.get_nowait()


def messages_of(visit: Heavy, random: Random) -> list[str]:
    kinds = ["start", *random.choices(("start", "advance", "change", "inspect"), (1, 5, 6, 3), k=MESSAGES - 1)]
    return [json.dumps(visit.message(kind)) for kind in kinds]


async def test_whatever_is_asked_a_session_holds_what_it_counts_and_not_more_than_it_may(seed: int, traced: None) -> None:
    for number in range(VISITS):
        messages = messages_of(Heavy(Random(f"{seed}.{number}")), Random(number))
        async with talking(session_mib=BOUND_MIB, steps_work_ms=100) as talk:
            await asked(talk, messages[0])  # what is made once in a process is there
            await asked(talk, FIRST)
            before = held() - talk.session._branches.nbytes
            for index, text in enumerate(messages):
                answer = await asked(talk, text)
                taken, counted = held() - before, talk.session._branches.nbytes
                told = f"visit {number}, message {index}: {taken / MIB:.2f} MiB taken, {counted / MIB:.2f} counted, {answer}"
                assert counted <= BOUND_MIB * MIB, told
                assert taken <= 1.2 * counted + SLACK, (told, text[:2_000])
