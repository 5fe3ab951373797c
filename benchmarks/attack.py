"""What others notice while somebody does the heaviest lawful thing there is: their next steps, the server's memory, its loop.

The server has a core of its own, the attackers and the visitor who is watched share the others. How late the watching itself was,
is told beside: what the machine does to others it does to that as well.
"""

import asyncio
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from rich.table import Table

from benchmarks.attackers import ATTACKS
from benchmarks.players import run_of_its_own
from benchmarks.server import Server, server, visit

SECONDS = 10.0
"""Of every attack."""
VISITORS = (1, 20)
EVERY_S = 0.05
"""Between two questions of the visitor who is watched."""
SETTLE_S = 10.0
"""After the attackers have left, until memory and work are looked at."""
MIB = 2**20


class Seen(NamedTuple):
    """One attack by so many visitors."""

    answers_ms: list[float]
    late_ms: list[float]
    """How late the watcher itself was woken."""
    memory: tuple[int, int, int]
    """Bytes before, at most, and after."""
    left_core: float
    """Share of a core still used when they had left."""
    callbacks: dict[str, Any]


def table() -> Table:
    """Every attack, or those that ``ATTACKS`` names (a bar between them), by one visitor and by twenty."""
    chosen = os.environ.get("ATTACKS", "").split("|")
    columns = ("visitors", "attack", "advance p50 / p95 / max, ms", "watcher late p95 / max, ms", "MiB before / peak / after", "core after")
    shown = Table(*columns, "callbacks ≤ 5 ms", "longest, ms", title=f"Another visitor's next 60 steps beside {SECONDS:g} s of an attack")
    for name in ("", *ATTACKS):
        if chosen == [""] or name in chosen:
            for visitors in VISITORS if name else (0,):
                shown.add_row(str(visitors), name or "nothing", *_cells(watched(name, visitors)))
    return shown


def _cells(seen: Seen) -> tuple[str, ...]:
    memory = " / ".join(f"{size / MIB:.0f}" for size in seen.memory)
    short = 1 - seen.callbacks["longer"][0] / max(1, seen.callbacks["count"])
    return (
        f"{statistics.median(seen.answers_ms):.0f} / {_at(seen.answers_ms, 0.95):.0f} / {max(seen.answers_ms):.0f}",
        f"{_at(seen.late_ms, 0.95):.0f} / {max(seen.late_ms):.0f}",
        memory,
        f"{seen.left_core:.0%}",
        f"{short:.3%}",
        f"{seen.callbacks['longest_ms']:.1f}",
    )


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def watched(name: str, visitors: int) -> Seen:
    """Start a server, begin the attack, ask beside it, let them leave, and look again."""
    with tempfile.TemporaryDirectory() as folder, _own_core():
        told = Path(folder) / "callbacks.json"
        with server([sys.executable, "-m", "benchmarks.timed_server", str(told)]) as running:
            _pin(running.pid, first=True)
            asyncio.run(_ask(running.address, 1.0))  # what is made at the first question is there
            told_before = _callbacks(running, told)
            assert told_before["count"] > 0
            before = running.resident_bytes()
            with _attackers(running.address, name, visitors):
                answers_ms, late_ms, peak = asyncio.run(_watch(running))
            callbacks = _callbacks(running, told)
            time.sleep(SETTLE_S if visitors else 0)
            used_s = running.processor_s()
            time.sleep(2)
            left_core = (running.processor_s() - used_s) / 2
            after = running.resident_bytes()
    if slow := callbacks["slow"]:
        worst = sorted(slow.items(), key=lambda item: -max(item[1]))[:6]
        print(f"{visitors} × {name}:", ", ".join(f"{who} {len(took)}× ≤ {max(took):.0f} ms" for who, took in worst), file=sys.stderr)
    return Seen(answers_ms, late_ms, (before, peak, after), left_core, callbacks)


def _callbacks(running: Server, told: Path) -> dict[str, Any]:
    """What its loop's callbacks took since the last time this was asked."""
    told.unlink(missing_ok=True)
    os.kill(running.pid, signal.SIGUSR1)
    for _ in range(1_000):
        with_content = told.exists() and told.read_bytes()
        if with_content:
            return dict(orjson.loads(with_content))
        time.sleep(0.01)
    raise RuntimeError("the server said nothing of its callbacks")


@contextmanager
def _own_core() -> Iterator[None]:
    """This process leaves the first core to the server, where there are several."""
    cores = os.sched_getaffinity(0)
    try:
        _pin(0, first=False)
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _pin(pid: int, first: bool) -> None:
    cores = sorted(range(os.cpu_count() or 1))
    if len(cores) > 1:
        for task in Path(f"/proc/{pid or 'self'}/task").iterdir():
            os.sched_setaffinity(int(task.name), cores[:1] if first else cores[1:])


@contextmanager
def _attackers(address: str, name: str, visitors: int) -> Iterator[None]:
    """They go as they came: without a word."""
    if not visitors:
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.attackers", address, name, str(visitors)])
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError(f"{name}: the attackers gave up")
    finally:
        process.kill()
        process.wait()


async def _watch(running: Server) -> tuple[list[float], list[float], int]:
    late_ms: list[float] = []
    peak = 0

    async def look() -> None:
        nonlocal peak
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.02)
            late_ms.append((time.perf_counter() - began - 0.02) * 1000)
            peak = max(peak, running.resident_bytes())

    looking = asyncio.create_task(look())
    answers_ms = await _ask(running.address, SECONDS)
    looking.cancel()
    return answers_ms, late_ms, peak


async def _ask(address: str, seconds: float) -> list[float]:
    """Milliseconds until the next 60 steps are there, asked ``EVERY_S`` apart."""
    answers_ms: list[float] = []
    async with visit(address) as socket:
        await socket.send(orjson.dumps({"type": "start", "run": run_of_its_own()}).decode())
        await socket.recv()
        end = time.perf_counter() + seconds
        while (began := time.perf_counter()) < end:
            await socket.send('{"type":"advance","branch":0,"count":60}')
            answer = await socket.recv(decode=False)
            if not answer.startswith(b'{"type":"steps"'):
                raise RuntimeError(f"unexpected answer: {answer[:200]!r}")
            answers_ms.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(EVERY_S)
    return answers_ms
