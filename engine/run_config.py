"""The configuration of a run: all that is needed to compute it again, bit for bit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator, Field, Strict, model_validator

from engine import registry
from engine.config import Config, hyper, switch
from engine.errors import EngineError
from engine.fits.batches import Batch, FullBatch
from engine.functions import ARRAY, Functions, Number
from engine.numbers.draws import MOST_SEED
from engine.optimizer import Optimizer
from engine.problem import Own, Problem
from engine.running.clipping import clip_array_by_norm, clip_by_norm, clip_by_value, length_of, shortened
from engine.running.differences import ExactGradient, GradientKind
from engine.schedule import Schedule
from engine.schedules.constant import Constant
from engine.text import N_

if TYPE_CHECKING:
    AnyProblem: TypeAlias = Problem
    AnyOwn: TypeAlias = Own
    AnyOptimizer: TypeAlias = Optimizer
    AnySchedule: TypeAlias = Schedule
else:
    # Runs written before there were fits name no kind of problem.
    AnyProblem = registry.union("problems", usual="surface")
    AnyOwn = registry.union_of(kind.own_parts for kind in registry.members("problems").values() if kind.own_parts is not None)
    AnyOptimizer = registry.union("optimizers")
    AnySchedule = registry.union("schedules")

MOST_STEPS = 1_000_000

MOST_PARAMETERS = 10_000
"""Of a point that a configuration may carry."""

Coordinate: TypeAlias = Annotated[float, Field(ge=-1e9, le=1e9)]
# JSON has no tuples, so points are the one place where a list is taken for a tuple. Lists fail at their first
# wrong entry: strangers send long ones.
Point: TypeAlias = Annotated[tuple[Coordinate, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=MOST_PARAMETERS)]
Start: TypeAlias = Point | Literal["random"]
RacerId: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,15}$")]


class NoClipping(Config):
    """The gradient as it is."""

    kind: Literal["none"] = "none"

    def clip(self, f: Functions, gradient: Sequence[Number]) -> Sequence[Number]:
        """The gradient that the optimizer sees."""
        return gradient

    def clip_array(self, gradient: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of an array of all entries."""
        return gradient

    def clip_entries(self, f: Functions, entries: Sequence[Number], whole: NDArray[np.float64]) -> Sequence[Number]:
        """The same of some entries of the array ``whole``."""
        return entries


class NormClipping(Config):
    """g ← g · min(1, limit / (‖g‖ + 1e-6)), as torch.nn.utils.clip_grad_norm_."""

    kind: Literal["norm"] = "norm"
    limit: float = hyper(
        1.0,
        symbol="c",
        title=N_("Largest norm"),
        help=N_("A longer gradient is shortened to this length."),
        scale="log",
        slider=(1e-2, 1e3),
        gt=0,
        le=1e12,
    )

    def clip(self, f: Functions, gradient: Sequence[Number]) -> Sequence[Number]:
        """The gradient that the optimizer sees."""
        return clip_by_norm(f, gradient, self.limit)

    def clip_array(self, gradient: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of an array of all entries."""
        return clip_array_by_norm(gradient, self.limit)

    def clip_entries(self, f: Functions, entries: Sequence[Number], whole: NDArray[np.float64]) -> Sequence[Number]:
        """The same of some entries of the array ``whole``, whose norm enters as a number."""
        return shortened(f, f.noted(entries, "noisy_gradient", "g"), f.named(length_of(whole), "‖g‖"), self.limit)


class ValueClipping(Config):
    """Each entry of g into [−limit, limit], as torch.nn.utils.clip_grad_value_."""

    kind: Literal["value"] = "value"
    limit: float = hyper(
        1.0,
        symbol="c",
        title=N_("Largest value"),
        help=N_("Each entry of the gradient is cut off here."),
        scale="log",
        slider=(1e-2, 1e3),
        gt=0,
        le=1e12,
    )

    def clip(self, f: Functions, gradient: Sequence[Number]) -> Sequence[Number]:
        """The gradient that the optimizer sees."""
        return clip_by_value(f, gradient, self.limit)

    def clip_array(self, gradient: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of an array of all entries."""
        return np.asarray(clip_by_value(ARRAY, (gradient,), self.limit)[0])

    def clip_entries(self, f: Functions, entries: Sequence[Number], whole: NDArray[np.float64]) -> Sequence[Number]:
        """The same of some entries of the array ``whole``."""
        return clip_by_value(f, entries, self.limit)


Clipping: TypeAlias = Annotated[NoClipping | NormClipping | ValueClipping, Discriminator("kind")]


class Racer(Config):
    """One ball: how it moves and, if not from the shared start, where it begins."""

    id: RacerId
    optimizer: AnyOptimizer
    schedule: AnySchedule = Constant()
    clipping: Clipping = NoClipping()
    noise: float = hyper(
        0.0,
        symbol="σ",
        title=N_("Gradient noise"),
        help=N_("Standard deviation of artificial Gaussian noise added to each entry of the gradient."),
        slider=(0.0, 10.0),
        ge=0,
        le=1e6,
    )
    batch: Batch = FullBatch()
    """Which examples each update sees; only where there is data."""
    gradient: GradientKind = ExactGradient()
    start: Start | None = None
    own: AnyOwn | None = None
    """Parts of the problem of which it has its own, a loss and penalties on a fit; the problem's where nothing is said."""


class Convergence(Config):
    """A racer has converged at the first step with ‖g‖₂ ≤ gradient_tolerance and ‖Δ‖₂ ≤ change_tolerance.

    g is the gradient before noise and clipping, on all data: with batches it is asked at the end of each
    epoch. Both are needed: a ball that rolls through a
    minimum at speed has no gradient there and has not arrived. What kind of point it is, is said by
    the Hessian.
    """

    gradient_tolerance: float = hyper(
        1e-3,
        symbol="εg",
        title=N_("Gradient tolerance"),
        help=N_("Largest gradient norm that counts as flat."),
        scale="log",
        slider=(1e-9, 1.0),
        gt=0,
        le=1e6,
    )
    change_tolerance: float = hyper(
        1e-3,
        symbol="εΔ",
        title=N_("Change tolerance"),
        help=N_("Longest step that counts as standing still."),
        scale="log",
        slider=(1e-9, 1.0),
        gt=0,
        le=1e6,
    )
    stop: bool = switch(False, title=N_("Stop when converged"), help=N_("End the run as soon as no racer is on its way."))


class RunConfig(Config):
    """Problem, racers and the rules of the run."""

    problem: AnyProblem
    racers: Annotated[tuple[Racer, ...], Strict(False), Field(fail_fast=True, max_length=64)] = ()
    start: Start | None = None
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 0
    step_limit: Annotated[int, Field(ge=1, le=MOST_STEPS, json_schema_extra={"scale": "log", "slider": [50, 20_000]})] = 500
    convergence: Convergence = Convergence()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [racer.id for racer in self.racers]
        for index, name in enumerate(ids):
            if name in ids[:index]:
                raise EngineError("not_unique", f"racers.{index}.id", value=name)
        count = len(self.problem.parameters)
        for index, racer in enumerate(self.racers):
            self.problem.check_batch(racer.batch.kind, f"racers.{index}.batch")
            self.problem.check_own(racer.own, f"racers.{index}.own")
        for path, start in [("start", self.start), *((f"racers.{i}.start", r.start) for i, r in enumerate(self.racers))]:
            if isinstance(start, tuple) and len(start) != count:
                raise EngineError("wrong_length", path, value=len(start), allowed=count)
        return self

    def start_of(self, racer: Racer) -> Start:
        """The racer's own start, else the shared one, else the landscape's."""
        return racer.start or self.start or self.problem.landscape.start()


class Setting(Config):
    """What a change sets; fields left out stay as they are.

    ``problem`` (the same surface or model with other hyperparameters, loss or data) belongs to all racers and sets all of them
    going again, also those that had converged or diverged (each keeps the parts it has of its own); everything else belongs to the
    racer named in the change. A new optimizer of the same kind keeps its state, one of another kind begins anew.
    ``params`` puts the ball somewhere else.
    """

    problem: AnyProblem | None = None
    optimizer: AnyOptimizer | None = None
    schedule: AnySchedule | None = None
    clipping: Clipping | None = None
    noise: Annotated[float, Field(ge=0, le=1e6)] | None = None
    batch: Batch | None = None
    gradient: GradientKind | None = None
    own: AnyOwn | None = None
    params: Point | None = None


OF_RACER = tuple(name for name in Setting.model_fields if name in Racer.model_fields)
"""What a change may set of a racer's configuration."""


class Change(Config):
    """One change of a run, made just before the update of step ``at_step``."""

    at_step: Annotated[int, Field(ge=0, le=MOST_STEPS)]
    racer: RacerId | None = None
    set: Setting

    @model_validator(mode="after")
    def _names_its_racer(self) -> Self:
        own: dict[str, Any] = self.set.model_dump(exclude_none=True, exclude={"problem"})
        if own and self.racer is None:
            raise EngineError("missing_field", "racer")
        return self
