"""HTTP beside streams: requests begin one in a pass of the loop, long bodies leave in pieces, nothing is loaded at the first visit."""

import asyncio
import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from starlette.types import Message, Receive, Scope, Send

from app.encoding import json_bytes, json_numbers
from app.pacing import PIECE_BYTES, Pacing
from app.paths import ROOT

pytestmark = pytest.mark.anyio


async def nothing() -> Message:
    raise AssertionError("nobody asks")


async def sent(body: bytes, more: bool = False) -> list[Message]:
    """What leaves when an application sends ``body``."""
    messages = list[Message]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": body, "more_body": more})

    async def keep(message: Message) -> None:
        messages.append(message)

    await Pacing(app)({"type": "http", "client": ("a", 1)}, nothing, keep)
    assert messages.pop(0) == {"type": "http.response.start", "status": 200}
    return messages


@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 3 * PIECE_BYTES + 5])
async def test_a_body_leaves_in_pieces_that_are_the_body(size: int, more: bool) -> None:
    body = bytes(k % 251 for k in range(size))
    pieces = await sent(body, more)
    assert b"".join(piece["body"] for piece in pieces) == body
    assert [len(piece["body"]) for piece in pieces[:-1]] == [PIECE_BYTES] * (len(pieces) - 1)
    assert len(pieces) == max(1, -(-size // PIECE_BYTES))
    assert [piece["more_body"] for piece in pieces] == [*[True] * (len(pieces) - 1), more]


async def test_others_have_their_turn_between_two_pieces() -> None:
    turns = list[str]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.body", "body": bytes(3 * PIECE_BYTES)})

    async def keep(message: Message) -> None:
        turns.append("piece")

    async def others() -> None:
        for _ in range(6):
            turns.append("other")
            await asyncio.sleep(0)

    await asyncio.gather(Pacing(app)({"type": "http"}, nothing, keep), others())
    assert [turns[k : k + 2] for k in (0, 2, 4)] == [["piece", "other"]] * 3


async def test_one_request_begins_in_a_pass_of_the_loop_by_turns_of_who_asks() -> None:
    passes, begun = [0], list[tuple[int, str]]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        begun.append((passes[0], scope["client"][0]))

    async def count_passes() -> None:
        while len(begun) < 7:
            await asyncio.sleep(0)
            passes[0] += 1

    pacing = Pacing(app)
    requests = [pacing({"type": "http", "client": (who, 1)}, nothing, nothing_sent) for who in "aaaaabb"]
    await asyncio.gather(*requests, count_passes())
    assert [who for _, who in begun] == list("aababaa")
    at = [number for number, _ in begun]
    assert at == sorted(set(at)), "never two in the same pass"


async def test_who_goes_away_before_its_request_begins_keeps_nobody_out() -> None:
    begun = list[str]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        begun.append(scope["client"][0])

    pacing = Pacing(app)
    requests = [asyncio.create_task(pacing({"type": "http", "client": (who, 1)}, nothing, nothing_sent)) for who in "abc"]
    await asyncio.sleep(0)
    requests[1].cancel()
    await asyncio.gather(*requests, return_exceptions=True)
    assert begun == ["a", "c"]


async def nothing_sent(message: Message) -> None:
    raise AssertionError(message)


async def test_streams_are_not_held() -> None:
    seen = list[Any]()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(send)

    await Pacing(app)({"type": "websocket"}, nothing, nothing_sent)
    assert seen == [nothing_sent]


@pytest.mark.parametrize("size", [0, 1, 8_191, 8_192, 8_193, 30_000])
@pytest.mark.parametrize("kind", [float, np.int64])
def test_numbers_in_pieces_are_the_text_that_they_are_in_one(size: int, kind: type) -> None:
    numbers = (np.random.default_rng(size).normal(size=size) * 1e6).astype(kind)
    if size > 1 and kind is float:
        numbers[[0, -1]] = np.nan, np.inf
    assert json_bytes({"y": json_numbers(numbers)}) == json_bytes({"y": numbers.tolist()})
    columns = np.stack([numbers, numbers], axis=1).T  # of which none stands in one piece in memory
    assert json_bytes([json_numbers(column) for column in columns]) == json_bytes(columns.tolist())


FIRST_VISITS = """
import asyncio, json, sys
from app.main import create_app
from app.settings import Settings
from tests.app.test_jobs import ASKED, DATA, SWEEP, visit

DATA["count"] = SWEEP["step_limit"] = 100

async def main():
    app = create_app(Settings(sweep_s=0.1, cost_s=0.1, search_s=0.1))
    async with app.router.lifespan_context(app):
        known = set(sys.modules)
        statuses = [(await visit(app, path)[0])[0] for path in ASKED]
        print(json.dumps([statuses, sorted(set(sys.modules) - known)]))

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_the_first_visitors_wait_for_nothing_to_be_loaded() -> None:
    """What starts a process is loaded in a thread; all else at start-up, not on the event loop while others wait."""
    told = subprocess.run([sys.executable, "-c", FIRST_VISITS], cwd=ROOT, capture_output=True, check=True, timeout=120).stdout
    statuses, loaded = json.loads(told)
    assert {200} <= set(statuses) <= {200, 422}
    assert [name for name in loaded if name.partition(".")[0] not in ("multiprocessing", "_posixshmem", "runpy")] == []
