"""How many playing sessions one process holds: 60 steps a second of Adam on Rosenbrock each, as the page asks."""

import asyncio
import time

from rich.table import Table

from benchmarks.players import play_together
from benchmarks.server import Server, server

COUNTS = (200, 800, 1_500)
SECONDS = 15


def table() -> Table:
    """For each number of sessions: whether any ran out of steps, processor and memory used."""
    columns = ("sessions", "out of steps", "fewest rows ahead", "server's core", "generator's core", "memory a session, KiB")
    shown = Table(*columns, title=f"One process, {SECONDS} s of play (wanted: 1,500 sessions, none ever out of steps)")
    for count in COUNTS:
        with server(sessions=4_000, sessions_per_address=4_000) as running:
            before = running.resident_bytes()
            marks: list[float] = []

            def mark(running: Server = running, marks: list[float] = marks) -> None:
                marks.extend((running.processor_s(), time.process_time(), time.perf_counter()))

            players = asyncio.run(play_together(running.address, count, SECONDS, mark))
            mark()
            wall = marks[5] - marks[2]
            memory = (running.resident_bytes() - before) / count / 1024
        starved = sum(player.starved_s > 0 for player in players)
        fewest = min(player.fewest_ahead for player in players)
        server_share, own_share = (marks[3] - marks[0]) / wall, (marks[4] - marks[1]) / wall
        shown.add_row(f"{count:,}", str(starved), str(fewest), f"{server_share:.0%}", f"{own_share:.0%}", f"{memory:.0f}")
    return shown
