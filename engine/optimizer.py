"""What an optimizer is: a configuration, a named state and one pure update rule.

The rule works on one coordinate (or on an array of them) and is fed Python floats, arrays or traced
numbers alike; see ``engine.functions``. With ``Δ`` the change it returns,

    θ ← θ + Δ,     Δ, state ← update(h, state, g, θ, α_t, t, f)
"""

from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple, TypeAlias

from engine.config import Member
from engine.functions import Functions, Number

Hyper: TypeAlias = Any
"""The hyperparameters as attributes: numbers, arrays or traced numbers, never a pydantic model."""


class Quantity(NamedTuple):
    """A named intermediate of a rule, as equations and inspector show it."""

    symbol: str
    """Plain Unicode, e.g. ``"m̂"``."""
    title: str
    """In words, marked for translation, e.g. ``N_("first moment, bias-corrected")``."""


class Instead(NamedTuple):
    """Another line for a library where the usual one would be refused there, or take another path; ``""`` where it has none."""

    line: str
    off: tuple[str, ...] = ()
    """Fields that are all zero there."""
    on: tuple[str, ...] = ()
    """Fields that are all not zero there."""


class NoState(NamedTuple):
    """State of a rule that remembers nothing."""


class Optimizer(Member):
    """Base of all optimizers. Subclasses state ``kind`` and ``learning_rate`` as fields.

    The class variables below are the member's text and its place in the family; ``state`` and
    ``terms`` name what ``update`` returns.
    """

    learning_rate: float

    equation: ClassVar[tuple[str, ...]]
    """LaTeX, one row each; ``\\class{term-NAME}{…}`` wraps the part that belongs to quantity NAME.

    ``\\class{when-FIELD}{…}`` wraps what holds only while the hyperparameter FIELD is on (not zero),
    ``\\class{unless-FIELD}{…}`` what holds only while it is off.
    """
    spoken: ClassVar[str]
    """The equation in words."""
    has_own_rates: ClassVar[bool] = False
    """Whether every parameter has a rate of its own, which the opened step says: α / p with the p of ``linear``."""
    adds: ClassVar[str]
    """What it adds to its parents."""
    parents: ClassVar[tuple[str, ...]] = ()
    """Kinds it grew from (the family tree)."""
    torch: ClassVar[str]
    """The same in PyTorch, a format string over the fields (``!r`` where 0 must be 0.0), or ``""``."""
    torch_instead: ClassVar[tuple[Instead, ...]] = ()
    """The first that applies stands in place of it."""
    keras: ClassVar[str]
    """The same in Keras, a format string over the fields, or ``""``."""
    keras_instead: ClassVar[tuple[Instead, ...]] = ()
    differs: ClassVar[str] = ""
    """Where libraries (or the paper) differ from this rule; ``""`` where they agree."""
    quantities: ClassVar[dict[str, Quantity]] = {}
    """State fields and terms by name."""
    State: ClassVar[type[Any]] = NoState
    """A NamedTuple whose fields are the symbols of the equation."""
    terms: ClassVar[tuple[str, ...]] = ()
    """Names of the further intermediates that ``update`` returns, in order."""
    arrow: ClassVar[str] = ""
    """State field drawn as the velocity arrow (``v`` or ``m``); ``""`` for none."""
    accumulated: ClassVar[str] = ""
    """State field that accumulates squares per parameter; ``""`` for none."""

    def hyper(self) -> SimpleNamespace:
        """The hyperparameters as plain attributes, with ``uses_<name>`` true where one is not zero."""
        values = self.model_dump(exclude={"kind", "learning_rate"})
        uses = {f"uses_{name}": value != 0 for name, value in values.items() if isinstance(value, float)}
        return SimpleNamespace(**values, **uses)

    @staticmethod
    def init(h: Hyper, theta: Number) -> Any:
        """The state before the first step for a coordinate (or array) ``theta``."""
        return NoState()

    @staticmethod
    def update(
        h: Hyper, state: Any, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Any, tuple[Number, ...]]:
        """One step: ``(change, new state, terms)``.

        ``g`` gradient, ``theta`` parameter, ``rate`` the scheduled learning rate of this step, ``t``
        the number of this update counted from 1. Only ``+ - * /`` and ``f`` on data, never ``**``.
        """
        raise NotImplementedError

    @staticmethod
    def linear(h: Hyper, state: Any, t: Number, f: Functions) -> tuple[Number, Number, Number, Number] | None:
        """Local linear model for the limit of stability, or None where none is known.

        ``(p, top, coupled, decoupled)``: with preconditioner P = diag(p), made from the ``state`` after
        update ``t``, and ``t`` itself held fixed, a quadratic with Hessian H is stable while

            rate < top / (λmax(P^-½ (H + coupled·I) P^-½) + decoupled)

        ``coupled`` is a weight decay that passes through the gradient, ``decoupled`` one beside it.
        """
        return None
