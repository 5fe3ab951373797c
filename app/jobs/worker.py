"""A process that works for visitors, from the inside: jobs come in, what they say goes out.

A job is a generator of lines; None says that a piece is done and nothing is to be told. Jobs that are there at the same time take
turns, who has used least first. Between two pieces a job can be stopped; one that does not end within its limit and the grace is ended.
"""

import os
from collections.abc import Callable, Iterator
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from threading import Thread
from time import monotonic
from traceback import print_exc
from typing import Any, NamedTuple, TypeAlias

from app.jobs.limit import Limit, OutOfTime
from engine.config import Config
from engine.errors import EngineError

Work: TypeAlias = Callable[..., Iterator[bytes | None]]
"""``work(query, limit, *arguments)``."""

BEAT_S = 0.5
"""A process that works says so at least as often, between two pieces."""


class Begin(NamedTuple):
    """An order: do this."""

    number: int
    name: str
    """What refusals call it."""
    work: Work
    query: Config
    limit_s: float
    grace_s: float
    arguments: tuple[Any, ...]


class Stop(NamedTuple):
    """An order: nobody waits for it any more."""

    number: int


class Ended(NamedTuple):
    """The last word of a job: the refusal it ends with, or nothing where all was said."""

    code: str = ""
    path: str = ""
    params: dict[str, Any] | None = None


def out_of_time(name: str, limit_s: float) -> Ended:
    """The last word of a job that did not end."""
    return Ended("out_of_time", name, {"allowed": Limit(limit_s).allowed})


class UnderWay:
    """A job that was begun."""

    def __init__(self, order: Begin) -> None:
        self.limit = Limit(order.limit_s)
        self.limit.rest()
        self._order = order
        self._lines = order.work(order.query, self.limit, *order.arguments)

    def go_on(self) -> bytes | Ended | None:
        """What it says after its next piece."""
        said: bytes | Ended | None
        self.limit.go_on()
        try:
            said = next(self._lines, Ended())
        except EngineError as error:
            said = Ended(error.code, error.path, error.params)
        except OutOfTime:
            said = out_of_time(self._order.name, self.limit.most_s)
        except Exception:
            print_exc()  # a mistake of ours: the visitor gets a plain answer, the log everything
            said = Ended("internal", self._order.name)
        self.limit.rest()
        is_too_long = self.limit.left_s < -self._order.grace_s and not isinstance(said, Ended)
        return out_of_time(self._order.name, self.limit.most_s) if is_too_long else said


def serve(pipe: Connection) -> None:
    """In the process: work until the server has gone, however it went."""
    _end_with_parent()
    jobs = dict[int, UnderWay]()
    try:
        pipe.send((0, None))
        told_s = monotonic()
        while True:
            while not jobs or pipe.poll():
                _obey(pipe.recv(), jobs, pipe)
            number = min(jobs, key=lambda each: jobs[each].limit.spent_s)
            said = jobs[number].go_on()
            if isinstance(said, Ended):
                del jobs[number]
            if said is not None or monotonic() - told_s > BEAT_S:
                pipe.send((number, said))
                told_s = monotonic()
    except (EOFError, OSError):
        return


def _obey(order: Begin | Stop, jobs: dict[int, UnderWay], pipe: Connection) -> None:
    if isinstance(order, Begin):
        jobs[order.number] = UnderWay(order)
        pipe.send((order.number, None))
    elif jobs.pop(order.number, None) is not None:
        pipe.send((order.number, Ended()))


def _end_with_parent() -> None:
    """In the middle of a piece nobody looks whether the server is still there."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(0)

    Thread(target=watch, name="watch-parent", daemon=True).start()
