"""How many playing sessions one process holds: 60 steps a second of Adam on Rosenbrock each, as the page asks."""

import asyncio
import time

from rich.table import Table

from benchmarks.players import play_together
from benchmarks.server import server

COUNTS = (100,)
SECONDS = 6


def table() -> Table:
    """For each number of sessions: whether any ran out of steps, processor and memory used."""
    columns = ("sessions", "out of steps", "fewest rows ahead", "processor of the server", "memory a session, KiB")
    shown = Table(*columns, title=f"One process, {SECONDS} s of play (wanted: 1,500 sessions, none ever out of steps)")
    for count in COUNTS:
        with server(sessions=4_000, sessions_per_address=4_000) as running:
            before, used, began = running.resident_bytes(), running.processor_s(), time.perf_counter()
            players = asyncio.run(play_together(running.address, count, SECONDS))
            share = (running.processor_s() - used) / (time.perf_counter() - began)
            memory = (running.resident_bytes() - before) / count / 1024
        starved = sum(player.starved_s > 0 for player in players)
        shown.add_row(f"{count:,}", str(starved), str(min(player.fewest_ahead for player in players)), f"{share:.0%}", f"{memory:.0f}")
    return shown
