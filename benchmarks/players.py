"""Sessions that play: they ask ahead as the page does, and say whether they ever ran out of steps."""

import asyncio
import random
import time

import orjson
from websockets.asyncio.client import ClientConnection, connect

COLUMNS = ["params", "loss", "gradient", "gradient_norm", "learning_rate", "change", "velocity", "accumulated", "limit"]
"""What the page asks for."""
CHUNK = 60
AHEAD = 90
"""Rows the page wants to have before the one on screen."""
STEPS_A_SECOND = 60

RUN = {
    "problem": {"kind": "surface", "surface": {"kind": "rosenbrock"}},
    "racers": [{"id": "adam", "optimizer": {"kind": "adam", "learning_rate": 0.01}}],
    "start": [-1.5, 2.0],
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
        async with connect(f"ws://{address}/ws/run", compression=None, max_size=None, origin=f"http://{address}") as socket:  # type: ignore[arg-type]  # an Origin is a str
            await socket.send(orjson.dumps({"type": "start", "run": RUN}).decode())
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
        await socket.send(orjson.dumps({"type": "advance", "branch": 0, "count": CHUNK, "columns": COLUMNS}).decode())
        answer = orjson.loads(await socket.recv())
        if answer["type"] != "steps":
            raise RuntimeError(f"unexpected answer: {answer}")
        self.known += answer["rows"]


async def play_together(address: str, count: int, seconds: float) -> list[Player]:
    """``count`` players, connected fifty at a time, then playing together."""
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
            begin.set()
        await task

    await asyncio.gather(*(one(player) for player in players))
    return players
