"""What a named test function is: a landscape with a formula, a hyperparameter or two, and something to teach."""

from typing import ClassVar, Literal

from engine.config import Member
from engine.landscape import Formula


class Surface(Member, Formula):
    """Base of all surfaces."""

    formula: ClassVar[str]
    """LaTeX of the right-hand side of L = …; ``\\class{slot-NAME}{…}`` around a hyperparameter."""
    spoken: ClassVar[str]
    """The formula in words."""
    parameters: ClassVar[tuple[str, ...]] = ("x", "y")
    height: ClassVar[Literal["linear", "log"]] = "linear"
    """How height and colour show the loss at first: L, or log(1 + (L − Lmin)/height_scale)."""
    height_scale: ClassVar[float] = 1.0
