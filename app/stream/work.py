"""Work on a run in slices: a job makes pieces (`engine.running.turns`) for as long as its turn lasts, and learns how large they may be."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from time import perf_counter
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.encoding import typed_array_json
from engine.run import Rows, Run
from engine.run_config import RunConfig
from engine.running.columns import COLUMNS
from engine.running.outcome import Outcome
from engine.running.turns import Pieces, Turn

T = TypeVar("T")

LONG_S = 0.003
"""A piece longer than this does not belong on the event loop."""
_UPDATE_S, _EVALUATION_S = 5e-6, 2e-8
"""First guesses: of an update, and of each number that is worked out for its loss."""
_NUMBER_BYTES = 8 * 4 / 3
"""Eight bytes in base64."""


class Pace:
    """Seconds that an update of one racer takes, and one row of one column of it; a slow piece (a hiccup) at most doubles them.

    ``guess_s`` is what they take until something was measured: better too long than too short.
    """

    def __init__(self, guess_s: float = _UPDATE_S) -> None:
        self.update_s = guess_s
        self.row_s = guess_s

    @classmethod
    def of(cls, config: RunConfig) -> "Pace":
        """The first guess for a run, by the data that its loss is made of and the dearest of its racers' gradients."""
        times = max((racer.gradient.evaluations(len(config.problem.parameters)) for racer in config.racers), default=1)
        return cls(_UPDATE_S + _EVALUATION_S * config.problem.most_evaluations * times)

    def updates(self, budget_s: float) -> int:
        """Updates that fit into ``budget_s``, one at least."""
        return max(1, int(budget_s / self.update_s))

    def rows(self, budget_s: float, every: int, racers: int, slice_s: float) -> int:
        """Rows that fit into ``budget_s``, each column of a racer into ``slice_s``; one at least."""
        return max(1, min(int(budget_s / (self.update_s * every * max(1, racers))), int(slice_s / self.row_s)))

    def learn_updates(self, made: int, spent_s: float) -> None:
        """So many took ``spent_s``."""
        self.update_s = min(max(spent_s / made, 1e-8), 2 * self.update_s)

    def learn_rows(self, made: int, spent_s: float) -> None:
        """So many of one column took ``spent_s``; what counts is the slowest column, which is forgotten slowly."""
        self.row_s = min(max(spent_s / made, 0.9 * self.row_s, 1e-8), 2 * self.row_s)


class Job(Generic[T]):
    """What ``pieces`` make, a slice at a time; ``result`` is there when the last is done."""

    result: T

    def __init__(self, pieces: Callable[[Turn], Pieces[T]], pace: Pace) -> None:
        self.turn = Turn()
        self._pace = pace
        self._pieces = pieces(self.turn)

    @property
    def is_long(self) -> bool:
        """Whether its next piece does not belong on the event loop."""
        return self.turn.is_long or self._pace.update_s > LONG_S

    def __call__(self, budget_s: float) -> bool:
        """Make pieces for about ``budget_s``, one at least; whether that was the last."""
        turn, now_s = self.turn, perf_counter()
        end_s = now_s + budget_s
        while True:
            began_s, made, was_long = now_s, turn.made, turn.is_long
            turn.most = self._pace.updates(end_s - now_s)
            try:
                next(self._pieces)
            except StopIteration as end:
                self.result = end.value
                return True
            now_s = perf_counter()
            self._learn(turn.made - made, now_s - began_s)
            if now_s >= end_s or self.is_long or was_long:
                return False

    def _learn(self, made: int, spent_s: float) -> None:
        if made:
            self._pace.learn_updates(made, spent_s)


class Unless:
    """A job that is given up where it is ``in_vain``, or left at ``until_s``; ``is_done`` says whether it had come to its end."""

    def __init__(self, job: Job[Any], in_vain: Callable[[], bool]) -> None:
        self.is_done = False
        self.until_s = inf
        self._job = job
        self._in_vain = in_vain

    @property
    def is_long(self) -> bool:
        """As the job's."""
        return self._job.is_long

    def __call__(self, budget_s: float) -> bool:
        """A slice of it; whether no other is wanted."""
        if not self._in_vain():
            self.is_done = self._job(budget_s)
        return self.is_done or self._in_vain() or perf_counter() > self.until_s


class Advancing(Job[None]):
    """Compute rows until there are ``count``, or the message is full, or the time is used, or it is cut short."""

    def __init__(
        self, run: Run, count: int, every: int, columns: Sequence[str], *, pace: Pace, most_bytes: int, most_s: float, slice_s: float
    ) -> None:
        super().__init__(self._advance, pace)
        self.first_step = run.step
        self.every = every
        self.rows = 0
        self.outcomes: list[Outcome] = []
        self._run = run
        self._columns = tuple(dict.fromkeys(columns))
        parameters = len(run.config.problem.parameters)
        row_bytes = _NUMBER_BYTES * len(run.racers) * sum(COLUMNS[name].width.entries(parameters) for name in self._columns)
        self._left = min(count, max(1, int(most_bytes / row_bytes))) if row_bytes else count
        self._left_s = most_s
        self._slice_s = slice_s
        self._asked = 1
        self._parts: list[Mapping[str, NDArray[np.float64]]] = []

    def cut(self) -> None:
        """End it with the rows there are, the first one at least."""
        self.turn.is_cut = True

    def _advance(self, turn: Turn) -> Pieces[None]:
        run, every = self._run, self.every
        while self._left > 0 and not run.is_over and not (turn.is_cut and self.rows):
            rows = self._asked = min(self._left, self._pace.rows(self._left_s, every, len(run.racers), self._slice_s))
            self._keep((yield from run.advance_in_pieces(turn, rows * every, every, self._columns)))
            if self._left_s <= 0:
                return

    def _learn(self, made: int, spent_s: float) -> None:
        self._left_s -= spent_s
        super()._learn(made, spent_s)
        if not made:
            self._pace.learn_rows(self._asked, spent_s)

    def _keep(self, rows: Rows) -> None:
        self.outcomes += rows.outcomes
        if rows.rows:
            self._parts.append(rows.columns)
            self.rows += rows.rows
            self._left -= rows.rows

    def columns_json(self) -> str:
        """The columns as a JSON object of typed arrays."""
        if not self._parts:
            return "{}"
        return "{" + ",".join(f'"{name}":{typed_array_json(self._column(name))}' for name in self._parts[0]) + "}"

    def _column(self, name: str) -> NDArray[Any]:
        return self._parts[0][name] if len(self._parts) == 1 else np.concatenate([part[name] for part in self._parts])
