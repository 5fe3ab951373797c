"""The grounds that a learning rate to begin with is wanted for, by the words that name them in the tables."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from engine import registry
from engine.dataset import Dataset
from engine.fits.data import GeneratedData
from engine.fits.judging import usual_loss
from engine.model import Model
from engine.problem import Problem

FEATURES = ("raw", "standardised")


def surfaces() -> Iterator[tuple[str]]:
    """(surface,) of each."""
    yield from ((kind,) for kind in registry.members("surfaces"))


def fits() -> Iterator[tuple[str, str, str]]:
    """(dataset, model, features) of every dataset with every model that can learn it, as the data are and standardised."""
    for (dataset, data), (kind, model) in product(registry.members("datasets").items(), registry.members("models").items()):
        assert issubclass(data, Dataset)
        assert issubclass(model, Model)
        if (data.task == "regression") == (model.task == "regression") and len(data.features) >= model.features:
            yield from ((dataset, kind, features) for features in FEATURES)


def problem_of(key: tuple[str, ...]) -> Problem:
    """The problem that such words name, everything else being as it is by itself; its loss is the model's usual one."""
    if len(key) == 1:
        return _problem("surface", {"surface": {"kind": key[0]}})
    dataset, kind, features = key
    model = registry.member("models", Model, kind, "model")
    data = GeneratedData(dataset=registry.member("datasets", Dataset, dataset, "dataset"))
    return _problem("fit", {"model": model, "loss": usual_loss(model.task), "data": data, "standardise": features == "standardised"})


def _problem(kind: str, fields: dict[str, Any]) -> Problem:
    found = registry.members("problems")[kind].model_validate(fields)
    assert isinstance(found, Problem)
    return found
