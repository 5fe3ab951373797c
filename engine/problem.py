"""What is descended: a problem gives a landscape, and answers for what may be asked of it.

One kind a file in ``engine/problems/``. What differs from kind to kind is asked here, never by a kind's name.
"""

from typing import Any, ClassVar, Self

from engine.config import Config, Member
from engine.errors import EngineError
from engine.fits.parts import Parts
from engine.landscape import Landscape


class Own(Config):
    """What a racer has of its own of the parts of a problem; what is None is the problem's. One type for each kind that has such parts."""

    kind: str


class Problem(Member):
    """Base of all kinds of problems."""

    own_parts: ClassVar[type[Own] | None] = None
    """The parts of which a racer may have its own; None where there are none."""
    family_path: ClassVar[str]
    """The field that a change may not change: another of it is another run."""
    takes_batches: ClassVar[bool]
    """Whether an update may see a part of what the loss is made of."""

    @property
    def landscape(self) -> Landscape:
        """What the racers descend that have nothing of their own."""
        raise NotImplementedError

    @property
    def parameters(self) -> tuple[str, ...]:
        """The landscape's, without making it."""
        raise NotImplementedError

    @property
    def most_evaluations(self) -> int:
        """How many numbers are worked out for one loss over data, at most; known without making them."""
        return 0

    @property
    def asked_bytes(self) -> int:
        """Of memory that it takes itself, as a question: a visitor's own data come with it."""
        return 0

    @property
    def family(self) -> str:
        """The value of ``family_path``."""
        found: Any = self
        for name in self.family_path.split("."):
            found = getattr(found, name)
        return str(found)

    @property
    def parts(self) -> Parts:
        """The examples, split and standardised; only where updates may see batches of them."""
        raise NotImplementedError

    def of(self, own: Own | None) -> Self:
        """The problem as a racer has it that has ``own`` parts; the problem itself where that is None or empty."""
        named = type(own).model_fields if own is not None else ()
        parts = {name: value for name in named if name != "kind" and (value := getattr(own, name)) is not None}
        return self.model_copy(update=parts) if parts else self

    def check_own(self, own: Own | None, path: str) -> None:
        """Raises ``EngineError`` where a racer's own parts are not of this problem's kind, or do not suit it."""
        if own is not None and (self.own_parts is None or own.kind != self.kind):
            raise EngineError("unknown_kind", f"{path}.kind", value=own.kind, allowed=self.kind if self.own_parts else "null")

    def check_batch(self, kind: str, path: str) -> None:
        """Raises ``EngineError`` where updates cannot see batches."""
        if kind != "full" and not self.takes_batches:
            raise EngineError("unknown_kind", f"{path}.kind", value=kind, allowed="full")

    def check_change(self, wished: "Problem | None", path: str) -> None:
        """A change keeps the kind of problem and its family. Raises ``EngineError``."""
        if wished is None:
            return
        if wished.kind != self.kind:
            raise EngineError("unknown_kind", f"{path}.kind", value=wished.kind, allowed=self.kind)
        if wished.family != self.family:
            raise EngineError("unknown_kind", f"{path}.{self.family_path}", value=wished.family, allowed=self.family)
