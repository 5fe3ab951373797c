"""Work that pauses: who has many to serve gives turns, and is asked for the next one after each piece.

A generator of this kind (``Pieces``) makes a piece, pauses (``yield``) and goes on when it is asked; what it returns is what it was for.
How large a piece may be is said by the ``Turn`` it was given. A piece is never smaller than one update of one racer: what is longer
even so is announced by ``Turn.is_long``. In pieces or at once, the bits are the same.
"""

import sys
from collections.abc import Generator
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Pieces: TypeAlias = Generator[None, None, T]


class Turn:
    """What is agreed between who gives turns and who takes them."""

    def __init__(self, most: int = sys.maxsize) -> None:
        self.most = most
        """Updates of one racer that the next piece may make; set between pieces by who gives the turns."""
        self.made = 0
        """Updates made so far, added up by who takes them."""
        self.is_cut = False
        """Set by who gives the turns: what is under way ends with what there is, as soon as all racers have made the same steps."""
        self.is_long = False
        """Whether the next piece cannot be cut and may be long: data are made for it."""


def at_once(pieces: Pieces[T]) -> T:
    """All pieces one after the other."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            found: T = end.value
            return found
