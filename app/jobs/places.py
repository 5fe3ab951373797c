"""Places in a queue: so many may be under way or waiting, who comes then is told so at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.refusal import Refusal


class Places:
    """``most`` of them; ``name`` says in refusals what there is too much of."""

    def __init__(self, name: str, most: float) -> None:
        self._name = name
        self._most = most
        self.taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place for as long as it lasts. Raises `Refusal` (``busy``) where none is free."""
        if self.taken >= self._most:
            raise Refusal("busy", self._name, status=503, value=self.taken + 1, allowed=self._most)
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1
