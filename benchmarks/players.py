"""Sessions that play: they ask ahead as the page does, and say whether they ever ran out of steps."""

import asyncio
import random
import sys
import time
from collections.abc import Callable

import orjson
from websockets.asyncio.client import ClientConnection

from benchmarks.server import visit

COLUMNS = ["params", "loss", "gradient", "gradient_norm", "learning_rate", "change", "velocity", "accumulated", "limit"]
"""What the page asks for."""
CHUNK = 180
AHEAD = 360
"""Rows the page wants to have before the one on screen."""
STEPS_A_SECOND = 60
ASK = orjson.dumps({"type": "advance", "branch": 0, "count": CHUNK, "columns": COLUMNS}).decode()


def run_of_its_own() -> dict[str, object]:
    """Adam on Rosenbrock from a start that nobody else has: nothing could be shared between sessions."""
    return {
        "problem": {"kind": "surface", "surface": {"kind": "rosenbrock"}},
        "racers": [{"id": "adam", "optimizer": {"kind": "adam", "learning_rate": random.uniform(0.005, 0.02)}}],
        "start": [random.uniform(-2, 2), random.uniform(-1, 3)],
        "step_limit": 1_000_000,
    }


class Player:
    """One session: rows received, rows played, rows it had to wait for."""

    def __init__(self) -> None:
        self.known = 0
        self.starved_s = 0.0
        self.fewest_ahead = AHEAD

    async def play(self, address: str, seconds: float, begin: asyncio.Event) -> None:
        """Connect, fill the buffer, wait for ``begin``, then play in real time for ``seconds``."""
        async with visit(address) as socket:
            await socket.send(orjson.dumps({"type": "start", "run": run_of_its_own()}).decode())
            await socket.recv()
            while self.known < AHEAD:
                await self._ask(socket)
            await begin.wait()
            # Pages do not start in step with each other.
            await asyncio.sleep(random.random())
            began, last = time.perf_counter(), time.perf_counter()
            missing = 0.0
            while (now := time.perf_counter()) - began < seconds:
                played = (now - began) * STEPS_A_SECOND - missing
                if played > self.known:
                    # Out of steps: the ball stands still until rows come.
                    self.starved_s += now - last
                    missing += played - self.known
                    played = self.known
                self.fewest_ahead = min(self.fewest_ahead, int(self.known - played))
                last = now
                if self.known - played < AHEAD:
                    await self._ask(socket)
                else:
                    await asyncio.sleep((self.known - played - AHEAD) / STEPS_A_SECOND + 0.005)

    async def _ask(self, socket: ClientConnection) -> None:
        await socket.send(ASK)
        answer = await socket.recv(decode=False)
        # Two cores are shared with the server: the count of rows is read without parsing the rest.
        if not answer.startswith(b'{"type":"steps"'):
            raise RuntimeError(f"unexpected answer: {answer[:200]!r}")
        at = answer.index(b'"rows":') + 7
        self.known += int(answer[at : answer.index(b",", at)])


async def play_together(address: str, count: int, seconds: float, begins: Callable[[], None]) -> list[Player]:
    """``count`` players, connected fifty at a time, then playing together; ``begins`` is called when they do."""
    begin, gate = asyncio.Event(), asyncio.Semaphore(50)
    connected = 0
    players = [Player() for _ in range(count)]

    async def one(player: Player) -> None:
        nonlocal connected
        async with gate:
            task = asyncio.create_task(player.play(address, seconds, begin))
            while player.known < AHEAD and not task.done():
                await asyncio.sleep(0.02)
        connected += 1
        if connected == count:
            begins()
            begin.set()
        await task

    await asyncio.gather(*(one(player) for player in players))
    return players


if __name__ == "__main__":
    asyncio.run(play_together(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), lambda: None))
