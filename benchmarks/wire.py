"""HTTP and WebSocket spoken by hand: what no library would say can be said."""

import asyncio
import base64
import os
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def frame(
    opcode: int, payload: bytes, *, final: bool = True, reserved: int = 0, is_masked: bool = True, length: int | None = None
) -> bytes:
    """One frame of RFC 6455; ``length`` is what it claims to have."""
    size = len(payload) if length is None else length
    first, mask_bit = (0x80 if final else 0) | reserved << 4 | opcode, 0x80 if is_masked else 0
    if size < 126:
        head = struct.pack("!BB", first, mask_bit | size)
    elif size < 65_536:
        head = struct.pack("!BBH", first, mask_bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask_bit | 127, size)
    if not is_masked:
        return head + payload
    key = os.urandom(4)
    long_key = int.from_bytes((key * (len(payload) // 4 + 1))[: len(payload)], "little")
    return head + key + (int.from_bytes(payload, "little") ^ long_key).to_bytes(len(payload), "little")


class Answer(NamedTuple):
    """Of plain HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Wire:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    is_half_closed: bool = False
    """Whether it has said its last word: pings are not answered any more."""

    @classmethod
    async def to(cls, address: str, source: str | None = None) -> "Wire":
        """Connected from ``source``, an address of this machine."""
        host, port = address.rsplit(":", 1)
        local = (source, 0) if source else None
        return cls(*await asyncio.open_connection(host, int(port), local_addr=local, limit=2**24))

    def write(self, data: bytes) -> None:
        if not self.is_half_closed:
            with suppress(OSError):
                self.writer.write(data)

    async def drain(self) -> None:
        with suppress(OSError):
            await self.writer.drain()

    def half_close(self) -> None:
        self.is_half_closed = True
        with suppress(OSError):
            self.writer.write_eof()

    def reset(self) -> None:
        """Gone at once, without a word."""
        connection = self.writer.get_extra_info("socket")
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    # ---- HTTP ----------------------------------------------------------------------------------------------

    async def answer(self, is_head: bool = False) -> Answer | None:
        """The next answer; None where the connection ended instead."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            status_line, *lines = head.decode("latin-1").split("\r\n")[:-2]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            status = int(status_line.split()[1])
            if is_head or status in (101, 204, 304) or status < 200:
                return Answer(status, headers, b"")
            return Answer(status, headers, await self._body(headers))
        except (asyncio.IncompleteReadError, OSError):
            return None

    async def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readexactly(2)
            return body
        if "content-length" in headers:
            return await self.reader.readexactly(int(headers["content-length"]))
        return await self.reader.read()

    # ---- WebSocket -----------------------------------------------------------------------------------------

    @staticmethod
    def opening(address: str) -> list[str]:
        """The lines of a proper handshake."""
        key = base64.b64encode(os.urandom(16)).decode()
        return [
            "GET /ws/run HTTP/1.1",
            f"Host: {address}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Origin: http://{address}",
        ]

    async def open(self, address: str) -> bool:
        """Whether the stream is open."""
        self.write("\r\n".join([*self.opening(address), "", ""]).encode())
        answer = await self.answer()
        return answer is not None and answer.status == 101

    def say(self, text: str) -> None:
        self.write(frame(TEXT, text.encode()))

    async def hear(self) -> tuple[int, bytes] | None:
        """(opcode, payload) of the next frame; None where the connection ended. Pings are answered."""
        try:
            first, second = await self.reader.readexactly(2)
            size = second & 127
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            payload = await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, OSError):
            return None
        if first & 15 == PING:
            self.write(frame(PONG, payload))
        return first & 15, payload
