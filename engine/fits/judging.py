"""Which losses can judge which models."""

from typing import Any

from engine import registry
from engine.errors import EngineError
from engine.loss import Loss, PointwiseLoss
from engine.model import Model


def suits(loss: type[Any], model: Model) -> bool:
    """Whether losses of this kind can judge one output of ``model``; regression's can judge a probability too."""
    return issubclass(loss, PointwiseLoss) and (model.task == "binary" or loss.task == "regression")


def losses_for(model: Model) -> list[str]:
    """Kinds of all losses that can judge ``model``."""
    return [kind for kind, loss in registry.members("losses").items() if suits(loss, model)]


def check_suits(loss: Loss, model: Model, path: str) -> None:
    """Raises ``EngineError`` (``unknown_kind``) where ``loss`` cannot judge ``model``."""
    if not suits(type(loss), model):
        raise EngineError("unknown_kind", path, value=loss.kind, allowed=", ".join(losses_for(model)))


def usual_loss(task: str) -> Loss:
    """What judges a model of that task where nothing else is said."""
    found = (loss for loss in registry.members("losses").values() if issubclass(loss, Loss) and loss.usual_for == task)
    return next(found).for_outputs()
