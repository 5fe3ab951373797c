"""How long a path may be: what `start` brings to compute a branch again has to fit into one message.

Before it no longer does, a path begins anew at a root (`Run.rooted`), which the client is told of: the configuration as it is, and the
state there. From it any number of changes goes on.
"""

import binascii
from dataclasses import dataclass, replace

from app.refusal import Refusal
from engine.run import Run
from engine.run_config import Change
from engine.running.path import Path

MOST_CHANGES = 256
"""On a path."""
ROOTED_FROM = 128
"""Changes with which a path begins anew: what the client does before it hears of that still finds room."""
MOST_CHECKPOINT = 200_000
"""Letters of a checkpoint that `start` may bring: of a longer one none is sent."""
_AROUND = 1_024
"""Letters of a `start` besides what is counted here."""


@dataclass(frozen=True)
class Length:
    """Of a path, in letters of JSON; of ``changes`` at most."""

    path: Path
    root: int
    """Of its configuration and its state."""
    changes: int

    @classmethod
    def of(cls, path: Path) -> "Length":
        """Measured: of a first configuration what was said, of a root's everything."""
        root = len(path.config.model_dump_json(exclude_unset=path.root is None)) + letters_of(path.root or b"")
        return cls(path, root, sum(map(_letters_of_change, path.changes)))

    def after(self, path: Path) -> "Length":
        """Of a path that is this one, or an earlier part of it, with one change more."""
        if path.config is not self.path.config:
            return Length.of(path)
        return replace(self, path=path, changes=self.changes + _letters_of_change(path.changes[-1]))

    def is_short(self, most_letters: int) -> bool:
        """Whether much room is left on it."""
        return len(self.path.changes) < ROOTED_FROM and self.changes <= (most_letters - _AROUND - self.root) / 2

    def fits(self, most_letters: int) -> bool:
        """Whether one message of ``most_letters`` can bring it."""
        return len(self.path.changes) <= MOST_CHANGES and _AROUND + self.root + self.changes <= most_letters


def letters_of(checkpoint: bytes) -> int:
    """In base64."""
    return 4 * -(-len(checkpoint) // 3)


def encoded(checkpoint: bytes) -> str:
    """As messages carry it."""
    return binascii.b2a_base64(checkpoint, newline=False).decode()


def decoded(checkpoint: str | None, path: str) -> bytes | None:
    """What a message carries as base64, under the name ``path``. Raises `Refusal`."""
    try:
        return None if checkpoint is None else binascii.a2b_base64(checkpoint, strict_mode=True)
    except ValueError as error:  # what is no base64, and what is no ASCII
        raise Refusal("bad_checkpoint", path, value=str(error), allowed="base64") from None


def _letters_of_change(change: Change) -> int:
    return len(change.model_dump_json(exclude_unset=True))


def shortened(run: Run, length: Length, most_letters: int) -> Length:
    """The length of the run's path, which begins anew where it would soon be too long and a message of ``most_letters`` can bring its root.

    A new root is told by the path: it is no longer that of ``length``.
    """
    if not length.is_short(most_letters):
        length = Length.of(length.path)  # what was added up may be of changes that are not on it
    if length.is_short(most_letters):
        return length
    rooted = Length.of(run.rooted())
    if letters_of(rooted.path.root or b"") > MOST_CHECKPOINT or not rooted.fits(most_letters):
        return length
    run.take_path(rooted.path)
    return rooted
