"""One visitor's runs: what may be asked in which state, in which order it is done, and what is answered.

States: ``new`` (only `start` is understood) → ``started`` → ``closing`` (what is under way is finished,
nothing else). The session knows no socket: `take` is given messages, ``send`` takes texts.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from app.refusal import Refusal, first_refusal, refusal_of
from app.settings import Settings
from app.stream import replies
from app.stream.allowance import Allowance
from app.stream.branches import Branch, Branches, Work, begun, go_on, holding
from app.stream.messages import Advance, Cancel, ClientMessage, Inspect, MakeChange, SessionLimits, Start, Stop
from app.stream.parsing import SHORT, understood
from app.stream.paths import MOST_CHANGES, MOST_CHECKPOINT, Length, decoded, letters_of
from app.stream.scheduler import Scheduler, Share
from app.stream.work import Advancing, Job, Unless
from engine.errors import EngineError
from engine.run import Run
from engine.run_config import Change
from engine.running.path import Path
from engine.running.turns import Pieces, Turn

MOST_WAITING_ADVANCES = 2
WAITING_SHARE = 8
"""Of what a session may take in memory, such a part may be data of messages that wait."""
_PROGRESS_EVERY_S = 0.1

Waiting: TypeAlias = Start | Advance | MakeChange | Inspect


class Dropped(Exception):  # noqa: N818 - a way out of the work, not an error
    """The work under way was cancelled, or a new `start` made it useless."""


class Session:
    """State machine between one socket and the engine."""

    def __init__(self, settings: Settings, scheduler: Scheduler, send: Callable[[str], Awaitable[None]]) -> None:
        self.state: Literal["new", "started", "closing"] = "new"
        self._settings = settings
        self._scheduler = scheduler
        self._send = send
        self._share = Share()
        self._branches = Branches(settings.session_branches)
        self._most_waiting_bytes = settings.session_mib * 2**20 // WAITING_SHARE
        self._most_bytes = settings.session_mib * 2**20 - self._most_waiting_bytes
        self._limits = SessionLimits(
            waiting_advances=MOST_WAITING_ADVANCES,
            message_bytes=settings.message_kib * 1024,
            racers=settings.session_racers,
            branches=settings.session_branches,
        )
        now_s = perf_counter()
        per_s = settings.session_processor_s_per_minute / 60
        self._processor = Allowance(per_s, 60 * per_s, now_s)
        bytes_per_s = settings.session_mib_per_minute * 2**20 / 60
        self._bytes = Allowance(bytes_per_s, 60 * bytes_per_s, now_s)
        self._queue: deque[Waiting] = deque()
        self._urgent: deque[Waiting] = deque()
        self._has_work = asyncio.Event()
        self._current: Waiting | None = None
        self._advancing: Advancing | None = None
        self._is_dropped = False
        self._debt_s = 0.0

    # ---- what the reader says -------------------------------------------------------------------

    async def understand(self, text: str) -> tuple[ClientMessage | Refusal, float]:
        """What ``text`` says, or why it is refused, and the seconds it took; a long one is understood beside the loop."""
        if len(text) > SHORT:
            return await self._scheduler.once(self._share, partial(understood, text))
        began_s = perf_counter()
        return understood(text), perf_counter() - began_s

    def take(self, message: ClientMessage) -> None:
        """Put a message in its place; takes effect between two slices. Raises `Refusal`."""
        match message:
            case Advance():
                self._take_advance(message)
            case Cancel():
                self._cancel(message.branch)
            case Start():
                self._start_over(message)
            case Stop():
                self.close()
            case _:
                self._take_other(message)
        self._has_work.set()

    def close(self) -> None:
        """Finish the message under way and do nothing more."""
        self.state = "closing"
        self._queue.clear()
        self._urgent.clear()
        self._cut()
        self._has_work.set()

    def _take_advance(self, message: Advance) -> None:
        if self.state == "new":
            raise Refusal("not_started", "type", value=message.type, allowed="start")
        unanswered = sum(isinstance(waiting, Advance) for waiting in self._queue) + isinstance(self._current, Advance)
        if unanswered >= MOST_WAITING_ADVANCES:
            raise Refusal("too_many_advances", "type", value=unanswered + 1, allowed=MOST_WAITING_ADVANCES)
        self._queue.append(message)

    def _take_other(self, message: MakeChange | Inspect) -> None:
        if self.state == "new":
            raise Refusal("not_started", "type", value=message.type, allowed="start")
        most = self._settings.session_waiting_messages
        if len(self._queue) + len(self._urgent) >= most:
            raise Refusal("too_many_messages", "type", value=most + 1, allowed=most)
        self._check_waiting_bytes(message)
        if not self._is_at_hand(message):
            self._queue.append(message)
            return
        self._urgent.append(message)
        if isinstance(message, MakeChange):
            self._cut()

    def _check_waiting_bytes(self, message: MakeChange | Inspect) -> None:
        """Raises `Refusal` where the data of those that wait are too much; one alone may always wait."""
        waiting = [one.asked_bytes for one in (*self._queue, *self._urgent, message) if isinstance(one, MakeChange)]
        if len(waiting) > 1 and sum(waiting) > self._most_waiting_bytes:
            kib, allowed = -(-sum(waiting) // 1024), self._most_waiting_bytes // 1024
            raise Refusal("too_many_messages", "set.problem.data", value=f"{kib} KiB", allowed=f"≤ {allowed} KiB")

    def _is_at_hand(self, message: MakeChange | Inspect) -> bool:
        """Whether it can be answered before the advances that wait, because its step is computed already."""
        number, step = (message.parent, message.at_step) if isinstance(message, MakeChange) else (message.branch, message.step + 1)
        branch = self._branches.find(number)
        return branch is not None and step <= branch.run.step

    def _start_over(self, message: Start) -> None:
        self._queue.clear()
        self._urgent.clear()
        self._is_dropped = True
        self._cut()
        self._queue.append(message)
        self.state = "started"

    def _cancel(self, branch: int) -> None:
        self._queue = deque(waiting for waiting in self._queue if waiting.branch != branch)
        self._urgent = deque(waiting for waiting in self._urgent if waiting.branch != branch)
        if self._current is not None and self._current.branch == branch:
            self._cut()
            if not isinstance(self._current, Advance):
                self._is_dropped = True

    def _cut(self) -> None:
        if self._advancing is not None:
            self._advancing.cut()

    # ---- what the worker does -------------------------------------------------------------------

    async def work(self) -> None:
        """Answer messages one by one until the session closes."""
        while True:
            while not self._urgent and not self._queue:
                if self.state == "closing":
                    return
                self._has_work.clear()
                await self._has_work.wait()
            await self._work_on_next()
            await self._pay()

    async def _work_on_next(self) -> None:
        """A function of its own: a message is let go when it is answered, not when the next one comes."""
        message = self._current = (self._urgent or self._queue).popleft()
        self._is_dropped = False
        try:
            await self._answer(message)
        except Dropped:
            if isinstance(message, Start) and not self._queue and self.state == "started":
                self.state = "new"
        except Refusal as refusal:
            await self._say(replies.error(refusal, message))
        except EngineError as error:
            await self._say(replies.error(refusal_of(error), message))
        finally:
            self._current = None

    async def _answer(self, message: Waiting) -> None:
        match message:
            case Advance():
                await self._advance(message)
            case Start():
                await self._start(message)
            case MakeChange():
                await self._change(message)
            case Inspect():
                await self._inspect(message)

    async def _advance(self, message: Advance) -> None:
        branch = self._branches.get(message.branch)
        if branch.run.is_over:
            await self._say(replies.ended(message.branch, branch.run))
            return
        settings = self._settings
        job = Advancing(
            branch.run,
            message.count,
            message.every,
            message.columns,
            pace=branch.pace,
            most_bytes=settings.steps_kib * 1024,
            most_s=settings.steps_work_ms / 1000,
            slice_s=settings.slice_ms / 1000,
        )
        self._advancing = job
        try:
            work_s = await self._work(job)
        finally:
            self._advancing = None
        self._keep_within(message.branch)
        branch.unsaved_s += work_s
        checkpoint = None
        if branch.unsaved_s >= settings.checkpoint_work_s:
            branch.unsaved_s = 0.0
            made = branch.run.checkpoint()
            checkpoint = made if letters_of(made) <= MOST_CHECKPOINT else None  # nobody could bring it back
        self._current = None  # who has read the answer may ask again
        if job.rows:
            await self._say(replies.steps(message.branch, job, checkpoint, branch.run.step, work_s))
        if branch.run.is_over:
            await self._say(replies.ended(message.branch, branch.run))

    async def _start(self, message: Start) -> None:
        self._branches.clear()
        racers, most = len(message.run.racers), self._settings.session_racers
        if racers > most:
            raise Refusal("wrong_length", "run.racers", value=racers, allowed=f"≤ {most}")
        path = Path(message.run, message.changes, decoded(message.root, "root"))
        working = self._telling(message.branch, message.from_step)
        branch = await begun(path, message.from_step, decoded(message.checkpoint, "checkpoint"), working)
        await go_on(branch, message.changes, message.from_step, working, self._most_bytes)
        root = branch.begin_anew(Length.of(branch.run.path), self._limits.message_bytes)
        self._branches.put(message.branch, branch)
        self._keep_within(message.branch)
        await self._say(replies.ready(message.branch, branch.run, self._limits, root))

    async def _change(self, message: MakeChange) -> None:
        parent = self._branches.get(message.parent, "parent")
        if not self._is_free(message):
            raise Refusal("branch_in_use", "branch", value=message.branch, allowed="a new number, or the same parent and at_step again")
        change = _change_of(message)
        held = await holding(parent, message.at_step, "at_step", self._telling(message.parent, message.at_step), self._most_bytes)
        job = Job(partial(held.run.branch_in_pieces, change=change), held.pace)
        await self._work(job)
        branch = Branch(job.result, held.pace_after(change, job.result), held.earliest_step, cut_from=message.parent)
        root = self._begun_anew(branch, held)
        self._branches.put(message.branch, branch)
        self._keep_within(message.branch)
        await self._say(replies.ready(message.branch, branch.run, self._limits, root))

    def _begun_anew(self, branch: Branch, parent: Branch) -> Path | None:
        """The path of ``branch`` where it is given a root. Raises `Refusal` where it is too long to be brought back, and cannot be."""
        most = self._limits.message_bytes
        root = branch.begin_anew(parent.length_after(branch.run.path), most)
        if branch.length is not None and not branch.length.fits(most):
            raise Refusal("path_too_long", "set", value=len(branch.run.path.changes), allowed=f"≤ {MOST_CHANGES}")
        return root

    def _is_free(self, message: MakeChange) -> bool:
        before = self._branches.find(message.branch)
        if before is None:
            return True
        again = (before.cut_from, before.run.first_step) == (message.parent, message.at_step)
        return again and message.branch != message.parent

    async def _inspect(self, message: Inspect) -> None:
        branch = self._branches.get(message.branch)
        if branch.run.step == 0:
            raise Refusal("nothing_computed", "step", value=message.step, allowed="none before an advance")
        if message.step >= branch.run.step:
            raise Refusal("not_yet_computed", "step", value=message.step, allowed=f"[0, {branch.run.step - 1}]")
        held = await holding(branch, message.step, "step", self._telling(message.branch, message.step), self._most_bytes)
        job = Job(partial(self._look, held.run, message), held.pace)
        await self._work(job)
        await self._say(job.result)
        self._keep_within(message.branch)

    def _look(self, run: Run, message: Inspect, turn: Turn) -> Pieces[str]:
        found = yield from run.inspect_in_pieces(turn, message.step, message.racer, message.what)
        return replies.view(message, found)

    def _keep_within(self, number: int) -> None:
        """Let go what is oldest where all runs together are too large. Raises `Refusal` where branch ``number`` alone is."""
        if not self._branches.keep_within(self._most_bytes, number):
            mib = -(-self._branches.nbytes // 2**20)
            self._branches.clear()
            raise Refusal("too_much_memory", "run", value=f"{mib} MiB", allowed=f"≤ {self._settings.session_mib} MiB")

    # ---- how work is done -----------------------------------------------------------------------

    async def _work(self, job: Job[Any]) -> float:
        spent_s = await self._scheduler.work(self._share, Unless(job, lambda: self._is_dropped))
        self._charge(spent_s)
        return spent_s

    def _charge(self, spent_s: float) -> None:
        self._debt_s = max(self._debt_s, self._processor.spend(spent_s, perf_counter()))
        if self._is_dropped:
            raise Dropped

    def _telling(self, number: int, of: int) -> Work:
        """Has jobs done, saying how far they have come; stops where the work is dropped."""

        async def work(job: Job[Any], run: Run | None) -> None:
            watched = Unless(job, lambda: self._is_dropped or self.state == "closing")
            while not watched.is_done:
                if self.state == "closing":
                    raise Dropped
                watched.until_s = perf_counter() + _PROGRESS_EVERY_S
                self._charge(await self._scheduler.work(self._share, watched))
                if not watched.is_done:
                    await self._say(replies.progress(number, run.step if run else 0, of))
                    await self._pay()

        return work

    async def _say(self, text: str) -> None:
        await self._send(text)
        self._debt_s = max(self._debt_s, self._bytes.spend(len(text), perf_counter()))

    async def _pay(self) -> None:
        """Wait until what was used beyond the allowance has come in again."""
        if self._debt_s > 0:
            debt_s, self._debt_s = self._debt_s, 0.0
            await asyncio.sleep(debt_s)


def _change_of(message: MakeChange) -> Change:
    try:
        return Change(at_step=message.at_step, racer=message.racer, set=message.set)
    except ValidationError as error:
        refusal = first_refusal(Change, error)
    raise refusal
