"""Hostile messages by the hundred thousand: each is answered, refused by name or ends its stream with a word, and the server stays.

``HOSTILE_MESSAGES`` (100,000) of ``HOSTILE_SEED`` (1) in chunks of 2,000; ``HOSTILE_MINUTES`` ends it with the chunk then under way.
What is wrong is printed with its seed, chunk and visit; ``HOSTILE_CHUNKS=3,17`` plays those chunks alone. Limits of rate are raised, and
the time of rows and measurements is cut; limits of size and of memory are the default's.
"""

import asyncio
import base64
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from rich.table import Table

from benchmarks.hostile_visits import SILENT_S, Plan, Tally, planned, visit
from benchmarks.server import Server, server
from benchmarks.wire import CLOSE, TEXT, Wire
from engine.run import start
from engine.run_config import RunConfig

CHUNK = 2_000
AT_ONCE = 24
"""Visits at a time."""
MIB = 2**20
RATES = {
    "session_messages_per_s": 1e6,
    "session_mib_per_minute": 1e6,
    "session_processor_s_per_minute": 60,
    "address_processor_s_per_minute": 60,
    "sessions_per_address": 2_000,
    "steps_work_ms": 2,
    "cost_s": 0.05,
    "search_s": 0.05,
}
WARM = 0.2
"""Share of the chunks until everything that is remembered is there."""
ROWS = 3_000
HONEST: dict[str, Any] = {
    "problem": {"surface": {"kind": "rosenbrock"}},
    "racers": [{"id": kind, "optimizer": {"kind": kind}, "noise": 0.1} for kind in ("adam", "momentum", "rmsprop")],
    "step_limit": 2 * ROWS,
}


class Chunk(NamedTuple):
    """What it left behind."""

    number: int
    resident_mib: float
    seconds: float


def table() -> Table:
    """So many messages of one seed."""
    seed, messages = int(os.environ.get("HOSTILE_SEED", "1")), int(os.environ.get("HOSTILE_MESSAGES", "100000"))
    named = os.environ.get("HOSTILE_CHUNKS", "")
    chunks = [int(number) for number in named.split(",")] if named else list(range(-(-messages // CHUNK)))
    end_s = time.monotonic() + 60 * float(os.environ.get("HOSTILE_MINUTES", "inf"))
    tally, began_s = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, server(log=Path(folder) / "log", **RATES) as running:
        before_mib = running.resident_bytes() / MIB
        found = asyncio.run(_played(running, seed, chunks, tally, Path(folder) / "log", end_s))
        time.sleep(10)  # it tidies up when everybody has left
        after_mib = running.resident_bytes() / MIB
    return _shown(seed, found, tally, (before_mib, after_mib), time.monotonic() - began_s)


async def _played(running: Server, seed: int, chunks: list[int], tally: Tally, log: Path, end_s: float) -> list[Chunk]:
    beside = asyncio.create_task(_honest(running.address, tally))
    found, told = [], 0
    for number in chunks:
        if time.monotonic() > end_s:
            break
        began_s = time.monotonic()
        await _chunk(running.address, seed, number, tally)
        if not Path(f"/proc/{running.pid}/statm").exists() or not running.resident_bytes():
            tally.faults.append(f"chunk {number} of seed {seed}: the server has ended")
            break
        found.append(Chunk(number, running.resident_bytes() / MIB, time.monotonic() - began_s))
        text = log.read_text("utf-8", "replace")
        if "Traceback" in text[told:] or "ERROR" in text[told:]:
            tally.faults.append(f"chunk {number} of seed {seed}: the server's log says\n{text[told:][:4000]}")
        told = len(text)
        print(f"chunk {number}: {found[-1].resident_mib:.0f} MiB, {found[-1].seconds:.0f} s, {len(tally.faults)} faults", file=sys.stderr)
        for fault in tally.faults[tally.told :]:
            print(fault, file=sys.stderr, flush=True)
        tally.told = len(tally.faults)
    beside.cancel()
    await asyncio.gather(beside, return_exceptions=True)
    return found


async def _chunk(address: str, seed: int, number: int, tally: Tally) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(plan: Plan) -> None:
        async with places:
            try:
                await visit(plan, address, tally)
            except (OSError, ConnectionError) as error:
                tally.fault(plan, f"no connection: {error!r}", "")

    await asyncio.gather(*(one(plan) for plan in planned(seed, number, CHUNK)))


# ---- an honest visitor -------------------------------------------------------------------------------------------


async def _honest(address: str, tally: Tally) -> None:
    """The same run again and again beside the others: never silent, and every row is the engine's, bit for bit."""
    plan = Plan("the honest visitor", "stream", 0)
    columns = ("params", "loss", "change")
    rows = start(RunConfig.model_validate(HONEST)).advance(ROWS, columns=columns).columns
    expected = {name: rows[name].astype("<f8").tobytes() for name in columns}
    while True:
        try:
            wire = await Wire.to(address)
            await wire.open(address)
            while True:
                if await _run(wire, columns) != expected:
                    tally.fault(plan, "other bits", "")
                tally.heard["honest: a whole run"] += 1
        except (TimeoutError, OSError, KeyError) as error:
            tally.fault(plan, f"silence, a close or no rows: {error!r}", "")


async def _run(wire: Wire, columns: tuple[str, ...]) -> dict[str, bytes]:
    await _said(wire, type="start", run=HONEST)
    got, left = dict.fromkeys(columns, b""), ROWS
    while left > 0:
        steps = await _said(wire, type="advance", branch=0, count=min(60, left), columns=columns)
        for name in columns:
            got[name] += base64.b64decode(steps["columns"][name]["bdata"])
        left -= steps["rows"]
        await asyncio.sleep(0.05)
    return got


async def _said(wire: Wire, **message: Any) -> dict[str, Any]:
    wire.say(orjson.dumps(message).decode())
    async with asyncio.timeout(SILENT_S):
        while (heard := await wire.hear()) is not None and heard[0] != CLOSE:
            if heard[0] == TEXT and not heard[1].startswith(b'{"type":"progress"'):
                return dict(orjson.loads(heard[1]))
    raise ConnectionError(str(heard))


# ---- what is shown -----------------------------------------------------------------------------------------------


def _shown(seed: int, chunks: list[Chunk], tally: Tally, memory_mib: tuple[float, float], seconds: float) -> Table:
    warm = chunks[int(WARM * len(chunks)) :]
    levels = [chunk.resident_mib for chunk in warm]
    slope = statistics.linear_regression(range(len(levels)), levels).slope if len(levels) > 1 else 0.0
    which = f"seed {seed}, chunks {chunks[0].number} … {chunks[-1].number} of {CHUNK:,}"
    memory = f"{memory_mib[0]:.0f} MiB before, {levels[0]:.0f} warm, {levels[-1]:.0f} at the end, {memory_mib[1]:.0f} after"
    title = (
        f"{sum(tally.said.values()):,} hostile messages: {which}, {seconds:.0f} s\n"
        f"{len(tally.faults)} faults; {memory}; {1024 * slope:+.0f} KiB a chunk"
    )
    shown = Table("said", "times", "heard", "times ", title=title)
    said, heard = tally.said.most_common(), tally.heard.most_common()
    for row in range(max(len(said), len(heard))):
        cells = [*(said[row] if row < len(said) else ("", "")), *(heard[row] if row < len(heard) else ("", ""))]
        shown.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells))
    return shown
