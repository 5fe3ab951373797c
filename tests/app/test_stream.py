"""The WebSocket: what a client on the wire sees."""

import asyncio
import json
from threading import current_thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.refusal import Refusal
from app.settings import Settings
from app.stream.messages import SERVER_MESSAGE, ClientMessage
from app.stream.parsing import SHORT, understood
from app.stream.scheduler import Scheduler
from app.stream.session import Session
from app.stream.socket import _read
from app.stream.visitors import Visitor
from tests.app.conftest import RUN, client_of


def ask(socket: WebSocketTestSession, type: str, **fields: Any) -> Any:
    socket.send_json({"type": type, **fields})
    return socket.receive_json()


def closed_with(socket: WebSocketTestSession) -> int:
    with pytest.raises(WebSocketDisconnect) as caught:
        socket.receive_json()
    return caught.value.code


def test_a_run_on_the_wire(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as socket:
        ready = ask(socket, "start", run=RUN)
        assert ready["limits"] == {"waiting_advances": 2, "message_bytes": 262144, "racers": 64, "branches": 16}
        steps = ask(socket, "advance", branch=0, count=3, columns=["params", "loss"])
        assert SERVER_MESSAGE.validate_json(json.dumps(steps))
        assert steps["columns"]["params"]["shape"] == "3, 1, 2"
        socket.send_json({"type": "stop"})
        assert closed_with(socket) == 1000


@pytest.mark.parametrize(
    ("message", "code", "path"),
    [
        ("nonsense", "not_json", "message"),
        ('{"type":"advance","branch":0,"count":-1}', "out_of_range", "count"),
        ('{"type":"advance","branch":0,"count":1}', "not_started", "type"),
        (b"\x00", "binary_frame", "message"),
    ],
)
def test_errors_leave_the_connection_alive(client: TestClient, message: str | bytes, code: str, path: str) -> None:
    with client.websocket_connect("/ws/run") as socket:
        if isinstance(message, bytes):
            socket.send_bytes(message)
        else:
            socket.send_text(message)
        error = socket.receive_json()
        assert (error["type"], error["code"], error["path"], error["fatal"]) == ("error", code, path, False)
        assert ask(socket, "start", run=RUN)["type"] == "ready"


def test_an_error_names_its_branch(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as socket:
        ask(socket, "start", run=RUN)
        assert ask(socket, "advance", branch=9, count=1)["branch"] == 9


def test_too_large_is_said_before_closing(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as socket:
        socket.send_text("x" * (256 * 1024 + 1))
        error = socket.receive_json()
        assert (error["code"], error["fatal"], error["params"]["allowed"]) == ("too_large", True, 262144)
        assert closed_with(socket) == 1009


def test_size_is_counted_in_bytes(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as socket:
        socket.send_text("가" * 90_000)
        assert socket.receive_json()["params"] == {"value": 270_000, "allowed": 262_144}


def test_too_many_sessions() -> None:
    with client_of(sessions=1) as small:
        with small.websocket_connect("/ws/run"), small.websocket_connect("/ws/run") as second:
            assert second.receive_json()["code"] == "too_many_sessions"
            assert closed_with(second) == 1013
        with small.websocket_connect("/ws/run") as third:
            assert ask(third, "start", run=RUN)["type"] == "ready"


def test_who_says_nothing_is_sent_away() -> None:
    with client_of(session_idle_s=0.05) as short:
        with short.websocket_connect("/ws/run") as socket:
            assert socket.receive_json()["code"] == "idle"
            assert closed_with(socket) == 1000
        assert len(short.app.state.visitors) == 0  # type: ignore[attr-defined]  # a FastAPI


def test_whoever_says_something_was_heard(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as socket:
        ask(socket, "start", run=RUN)
        [visitor] = client.app.state.visitors._open  # type: ignore[attr-defined]  # a FastAPI
        for message in ('{"type":"advance","branch":0,"count":1}', "nonsense"):
            visitor.heard_s = 0.0
            socket.send_text(message)
            socket.receive_json()
            assert visitor.heard_s > 0.0


def test_too_many_messages_are_read_more_slowly_and_long_ones_count_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, waits = 0.0, list[float]()

    async def note(delay_s: float) -> None:
        waits.append(delay_s)

    def slowly(text: str) -> ClientMessage | Refusal:
        nonlocal now_s
        now_s += 0.003  # three messages' worth
        return understood(text)

    with client_of(session_messages_per_s=4) as running:
        monkeypatch.setattr("app.stream.socket.perf_counter", lambda: now_s)
        monkeypatch.setattr("app.stream.session.perf_counter", lambda: now_s)
        monkeypatch.setattr("app.stream.session.understood", slowly)
        monkeypatch.setattr("app.stream.socket.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": note}))
        with running.websocket_connect("/ws/run") as socket:
            ask(socket, "start", run=RUN)
            for _ in range(2):
                ask(socket, "advance", branch=0, count=1)
            ask(socket, "advance", branch=0, count=0)
    # Four are free and 0.012 come in with every message; each is charged three, a refused one fifteen.
    assert waits == pytest.approx([0.0, (6 - 4 - 0.012) / 4, (9 - 4 - 0.024) / 4, (24 - 4 - 0.036) / 4])


@pytest.mark.anyio
async def test_of_messages_that_came_together_one_is_taken_a_turn() -> None:
    """Hundreds in one parcel would keep everybody else waiting."""
    sent = ['{"type":"cancel","branch":1}'] * 100
    turns = 0

    class Parcel:
        async def receive(self) -> dict[str, Any]:
            return {"type": "websocket.receive", "text": sent.pop()} if sent else {"type": "websocket.disconnect", "code": 1006}

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    limits = Settings()
    scheduler = Scheduler(0.001)
    session = Session(limits, scheduler, lambda _: asyncio.sleep(0))
    counting = asyncio.create_task(count())
    assert await _read(cast(WebSocket, Parcel()), limits, session, Visitor("", 0.0)) == 0
    counting.cancel()
    scheduler.close()
    assert turns >= 100


def test_long_messages_are_understood_beside_the_loop_in_their_order(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = list[str]()

    def noted(text: str) -> ClientMessage | Refusal:
        threads.append(current_thread().name)
        return understood(text)

    monkeypatch.setattr("app.stream.session.understood", noted)
    with client.websocket_connect("/ws/run") as socket:
        for padding in (0, SHORT, 0, SHORT):
            socket.send_text(" " * padding + json.dumps({"type": "start", "run": RUN, "branch": len(threads)}))
            assert socket.receive_json()["type"] == "ready"
        socket.send_text(" " * SHORT + '{"type":"advance","branch":0,"count":-1}')
        socket.send_json({"type": "advance", "branch": 0, "count": -2})
        assert [socket.receive_json()["params"]["value"] for _ in range(2)] == ["-1", "-2"]
    here = [not name.startswith("beside") for name in threads]
    assert here == [True, False, True, False, False, True]


def test_a_mistake_of_ours_is_said_and_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError

    def talk(running: TestClient) -> None:
        with running.websocket_connect("/ws/run") as socket:
            assert ask(socket, "start", run=RUN)["code"] == "internal"
            assert closed_with(socket) == 1011

    monkeypatch.setattr("app.stream.replies.ready", broken)
    with client_of() as running, pytest.raises(ZeroDivisionError):
        talk(running)


def test_a_stopping_server_finishes_its_message(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as socket:
        ask(socket, "start", run=RUN)
        socket.send_json({"type": "advance", "branch": 0, "count": 50})
        assert socket.receive_json()["type"] == "steps"
        socket.send({"type": "websocket.disconnect", "code": 1012})
        assert closed_with(socket) == 1012


def test_sessions_do_not_see_one_another(client: TestClient) -> None:
    with client.websocket_connect("/ws/run") as one, client.websocket_connect("/ws/run") as other:
        ask(one, "start", run=RUN, branch=4)
        ask(other, "start", run={**RUN, "start": [0.0, 0.0]}, branch=4)
        first = ask(one, "advance", branch=4, count=1)["columns"]["params"]["bdata"]
        second = ask(other, "advance", branch=4, count=1)["columns"]["params"]["bdata"]
        assert first != second


LEAVES = st.none() | st.booleans() | st.integers(-5, 500) | st.floats() | st.text(max_size=5)
MESSAGES = st.one_of(
    st.text(max_size=30),
    st.fixed_dictionaries({"type": st.just("advance"), "branch": st.integers(-1, 3), "count": st.integers(-1, 50)}).map(json.dumps),
    st.fixed_dictionaries(
        {
            "type": st.just("change"),
            "branch": st.integers(0, 3),
            "parent": st.integers(0, 3),
            "at_step": st.integers(0, 100),
            "racer": st.sampled_from(["a", "b", None]),
            "set": st.sampled_from([{}, {"noise": 0.5}, {"params": [1.0, 2.0]}, {"params": [1.0]}, {"optimizer": {"kind": "lion"}}]),
        }
    ).map(json.dumps),
    st.fixed_dictionaries(
        {"type": st.just("inspect"), "branch": st.integers(0, 3), "step": st.integers(0, 100), "racer": st.sampled_from(["a", "b"])}
    ).map(json.dumps),
    st.fixed_dictionaries({"type": st.just("cancel"), "branch": LEAVES}).map(json.dumps),
    st.just(json.dumps({"type": "start", "run": RUN})),
)


@settings(max_examples=40)
@given(st.lists(MESSAGES, max_size=12))
def test_no_sequence_of_messages_breaks_a_session(client: TestClient, messages: list[str]) -> None:
    with client.websocket_connect("/ws/run") as socket:
        for message in messages:
            socket.send_text(message)
        socket.send_json({"type": "start", "run": RUN, "branch": 77})
        answer = socket.receive_json()
        while (answer["type"], answer.get("branch")) != ("ready", 77):
            assert SERVER_MESSAGE.validate_json(json.dumps(answer))
            assert answer["type"] != "error" or not answer["fatal"]
            answer = socket.receive_json()
        assert ask(socket, "advance", branch=77, count=1)["first_step"] == 0
