"""Where a fit's examples come from: a dataset of the engine's, or a visitor's own."""

from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

import numpy as np
from pydantic import Discriminator, Field, Strict, model_validator

from engine import registry
from engine.config import Config
from engine.dataset import Dataset
from engine.errors import EngineError
from engine.fits.points import Points
from engine.remembering import remembered

if TYPE_CHECKING:
    AnyDataset: TypeAlias = Dataset
else:
    AnyDataset = registry.union("datasets")

MOST_EXAMPLES = 5_000
"""Examples of a visitor's own that a configuration may carry."""
_NUMBER_BYTES = 32
"""Of a number in a tuple, as a visitor's own data are held: what points at it, and itself."""

Entry: TypeAlias = Annotated[float, Field(ge=-1e12, le=1e12)]
Entries: TypeAlias = Annotated[tuple[Entry, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=MOST_EXAMPLES)]
Name: TypeAlias = Annotated[str, Field(max_length=40)]


class GeneratedData(Config):
    """A dataset of the engine's (``engine.dataset``)."""

    kind: Literal["dataset"] = "dataset"
    dataset: AnyDataset

    @property
    def task(self) -> str:
        """``regression``, ``binary`` or ``multiclass``."""
        return self.dataset.task

    @property
    def most_examples(self) -> int:
        """How many examples there are at most; known, as all that is counted here, without drawing one."""
        return self.dataset.most_examples

    @property
    def feature_count(self) -> int:
        """How many features the examples have."""
        return len(self.dataset.features)

    @property
    def whole_feature_count(self) -> int:
        """The same of ``whole``."""
        return len(self.dataset.whole_features)

    @property
    def class_count(self) -> int:
        """How many classes there are; 0 in a regression."""
        return len(self.dataset.classes)

    def points(self) -> Points:
        """All examples."""
        return self.dataset.points()

    def whole(self) -> Points:
        """All examples with all features there are."""
        return self.dataset.whole()


class OwnData(Config):
    """A visitor's own examples: they travel with the run, and nobody keeps them.

    ``x`` holds a list for each feature, ``y`` the target, or the number of the class.
    """

    kind: Literal["own"] = "own"
    task: Literal["regression", "binary", "multiclass"]
    x: Annotated[tuple[Entries, ...], Strict(False), Field(min_length=1, max_length=8)]
    y: Entries
    features: Annotated[tuple[Name, ...], Strict(False), Field(max_length=8)] = ()
    target: Name = ""
    classes: Annotated[tuple[Name, ...], Strict(False), Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for index, column in enumerate(self.x):
            if len(column) != len(self.y):
                raise EngineError("wrong_length", f"x.{index}", value=len(column), allowed=len(self.y))
        if self.task != "regression":
            most = {"binary": 1, "multiclass": 19}[self.task]
            for index, label in enumerate(self.y):
                if not (label.is_integer() and 0 <= label <= most):
                    raise EngineError("out_of_range", f"y.{index}", value=label, allowed=f"0 … {most}")
        return self

    @property
    def most_examples(self) -> int:
        """How many examples there are."""
        return len(self.y)

    @property
    def feature_count(self) -> int:
        """How many features they have."""
        return len(self.x)

    @property
    def whole_feature_count(self) -> int:
        """The same of ``whole``."""
        return len(self.x)

    @property
    def class_count(self) -> int:
        """How many classes there are, those that have a name and those that an example is of; 0 in a regression."""
        return 0 if self.task == "regression" else max(len(self.classes), int(max(self.y)) + 1)

    def points(self) -> Points:
        """All examples."""
        kind = float if self.task == "regression" else np.int64
        return Points(np.array(self.x, dtype=float).T.copy(), np.array(self.y).astype(kind))

    def whole(self) -> Points:
        """The same: nothing of them is left out."""
        return raw_points(self)


Data: TypeAlias = Annotated[GeneratedData | OwnData, Discriminator("kind")]


def bytes_of_data(data: Data) -> int:
    """Of the data as part of what was asked."""
    return _NUMBER_BYTES * len(data.y) * (len(data.x) + 1) if isinstance(data, OwnData) else 0


def bytes_of_points(*parts: Points) -> int:
    """Of examples as arrays."""
    return sum(part.x.nbytes + part.y.nbytes for part in parts)


def _bytes_of_raw(points: Points, data: Data) -> int:
    return bytes_of_data(data) + bytes_of_points(points)


@remembered(_bytes_of_raw)
def raw_points(data: Data) -> Points:
    """The examples as they are, before anything is done to them."""
    return data.points()


@remembered(_bytes_of_raw)
def whole_points(data: Data) -> Points:
    """The examples as they are, with all features there are."""
    return data.whole()
