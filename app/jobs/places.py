"""Places in a queue: so many may be under way or waiting, who comes then is told so at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

from app.refusal import Refusal


class Places:
    """``most`` of them, ``most_of_one`` for each who asks; ``name`` says in refusals what there is too much of."""

    def __init__(self, name: str, most: float, most_of_one: float = inf) -> None:
        self._name = name
        self._most = most
        self._most_of_one = most_of_one
        self._of_one = Counter[str]()

    @property
    def taken(self) -> int:
        """How many are."""
        return self._of_one.total()

    @contextmanager
    def one(self, who: str = "") -> Iterator[None]:
        """A place for as long as it lasts. Raises `Refusal` (``busy``) where none is free for ``who``."""
        for taken, most in ((self.taken, self._most), (self._of_one[who], self._most_of_one)):
            if taken >= most:
                raise Refusal("busy", self._name, status=503, value=taken + 1, allowed=most)
        self._of_one[who] += 1
        try:
            yield
        finally:
            self._of_one[who] -= 1
            if not self._of_one[who]:
                del self._of_one[who]
