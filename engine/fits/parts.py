"""What a model learns from and is tested on: examples split, then standardised by the training part alone."""

from typing import Annotated, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.config import hyper, switch
from engine.fits.points import Points, measured_by, split, standardise
from engine.numbers.draws import MOST_SEED
from engine.text import N_

SplitSeed: TypeAlias = Annotated[int, Field(ge=0, le=MOST_SEED)]


def test_share() -> Any:
    """Which share of the examples is kept apart."""
    return hyper(
        0.0, symbol="", title=N_("Test share"), help=N_("Share of the examples that is kept for testing."), slider=(0.0, 0.5), ge=0, le=0.9
    )


def standardised() -> Any:
    """Whether features are brought to mean 0 and standard deviation 1."""
    return switch(False, title=N_("Standardise"), help=N_("Subtract each feature's mean and divide by its standard deviation."))


def l1(default: float | None) -> Any:
    """λ₁; None where it is another's."""
    return hyper(
        default, symbol="λ₁", title=N_("L1 penalty"), help=N_("Adds λ₁|w| to the loss for every weight."), slider=(0.0, 1.0), ge=0, le=1e6
    )


def l2(default: float | None) -> Any:
    """λ₂; None where it is another's."""
    return hyper(
        default, symbol="λ₂", title=N_("L2 penalty"), help=N_("Adds ½λ₂w² to the loss for every weight."), slider=(0.0, 1.0), ge=0, le=1e6
    )


class Parts(NamedTuple):
    """The examples a model learns from and those it is tested on, as it reads them."""

    train: Points
    test: Points
    mean: NDArray[np.float64]
    """Of each feature read, subtracted; zeros where nothing is standardised."""
    scale: NDArray[np.float64]
    places: tuple[NDArray[np.int64], NDArray[np.int64]]
    """Where the training and the test examples stood in the data as they came."""

    @property
    def nbytes(self) -> int:
        """Of their arrays."""
        return sum(array.nbytes for array in (*self.train, *self.test, *self.places))


def parts(points: Points, share: float, seed: int, is_standardised: bool) -> Parts:
    """``points`` split by ``share`` and ``seed``, then standardised where that is wished."""
    places = np.arange(len(points.y), dtype=float)[:, None]  # the split looks at labels only: places go the way of their examples
    learning, testing = (part.x[:, 0].astype(np.int64) for part in split(Points(places, points.y), share, seed))
    train, test = points.rows(learning), points.rows(testing)
    mean, scale = np.zeros(points.x.shape[1]), np.ones(points.x.shape[1])
    if is_standardised:
        train, mean, scale = standardise(train)
        test = measured_by(test, mean, scale)
    return Parts(train, test, mean, scale, (learning, testing))
