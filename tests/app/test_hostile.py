"""What `make bench hostile` says to a server by the hundred thousand, said to a session a few thousand times: nothing breaks it."""

import asyncio
import json
import random as system
from random import Random

import pytest

from app.refusal import Refusal, read_json
from app.stream.messages import Cancel, ClientMessage, Start, Stop
from app.stream.parsing import understood
from engine.registry import members
from tests.app.hostile.judge import Heard, wrong_refusal
from tests.app.hostile.lawful import definitions, fittings
from tests.app.hostile.mutations import MOST_BYTES, bounds, mutated
from tests.app.hostile.requests import POSTS, Requests
from tests.app.hostile.visits import TYPES, Act, Visit
from tests.app.talk import Talk, talking

pytestmark = pytest.mark.anyio

VISITS = 25
BARRIER = 2_000_000_000


@pytest.fixture(params=["always the same", "never before"])
def seed(request: pytest.FixtureRequest) -> int:
    """What fails is drawn again from the number that is printed."""
    chosen = 20261128 if request.param == "always the same" else system.randrange(2**32)
    print(f"seed {chosen}")
    return chosen


def refusal_in(text: str) -> str | None:
    """What is wrong with how ``text`` is understood; None where it is a message or a refusal by name."""
    found = understood(text)
    return wrong_refusal(found.body) if isinstance(found, Refusal) else None


def wrong_question(path: str, text: str) -> str | None:
    """The same of a question that is asked over HTTP."""
    try:
        read_json(POSTS[path], text.encode("utf-8", "replace"))
    except Refusal as refusal:
        return wrong_refusal(refusal.body)
    return None


# ---- the generator ---------------------------------------------------------------------------------------------


def test_every_kind_of_everything_is_drawn() -> None:
    """What is not drawn is not tried: a new member is, by existing."""
    drawn = json.dumps([Visit(Random(k), wrong=0.0).message(kind) for k in range(1_000) for kind in ("start", "change", "inspect")])
    for folder in ("datasets", "losses", "models", "optimizers", "problems", "schedules", "surfaces", "views"):
        missing = [kind for kind in members(folder) if f'"kind": "{kind}"' not in drawn and kind not in _nowhere(folder)]
        assert not missing, folder
    for name in definitions()["Setting"]["properties"]:
        assert f'"{name}": ' in drawn, name


def _nowhere(folder: str) -> set[str]:
    """Losses that suit no problem."""
    return set(members(folder)) - {loss for one in fittings() for loss in one.losses} if folder == "losses" else set()


def test_most_of_what_is_drawn_as_lawful_is() -> None:
    drawn = [json.dumps(Visit(Random(k), wrong=0.0).message("start")) for k in range(300)]
    assert sum(isinstance(understood(text), Start) for text in drawn) > 280


def test_a_visit_is_drawn_again_from_its_seed() -> None:
    assert [*Visit(Random("1.2.3")).sections(60)] == [*Visit(Random("1.2.3")).sections(60)]
    assert [*Visit(Random("1.2.3")).sections(60)] != [*Visit(Random("1.2.4")).sections(60)]


def test_bounds_and_their_neighbours_are_among_what_is_tried() -> None:
    assert {1_000_000, 2**31, 100_000, 256, 64}.issubset(bounds())


# ---- what is understood ----------------------------------------------------------------------------------------


def test_whatever_is_made_wrong_is_a_message_or_refused_by_name(seed: int) -> None:
    random = Random(seed)
    for index in range(1_000):
        text = mutated(random, Visit(random).message(random.choice(TYPES)))
        assert refusal_in(text) is None, (index, text[:2_000])


@pytest.mark.parametrize("path", POSTS)
def test_whatever_is_asked_wrongly_is_a_question_or_refused_by_name(path: str, seed: int) -> None:
    random = Random(seed)
    for index in range(60):
        text = mutated(random, Requests(random, "localhost").question(path))
        assert wrong_question(path, text) is None, (index, text[:2_000])


# ---- what a session makes of it --------------------------------------------------------------------------------


async def test_every_message_is_answered_and_a_session_goes_on(seed: int) -> None:
    async with talking(steps_work_ms=1) as talk:
        for number in range(VISITS):
            for place, section in enumerate(Visit(Random(f"{seed}.{number}")).sections(30)):
                heard = await Saying(talk, section, BARRIER + 1_000 * number + place).all()
                assert heard.fault is None, (number, place, heard.fault, [act.content[:300] for act in section])
        assert not talk.working.done()
        assert (await talk.ask("start", run={"problem": {"surface": {"kind": "rosenbrock"}}}))["type"] == "ready"


class Saying:
    """A section said to a session as the socket says it, and what is heard until it has nothing more to do."""

    def __init__(self, talk: Talk, section: list[Act], barrier: int) -> None:
        self._talk, self._section, self._barrier = talk, section, barrier
        self._heard = Heard()
        self._owed = self._least = 0

    async def all(self) -> Heard:
        for act in self._section:
            if act.way in ("text", "fragments") and len(act.content) <= MOST_BYTES:
                await self._say(act.content)
        await self._hear_all()
        if not self._least <= self._heard.answers <= self._owed:
            self._heard.fault = f"{self._heard.answers} answers to {self._least} … {self._owed} messages"
        return self._heard

    async def _hear_all(self) -> None:
        """Up to the answer to a question that comes last; before there is a run nothing waits."""
        heard, is_new = self._talk.heard, self._talk.session.state == "new"
        if not is_new:
            self._talk.say("inspect", branch=self._barrier, step=0, racer="a", what="step")
        async with asyncio.timeout(120):
            while not (is_new and heard.empty()) and f'"branch":{self._barrier},' not in (text := await heard.get()):
                self._heard.take(text.encode())

    async def _say(self, text: str) -> None:
        found, _ = await self._talk.session.understand(text)
        refusal = found if isinstance(found, Refusal) else None if isinstance(found, Stop) else self._taken(found)
        if refusal is not None:
            self._heard.fault = self._heard.fault or wrong_refusal(refusal.body)
        if refusal is not None or isinstance(found, (Refusal, Stop)):
            return
        owed = 0 if isinstance(found, Cancel) else 1
        self._owed += owed
        self._least = owed if isinstance(found, (Start, Cancel)) else self._least + owed

    def _taken(self, message: ClientMessage) -> Refusal | None:
        try:
            self._talk.session.take(message)
        except Refusal as refusal:
            return refusal
        return None
