"""What one visitor does on the stream, in sections: messages sent together, then waited for."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any, NamedTuple

from tests.app.hostile.lawful import RACERS, Lawful, definitions
from tests.app.hostile.mutations import mutated

TYPES = ("start", "advance", "change", "inspect", "cancel")
ENDS = ("stop", "close", "leave", "half", "broken frame", "unfinished frame", "huge frame")
"""How a visit may end."""
COLUMNS = tuple(definitions()["Advance"]["properties"]["columns"]["items"]["enum"])


class Act(NamedTuple):
    """One thing done: ``way`` is how it goes over the wire (text, fragments, binary, ping, pong, or one of ``ENDS``)."""

    way: str
    kind: str
    """What it was made from, and whether it was made wrong: for counting."""
    content: str


class Visit:
    """Draws the messages of one stream, as somebody who knows where they are: branches, steps, racers."""

    def __init__(self, random: Random, wrong: float = 0.45, lawful: type[Lawful] = Lawful) -> None:
        self._random = random
        self._lawful = lawful(random)
        self._wrong = wrong
        """Share of the messages made wrong."""
        self._branches: dict[int, int] = {}
        """About how far each has come."""
        self._racers = ["a"]
        self._next = 0

    # ---- lawful messages -----------------------------------------------------------------------------------

    def message(self, kind: str) -> dict[str, Any]:
        """One of this type."""
        made: dict[str, Any] = getattr(self, f"_{kind}")()
        return {"type": kind, **made}

    def _start(self) -> dict[str, Any]:
        run = self._lawful.run()
        self._racers = [racer["id"] for racer in run["racers"]] or ["a"]
        self._branches, self._next = {}, self._next + 1
        far = self._random.choice((0, 0, 0, 1, 5, 30)) if self._random.random() < 0.995 else 700
        self._branches[self._next] = far
        changes = [self._made_change(min(far, k)) for k in range(self._random.choice((0, 0, 0, 0, 1, 2, 3)))]
        extra = {"checkpoint": self._random.choice((None, "", "AAAA", "A" * 700, "é"))} if self._random.random() < 0.05 else {}
        return {"run": run, "branch": self._next, "from_step": far, "changes": changes, **extra}

    def _made_change(self, at_step: int) -> dict[str, Any]:
        return {"at_step": at_step, "racer": self._random.choice(self._racers), "set": self._lawful.setting()}

    def _a_branch(self) -> int:
        known = list(self._branches) or [0]
        way = self._random.random()
        return known[0] if way < 0.6 else self._random.choice(known) if way < 0.97 else self._random.choice((0, 1, self._next + 7, 2**31))

    def _advance(self) -> dict[str, Any]:
        branch = self._a_branch()
        count = int(10 ** self._random.uniform(0, 1.5)) if self._random.random() < 0.997 else 100_000
        every = self._random.choice((1, 1, 1, 1, 2, 10, 97)) if self._random.random() < 0.99 else 10_000
        self._branches[branch] = self._branches.get(branch, 0) + count
        columns = {"columns": self._random.sample(COLUMNS, self._random.randint(1, 4))} if self._random.random() < 0.5 else {}
        return {"branch": branch, "count": count, "every": every, **columns}

    def _change(self) -> dict[str, Any]:
        parent, self._next = self._a_branch(), self._next + 1
        branch = self._next if self._random.random() < 0.85 else self._a_branch()
        step = self._a_step(parent)
        self._branches[branch] = step
        return {"branch": branch, "parent": parent, **self._made_change(step)}

    def _a_step(self, branch: int) -> int:
        far = self._branches.get(branch, 0)
        return (
            self._random.randint(0, max(0, far - 1))
            if self._random.random() < 0.9
            else self._random.choice((far, far + 1, far + 50, 10**6))
        )

    def _inspect(self) -> dict[str, Any]:
        branch = self._a_branch()
        view = self._lawful.drawn.value(definitions()["Inspect"]["properties"]["what"])
        racer = self._random.choice(self._racers) if self._random.random() < 0.95 else self._random.choice(RACERS)
        return {"branch": branch, "step": self._a_step(branch), "racer": racer, "what": view}

    def _cancel(self) -> dict[str, Any]:
        return {"branch": self._a_branch()}

    # ---- what is done --------------------------------------------------------------------------------------

    def sections(self, count: int) -> Iterator[list[Act]]:
        """``count`` messages, some together; the last section may end the visit."""
        said: list[dict[str, Any]] = []
        left = count
        while left > 0:
            together = min(left, self._random.choice((1, 1, 1, 2, 3, 5, 12, 30)))
            left -= together
            yield [self._act(said) for _ in range(together)]
        if self._random.random() < 0.7:
            yield [Act(way := self._random.choice(ENDS), way, json.dumps({"type": "stop"}) if way == "stop" else "")]

    def _act(self, said: list[dict[str, Any]]) -> Act:
        is_wrong, before = self._random.random() < (self._wrong if said else min(self._wrong, 0.1)), (self._branches, self._racers)
        is_first = not said
        fresh = is_first or self._random.random() < 0.85
        kind = self._random.choices(TYPES, (1.2, 7, 4, 6, 0.6) if said else (1, 0.05, 0.05, 0.05, 0.05))[0]
        body = self.message(kind) if fresh else deepcopy(self._random.choice(said))
        kind = body["type"]
        if len(said) < 30:
            said.append(body)
        if is_wrong:
            self._branches, self._racers = before
        text = mutated(self._random, body) if is_wrong else json.dumps(body, separators=(",", ":"))
        return Act("text" if is_first else self._way(), f"{kind}, wrong" if is_wrong else kind, text)

    def _way(self) -> str:
        if self._random.random() < 0.93:
            return "text"
        return self._random.choice(("fragments", "fragments", "binary", "ping", "pong", "pings within"))


STRANGE_OPENINGS = (
    *(
        "no version",
        "version 7",
        "no key",
        "a short key",
        "two keys",
        "no upgrade",
        "post",
        "a foreign origin",
        "a broken origin",
        "no origin",
    ),
    *(
        "a foreign host",
        "no host",
        "two hosts",
        "a protocol",
        "an extension",
        "long headers",
        "many headers",
        "half a head",
        "a line",
        "nothing",
    ),
    *("another path", "a query", "HTTP/1.0", "a body", "bytes"),
)
"""Handshakes that a browser would not make."""
