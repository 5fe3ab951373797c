"""Work in pieces, between which others have their turn and it is noticed that its time is up."""

from collections.abc import Generator
from typing import TypeVar

from app.jobs.limit import Limit
from app.stream.work import Job

T = TypeVar("T")

PIECE_S = 0.02
"""After so long others have their turn, and who has left is noticed."""


def worked_out(work: Job[T], limit: Limit) -> Generator[None, None, T]:
    """All of ``work``, pausing between pieces. Raises ``OutOfTime`` where that is not done in time."""
    while not work(PIECE_S):
        limit.check()
        yield None
    return work.result
