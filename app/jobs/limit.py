"""How long a job may take: seconds of processor that are its own, whatever else is served between its turns."""

from collections.abc import Callable
from time import process_time


class OutOfTime(Exception):  # noqa: N818 - no failure: the limit did what it is for
    """A job that has no answer yet has used what it may."""


class Limit:
    """At most ``most_s`` by ``clock``, from now on; while it rests nothing is counted."""

    def __init__(self, most_s: float, clock: Callable[[], float] = process_time) -> None:
        self.most_s = most_s
        self._clock = clock
        self._spent_s = 0.0
        self._since_s: float | None = clock()

    @property
    def allowed(self) -> str:
        """The limit in words of refusals."""
        return f"{self.most_s:g} s"

    @property
    def spent_s(self) -> float:
        """What was used of it."""
        return self._spent_s + (0.0 if self._since_s is None else self._clock() - self._since_s)

    @property
    def left_s(self) -> float:
        """What is left of it; less than nothing where it was exceeded."""
        return self.most_s - self.spent_s

    @property
    def is_up(self) -> bool:
        """Whether nothing is left: what is under way ends with what there is."""
        return self.left_s <= 0

    def check(self) -> None:
        """For who has nothing to show yet. Raises ``OutOfTime`` where nothing is left."""
        if self.is_up:
            raise OutOfTime

    def rest(self) -> None:
        """Others have their turn."""
        self._spent_s, self._since_s = self.spent_s, None

    def go_on(self) -> None:
        """It is the job's turn again."""
        self._since_s = self._clock()
