"""Places in a queue: beyond them one is asked to come again, one who asks sooner than all together."""

from contextlib import ExitStack

import pytest

from app.jobs.places import Places
from app.refusal import Refusal


def refused(places: Places, who: str) -> Refusal:
    with pytest.raises(Refusal) as refusal, places.one(who):
        pass
    return refusal.value


def test_beyond_the_queue_one_is_asked_to_come_again() -> None:
    places = Places("landscape", 2)
    with ExitStack() as taken:
        for who in "ab":
            taken.enter_context(places.one(who))
        refusal = refused(places, "c")
        assert (refusal.status, refusal.body) == (503, {"code": "busy", "path": "landscape", "params": {"value": 3, "allowed": 2}})
        assert places.taken == 2
    assert places.taken == 0
    with places.one("c"):
        assert places.taken == 1, "there is a place again"


def test_one_who_asks_has_not_all_places() -> None:
    places = Places("sweep", 4, 2)
    with places.one("a"), places.one("a"):
        assert refused(places, "a").params == {"value": 3, "allowed": 2}
        with places.one("b"):
            assert places.taken == 3
    with places.one("a"):
        assert places.taken == 1


def test_a_place_is_free_again_however_it_was_left() -> None:
    places = Places("sweep", 1, 1)
    with pytest.raises(LookupError), places.one("a"):
        raise LookupError
    with places.one("a"):
        assert refused(places, "b").params == {"value": 2, "allowed": 1}
