"""Work on a run in slices: rows to be sent, or steps to be gone through unseen."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encoding import typed_array_json
from engine.run import Rows, Run
from engine.running.columns import COLUMNS
from engine.running.outcome import Outcome

_FIRST_GUESS_S = 5e-6
_LEAST_MOVES = 128
"""Steps × racers of the smallest slice: about a third of a millisecond."""
_NUMBER_BYTES = 8 * 4 / 3
"""Eight bytes in base64."""


class Pace:
    """Seconds a step takes, learnt slice by slice; a slow slice (a hiccup) at most doubles it.

    A slice has a price of its own (making columns), so it is never cut below ``_LEAST_MOVES``: cutting
    finer would spend the time on cutting.
    """

    def __init__(self, racers: int) -> None:
        self._step_s = _FIRST_GUESS_S * max(1, racers)
        self._least = max(1, _LEAST_MOVES // max(1, racers))

    def steps(self, budget_s: float) -> int:
        """Steps that fit into ``budget_s``."""
        return max(self._least, int(budget_s / self._step_s))

    def learn(self, steps: int, spent_s: float) -> None:
        """``steps`` took ``spent_s``."""
        if steps:
            self._step_s = min(max(spent_s / steps, 1e-8), 2 * self._step_s)


def _without_a_rest(count: int, left: int) -> int:
    """``count`` of ``left``, or all of them where less than half as many again would be left for a slice of their own."""
    return left if 2 * left <= 3 * count else count


class Skipping:
    """Go on to step ``to`` without keeping rows."""

    def __init__(self, run: Run, to: int, pace: Pace) -> None:
        self._run = run
        self._to = to
        self._pace = pace

    @property
    def step(self) -> int:
        """How far it has come."""
        return self._run.step

    def __call__(self, budget_s: float) -> bool:
        run, before = self._run, self._run.step
        steps = min(self._pace.steps(budget_s), self._to - before)
        if steps > 0:
            began = perf_counter()
            run.advance(steps, every=steps, columns=())
            self._pace.learn(run.step - before, perf_counter() - began)
        return run.step >= self._to or run.is_over


class Advancing:
    """Compute rows until there are ``count``, or the message is full, or the time is used, or it is cut short."""

    def __init__(self, run: Run, count: int, every: int, columns: Sequence[str], *, pace: Pace, most_bytes: int, most_s: float) -> None:
        self.first_step = run.step
        self.every = every
        self.rows = 0
        self.outcomes: list[Outcome] = []
        self.is_cut = False
        self._run = run
        self._columns = tuple(dict.fromkeys(columns))
        self._pace = pace
        parameters = len(run.config.problem.landscape.parameters)
        row_bytes = _NUMBER_BYTES * len(run.racers) * sum(COLUMNS[name].width.entries(parameters) for name in self._columns)
        self._left = min(count, max(1, int(most_bytes / row_bytes))) if row_bytes else count
        self._left_s = most_s
        self._unseen = 0
        self._parts: list[Mapping[str, NDArray[np.float64]]] = []

    def __call__(self, budget_s: float) -> bool:
        run, every, before = self._run, self.every, self._run.step
        began = perf_counter()
        steps = self._pace.steps(budget_s)
        if self._unseen:
            steps = min(steps, self._unseen)
            rows = run.advance(steps, every=steps, columns=())
            self._unseen -= steps
        else:
            count = _without_a_rest(max(1, steps // every), self._left)
            seen = count * every if count > 1 else min(steps, every)
            rows = run.advance(seen, every=every, columns=self._columns)
            self._keep(rows)
            self._unseen = max(0, count * every - seen)
        self.outcomes += rows.outcomes
        spent_s = perf_counter() - began
        self._pace.learn(run.step - before, spent_s)
        self._left_s -= spent_s
        if run.is_over or self.is_cut:
            return True
        return not self._unseen and (self._left == 0 or self._left_s <= 0)

    def _keep(self, rows: Rows) -> None:
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
