"""Uvicorn's WebSocket protocol, ``websockets-sansio``, with ends that wait for nobody for ever."""

import logging
import socket
from asyncio import Handle, Task, TimerHandle
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

UNREAD_S = 20.0
"""Who takes nothing of what is sent for so long is cut off."""
FAREWELL_S = 5.0
"""For so long the last words may wait behind others that were not read."""
PARCEL_BYTES = 4_096
"""So much of what has come is understood in one turn of the loop: of the shortest frames there are thousands in 64 KiB."""
LOOK_S = 1.0
"""So often a stream whose messages wait to be read is asked whether anybody is at its other end."""

_log = logging.getLogger("uvicorn.error")
_CLOSED, _CLOSE_WAIT = 7, 8
"""States of Linux' ``tcp_info``: reset, and closed by the other side."""


class GracefulWebSocket(WebSocketsSansIOProtocol):
    """On a stop the application is told (1012) and closes itself; uvicorn alone would cut it off in mid-sentence.

    What is no text is answered by the protocol's own 1007, without a word in the log: it is no mistake of ours.
    A reader that takes nothing is cut off after ``UNREAD_S``, or ``FAREWELL_S`` after the application has ended. That a reader has
    left is noticed although nothing is read from it for the moment; what it had still asked for is forgotten. What comes is read no
    faster than it is understood, and answered, pings included.
    """

    _patience: TimerHandle | None = None
    _look: TimerHandle | None = None
    _gathered = bytearray()
    """Of the message whose last fragment is still to come."""
    _unread = b""
    """Of what has come."""
    _reading: Handle | None = None

    def shutdown(self) -> None:
        if self.handshake_complete and not self.close_sent:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1012})
        else:
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        self._unread += data
        if self._reading is None:
            self._read_parcel()

    def _read_parcel(self) -> None:
        self._reading = None
        parcel, self._unread = self._unread[:PARCEL_BYTES], self._unread[PARCEL_BYTES:]
        super().data_received(parcel)
        self._read_on()

    async def receive(self) -> Any:
        event = await super().receive()
        self._read_on()
        return event

    def _read_on(self) -> None:
        """With what has come, where no message waits; with what comes, where all of that is read and answers are taken."""
        if self.disconnected or self.transport.is_closing():
            return
        if self._unread and not self.read_paused and self._reading is None:
            self._reading = self.loop.call_soon(self._read_parcel)
        if self._unread or self.read_paused or not self.writable.is_set():
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read_on()
        self._wait_for_reader(UNREAD_S)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._read_on()
        if self._patience is not None:
            self._patience.cancel()

    def on_task_complete(self, task: "Task[None]") -> None:
        super().on_task_complete(task)
        if not self.disconnected:
            self._wait_for_reader(FAREWELL_S)

    def _wait_for_reader(self, seconds: float) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self._patience = self.loop.call_later(seconds, self._cut_off)

    def _cut_off(self) -> None:
        if not self.disconnected:
            _log.warning("A stream from %s was cut off: nothing of it was read.", self.client[0] if self.client else "an unknown address")
            self.transport.abort()

    def handle_text(self, event: Frame) -> None:
        super().handle_text(event)
        self._gathered = bytearray(b"" if event.fin else event.data)

    def handle_bytes(self, event: Frame) -> None:
        super().handle_bytes(event)
        self._gathered = bytearray(b"" if event.fin else event.data)

    def handle_cont(self, event: Frame) -> None:
        """What comes in fragments takes the room of its letters, however many fragments there are."""
        self._gathered += event.data
        if event.fin:
            self.frames, self._gathered = [bytes(self._gathered)], bytearray()
            self.send_receive_event_to_app()

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_utf_8(self.frames[0]):
            self.frames = []
            self.conn.fail(1007)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()
        if self.read_paused and self._look is None:
            self._look = self.loop.call_later(LOOK_S, self._look_for_reader)

    def _look_for_reader(self) -> None:
        """While reading rests (messages wait, their sender pays for the last), the loop would not see that the other side is gone."""
        self._look = None
        if self.disconnected or not self.read_paused:
            return
        if self._has_left():
            self.transport.abort()
        else:
            self._look = self.loop.call_later(LOOK_S, self._look_for_reader)

    def _has_left(self) -> bool:
        connection = self.transport.get_extra_info("socket")
        if not hasattr(socket, "TCP_INFO") or connection is None:
            return False  # elsewhere than on Linux it is seen when reading goes on
        state: int = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        return state in (_CLOSED, _CLOSE_WAIT)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unread = b""
        for timer in (self._patience, self._look, self._reading):
            if timer is not None:
                timer.cancel()
        while not self.queue.empty():
            self.queue.get_nowait()
        super().connection_lost(exc)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
