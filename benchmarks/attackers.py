"""The heaviest lawful things a visitor can do, one after another for ever: ``python -m benchmarks.attackers ADDRESS NAME VISITORS``."""

import asyncio
import csv
import io
import itertools
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias

import orjson
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from benchmarks.server import visit

Attack: TypeAlias = Callable[[str], Awaitable[None]]

MANY = 100_000
TOO_MUCH = ("too_much_memory", "too_many_messages", "too_many_advances", "path_too_long", "busy")
"""Refusals that an attack may meet."""
_numbers = itertools.count(1)
"""Seeds nobody had before: nothing is answered from memory."""


# ---- what is asked -----------------------------------------------------------------------------------------------


def fit(count: int = MANY, kind: str = "line", **fields: Any) -> dict[str, Any]:
    """A line through ``count`` examples that nobody else has."""
    data = {"kind": "dataset", "dataset": {"kind": kind, "count": count, "seed": next(_numbers)}}
    return {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "mean_squared_error"}, "data": data, **fields}


def classes(count: int = MANY) -> dict[str, Any]:
    """Softmax regression on a spiral of three classes."""
    data = {"kind": "dataset", "dataset": {"kind": "three_class_spiral", "count": count, "seed": next(_numbers)}}
    return {"kind": "softmax_regression", "loss": {"kind": "categorical_cross_entropy", "from_logits": True}, "data": data}


def own(examples: int = 4_000) -> dict[str, Any]:
    """As many examples of one's own as a message holds."""
    seed = next(_numbers)
    xs = [round((k * 7 + seed) % 1000 / 100, 2) for k in range(examples)]
    data = {"kind": "own", "task": "regression", "x": [xs], "y": [round(2 * x + 1, 2) for x in xs]}
    return {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "huber"}, "data": data}


def racers(count: int, **fields: Any) -> list[dict[str, Any]]:
    """So many under Adam."""
    return [{"id": f"r{k}", "optimizer": adam(1e-3), **fields} for k in range(count)]


def adam(learning_rate: float) -> dict[str, Any]:
    """Adam with that rate."""
    return {"kind": "adam", "learning_rate": learning_rate}


def run(problem: dict[str, Any], count: int = 16, **fields: Any) -> dict[str, Any]:
    """A run of so many racers."""
    return {"problem": problem, "racers": racers(count, **fields), "step_limit": 10_000}


ROSENBROCK = {"kind": "surface", "surface": {"kind": "rosenbrock"}}


# ---- over the stream ---------------------------------------------------------------------------------------------


class Stream:
    """One visitor's connection."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, kind: str, **fields: Any) -> None:
        await self.socket.send(orjson.dumps({"type": kind, **fields}).decode())

    async def ask(self, kind: str, **fields: Any) -> bytes:
        """The first answer that is no progress. Raises ``RuntimeError`` where the attack was refused for another reason than its size."""
        await self.say(kind, **fields)
        while (answer := await self.socket.recv(decode=False)).startswith(b'{"type":"progress"'):
            pass
        if answer.startswith(b'{"type":"error"') and orjson.loads(answer)["code"] not in TOO_MUCH:
            raise RuntimeError(f"this is no attack: {answer[:300]!r}")
        return answer


def over_the_stream(attack: Callable[[Stream], Awaitable[None]]) -> Attack:
    """Comes back whenever it is thrown out."""

    async def again_and_again(address: str) -> None:
        while True:
            with suppress(ConnectionClosed, OSError):
                async with visit(address) as socket:
                    await attack(Stream(socket))
            await asyncio.sleep(0.01)

    return again_and_again


async def start_with_data(stream: Stream) -> None:
    """`start` with 256 changes, each to other data."""
    changes = [{"at_step": k, "set": {"problem": fit()}} for k in range(256)]
    await stream.ask("start", run=run(fit(), 1), changes=changes)


async def change_of_changes(stream: Stream) -> None:
    """`change` on the last `change`, each to other data."""
    await stream.ask("start", run=run(fit(), 1))
    for number in range(1, 1_000):
        await stream.ask("advance", branch=number - 1, count=2)
        await stream.ask("change", branch=number, parent=number - 1, at_step=number, set={"problem": fit()})


async def late_change(stream: Stream) -> None:
    """16 racers on 100,000 examples, changed where most has to be computed again."""
    await stream.ask("start", run=run(fit()), from_step=250)
    for number in range(1, 1_000):
        await stream.ask("change", branch=number, parent=0, at_step=249, racer="r0", set={"optimizer": adam(1e-4 * number)})


async def numerical(stream: Stream) -> None:
    """64 racers, the gradient by differences."""
    await stream.ask("start", run=run(fit(), 64, gradient={"kind": "numerical"}), from_step=10)
    for number in range(1, 1_000):
        await stream.ask("change", branch=number, parent=0, at_step=9, racer="r0", set={"optimizer": adam(1e-4 * number)})


async def heavy_rows(stream: Stream) -> None:
    """Rows of 64 racers on 100,000 examples, every column."""
    await stream.ask("start", run=run(fit(), 64))
    for _ in range(10_000):
        await stream.ask("advance", branch=0, count=1_000, columns=["params", "loss", "gradient", "limit", "batch_loss", "examples"])


async def wide_rows(stream: Stream) -> None:
    """Rows of 64 racers with many parameters, few of them kept."""
    await stream.ask("start", run=run(classes(), 64, batch={"kind": "mini_batch", "size": 32, "own_order": True}))
    for _ in range(10_000):
        await stream.ask("advance", branch=0, count=1_000, every=10, columns=["params", "gradient", "velocity", "accumulated"])


async def many_rows(stream: Stream) -> None:
    """Rows as fast as they come, two messages always waiting."""
    await stream.ask("start", run=run(ROSENBROCK, 64) | {"step_limit": 1_000_000})
    await stream.say("advance", branch=0, count=100_000)
    for _ in range(100_000):
        await stream.ask("advance", branch=0, count=100_000)


async def clouds(stream: Stream) -> None:
    """Gradient clouds on 100,000 examples."""
    await stream.ask("start", run=run(fit(), 16, batch={"kind": "mini_batch", "size": 32}), from_step=5)
    for number in range(10_000):
        await stream.ask("inspect", branch=0, step=number % 5, racer=f"r{number % 16}", what={"kind": "gradient_cloud"})


async def steps_opened(stream: Stream) -> None:
    """The step, opened, far behind the last."""
    await stream.ask("start", run=run(fit()), from_step=250)
    for number in range(10_000):
        await stream.ask("inspect", branch=0, step=249 - number % 7, racer=f"r{number % 16}", what="step")


async def own_data(stream: Stream) -> None:
    """Messages as long as they may be, each with data of its own."""
    for _ in range(10_000):
        await stream.ask("start", run=run(own(), 64))


async def mistakes(stream: Stream) -> None:
    """Messages as long as they may be, wrong at their very end."""
    changes = [{"at_step": 0, "racer": "r0", "set": {"optimizer": {"kind": "adam", "learning_rate": 1e-3}}}] * 255
    text = orjson.dumps(
        {"type": "start", "run": run(own(5_000), 64), "changes": [*changes, {"at_step": 0, "set": {"noise": 1.0}}]}
    ).decode()
    for _ in range(10_000):
        await stream.socket.send(text)
        await stream.socket.recv(decode=False)


async def deaf(stream: Stream) -> None:
    """Asks and never reads."""
    await stream.say("start", run=run(ROSENBROCK, 64) | {"step_limit": 1_000_000})
    stream.socket.transport.pause_reading()
    for _ in range(100_000):
        await stream.say("advance", branch=0, count=100_000)
        await asyncio.sleep(0.001)


async def cancels(stream: Stream) -> None:
    """A flood of `cancel`, then gone without a word."""
    await stream.ask("start", run=run(fit()))
    await stream.say("advance", branch=0, count=1_000)
    for _ in range(2_000):
        await stream.say("cancel", branch=1)
    connection = stream.socket.transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.socket.transport.abort()


# ---- over plain HTTP ---------------------------------------------------------------------------------------------


async def http(address: str, method: str, path: str, body: bytes = b"", patience_s: float = 600.0) -> None:
    """Ask, read the answer, or leave after ``patience_s``."""
    host, port = address.rsplit(":", 1)
    with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(patience_s):
            reader, writer = await asyncio.open_connection(host, int(port))
            try:
                head = f"{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                writer.write(head.encode() + body)
                while await reader.read(1 << 16):
                    pass
            finally:
                writer.transport.abort()


def over_http(path: str, body: Callable[[], Any], at_once: int = 1, patience_s: float = 600.0) -> Attack:
    """``at_once`` requests together, again and again."""

    async def again_and_again(address: str) -> None:
        while True:
            await asyncio.gather(*(http(address, "POST", path, _bytes(body()), patience_s) for _ in range(at_once)))

    return again_and_again


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else orjson.dumps(body)


def sweep() -> dict[str, Any]:
    """As many rates and steps as a sweep may have, on 100,000 examples."""
    rates = [1e-4 * 1.04**k for k in range(200)]
    return {"problem": fit(), "racer": racers(1)[0], "start": [0.0, 0.0], "learning_rates": rates, "step_limit": 10_000}


def table() -> bytes:
    """A table as long as it may be, every cell other."""
    text = io.StringIO()
    csv.writer(text).writerows([[f"{next(_numbers)}", f"{k / 7:.6f}", f"c{k}", k] for k in range(5_000)])
    return text.getvalue().encode()


async def grids(address: str) -> None:
    """Surfaces that nobody has drawn, as finely as may be."""
    while True:
        surface = orjson.dumps({"kind": "rosenbrock", "b": next(_numbers) / 100}).decode().replace('"', "%22")
        await http(address, "GET", f"/api/grid?surface={surface}&columns=400&rows=400")


def measured(address_of: str) -> Attack:
    """What is measured under the clock, for a fit nobody has asked of, and left before it is there."""
    return over_http(address_of, lambda: {"problem": fit(), "racer": racers(1)[0]}, at_once=4, patience_s=1.0)


ATTACKS: dict[str, Attack] = {
    "256 changes of data in one start": over_the_stream(start_with_data),
    "a change on a change, each with new data": over_the_stream(change_of_changes),
    "a change at step 249, 16 racers": over_the_stream(late_change),
    "64 racers, numerical gradients": over_the_stream(numerical),
    "rows of 64 racers, 100,000 examples": over_the_stream(heavy_rows),
    "wide rows, 64 racers, own batches": over_the_stream(wide_rows),
    "rows as fast as they come": over_the_stream(many_rows),
    "gradient clouds": over_the_stream(clouds),
    "steps opened far behind": over_the_stream(steps_opened),
    "long messages of own data": over_the_stream(own_data),
    "long messages with a mistake": over_the_stream(mistakes),
    "never reads": over_the_stream(deaf),
    "cancels, then gone": over_the_stream(cancels),
    "20 × data of 100,000": over_http("/api/data", lambda: {"problem": fit()}, at_once=20),
    "sweeps, left after 2 s": over_http("/api/sweep", sweep, patience_s=2.0),
    "landscapes of 100,000": over_http("/api/landscape", lambda: {"problem": fit(), "columns": 54, "rows": 54}, at_once=4),
    "tables": over_http("/api/table", table, at_once=4),
    "grids": grids,
    "cost, left after 1 s": measured("/api/cost"),
    "search, left after 1 s": measured("/api/search"),
}


async def main(address: str, name: str, visitors: int) -> None:
    """So many visitors do the same thing for ever."""
    await asyncio.gather(*(ATTACKS[name](address) for _ in range(visitors)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
