"""A learning rate on trial: run from the step at which it will apply to the end of the run, before anybody is offered it.

A fork is exact (``Run.branch``): what the trial says of a rate is what comes of it, to the bit. Half of the lowest limit of
stability (``engine.running.stability``) is where the search begins; limits are local and linear, so it is the trial that decides.
"""

from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from engine.errors import EngineError
from engine.run import Run, skip_in_pieces, start_in_pieces
from engine.run_config import Change, Setting
from engine.running.outcome import Outcome
from engine.running.path import Path
from engine.running.turns import Pieces, Turn, at_once

_DECADES = 9
"""How far below the first rate the last one is."""


class Trial(NamedTuple):
    """A rate that lasts, and what becomes of the racer with it."""

    learning_rate: float
    outcome: Outcome
    """At the end of the run: converged, or at the step limit."""
    before: float
    """The loss, on all data, where the rate begins to apply."""
    after: float
    """The same at the last step; lower."""


def alone_in_pieces(turn: Turn, path: Path, racer: str, at_step: int) -> Pieces[Run]:
    """The run of ``path`` from ``at_step`` on for one racer without the others (``Run.rooted``), whether or not it comes to rest.

    Raises ``EngineError`` where no such racer runs, a change lies after that step, the run does not come so far, or the path does not
    fit.
    """
    racers = [each.id for each in path.config.racers]
    if racer not in racers:
        raise EngineError("unknown_kind", "racer", value=repr(racer), allowed=", ".join(racers))
    for index, change in enumerate(path.changes):
        if change.at_step > at_step:
            raise EngineError("out_of_order", f"changes.{index}.at_step", value=change.at_step, allowed=f"≤ {at_step}")
    run = yield from start_in_pieces(turn, *path, from_step=at_step)
    if run.step != at_step or run.is_over:
        raise EngineError("out_of_range", "at_step", value=at_step, allowed=f"[{path.step}, {run.step - run.is_over}]")
    cut = yield from run.branch_in_pieces(turn, Change(at_step=at_step, set=Setting()))
    config, _, root = cut.rooted(racer)
    convergence = config.convergence.model_copy(update={"stop": False})
    return (yield from start_in_pieces(turn, config.model_copy(update={"convergence": convergence}), root=root))


def rates_below(rate: float, limits: tuple[float, ...]) -> Iterator[float]:
    """The rates that are tried: half of the lowest of these, then 5, 2 and 1 of every power of ten below it.

    Limits that are no positive number hold nothing back.
    """
    first = float(f"{min((rate, *(limit for limit in limits if limit > 0))) / 2:.1e}")
    highest = int(f"{first:e}".partition("e")[2])
    below = (float(f"{digit}e{exponent}") for exponent in range(highest, highest - _DECADES, -1) for digit in (5, 2, 1))
    return (each for each in (first, *(each for each in below if each < first)) if each > 0)


def lasting_rate(path: Path, racer: str, at_step: int) -> Trial | None:
    """The first rate of ``rates_below`` with which the racer, from ``at_step`` on, neither diverges nor ends above where it was then.

    None where none of them does. Raises ``EngineError`` as ``alone_in_pieces`` does.
    """
    return at_once(lasting_rate_in_pieces(Turn(), path, racer, at_step))


def lasting_rate_in_pieces(turn: Turn, path: Path, racer: str, at_step: int) -> Pieces[Trial | None]:
    """The same in pieces."""
    run = yield from alone_in_pieces(turn, path, racer, at_step)
    rows = yield from run.advance_in_pieces(turn, 1, columns=("loss", "learning_rate", "limit"))
    [[before]], [[scheduled]], [[limits]] = (rows.columns[name].tolist() for name in ("loss", "learning_rate", "limit"))
    rate = run.config.racers[0].optimizer.learning_rate
    share = scheduled / rate
    for below in rates_below(rate, tuple(limit / share for limit in limits if share > 0 and isfinite(limit))):
        outcome, after = yield from ended_in_pieces(turn, run, below)
        if outcome.kind != "diverged" and after < before:
            return Trial(below, outcome, before, after)
    return None


def ended_in_pieces(turn: Turn, run: Run, rate: float) -> Pieces[tuple[Outcome, float]]:
    """How the one racer of ``run`` ends where ``rate`` applies from the first row on, and its loss there; ∞ after a divergence."""
    [racer] = run.config.racers
    setting = Setting(optimizer=racer.optimizer.model_copy(update={"learning_rate": rate}))
    fork = yield from run.branch_in_pieces(turn, Change(at_step=run.first_step, racer=racer.id, set=setting))
    yield from skip_in_pieces(turn, fork, fork.config.step_limit)
    rows = yield from fork.advance_in_pieces(turn, 1, columns=("loss",))
    [outcome] = fork.outcomes()
    return outcome, rows.columns["loss"].item() if rows.rows else float("inf")
