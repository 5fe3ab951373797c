"""What a learning-rate schedule is: a factor on the learning rate for every step.

    α_t = α · factor(t)          t = 0, 1, 2, … counts updates

A linear warm-up of ``warmup_steps`` leads into any of them: for t < warmup_steps the factor is
``warmup_start + (1 − warmup_start)·t / warmup_steps``, afterwards ``factor(t − warmup_steps)``.
"""

from typing import Any, ClassVar, NamedTuple

from engine.config import Member, hyper
from engine.text import N_


class NoMemory(NamedTuple):
    """State of a schedule that only counts steps."""


class Schedule(Member):
    """Base of all schedules."""

    warmup_steps: int = hyper(
        0,
        symbol="w",
        title=N_("Warm-up steps"),
        help=N_("Steps in which the rate rises in a straight line."),
        slider=(0, 200),
        ge=0,
        le=1_000_000,
    )
    warmup_start: float = hyper(
        0.1, symbol="w₀", title=N_("Warm-up start"), help=N_("Share of the rate at the first warm-up step."), gt=0, le=1
    )

    equation: ClassVar[tuple[str, ...]]
    """LaTeX for the factor or the rate, one row each, no words."""
    spoken: ClassVar[str]
    torch: ClassVar[str]
    keras: ClassVar[str]
    State: ClassVar[type[Any]] = NoMemory
    """A NamedTuple of floats."""
    is_constant: ClassVar[bool] = False
    """True where the factor is 1 at every update."""
    observes: ClassVar[bool] = False
    """True where ``observe`` must be told every loss."""

    def init(self) -> Any:
        """The state before the first step."""
        return NoMemory()

    def factor(self, state: Any, t: int) -> float:
        """The factor of update ``t`` (after warm-up, counted from 0)."""
        raise NotImplementedError

    def observe(self, state: Any, loss: float) -> Any:
        """The state after the loss of a step was seen (after warm-up only)."""
        return state

    def warmed_factor(self, state: Any, t: int) -> float:
        """The factor of update ``t``, warm-up included."""
        if t < self.warmup_steps:
            return self.warmup_start + (1.0 - self.warmup_start) * t / self.warmup_steps
        return self.factor(state, t - self.warmup_steps)
