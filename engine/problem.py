"""What is descended: a problem gives loss, gradient and Hessian at a point.

Kinds: ``surface``, a named test function; ``fit``, a model of two parameters on data. (Formulas and
networks come with later issues and are further members of the union.)
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator, Field, Strict, Tag, model_validator

from engine import registry
from engine.config import Config, hyper, switch
from engine.dataset import Dataset
from engine.errors import EngineError
from engine.fits.fitting import Fit
from engine.fits.points import Points, measured_by, split, standardise
from engine.landscape import Landscape
from engine.loss import Loss, PointwiseLoss
from engine.model import Model
from engine.numbers.draws import MOST_SEED
from engine.remembering import remembered
from engine.surface import Surface
from engine.text import N_

if TYPE_CHECKING:
    AnySurface: TypeAlias = Surface
    AnyModel: TypeAlias = Model
    AnyLoss: TypeAlias = PointwiseLoss
    AnyDataset: TypeAlias = Dataset
else:
    AnySurface = registry.union("surfaces")
    AnyModel = registry.union("models")
    AnyLoss = registry.union("losses")
    AnyDataset = registry.union("datasets")

MOST_EXAMPLES = 5_000
"""Examples of a visitor's own that a configuration may carry."""
REMEMBERED_BYTES = 32 * 2**20
"""For each of the three: examples as they came, as a model reads them, and made a landscape."""
_NUMBER_BYTES = 32
"""Of a number in a tuple, as a visitor's own data are held: what points at it, and itself."""

Entry: TypeAlias = Annotated[float, Field(ge=-1e12, le=1e12)]
Entries: TypeAlias = Annotated[tuple[Entry, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=MOST_EXAMPLES)]
Name: TypeAlias = Annotated[str, Field(max_length=40)]


class SurfaceProblem(Config):
    """A named test function with its hyperparameters."""

    kind: Literal["surface"] = "surface"
    surface: AnySurface

    @property
    def landscape(self) -> Landscape:
        """What the balls roll on."""
        return self.surface

    @property
    def family(self) -> str:
        """What a change may not change: another kind is another run."""
        return str(self.surface.kind)


class GeneratedData(Config):
    """A dataset of the engine's (``engine.dataset``)."""

    kind: Literal["dataset"] = "dataset"
    dataset: AnyDataset

    @property
    def task(self) -> str:
        """``regression``, ``binary`` or ``multiclass``."""
        return self.dataset.task

    def points(self) -> Points:
        """All examples."""
        return self.dataset.points()


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

    def points(self) -> Points:
        """All examples."""
        kind = float if self.task == "regression" else np.int64
        return Points(np.array(self.x, dtype=float).T.copy(), np.array(self.y).astype(kind))


Data: TypeAlias = Annotated[GeneratedData | OwnData, Discriminator("kind")]


class FitProblem(Config):
    """A model of two parameters, the loss it is judged by, and data.

    Data are split first, then standardised by the mean and scale of the training part alone. A
    classifier on more than two classes tells the class ``positive`` from the others.
    """

    kind: Literal["fit"] = "fit"
    model: AnyModel
    loss: AnyLoss
    data: Data
    features: Annotated[tuple[Annotated[int, Field(ge=0, le=7)], ...], Strict(False), Field(max_length=2)] = ()
    """Columns that the model reads; the first ones where nothing is said."""
    positive: Annotated[int, Field(ge=0, le=19)] = 1
    test_share: float = hyper(
        0.0, symbol="", title=N_("Test share"), help=N_("Share of the examples that is kept for testing."), slider=(0.0, 0.5), ge=0, le=0.9
    )
    split_seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 0
    standardise: bool = switch(
        False, title=N_("Standardise"), help=N_("Subtract each feature's mean and divide by its standard deviation.")
    )
    l1: float = hyper(
        0.0, symbol="λ₁", title=N_("L1 penalty"), help=N_("Adds λ₁|w| to the loss for every weight."), slider=(0.0, 1.0), ge=0, le=1e6
    )
    l2: float = hyper(
        0.0, symbol="λ₂", title=N_("L2 penalty"), help=N_("Adds ½λ₂w² to the loss for every weight."), slider=(0.0, 1.0), ge=0, le=1e6
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check_suits(self.loss, self.model, "loss.kind")
        is_classes = self.data.task != "regression"
        if is_classes != (self.model.task == "binary"):
            fitting = ", ".join(kind for kind, model in registry.members("models").items() if is_classes == (_task(model) == "binary"))
            raise EngineError("unknown_kind", "model.kind", value=self.model.kind, allowed=fitting)
        points = raw_points(self.data)
        columns = points.x.shape[1]
        if columns < self.model.features:
            raise EngineError("wrong_length", "data.x", value=columns, allowed=f"≥ {self.model.features}")
        if self.features and len(self.features) != self.model.features:
            raise EngineError("wrong_length", "features", value=len(self.features), allowed=self.model.features)
        if max(self.features or (self.model.features - 1,)) >= columns:
            raise EngineError("out_of_range", "features", value=str(self.features), allowed=f"[0, {columns - 1}]")
        return self

    @property
    def landscape(self) -> Fit:
        """What the balls roll on: the loss on the training part."""
        return fit_of(self)

    @property
    def family(self) -> str:
        """What a change may not change: another kind is another run."""
        return str(self.model.kind)


def _task(model: type[Any]) -> str:
    return str(model.task)


def suits(loss: type[Any], model: Model) -> bool:
    """Whether losses of this kind can judge one output of ``model``; regression's can judge a probability too (curriculum L7)."""
    return issubclass(loss, PointwiseLoss) and (model.task == "binary" or loss.task == "regression")


def losses_for(model: Model) -> list[str]:
    """Kinds of all losses that can judge ``model``."""
    return [kind for kind, loss in registry.members("losses").items() if suits(loss, model)]


def check_suits(loss: Loss, model: Model, path: str) -> None:
    """Raises ``EngineError`` (``unknown_kind``) where ``loss`` cannot judge ``model``."""
    if not suits(type(loss), model):
        raise EngineError("unknown_kind", path, value=loss.kind, allowed=", ".join(losses_for(model)))


def _bytes_of_data(data: Data) -> int:
    """Of the data as part of what was asked."""
    return _NUMBER_BYTES * len(data.y) * (len(data.x) + 1) if isinstance(data, OwnData) else 0


def _bytes_of_points(*parts: Points) -> int:
    return sum(part.x.nbytes + part.y.nbytes for part in parts)


def _bytes_of_raw(data: Data, points: Points) -> int:
    return _bytes_of_data(data) + _bytes_of_points(points)


@remembered(_bytes_of_raw, REMEMBERED_BYTES)
def raw_points(data: Data) -> Points:
    """The examples as they are, before anything is done to them."""
    return data.points()


def check_same_family(now: SurfaceProblem | FitProblem, wished: SurfaceProblem | FitProblem | None) -> None:
    """A change keeps the kind of problem, and the surface's or model's kind. Raises ``EngineError``."""
    if wished is None:
        return
    if wished.kind != now.kind:
        raise EngineError("unknown_kind", "set.problem.kind", value=wished.kind, allowed=now.kind)
    if wished.family != now.family:
        where = "surface" if now.kind == "surface" else "model"
        raise EngineError("unknown_kind", f"set.problem.{where}.kind", value=wished.family, allowed=now.family)


class Parts(NamedTuple):
    """What a fit is made of: the examples it learns from and those it is tested on, as the model reads them."""

    train: Points
    test: Points
    mean: NDArray[np.float64]
    """Of each feature read, subtracted; zeros where nothing is standardised."""
    scale: NDArray[np.float64]
    places: tuple[NDArray[np.int64], NDArray[np.int64]]
    """Where the training and the test examples stood in the data as they came."""


def _bytes_of_parts(problem: FitProblem, parts: Parts) -> int:
    return _bytes_of_data(problem.data) + _bytes_of_points(parts.train, parts.test) + sum(place.nbytes for place in parts.places)


@remembered(_bytes_of_parts, REMEMBERED_BYTES)
def parts_of(problem: FitProblem) -> Parts:
    """Features chosen, classes made two, split, standardised: in this order."""
    whole = raw_points(problem.data)
    chosen = problem.features or tuple(range(problem.model.features))
    y = whole.y if problem.model.task == "regression" else (whole.y == problem.positive).astype(np.int64)
    places = np.arange(len(y), dtype=float)[:, None]  # the split looks at labels only: places go the way of their examples
    learning, testing = (part.x[:, 0].astype(np.int64) for part in split(Points(places, y), problem.test_share, problem.split_seed))
    points = Points(whole.x[:, list(chosen)], y)
    train, test = points.rows(learning), points.rows(testing)
    mean, scale = np.zeros(len(chosen)), np.ones(len(chosen))
    if problem.standardise:
        train, mean, scale = standardise(train)
        test = measured_by(test, mean, scale)
    return Parts(train, test, mean, scale, (learning, testing))


def _bytes_of_fit(problem: FitProblem, fit: Fit) -> int:
    columns = (*fit.data.x, fit.data.y, fit.data.ones)
    parts = [fit.points] if fit.test is None else [fit.points, fit.test]
    return _bytes_of_data(problem.data) + _bytes_of_points(*parts) + sum(column.nbytes for column in columns)


@remembered(_bytes_of_fit, REMEMBERED_BYTES)
def fit_of(problem: FitProblem) -> Fit:
    """The landscape of a fit, made once."""
    parts = parts_of(problem)
    return Fit(problem.model, problem.loss, parts.train, problem.l1, problem.l2, parts.test)


def _kind_of(value: Any) -> Any:
    # Runs written before there were fits name no kind.
    return value.get("kind", "surface") if isinstance(value, dict) else getattr(value, "kind", None)


Problem: TypeAlias = Annotated[
    Annotated[SurfaceProblem, Tag("surface")] | Annotated[FitProblem, Tag("fit")],
    Discriminator(_kind_of),
]
