"""A server of our own to measure: started for one table, stopped after it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from websockets.asyncio.client import connect


class Server(NamedTuple):
    """Where it listens and its process id."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def resident_bytes(self) -> int:
        """Memory of the process that lies in RAM."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def processor_s(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def workers(self) -> list[int]:
        """Process ids of the workers that it has started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def visit(address: str) -> connect:
    """A visitor's stream to ``address``, as the page opens it; a busy server has a minute to answer."""
    return connect(f"ws://{address}/ws/run", compression=None, max_size=None, origin=f"http://{address}", open_timeout=60)  # type: ignore[arg-type]  # an Origin is a str


@contextmanager
def server(
    program: Sequence[str] = (sys.executable, "-m", "app"), options: Sequence[str] = (), *, log: Path | None = None, **settings: object
) -> Iterator[Server]:
    """A fresh process of the playground on a free port; ``settings`` are ``DESCENT_*`` without the prefix, ``program`` is what serves.

    ``options`` are those of its command. What it tells of itself goes to ``log``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, **{f"DESCENT_{name.upper()}": str(value) for name, value in settings.items()}}
    command = [*program, "serve", "--port", str(port), *options]
    with open(log or os.devnull, "wb") as told:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=told)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/ready", timeout=1)
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("the server ended before it was ready") from None
                time.sleep(0.1)
        else:
            raise RuntimeError("the server was not ready within a minute")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)
