"""A real server process: its address, the documented client, its stop, its death."""

import asyncio
import base64
import json
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import httpx
import pytest
from websockets.asyncio.client import connect as connect_to
from websockets.exceptions import ConnectionClosed

from app.paths import ROOT
from tests.app.conftest import RUN

pytestmark = pytest.mark.anyio
connect = partial(connect_to, max_size=None, open_timeout=120)  # a busy machine takes its time to start a server


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server at a free port; gives the process and its ``host:port``."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = re.search(r"http://(\S+?)/", process.stdout.readline())
        assert address is not None
        yield process, address[1]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as (_, where):
        # The documented client waits ten seconds for its handshake; a busy machine may take longer to start.
        httpx.get(f"http://{where}/api/ready", timeout=120).raise_for_status()
        yield where


def test_the_documented_client_works(address: str) -> None:
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "stream.md").read_text(), re.DOTALL)
    lines = [line for line in code.splitlines() if line and "import" not in line]
    assert len(lines) <= 10
    done = subprocess.run([sys.executable, "-c", code.replace("localhost:8000", address)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "[[-1.5, 2.2]]"
    step, begin, end = map(float, second.split())
    assert (step, begin) == (0, pytest.approx(6.5))
    assert end < begin


async def test_no_compression_of_messages(address: str) -> None:
    async with connect(f"ws://{address}/ws/run") as socket:
        assert not socket.response.headers.get("Sec-WebSocket-Extensions")


async def test_a_little_too_large_reaches_us_and_is_told_why(address: str) -> None:
    async with connect(f"ws://{address}/ws/run") as socket:
        error = json.loads(await say_and_hear(socket, "x" * 300_000))
    assert (error["code"], error["params"]) == ("too_large", {"value": 300_000, "allowed": 256 * 1024})


async def test_far_too_large_is_cut_off_by_the_protocol(address: str) -> None:
    async with connect(f"ws://{address}/ws/run") as socket:
        with pytest.raises(ConnectionClosed) as caught:
            await say_and_hear(socket, "x" * 2_000_000)
    assert caught.value.rcvd is None or caught.value.rcvd.code == 1009


async def socket_texts(socket) -> AsyncIterator[str]:  # type: ignore[no-untyped-def]  # websockets' own connection
    """Everything that still comes, whatever the close code."""
    with suppress(ConnectionClosed):
        while True:
            yield await socket.recv()


async def say_and_hear(socket, text: str) -> str:  # type: ignore[no-untyped-def]  # websockets' own connection
    await socket.send(text)
    return await socket.recv()


async def test_who_reads_nothing_slows_only_itself(address: str) -> None:
    run = json.dumps({"type": "start", "run": {**RUN, "step_limit": 1_000_000}})
    advance = json.dumps({"type": "advance", "branch": 0, "count": 100_000, "columns": ["params", "loss", "gradient", "change"]})
    async with connect(f"ws://{address}/ws/run", max_queue=1, close_timeout=1) as deaf, connect(f"ws://{address}/ws/run") as other:
        await say_and_hear(deaf, run)
        for _ in range(2):
            await deaf.send(advance)
        assert json.loads(await say_and_hear(other, run))["type"] == "ready"
        for step in range(20):
            assert json.loads(await say_and_hear(other, '{"type":"advance","branch":0,"count":1}'))["first_step"] == step


async def test_a_stop_lets_streams_finish_their_message() -> None:
    with serving() as (process, where):
        async with connect(f"ws://{where}/ws/run") as socket:
            await say_and_hear(socket, json.dumps({"type": "start", "run": {**RUN, "step_limit": 1_000_000}}))
            await socket.send('{"type":"advance","branch":0,"count":100000}')
            process.send_signal(signal.SIGTERM)
            heard = [json.loads(text) async for text in socket_texts(socket)]
            assert socket.close_code == 1012
            assert [message["type"] for message in heard] in (["steps"], [])
        assert await asyncio.to_thread(process.wait, 30) in (0, -signal.SIGTERM)


async def test_a_killed_server_loses_nothing() -> None:
    start = {"type": "start", "run": {**RUN, "step_limit": 1_000_000}}
    advance = json.dumps({"type": "advance", "branch": 0, "count": 1000})

    async def rows(where: str, begin: dict[str, object], count: int) -> list[dict[str, object]]:
        got = []
        async with connect(f"ws://{where}/ws/run") as socket:
            await say_and_hear(socket, json.dumps(begin))
            while count > 0:
                got.append(json.loads(await say_and_hear(socket, advance)))
                count -= got[-1]["rows"]
        return got

    def losses(messages: list[dict[str, object]]) -> dict[int, bytes]:
        found = {}
        for message in messages:
            body = base64.b64decode(message["columns"]["loss"]["bdata"])  # type: ignore[index]  # JSON
            for row in range(message["rows"]):  # type: ignore[arg-type]  # JSON
                found[message["first_step"] + row] = body[8 * row : 8 * row + 8]  # type: ignore[operator]  # JSON
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESCENT_CHECKPOINT_WORK_S", "0.001")
        with serving() as (first, where):
            before = await rows(where, start, 3000)
            first.kill()
        saved = [message for message in before if message["checkpoint"]][-1]
        with serving() as (_, where):
            begin = {**start, "from_step": saved["checkpoint_step"], "checkpoint": saved["checkpoint"]}
            after = await rows(where, begin, 3000)
            whole = await rows(where, start, 7000)
    undisturbed = losses(whole)
    for step, loss in {**losses(before), **losses(after)}.items():
        assert undisturbed[step] == loss, step


def test_interrupting_it_is_no_error() -> None:
    with serving() as (process, where):
        assert httpx.get(f"http://{where}/api/ready", timeout=120).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0


def test_several_workers_answer() -> None:
    with serving("--workers", "2") as (process, where):
        assert httpx.get(f"http://{where}/api/ready", timeout=120).json() == {"ready": True}
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
