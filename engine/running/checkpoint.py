"""The state of a run in bytes, for whoever goes on with it elsewhere.

Layout: float64, little-endian. ``[version, step]``, then for each racer its parameters, its state
fields coordinate by coordinate, its schedule's state, and ``[optimizer_origin, schedule_origin,
outcome, outcome_step, point, batch_step, batch_epoch, batch_examples]``, the last three being where its
epochs began (``Mover.batch_origin``); and behind all of them, for each racer that has converged, its parameters where it did.
So a checkpoint and the configuration as it is there are all of a run; by which changes it came there is in neither. Sizes follow
from the configuration, so a checkpoint is checked against it; nothing in it is believed but its numbers. Points are finite; what an
optimizer or a schedule remembers may have left the numbers.
"""

from collections.abc import Sequence

import numpy as np

from engine.errors import EngineError
from engine.fits.batches import MOST_BATCH, Origin
from engine.run_config import MOST_STEPS
from engine.running.mover import Mover
from engine.running.outcome import Outcome

VERSION = 2.0
_KINDS = ("running", "converged", "diverged")
_POINTS = (None, "minimum", "saddle", "maximum", "flat", "unknown")
_TAIL = 8


def _size(ball: Mover) -> int:
    return len(ball.numbers()) + len(ball.schedule_state) + _TAIL


def write(step: int, balls: Sequence[Mover]) -> bytes:
    """The checkpoint before the update of ``step``."""
    numbers: list[float] = [VERSION, float(step)]
    for ball in balls:
        numbers += ball.numbers()
        numbers += ball.schedule_state
        outcome = ball.outcome
        numbers += [
            ball.optimizer_origin,
            ball.schedule_origin,
            _KINDS.index(outcome.kind),
            outcome.step,
            _POINTS.index(outcome.point),
            *ball.batch_origin,
        ]
    for ball in balls:
        if ball.is_there:
            numbers += map(float, ball.arrived_at)
    return np.array(numbers, dtype="<f8").tobytes()


def _wrong(value: object, allowed: object) -> EngineError:
    return EngineError("bad_checkpoint", "checkpoint", value=value, allowed=allowed)


def _whole(number: float, most: int) -> int:
    if not number.is_integer() or not 0 <= number <= most:
        raise _wrong(number, f"a whole number in [0, {most}]")
    return int(number)


def _origin(numbers: Sequence[float], most: int) -> Origin:
    """Where epochs began: each had an update at least, and none saw more than the largest batch."""
    step, epoch, examples = numbers
    begun = _whole(step, most)
    return Origin(begun, _whole(epoch, begun), _whole(examples, begun * MOST_BATCH))


def step_of(data: bytes) -> int:
    """The step a checkpoint says it was taken at."""
    if len(data) < 16 or len(data) % 8:
        raise _wrong(f"{len(data)} bytes", "at least 16 bytes, 8 a number")
    step = float(np.frombuffer(data, dtype="<f8", count=2)[1])
    return _whole(step, MOST_STEPS + 1)


def read(data: bytes, balls: Sequence[Mover]) -> int:
    """Set ``balls`` (fresh from their configuration) to the checkpoint and return its step.

    Raises ``EngineError`` (``bad_checkpoint``) where size, shape or numbers do not fit.
    """
    expected = 8 * (2 + sum(map(_size, balls)))
    if len(data) < expected or len(data) % 8:
        raise _wrong(f"{len(data)} bytes", f"{expected} bytes")
    numbers: list[float] = np.frombuffer(data, dtype="<f8").tolist()
    if numbers[0] != VERSION:
        raise _wrong(f"version {numbers[0]:g}", f"version {VERSION:g}")
    step, at = _whole(numbers[1], MOST_STEPS + 1), 2

    def take(count: int) -> list[float]:
        nonlocal at
        at += count
        return numbers[at - count : at]

    for ball in balls:
        ball.take_numbers(take)
        if not np.isfinite(ball.params).all():
            raise _wrong("a point that is not finite", "finite numbers")
        ball.schedule_state = type(ball.schedule_state)(*take(len(ball.schedule_state)))
        optimizer_origin, schedule_origin, kind, outcome_step, point, *epochs = take(_TAIL)
        ball.optimizer_origin = _whole(optimizer_origin, step)
        ball.schedule_origin = _whole(schedule_origin, step)
        ball.batch_origin = _origin(epochs, step)
        ball.arrived_at = ball.last_row = None
        decided = _whole(outcome_step, step)
        ball.outcome = Outcome(ball.racer.id, _KINDS[_whole(kind, 2)], decided, point=_POINTS[_whole(point, len(_POINTS) - 1)])  # type: ignore[arg-type]  # indices are checked
        if (ball.outcome.kind == "converged") != (ball.outcome.point is not None):
            raise _wrong(f"{ball.outcome.kind} at {ball.outcome.point}", "a kind of point where it converged, and only there")
        if ball.outcome.kind == "diverged":
            # The state is the one before the step that left the numbers: take that step again.
            first = max(ball.optimizer_origin, ball.schedule_origin, ball.batch_origin.step)
            if decided <= first:
                raise _wrong(f"diverged at {decided}", f"a step after {first}")
            ball.outcome = Outcome(ball.racer.id)
            ball.advance(decided - 1, 1)
            if ball.outcome.kind != "diverged":
                raise _wrong("a state that goes on", "a state that diverges")
    _read_arrivals(numbers[at:], [ball for ball in balls if ball.is_there], expected)
    return step


def _read_arrivals(numbers: list[float], balls: Sequence[Mover], before: int) -> None:
    """Where those that converged did, from what stands behind the ``before`` bytes of all racers."""
    widths = [len(ball.params) for ball in balls]
    if len(numbers) != sum(widths):
        raise _wrong(f"{before + 8 * len(numbers)} bytes", f"{before + 8 * sum(widths)} bytes")
    if not np.isfinite(numbers).all():
        raise _wrong("a point that is not finite", "finite numbers")
    for ball, width in zip(balls, widths, strict=True):
        ball.arrived_at = tuple(numbers[:width])
        numbers = numbers[width:]
