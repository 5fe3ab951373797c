"""Configurations refuse nonsense by name: the path as the sender wrote it, the value, and what is allowed."""

import json
import math
from typing import Any

import pytest
from configs import zoo
from hypothesis import given, settings
from hypothesis import strategies as st
from member_texts import ROOT
from pydantic import BaseModel, ValidationError

from engine.errors import SENTENCES, EngineError
from engine.findings import errors_of
from engine.problems.fit import FitProblem
from engine.registry import members
from engine.run_config import Change, RunConfig, Setting

FIELDS: dict[str, Any] = json.loads((ROOT / "tests" / "reference" / "fields.json").read_text("utf-8"))
"""Defaults and bounds as they were when the first links were made, members by folder; a new field or member needs no line."""
GOOD: dict[str, Any] = json.loads(zoo().model_dump_json())


def refusals(model: type[BaseModel], given: Any) -> list[EngineError]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(given)
    return list(errors_of(model, caught.value))


def changed(path: str, value: Any) -> dict[str, Any]:
    """A copy of the good configuration with one place changed; ``...`` removes it."""
    copy = json.loads(json.dumps(GOOD))
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = copy
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy


def test_what_is_dumped_is_taken_back() -> None:
    assert RunConfig.model_validate(GOOD) == zoo()
    assert RunConfig.model_validate_json(zoo().model_dump_json()) == zoo()


@pytest.mark.parametrize(
    ("path", "value", "code", "allowed"),
    [
        ("racers.2.optimizer.beta1", 1.2, "out_of_range", "[0, 1)"),
        ("racers.2.optimizer.beta1", "0.9", "not_a_number", None),
        ("racers.2.optimizer.beta1", None, "not_a_number", None),
        ("racers.2.optimizer.beta1", math.nan, "not_finite", None),
        ("racers.2.optimizer.amsgrad", 1, "not_a_boolean", None),
        ("racers.2.optimizer.speed", 1, "unknown_field", None),
        ("racers.0.optimizer.learning_rate", 0.0, "out_of_range", "(0, 1e+06]"),
        ("racers.0.optimizer", ..., "missing_field", None),
        ("racers.0.optimizer", 5, "not_an_object", None),
        ("racers.0.schedule.warmup_steps", 2.5, "not_an_integer", None),
        ("racers.0.schedule.warmup_steps", -1, "out_of_range", "[0, 1e+06]"),
        ("racers.2.schedule.gamma", 1.0, "out_of_range", "(0, 1)"),
        ("racers.4.clipping.limit", 0, "out_of_range", "(0, 1e+12]"),
        ("racers.1.noise", -1, "out_of_range", "[0, 1e+06]"),
        ("racers.1.id", "Big Ball", "bad_pattern", "^[a-z]"),
        ("racers.1.id", 7, "not_text", None),
        ("racers.1.id", "gd", "not_unique", None),
        ("racers.6.start", [1.0], "wrong_length", "2"),
        ("start", [1.0], "wrong_length", "2"),
        ("start.1", 1e10, "out_of_range", "1e+09"),
        ("start.1", "left", "not_a_number", None),
        ("problem.surface.depth", 3, "unknown_field", None),
        ("problem", ..., "missing_field", None),
        ("racers", "all", "not_a_list", None),
        ("racers", GOOD["racers"] * 9, "wrong_length", "≤ 64"),
        ("seed", -1, "out_of_range", "[0, 4294967295]"),
        ("seed", 2**32, "out_of_range", "[0, 4294967295]"),
        ("step_limit", 0, "out_of_range", "[1, 1e+06]"),
        ("step_limit", 10.5, "not_an_integer", None),
        ("convergence.gradient_tolerance", 0, "out_of_range", "(0, 1e+06]"),
        ("convergence.stop", "yes", "not_a_boolean", None),
        ("speed", 1, "unknown_field", None),
    ],
)
def test_a_refusal_names_path_value_and_range(path: str, value: Any, code: str, allowed: str | None) -> None:
    found = refusals(RunConfig, changed(path, value))
    error = next((error for error in found if error.path == path), None)
    assert error is not None, [(error.code, error.path) for error in found]
    assert error.code == code
    if allowed is not None:
        assert allowed in str(error.params["allowed"])
    assert str(error).startswith(path)


@pytest.mark.parametrize(
    ("path", "value", "code", "allowed"),
    [
        ("racers.0.optimizer", "sgd", "unknown_kind", "'adadelta', 'adagrad'"),
        ("racers.0.optimizer", ..., "missing_field", ""),
        ("racers.4.clipping", "softly", "unknown_kind", "'none', 'norm', 'value'"),
        ("problem", "network", "unknown_kind", ", ".join(map(repr, members("problems")))),
        ("problem.surface", "atlantis", "unknown_kind", "'ackley', 'beale'"),
    ],
)
def test_a_kind_that_is_not_there_is_told_at_the_member(path: str, value: Any, code: str, allowed: str) -> None:
    (error,) = refusals(RunConfig, changed(f"{path}.kind", value))
    assert (error.code, error.path) == (code, path)
    assert str(error.params.get("allowed", "")).startswith(allowed)


def test_several_faults_are_all_named() -> None:
    copy = changed("seed", -1)
    copy["step_limit"] = 0
    copy["racers"][2]["optimizer"]["beta1"] = 2
    assert {error.path for error in refusals(RunConfig, copy)} == {"seed", "step_limit", "racers.2.optimizer.beta1"}


nonsense = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "id", "set", "x", "limit", ""]), inner, max_size=3)
    ),
    max_leaves=6,
)
MODELS = [RunConfig, Change, Setting, *members("optimizers").values(), *members("schedules").values(), *members("surfaces").values()]


def check(model: type[BaseModel], given: Any) -> list[EngineError] | None:
    """The refusals, each a whole sentence; None where ``given`` is fine."""
    try:
        model.model_validate(given)
    except ValidationError as error:
        found = list(errors_of(model, error))
        assert found
        for one in found:
            assert one.code in SENTENCES
            assert one.path
            assert str(one).startswith(one.path)
            assert len(str(one.params.get("value", ""))) <= 80
        return found
    return None


@settings(max_examples=150)
@given(st.sampled_from(MODELS), nonsense)
def test_nonsense_is_refused_in_words(model: type[BaseModel], given: Any) -> None:
    check(model, given)


def places(thing: Any, path: str = "") -> list[str]:
    items = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else []
    here = [f"{path}.{key}".lstrip(".") for key, _ in items]
    return here + [below for key, value in items for below in places(value, f"{path}.{key}".lstrip("."))]


@settings(max_examples=250)
@given(st.sampled_from(places(GOOD)), nonsense | st.just(...))
def test_one_fault_is_looked_for_where_it_is(path: str, value: Any) -> None:
    found = check(RunConfig, changed(path, value))
    for error in found or []:
        related = error.path.startswith(path) or path.startswith(error.path)
        # A different surface leaves starts too long or too short; a missing kind leaves fields unknown.
        siblings = path.rsplit(".", 1)[0] if "." in path else ""
        assert related or error.path.startswith(siblings) or error.code in ("wrong_length", "not_unique"), (path, value, error.path)


@pytest.mark.parametrize("folder", ["optimizers", "schedules", "surfaces"])
def test_members_are_frozen_and_their_defaults_are_in_range(folder: str) -> None:
    for kind, member in members(folder).items():
        made = member.model_validate({"kind": kind})
        assert member.model_validate(made.model_dump()) == made
        with pytest.raises(ValidationError):
            made.kind = "other"
        assert refusals(member, {"kind": "other"})[0].code == "unknown_kind"


def test_a_change_that_names_nobody_is_refused_where_it_lacks_the_name() -> None:
    (error,) = refusals(Change, {"at_step": 3, "set": {"noise": 1.0}})
    assert (error.code, error.path) == ("missing_field", "racer")
    Change.model_validate({"at_step": 3, "set": {"problem": GOOD["problem"]}})


OWN = {"kind": "own", "task": "regression", "x": [[1.0, 2.0]], "y": [1.0, 2.0]}
FIT = {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "mean_squared_error"}, "data": OWN}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"data": {**OWN, "x": [[1.0, 1e13]]}}, "data.x.0.1 must be in [-1e+12, 1e+12], got 10000000000000.0"),
        ({"data": {**OWN, "y": [-1e13, 1.0]}}, "data.y.0 must be in [-1e+12, 1e+12], got -10000000000000.0"),
        ({"features": [9]}, "features.0 must be in [0, 7], got 9"),
    ],
)
def test_entries_of_lists_are_told_both_their_bounds(change: dict[str, Any], sentence: str) -> None:
    assert str(refusals(FitProblem, {**FIT, **change})[0]) == sentence


@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        ("wrong_length", {"allowed": 1, "value": 2}, "start must have 1 entry, got 2"),
        ("wrong_length", {"allowed": 2, "value": 1}, "start must have 2 entries, got 1"),
        ("wrong_length", {"allowed": "≥ 1", "value": 0}, "start must have ≥ 1 entries, got 0"),
        ("wrong_number_of_classes", {"allowed": "[2, 20]", "value": 1, "name": "y"}, "the target y has 1 class, [2, 20] are allowed"),
        ("wrong_number_of_classes", {"allowed": "[2, 20]", "value": 21, "name": "y"}, "the target y has 21 classes, [2, 20] are allowed"),
    ],
)
def test_one_is_told_as_one(code: str, params: dict[str, Any], sentence: str) -> None:
    assert str(EngineError(code, "start", **params)) == sentence


def test_coordinates_of_a_start_are_told_both_their_bounds() -> None:
    start = next(error for error in refusals(RunConfig, {**GOOD, "start": [1e10, 0.0]}) if error.path == "start.0")
    assert start.params["allowed"] == "[-1e+09, 1e+09]"


def test_a_model_of_two_features_says_that_the_data_have_one() -> None:
    both = {"model": {"kind": "two_weights"}, "loss": {"kind": "hinge"}, "data": {**OWN, "task": "binary", "y": [0.0, 1.0]}}
    [error] = refusals(FitProblem, {**FIT, **both})
    assert (error.code, error.path, error.params) == ("wrong_length", "data.x", {"value": 1, "allowed": "≥ 2"})


@pytest.mark.parametrize(("folder", "kind"), [(folder, kind) for folder in FIELDS for kind in FIELDS[folder]])
def test_a_link_that_leaves_a_field_out_means_what_it_meant_and_what_was_allowed_still_is(folder: str, kind: str) -> None:
    parts = {"RunConfig": RunConfig.model_json_schema(), **RunConfig.model_json_schema()["$defs"]}
    properties = (parts[kind] if folder == "parts" else members(folder)[kind].model_json_schema())["properties"]
    recorded = FIELDS[folder][kind]
    assert {name: {key: properties[name].get(key) for key in recorded[name]} for name in recorded} == recorded
