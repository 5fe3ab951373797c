"""Servers lost in the middle of a run, at any message: what a client keeps is enough to go on with the same bits.

`python -m benchmarks kills` does the same to real workers.
"""

import json
from typing import Any

import pytest

from app.stream.paths import ROOTED_FROM
from benchmarks.keeper import Ask, Json
from benchmarks.lives import RUNS, Life
from tests.app.talk import Talk, talking

pytestmark = pytest.mark.anyio


class LostError(Exception):
    """The server is gone: before it heard of a message, or before it answered."""


def asking(talk: Talk, lost_after: int, is_heard: bool) -> Ask:
    """Asks a session that is lost with the ``lost_after``-th message."""
    left = lost_after

    async def ask(message: Json) -> Json:
        nonlocal left
        left -= 1
        if left < 0 and not is_heard:
            raise LostError
        answer: dict[str, Any] = await talk.ask(**json.loads(json.dumps(message)))
        if left < 0:
            raise LostError
        return answer

    return ask


async def led(life: Life, ask: Ask) -> None:
    await life.keeper.come(ask)
    while True:
        await life.deed(ask)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", RUNS)
async def test_lost_servers_change_no_bit(name: str, seed: int) -> None:
    life = Life(name, 100 * seed + len(name))
    for _ in range(6):
        # Checkpoints of every few rows, so that servers are lost before and after some.
        async with talking(checkpoint_work_s=0.002, steps_work_ms=2) as talk:
            ask = asking(talk, life.chance.randint(1, 30), life.chance.random() < 0.5)
            with pytest.raises(LostError):
                await led(life, ask)
    async with talking() as talk:
        ask = asking(talk, 1000, is_heard=True)
        await life.keeper.come(ask)
        until = len(life.keeper.rows) + 60
        while len(life.keeper.rows) < until:
            await life.keeper.advance(ask, 60)
    assert len(life.keeper.rows) > 60
    assert life.keeper.first_difference() is None


@pytest.mark.parametrize("name", ["plateau", "softmax_regression"])
async def test_servers_lost_along_a_long_chain_change_no_bit(name: str) -> None:
    life = Life(name, 5)
    for changes in (ROOTED_FROM - 1, ROOTED_FROM + 2, 2 * ROOTED_FROM + 20):
        async with talking() as talk:
            ask = asking(talk, 10_000, is_heard=True)
            await life.keeper.come(ask)
            await life.chain(ask, changes)
            for _ in range(4):
                await life.deed(ask)
    assert len(life.keeper.changes) > ROOTED_FROM
    assert life.keeper.first_difference() is None
