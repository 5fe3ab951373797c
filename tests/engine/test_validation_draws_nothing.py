"""What is asked is understood without its data being made: a run of 256 data sets of 100,000 examples is read like any other."""

import numpy as np
import pytest

from engine import registry
from engine.fits.data import GeneratedData, OwnData, raw_points, whole_points
from engine.preset import Preset
from engine.run_config import Change, RunConfig

DATASETS = registry.members("datasets")
FITS = {"regression": ("line", "mean_squared_error"), "binary": ("logistic", "binary_cross_entropy")}
FITS["multiclass"] = FITS["binary"]
LARGE = {"count": 100_000}


def _data(kind: str) -> dict[str, object]:
    large = LARGE if "count" in DATASETS[kind].model_fields else {}
    return {"kind": "dataset", "dataset": {"kind": kind, **large}}


def _problems(kind: str) -> list[dict[str, object]]:
    data, task = _data(kind), str(DATASETS[kind].task)
    model, loss = FITS[task]
    of_all = "linear" if task == "regression" else "softmax_regression"
    judged = {"kind": "mean_squared_error"} if task == "regression" else {"kind": "sparse_categorical_cross_entropy", "from_logits": True}
    return [
        {"kind": "fit", "model": {"kind": model}, "loss": {"kind": loss}, "data": data},
        {"kind": of_all, "loss": judged, "data": data},
    ]


@pytest.fixture
def no_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes examples is stopped."""

    def draw(data: object) -> None:
        raise AssertionError(f"{data!r} was drawn")

    for kind in {base for found in DATASETS.values() for base in found.__mro__}:
        for name in ("points", "whole"):
            if name in vars(kind):
                monkeypatch.setattr(kind, name, draw)
    monkeypatch.setattr(OwnData, "points", draw)


@pytest.mark.parametrize("kind", DATASETS)
@pytest.mark.usefixtures("no_draws")
def test_a_run_and_a_change_on_any_data_set_are_understood_without_drawing_it(kind: str) -> None:
    for problem in _problems(kind):
        racer = {"id": "a", "optimizer": {"kind": "adam"}, "batch": {"kind": "mini_batch", "size": 32}}
        run = RunConfig.model_validate({"problem": problem, "racers": [racer]})
        assert len(run.problem.parameters) >= 2
        assert Change.model_validate({"at_step": 3, "set": {"problem": problem}}).set.problem == run.problem


@pytest.mark.usefixtures("no_draws")
def test_ones_own_data_are_understood_without_making_arrays_of_them() -> None:
    data = {"kind": "own", "task": "multiclass", "x": [[0.0, 1.0, 2.0]], "y": [0, 1, 3], "classes": ["a", "b"]}
    loss = {"kind": "sparse_categorical_cross_entropy", "from_logits": True}
    run = RunConfig.model_validate({"problem": {"kind": "softmax_regression", "loss": loss, "data": data}})
    assert len(run.problem.parameters) == 4 * (1 + 1)


@pytest.mark.usefixtures("no_draws")
def test_no_preset_draws_data_before_it_runs() -> None:
    made: dict[str, type[Preset]] = registry.members("presets")  # type: ignore[assignment]
    assert made
    for preset in made.values():
        assert RunConfig.model_validate_json(preset.run.model_dump_json()) == preset.run


@pytest.mark.parametrize("kind", DATASETS)
def test_a_data_set_has_as_many_features_and_classes_as_it_says(kind: str) -> None:
    data = GeneratedData.model_validate({"kind": "dataset", "dataset": {"kind": kind}})
    drawn, whole = raw_points(data), whole_points(data)
    assert (data.feature_count, data.whole_feature_count) == (drawn.x.shape[1], whole.x.shape[1])
    classes = 0 if data.task == "regression" else len(np.unique(whole.y))
    assert data.class_count == classes
