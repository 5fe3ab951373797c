"""Counting in and out, and sending away who says nothing."""

import pytest

from app.refusal import Refusal
from app.settings import Settings
from app.stream.visitors import Visitors


def test_limits_of_the_process_and_of_an_address() -> None:
    visitors = Visitors(Settings(sessions=3, sessions_per_address=2))
    first = visitors.enter("a")
    visitors.enter("a")
    with pytest.raises(Refusal) as caught:
        visitors.enter("a")
    assert (caught.value.path, caught.value.fatal) == ("connection.address", True)
    visitors.enter("b")
    with pytest.raises(Refusal) as caught:
        visitors.enter("c")
    assert caught.value.path == "connection"
    visitors.leave(first)
    visitors.enter("a")
    assert len(visitors) == 3


def test_idle_visitors_are_sent_away() -> None:
    visitors = Visitors(Settings(session_idle_s=10))
    gone: list[str] = []
    for name, heard_s in (("idle", 0.0), ("busy", 95.0)):
        visitor = visitors.enter(name)
        visitor.heard_s = heard_s
        visitor.leave = lambda name=name: gone.append(name)  # type: ignore[misc]  # the name of this round
    visitors.send_idle_away(100.0)
    assert gone == ["idle"]
