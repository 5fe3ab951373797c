"""A model on data that is linear in all its parameters, as a problem: what its kinds have in common (``engine/problems/``)."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import Field, Strict, model_validator

from engine import registry
from engine.errors import EngineError
from engine.fits import parts as preparing
from engine.fits.data import Data, bytes_of_data, bytes_of_points, whole_points
from engine.fits.linear import LinearFit
from engine.fits.parts import Parts, SplitSeed
from engine.fits.points import Points
from engine.loss import Loss
from engine.plane_choice import ParametersPlane, PlaneChoice
from engine.problem import Own, Problem
from engine.remembering import remembered

if TYPE_CHECKING:
    AnyLoss: TypeAlias = Loss
else:
    AnyLoss = registry.union("losses")


class LinearOwn(Own):
    """A racer's own loss and penalties; the data are everybody's."""

    loss: AnyLoss | None = None
    l1: float | None = preparing.l1(None)
    l2: float | None = preparing.l2(None)


class LinearProblem(Problem):
    """All features of the data (or those chosen), weighed and added, once for each output.

    Data are split first, then standardised by the mean and scale of the training part alone. Parameters are named as PyTorch's
    ``nn.Linear`` names them: ``weight`` of shape (out, in), row by row, then ``bias``.
    """

    loss: AnyLoss
    data: Data
    features: Annotated[tuple[Annotated[int, Field(ge=0, le=7)], ...], Strict(False), Field(max_length=8)] = ()
    """Columns that the model reads; all where nothing is said."""
    test_share: float = preparing.test_share()
    split_seed: SplitSeed = 0
    standardise: bool = preparing.standardised()
    l1: float = preparing.l1(0.0)
    l2: float = preparing.l2(0.0)
    plane: PlaneChoice = ParametersPlane()
    """What is drawn of it."""

    tasks: ClassVar[tuple[str, ...]]
    """Of data that suit."""
    family_path = "data"
    takes_batches = True

    @classmethod
    def outputs_for(cls, classes: int) -> int:
        """How many outputs the model has for examples of so many classes; 0 in a regression."""
        raise NotImplementedError

    @classmethod
    def usual_loss(cls) -> Loss:
        """The loss where nothing is said."""
        raise NotImplementedError

    @classmethod
    def suits(cls, loss: type[Any]) -> bool:
        """Whether losses of this kind can judge the outputs."""
        raise NotImplementedError

    @classmethod
    def judge(cls, loss: str | Loss, path: str) -> Loss:
        """The loss named or given, from logits where it is over classes. Raises ``EngineError`` where it cannot judge the outputs."""
        given = registry.member("losses", Loss, loss, path)
        chosen = type(given).for_outputs() if isinstance(loss, str) else given
        cls.check_loss(chosen, path)
        return chosen

    @classmethod
    def check_loss(cls, loss: Loss, path: str) -> None:
        """Raises ``EngineError`` where ``loss`` cannot judge the outputs."""
        if not cls.suits(type(loss)):
            fitting = [kind for kind, found in registry.members("losses").items() if cls.suits(found)]
            raise EngineError("unknown_kind", f"{path}.kind", value=loss.kind, allowed=", ".join(fitting))
        if loss.axes and loss.prediction_is != "logits":
            raise EngineError("out_of_range", f"{path}.from_logits", value=False, allowed="{true}")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self.check_loss(self.loss, "loss")
        if self.data.task not in self.tasks:
            raise EngineError("unknown_kind", "data.task", value=self.data.task, allowed=", ".join(self.tasks))
        columns = self.data.whole_feature_count
        if len(set(self.features)) < len(self.features):
            raise EngineError("not_unique", "features", value=next(f for f in self.features if self.features.count(f) > 1))
        if max(self.features, default=0) >= columns:
            raise EngineError("out_of_range", "features", value=max(self.features), allowed=f"[0, {columns - 1}]")
        self.plane.check(len(self.parameters), "plane")
        return self

    @property
    def width(self) -> int:
        """How many features the model reads."""
        return len(self.features) or self.data.whole_feature_count

    @property
    def outputs(self) -> int:
        """How many outputs it has."""
        return self.outputs_for(self.data.class_count)

    @property
    def parameters(self) -> tuple[str, ...]:
        return LinearFit.layout_of(self.outputs, self.width).names

    @property
    def most_evaluations(self) -> int:
        return self.data.most_examples * self.width * self.outputs

    @property
    def asked_bytes(self) -> int:
        return bytes_of_data(self.data)

    @property
    def plain(self) -> Self:
        """The same without what judges and draws it: problems that differ in these alone share their examples."""
        return self.model_copy(update={"loss": None, "l1": 0.0, "l2": 0.0, "plane": ParametersPlane()})

    @property
    def family(self) -> str:
        return f"{self.width} → {self.outputs}"

    @property
    def parts(self) -> Parts:
        return _parts_of(self.plain)

    @property
    def landscape(self) -> LinearFit:
        return _landscape_of(self)

    def check_own(self, own: Own | None, path: str) -> None:
        super().check_own(own, path)
        if isinstance(own, LinearOwn) and own.loss is not None:
            self.check_loss(own.loss, f"{path}.loss")


def _bytes_of_parts(parts: Parts, problem: LinearProblem) -> int:
    return bytes_of_data(problem.data) + parts.nbytes


@remembered(_bytes_of_parts)
def _parts_of(problem: LinearProblem) -> Parts:
    points = whole_points(problem.data)
    if problem.features:
        points = Points(points.x[:, list(problem.features)], points.y)
    return preparing.parts(points, problem.test_share, problem.split_seed, problem.standardise)


def _bytes_of_landscape(fit: LinearFit, problem: LinearProblem) -> int:
    return bytes_of_data(problem.data) + bytes_of_points(fit.points) + sum(array.nbytes for array in fit.data)


@remembered(_bytes_of_landscape)
def _landscape_of(problem: LinearProblem) -> LinearFit:
    """Made once."""
    return LinearFit(problem.loss, problem.parts.train, problem.outputs, problem.l1, problem.l2, problem.parts.test, problem.plane)
