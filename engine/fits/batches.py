"""Which examples an update sees: all, one, or a few, in an order shuffled anew every epoch.

data = batch size × iterations: n examples in batches of B make ⌈n / B⌉ iterations an epoch. The last
batch holds what is left; it is a batch of its own and weighs as one (its loss is the mean over its own
examples), so an epoch ends with the data. (TensorFlow Playground carries the rest into the next epoch.)
"""

from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator

from engine.config import Config, hyper, switch
from engine.numbers.draws import Purpose, stream
from engine.remembering import remembered
from engine.text import N_

MOST_BATCH = 10_000_000


class FullBatch(Config):
    """Every update sees all data: batch gradient descent."""

    kind: Literal["full"] = "full"
    sees_all: ClassVar[bool] = True

    def size_in(self, examples: int) -> int:
        """How many examples a whole batch has."""
        return examples

    def order(self, seed: int, racer: str, epoch: int, examples: int) -> NDArray[np.int64]:
        """The indices of the examples in the order of an epoch."""
        return np.arange(examples)


class MiniBatch(Config):
    """Every update sees ``size`` examples; with 1 it is stochastic gradient descent.

    A size beyond the data means all of it. Without replacement an epoch is one shuffled pass; with
    replacement it is n independent draws.

    Source: H. Robbins, S. Monro, "A Stochastic Approximation Method", 1951.
    """

    kind: Literal["mini_batch"] = "mini_batch"
    sees_all: ClassVar[bool] = False
    size: int = hyper(
        32,
        symbol="B",
        title=N_("Batch size"),
        help=N_("How many examples each update sees."),
        scale="log",
        slider=(1, 1024),
        ge=1,
        le=MOST_BATCH,
    )
    replacement: bool = switch(False, title=N_("With replacement"), help=N_("Draw every example anew instead of one shuffled pass."))
    own_order: bool = switch(False, title=N_("Own order"), help=N_("Shuffle for this racer alone; otherwise all racers share one order."))

    def size_in(self, examples: int) -> int:
        """How many examples a whole batch has."""
        return min(self.size, examples)

    def order(self, seed: int, racer: str, epoch: int, examples: int) -> NDArray[np.int64]:
        """The indices of the examples in the order of an epoch."""
        return order(seed, racer if self.own_order else "", epoch, examples, self.replacement)


Batch: TypeAlias = Annotated[FullBatch | MiniBatch, Discriminator("kind")]


class Origin(NamedTuple):
    """The counters at the step where the present batching began."""

    step: int = 0
    epoch: int = 0
    examples: int = 0


class Place(NamedTuple):
    """Which batch an update takes: ``order[first:last]`` of epoch ``epoch``."""

    epoch: int
    iteration: int
    """Within the epoch, from 0."""
    first: int
    last: int
    examples: int
    """Examples seen before this update."""


def iterations(batch: Batch, examples: int) -> int:
    """Updates an epoch, ⌈n / B⌉."""
    return -(-examples // batch.size_in(examples))


def place_of(batch: Batch, examples: int, origin: Origin, step: int) -> Place:
    """The batch of the update of ``step``."""
    size = batch.size_in(examples)
    epoch, iteration = divmod(step - origin.step, -(-examples // size))
    first = iteration * size
    return Place(origin.epoch + epoch, iteration, first, min(first + size, examples), origin.examples + epoch * examples + first)


def begun_at(batch: Batch, examples: int, origin: Origin, step: int) -> Origin:
    """The origin of another batching that takes over before ``step``: a begun epoch ends there."""
    place = place_of(batch, examples, origin, step)
    return Origin(step, place.epoch + (place.iteration > 0), place.examples)


def examples_seen(batch: Batch, examples: int, origin: Origin, steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Examples seen before the update of each of ``steps``."""
    epochs, iteration = np.divmod(steps - origin.step, iterations(batch, examples))
    return np.asarray(origin.examples + epochs * examples + iteration * batch.size_in(examples))


def _bytes_of_order(indices: NDArray[np.int64], seed: int, who: str, epoch: int, examples: int, replacement: bool) -> int:
    return indices.nbytes


@remembered(_bytes_of_order)
def order(seed: int, who: str, epoch: int, examples: int, replacement: bool) -> NDArray[np.int64]:
    """The indices of the examples in the order of an epoch; ``who`` is a racer's id, or ``""`` for all."""
    draw = stream(seed, Purpose.BATCH, who, epoch)
    indices = draw.integers(0, examples, examples) if replacement else draw.permutation(examples)
    indices.setflags(write=False)
    return indices
