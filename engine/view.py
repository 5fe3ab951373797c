"""What a view is: a question about one step of one racer, its query, and the answer.

A view is a member like a surface (``engine/views/``, one a file): ``kind`` is its name in a message, its fields are what else
can be asked of it, bounded and refused in words.
"""

from typing import Any, ClassVar

from engine.config import Member
from engine.landscape import Landscape
from engine.registry import members
from engine.running.mover import Mover

MANY = 20_000
"""Numbers worked out for a loss, from which on every look takes milliseconds."""


class View(Member):
    """Base of all views."""

    is_long: ClassVar[bool] = False
    """Whether it takes tens of milliseconds however small the loss is, so that a server works it out beside what else it does."""

    @classmethod
    def is_offered(cls, landscape: Landscape) -> bool:
        """Whether it can be asked of a racer on ``landscape``."""
        return True

    def look(self, mover: Mover, step: int) -> dict[str, Any]:
        """The answer as JSON has it. ``mover`` stands before the update of ``step`` and is the view's own to move."""
        raise NotImplementedError


def offered(landscape: Landscape) -> list[str]:
    """Kinds of the views that can be asked of a racer on ``landscape``."""
    return [kind for kind, view in members("views").items() if issubclass(view, View) and view.is_offered(landscape)]
