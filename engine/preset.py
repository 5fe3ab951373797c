"""What a preset is: a run in one click, a sentence, and what will happen, stated so that a test can run it."""

from typing import ClassVar, Literal, NamedTuple

from engine.config import Member
from engine.run_config import RunConfig

FAIR_RATES = tuple(float(f"{digits}e{power}") for power in range(-4, 1) for digits in ("1", "1.5", "2", "3", "5", "7"))
"""1, 1.5, 2, 3, 5, 7 × 10⁻⁴ … 10⁰: the learning rates that every fair race tried."""


class Expectation(NamedTuple):
    """What one racer does. A test computes the run and checks every field that is given."""

    racer: str
    outcome: Literal["converged", "diverged", "running"]
    """``running``: neither converged nor diverged up to the step limit."""
    by_step: int | None = None
    """The outcome is decided at this step or before."""
    not_before: int | None = None
    """… and not before this one."""
    point: Literal["minimum", "saddle", "maximum", "flat"] | None = None
    near: tuple[float, ...] | None = None
    """Where the racer stands at the end (for diverged ones: not given)."""
    within: float = 0.05
    """Largest distance from ``near``, in the parameters' unit."""


class Preset(Member):
    """Base of all presets; ``title`` and ``idea`` (the sentence) are shown, ``source`` where it comes from."""

    group: ClassVar[str]
    """Heading it stands under, marked for translation."""
    place: ClassVar[int]
    """Order among all presets; the first opens the page."""
    run: ClassVar[RunConfig]
    selected: ClassVar[str]
    """Id of the racer whose controls are open."""
    pace: ClassVar[float] = 8.0
    """Steps a second at speed 1×."""
    height: ClassVar[Literal["linear", "log"] | None] = None
    """Overrides the surface's own choice."""
    secant: ClassVar[float | None] = None
    """Where the secant's second point stands at first (one-parameter surfaces); None for no secant."""
    sweep: ClassVar[tuple[float, ...]] = ()
    """Learning rates of the sweep that its racers' rates come from, each racer's the best of them; empty where there is none."""
    onward: ClassVar[tuple[str, str] | None] = None
    """The preset that goes on from where this one ends, and what invites to it, marked for translation."""
    expects: ClassVar[tuple[Expectation, ...]]
