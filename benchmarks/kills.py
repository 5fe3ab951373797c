"""Workers killed in the middle of a run: whether any bit differs, and how soon the run goes on at another.

`python -m benchmarks kills`: twenty runs, each killed once, at any moment, by a server of two workers. Half of the time only the worker
that serves the run is killed, and the other takes it over; half of the time both are, and one started anew does.
"""

import asyncio
import os
import signal
import statistics
import time
import urllib.request
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

import orjson
from rich.table import Table
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from benchmarks.keeper import Ask, Json
from benchmarks.lives import RUNS, Life
from benchmarks.server import Server, server, visit

KILLS = 20
CHAIN = 1_000
"""Changes of every fifth run."""
AFTER = 120
"""Rows that are played after the kill."""


class Killed(NamedTuple):
    """One kill."""

    run: str
    which: str
    step: int
    changes: int
    again_ms: float
    """From the readiness of the worker that takes over to the first row that it computed."""
    difference: int | None


def table() -> Table:
    """Every kill, and how many went on with the same bits."""
    with server(options=("--workers", "2")) as here:
        found = [asyncio.run(_killed(here, seed)) for seed in range(KILLS)]
    same = sum(kill.difference is None for kill in found)
    times = [kill.again_ms for kill in found]
    title = f"{same} of {KILLS} with the same bits; goes on after {statistics.median(times):.0f} ms (median), {max(times):.0f} ms at most"
    shown = Table("run", "killed", "at step", "changes before", "goes on after, ms", "bits", title=title)
    for kill in found:
        bits = "the same" if kill.difference is None else f"differ from step {kill.difference}"
        shown.add_row(kill.run, kill.which, str(kill.step), str(kill.changes), f"{kill.again_ms:.0f}", bits)
    return shown


async def _killed(here: Server, seed: int) -> Killed:
    name = tuple(RUNS)[seed % len(RUNS)]
    life = Life(name, seed)
    is_chain, are_both = seed % 5 == 4, seed % 2 == 1
    async with visit(here.address) as socket:
        ask = _asking(socket)
        await life.keeper.come(ask)
        if is_chain:
            await life.chain(ask, CHAIN)
        for _ in range(life.chance.randint(3, 25)):
            await life.deed(ask)
        killing = asyncio.create_task(_kill(here, socket, are_both, life.chance.uniform(0, 0.02)))
        with suppress(WebSocketException, OSError):
            for _ in count():
                await life.deed(ask)
        await killing
    step, changes = len(life.keeper.rows), len(life.keeper.changes)
    await asyncio.to_thread(_await_ready, here)
    began_s = time.perf_counter()
    async with visit(here.address) as socket:
        ask = _asking(socket)
        await life.keeper.come(ask)
        await life.keeper.advance(ask, AFTER)
        again_ms = 1000 * (time.perf_counter() - began_s)
        while len(life.keeper.rows) < step + AFTER:
            await life.keeper.advance(ask, AFTER)
    difference = await asyncio.to_thread(life.keeper.first_difference)
    return Killed(
        f"{name}, a chain of {CHAIN:,}" if is_chain else name, "both" if are_both else "its own", step, changes, again_ms, difference
    )


def _asking(socket: ClientConnection) -> Ask:
    async def ask(message: Json) -> Json:
        await socket.send(orjson.dumps(message).decode())
        while True:
            answer: Json = orjson.loads(await socket.recv())
            if answer["type"] != "progress":
                return answer

    return ask


async def _kill(here: Server, socket: ClientConnection, are_both: bool, after_s: float) -> None:
    port = socket.local_address[1]
    workers = here.workers()
    serving = [pid for pid in workers if _serves(pid, here.port, port)]
    assert len(serving) == 1, (workers, serving)
    await asyncio.sleep(after_s)
    for pid in workers if are_both else serving:
        os.kill(pid, signal.SIGKILL)


def _serves(pid: int, port: int, client: int) -> bool:
    """Whether the process holds the end of the connection from the client's port."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        ports = [int(address.rsplit(":", 1)[1], 16) for address in fields[1:3]]
        if ports == [port, client]:
            held = f"socket:[{fields[9]}]"
            return any(_target(link) == held for link in Path(f"/proc/{pid}/fd").iterdir())
    return False


def _target(link: Path) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""


def _await_ready(here: Server) -> None:
    """Until a worker answers; a connection that waits at the socket of one that was killed is given up."""
    while True:
        with suppress(OSError), urllib.request.urlopen(f"http://{here.address}/api/ready", timeout=5):
            return
