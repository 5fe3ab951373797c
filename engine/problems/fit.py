"""A model of two parameters on data."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, Strict, model_validator

from engine import registry
from engine.errors import EngineError
from engine.fits import parts as preparing
from engine.fits.data import Data, bytes_of_data, bytes_of_points, raw_points
from engine.fits.fitting import Examples, Fit, columns_of
from engine.fits.judging import check_suits
from engine.fits.parts import Parts, SplitSeed
from engine.fits.points import Points
from engine.loss import PointwiseLoss
from engine.model import Model
from engine.problem import Own, Problem
from engine.remembering import remembered
from engine.text import N_

if TYPE_CHECKING:
    AnyModel: TypeAlias = Model
    AnyLoss: TypeAlias = PointwiseLoss
else:
    AnyModel = registry.union("models")
    AnyLoss = registry.union("losses")


class FitOwn(Own):
    """A racer's own loss and penalties; the data and the model are everybody's."""

    kind: Literal["fit"] = "fit"
    loss: AnyLoss | None = None
    l1: float | None = preparing.l1(None)
    l2: float | None = preparing.l2(None)


def _task(model: type[Any]) -> str:
    return str(model.task)


class FitProblem(Problem):
    """A model of two parameters, the loss it is judged by, and data.

    Data are split first, then standardised by the mean and scale of the training part alone. A
    classifier on more than two classes tells the class ``positive`` from the others.

    Source: T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd edition, 2009.
    """

    kind: Literal["fit"] = "fit"
    model: AnyModel
    loss: AnyLoss
    data: Data
    features: Annotated[tuple[Annotated[int, Field(ge=0, le=7)], ...], Strict(False), Field(max_length=2)] = ()
    """Columns that the model reads; the first ones where nothing is said."""
    positive: Annotated[int, Field(ge=0, le=19)] = 1
    test_share: float = preparing.test_share()
    split_seed: SplitSeed = 0
    standardise: bool = preparing.standardised()
    l1: float = preparing.l1(0.0)
    l2: float = preparing.l2(0.0)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check_suits(self.loss, self.model, "loss.kind")
        is_classes = self.data.task != "regression"
        if is_classes != (self.model.task == "binary"):
            fitting = ", ".join(kind for kind, model in registry.members("models").items() if is_classes == (_task(model) == "binary"))
            raise EngineError("unknown_kind", "model.kind", value=self.model.kind, allowed=fitting)
        columns = self.data.feature_count
        if columns < self.model.features:
            raise EngineError("wrong_length", "data.x", value=columns, allowed=f"≥ {self.model.features}")
        if self.features and len(self.features) != self.model.features:
            raise EngineError("wrong_length", "features", value=len(self.features), allowed=self.model.features)
        if max(self.features or (self.model.features - 1,)) >= columns:
            raise EngineError("out_of_range", "features", value=str(self.features), allowed=f"[0, {columns - 1}]")
        return self

    title = N_("Fit")
    idea = N_("A model of two parameters is fitted to data.")
    source = "T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd edition, 2009"
    own_parts = FitOwn
    family_path = "model.kind"
    takes_batches = True

    @property
    def landscape(self) -> Fit:
        return fit_of(self)

    @property
    def parts(self) -> Parts:
        return parts_of(self.plain)

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.model.parameters

    @property
    def most_evaluations(self) -> int:
        return self.data.most_examples

    @property
    def asked_bytes(self) -> int:
        return bytes_of_data(self.data)

    @property
    def plain(self) -> Self:
        """The same without what judges it: problems that differ in loss and penalties alone share their examples."""
        return self.model_copy(update={"loss": None, "l1": 0.0, "l2": 0.0})

    def check_own(self, own: Own | None, path: str) -> None:
        super().check_own(own, path)
        if isinstance(own, FitOwn) and own.loss is not None:
            check_suits(own.loss, self.model, f"{path}.loss.kind")


def _bytes_of_parts(found: Parts, problem: FitProblem) -> int:
    return bytes_of_data(problem.data) + found.nbytes


@remembered(_bytes_of_parts)
def parts_of(problem: FitProblem) -> Parts:
    """Features chosen, classes made two, split, standardised: in this order."""
    whole = raw_points(problem.data)
    chosen = problem.features or tuple(range(problem.model.features))
    y = whole.y if problem.model.task == "regression" else (whole.y == problem.positive).astype(np.int64)
    return preparing.parts(Points(whole.x[:, list(chosen)], y), problem.test_share, problem.split_seed, problem.standardise)


def _bytes_of_columns(columns: Examples, problem: FitProblem) -> int:
    return bytes_of_data(problem.data) + columns.nbytes


@remembered(_bytes_of_columns)
def _columns_of(problem: FitProblem) -> Examples:
    """The training examples as columns, as the fit of a plain problem reads them."""
    return columns_of(problem.parts.train, problem.model.features)


def _bytes_of_fit(fit: Fit, problem: FitProblem) -> int:
    columns = (*fit.data.x, fit.data.y, fit.data.ones)
    parts = [fit.points] if fit.test is None else [fit.points, fit.test]
    return bytes_of_data(problem.data) + bytes_of_points(*parts) + sum(column.nbytes for column in columns)


@remembered(_bytes_of_fit)
def fit_of(problem: FitProblem) -> Fit:
    """The landscape of a fit, made once."""
    plain = problem.plain
    parts = parts_of(plain)
    return Fit(problem.model, problem.loss, parts.train, problem.l1, problem.l2, parts.test, _columns_of(plain))
