"""What a dataset is: examples with named features, drawn from a seed or measured by others.

Example i of a generated dataset depends on the seed and on i alone, so a larger count keeps the
examples there are and adds further ones; classes take turns (0, 1, 0, 1, …) and are of equal size to one.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
from pydantic import model_validator

from engine.config import Member, hyper
from engine.errors import EngineError
from engine.fits.points import Floats, Labels, Points, Task
from engine.measured import columns, labels
from engine.numbers.draws import MOST_SEED, Purpose, stream
from engine.text import N_

MOST_POINTS = 100_000
MOST_MEASURED = 1_000
"""Examples of a dataset that others have measured; those here are smaller."""


class Dataset(Member):
    """Base of all datasets."""

    licence: ClassVar[str]
    """Under which the numbers may be passed on."""
    task: ClassVar[Task]
    features: ClassVar[tuple[str, ...]]
    """Names of the columns of x, with units."""
    target: ClassVar[str]
    classes: ClassVar[tuple[str, ...]] = ()
    """Name of each label, for classes."""

    @property
    def most_examples(self) -> int:
        """How many there are at most, known without drawing them."""
        return MOST_MEASURED

    def points(self) -> Points:
        """The examples."""
        raise NotImplementedError

    def whole(self) -> Points:
        """The examples with all features there are, for a model that reads them all."""
        return self.points()

    @property
    def whole_features(self) -> tuple[str, ...]:
        """Names of all of them."""
        return self.features


class TwoMeasures(Dataset):
    """Base of measured classes of which two of several measures are shown: fields ``first`` and ``second``."""

    first: str
    second: str
    measures: ClassVar[Mapping[str, str]]
    """The measures in the order of their columns, each in words."""
    rows_of: ClassVar[Mapping[str, str]]
    """Class → its rows (``engine.measured``)."""

    @model_validator(mode="after")
    def _features_differ(self) -> Self:
        if self.first == self.second:
            raise EngineError("not_unique", "second", value=self.second)
        return self

    def points(self) -> Points:
        order = tuple(self.measures)
        return Points(columns(self.rows_of, order.index(self.first), order.index(self.second)), labels(self.rows_of))

    def whole(self) -> Points:
        return Points(columns(self.rows_of, *range(len(self.measures))), labels(self.rows_of))

    @property
    def whole_features(self) -> tuple[str, ...]:
        return tuple(self.measures.values())


class Generated(Dataset):
    """Base of the datasets that are drawn."""

    count: int = hyper(
        200, symbol="n", title=N_("Examples"), help=N_("How many examples there are."), slider=(10, 500), ge=3, le=MOST_POINTS
    )
    seed: int = hyper(
        0, symbol="s", title=N_("Seed"), help=N_("Another seed draws other examples of the same kind."), slider=(0, 100), ge=0, le=MOST_SEED
    )

    licence = N_("Drawn here from its definition: no licence is needed.")

    @property
    def most_examples(self) -> int:
        return self.count

    def uniform(self, what: str, width: int, low: float = 0.0, high: float = 1.0) -> Floats:
        """Numbers uniform in [low, high), shape (count, width); ``what`` tells several draws apart."""
        return low + (high - low) * stream(self.seed, Purpose.DATASET, what).random((self.count, width))

    def normal(self, what: str, width: int) -> Floats:
        """Standard normal numbers, shape (count, width)."""
        return stream(self.seed, Purpose.DATASET, what).standard_normal((self.count, width))

    def labels(self) -> Labels:
        """The classes in turn, shape (count,)."""
        return np.arange(self.count) % len(self.classes)


class ReadElsewhere(Generated):
    """Base of TensorFlow Playground's regressions: x uniform in [−6, 6)², the target read up to ± 6 σ beside it in each coordinate.

    Source: D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-Manipulation
    Visualization of Deep Networks", 2017.
    """

    noise: float

    def target_at(self, places: Floats) -> Floats:
        """The target without noise, (n,), at ``places``, (n, 2)."""
        raise NotImplementedError

    def points(self) -> Points:
        x = self.uniform("place", 2, -6.0, 6.0)
        return Points(x, self.target_at(x + self.noise * self.uniform("noise", 2, -6.0, 6.0)))


def noise(default: float, *, help: str, most: float = 10.0, slider: tuple[float, float] = (0.0, 1.0)) -> Any:
    """σ, how far examples stray; each dataset says from what and in which sense."""
    return hyper(default, symbol="σ", title=N_("Noise"), help=help, slider=slider, ge=0, le=most)
