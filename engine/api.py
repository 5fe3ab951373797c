"""The small surface for Python users: ``minimize``, ``loss``, ``dataset`` and ``catalog``.

>>> import engine
>>> path = engine.minimize("rosenbrock", "adam", start=(-1.5, 2.0), steps=500, learning_rate=0.02)
>>> path.params.shape, path.loss.shape
((501, 2), (501,))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.config import Member
from engine.dataset import Dataset
from engine.errors import EngineError, shown
from engine.fits.points import Points
from engine.functions import ARRAY
from engine.keywords import rule_of
from engine.landscape import Landscape
from engine.loss import Loss
from engine.numbers.arrays import flag, need_unmasked
from engine.numbers.arrays import whole as whole_number
from engine.numbers.draws import MOST_SEED
from engine.numbers.equality import EqualByNumbers
from engine.optimizer import Optimizer
from engine.problem import Problem
from engine.problems.surface import SurfaceProblem
from engine.registry import made, member, members
from engine.run import start as start_run
from engine.run_config import MOST_STEPS, Clipping, Convergence, NoClipping, Racer, RunConfig
from engine.running.movers import mover_of
from engine.running.outcome import Outcome, ended
from engine.running.swarm import Records, swarm
from engine.schedule import Schedule
from engine.surface import Surface

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory(EqualByNumbers):
    """A path, row k being step k. With many starts an axis of balls stands before the parameters."""

    params: Floats
    """``(steps + 1, d)``, or ``(steps + 1, balls, d)``."""
    loss: Floats
    """``(steps + 1,)``, or ``(steps + 1, balls)``."""
    gradient: Floats
    """Exact ∂L/∂θ before noise and clipping, shaped as ``params``."""
    learning_rate: Floats
    """Scheduled rate of the update that leaves each row, ``(steps + 1,)``."""
    outcome: Outcome | None
    """How it ended; None with many starts."""

    def compared(self) -> tuple[object, ...]:
        return (self.params, self.loss, self.gradient, self.learning_rate, self.outcome)


def minimize(
    surface: str | Landscape,
    optimizer: str | Optimizer = "gradient_descent",
    *,
    start: ArrayLike | None = None,
    steps: int = 500,
    schedule: str | Schedule = "constant",
    clipping: Clipping | None = None,
    noise: float = 0.0,
    seed: int = 0,
    **hyperparameters: Any,
) -> Trajectory:
    """Descend ``surface`` for ``steps`` updates and return the whole path: a surface by name, or any landscape, a plane through one too.

    ``start`` is a point ``(d,)`` or many ``(balls, d)``; the surface's own by default. Keywords beyond
    the named ones are hyperparameters of the optimizer (``learning_rate``, ``beta1`` …). With many
    starts all balls move as arrays (thousands at once); then noise and schedules that observe the
    loss are refused. A diverged ball repeats its last finite row (one start) or goes on as ∞ and NaN
    (many).

    Raises ``EngineError`` naming the argument, its value and what is allowed.
    """
    chosen = surface if isinstance(surface, Landscape) else member("surfaces", Surface, surface, "surface")
    owners = {"surface": ("surfaces", surface), "schedule": ("schedules", schedule)}
    rule = rule_of(optimizer, hyperparameters, owners)
    timing = member("schedules", Schedule, schedule, "schedule")
    steps = whole_number(steps, "steps", 0, MOST_STEPS)
    need_unmasked(start, "start")
    try:
        points = np.asarray(chosen.start() if start is None else start, dtype=float)
    except Exception:  # what a stranger's __array__ raises too
        raise EngineError("not_a_number", "start", value=shown(start)) from None
    width = len(chosen.parameters)
    if points.ndim not in (1, 2) or points.shape[-1] != width:
        raise EngineError("wrong_length", "start", value=f"shape {points.shape}", allowed=f"shape ({width},) or (balls, {width})")
    if not np.isfinite(points).all():
        raise EngineError("not_finite", "start", value=points.tolist())
    given = {"optimizer": rule, "schedule": timing, "clipping": NoClipping() if clipping is None else clipping, "noise": noise}
    racer = made(Racer, {"id": "ball", **given}, "")
    if points.ndim == 2:
        return _many(chosen, racer, points, steps)
    if not isinstance(chosen, Surface):
        return _on_landscape(chosen, racer, tuple(points.tolist()), steps, seed)
    problem, start_of_all = SurfaceProblem(surface=chosen), tuple(points.tolist())
    rules = {"problem": problem, "racers": (racer,), "start": start_of_all, "seed": seed, "step_limit": max(steps, 1)}
    config = made(RunConfig, rules, "")
    run = start_run(config)
    names = ("params", "loss", "gradient", "learning_rate")
    rows = run.advance(steps + 1, columns=names)
    missing = steps + 1 - rows.rows
    full = {name: np.concatenate([column, np.repeat(column[-1:], missing, axis=0)])[:, 0] for name, column in rows.columns.items()}
    return Trajectory(full["params"], full["loss"], full["gradient"], full["learning_rate"], ended(run.outcomes()[0], steps))


def _on_landscape(landscape: Landscape, racer: Racer, start: tuple[float, ...], steps: int, seed: int) -> Trajectory:
    mover = mover_of(racer, landscape, start, whole_number(seed, "seed", 0, MOST_SEED, "out_of_range"), Convergence())
    log = mover.advance(0, steps + 1)
    return Trajectory(log.params, log.loss, log.gradient, log.learning_rate, ended(mover.outcome, steps))


def _many(surface: Landscape, racer: Racer, starts: Floats, steps: int) -> Trajectory:
    schedule = racer.schedule
    if racer.noise:
        raise EngineError("out_of_range", "noise", value=racer.noise, allowed="{0} with many starts")
    if schedule.observes:
        raise EngineError("unknown_kind", "schedule", value=schedule.kind, allowed="a schedule that only counts steps, with many starts")
    mapped = surface.as_mapped
    if mapped is None:
        raise EngineError(
            "wrong_shape", "start", value=starts.shape, allowed=f"({starts.shape[1]},) on a landscape without second derivatives"
        )
    balls, width = starts.shape
    # Parameters first in memory, as the swarm moves them; the axes are turned for the reader.
    records = Records(*np.empty((2, steps + 1, width, balls)))
    loss, rate = np.empty((steps + 1, balls)), np.empty(steps + 1)
    moments = swarm(mapped, racer.optimizer, starts, steps, schedule=schedule, clipping=racer.clipping, records=records)
    with np.errstate(all="ignore"):
        for step, moment in enumerate(moments):
            loss[step] = mapped.value(ARRAY, *moment.params)
            rate[step] = moment.rate
    return Trajectory(records.params.swapaxes(1, 2), loss, records.gradient.swapaxes(1, 2), rate, None)


def loss(kind: str | Loss, **options: Any) -> Loss:
    """The loss function named, with its options set: ``value(prediction, target)`` and ``gradient``.

    >>> engine.loss("binary_cross_entropy", guard="clamp_log").value([0.9, 0.2], [1, 0])
    0.16425203348601802

    Raises ``EngineError`` for an unknown name, an unknown option or a value out of range.
    """
    return member("losses", Loss, kind, "loss", **options)


def dataset(kind: str | Dataset, *, whole: bool = False, **fields: Any) -> Points:
    """The examples of the dataset named, its fields (``count``, ``noise``, ``seed`` …) set by keywords.

    ``whole`` gives all features there are, where a dataset otherwise shows two of several measures.

    >>> engine.dataset("moons", count=200, noise=0.1, seed=3).x.shape
    (200, 2)

    Raises ``EngineError`` naming the argument, its value and what is allowed.
    """
    is_whole, found = flag(whole, "whole"), member("datasets", Dataset, kind, "dataset", **fields)
    return found.whole() if is_whole else found.points()


def catalog() -> dict[str, dict[str, dict[str, Any]]]:
    """Every member by folder and kind: title, idea, source, and the JSON Schema of its fields.

    Of datasets also licence, task, and the names of features, target and classes; of problems whether updates may see batches of examples.
    """

    def described(found: type[Member]) -> dict[str, Any]:
        told: dict[str, Any] = {"title": found.title, "idea": found.idea, "source": found.source, "schema": found.model_json_schema()}
        if issubclass(found, Dataset):
            told |= {name: getattr(found, name) for name in ("licence", "task", "features", "target", "classes")}
        if issubclass(found, Problem):
            told["takes_batches"] = found.takes_batches
        return told

    folders: Sequence[str] = ("surfaces", "optimizers", "schedules", "losses", "models", "datasets", "problems")
    return {folder: {kind: described(found) for kind, found in members(folder).items()} for folder in folders}
