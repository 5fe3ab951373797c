"""Wrong messages: each gets a path and what is allowed, none gets an exception."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from app.jobs.sweep import SweepQuery
from app.refusal import CODES, Refusal
from app.schema import CLIENT
from app.stream import replies
from app.stream.messages import Advance, Inspect, Start
from app.stream.parsing import parse
from engine.errors import SENTENCES
from engine.registry import members
from tests.app.conftest import RUN

ALL_CODES = {**CODES, **SENTENCES}
START: dict[str, Any] = {"type": "start", "run": RUN}
INSPECT: dict[str, Any] = {"type": "inspect", "branch": 0, "step": 0, "racer": "a"}


def refused(message: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        parse(message if isinstance(message, str) else json.dumps(message))
    return caught.value


def test_right_messages_pass() -> None:
    assert isinstance(parse(json.dumps(START)), Start)
    assert parse('{"type":"advance","branch":3,"count":64}') == Advance(branch=3, count=64)


@pytest.mark.parametrize(
    ("short", "view"),
    [
        ({}, {"kind": "step"}),
        ({"what": "limit"}, {"kind": "limit"}),
        ({"what": "accuracy"}, {"kind": "accuracy", "threshold": 0.5}),
        ({"what": "accuracy", "threshold": 0.3}, {"kind": "accuracy", "threshold": 0.3}),
        ({"what": "batch", "threshold": 0.3}, {"kind": "batch"}),
        ({"threshold": 0.3}, {"kind": "step"}),
    ],
    ids=str,
)
def test_a_view_by_its_name_alone_is_the_view_with_its_query(short: dict[str, Any], view: dict[str, Any]) -> None:
    message = parse(json.dumps({**INSPECT, **short}))
    assert isinstance(message, Inspect)
    assert message.what == members("views")[view["kind"]].model_validate(view)
    assert message == parse(json.dumps({**INSPECT, "what": view}))


@pytest.mark.parametrize(
    ("message", "code", "path"),
    [
        ("", "not_json", "message"),
        ("{", "not_json", "message"),
        ("[" * 5000, "not_json", "message"),
        ("[]", "not_an_object", "message"),
        ("3", "not_an_object", "message"),
        ("null", "not_an_object", "message"),
        ({}, "missing_field", "type"),
        ({"type": "go"}, "unknown_kind", "type"),
        ({"type": 3}, "unknown_kind", "type"),
        ({"type": {}}, "unknown_kind", "type"),
        ({"type": "advance"}, "missing_field", "branch"),
        ({"type": "advance", "branch": 0, "count": 0}, "out_of_range", "count"),
        ({"type": "advance", "branch": 0, "count": 1.5}, "not_an_integer", "count"),
        ({"type": "advance", "branch": 0, "count": "1"}, "not_an_integer", "count"),
        ({"type": "advance", "branch": 0, "count": True}, "not_an_integer", "count"),
        ({"type": "advance", "branch": -1, "count": 1}, "out_of_range", "branch"),
        ({"type": "advance", "branch": 0, "count": 1, "columns": []}, "wrong_length", "columns"),
        ({"type": "advance", "branch": 0, "count": 1, "columns": ["params", "x"]}, "unknown_kind", "columns.1"),
        ({"type": "advance", "branch": 0, "count": 1, "columns": "params"}, "not_a_list", "columns"),
        ({"type": "advance", "branch": 0, "count": 1, "more": 1}, "unknown_field", "more"),
        ({"type": "start"}, "missing_field", "run"),
        ({**START, "protocol": 2}, "wrong_protocol", "protocol"),
        ({**START, "protocol": 2, "field_of_version_2": 1}, "wrong_protocol", "protocol"),
        ({**START, "protocol": 10**30}, "wrong_protocol", "protocol"),
        ({**START, "protocol": True}, "not_an_integer", "protocol"),
        ({**START, **{f"more{i}": 1 for i in range(20_000)}}, "too_many_mistakes", "message"),
        ({**START, "from_step": -1}, "out_of_range", "from_step"),
        ({**START, "run": {**RUN, "racers": [{"id": "A", "optimizer": {"kind": "adam"}}]}}, "bad_pattern", "run.racers.0.id"),
        (
            {**START, "run": {**RUN, "racers": [{"id": "a", "optimizer": {"kind": "adam", "beta1": 1.2}}]}},
            "out_of_range",
            "run.racers.0.optimizer.beta1",
        ),
        ({**START, "run": {**RUN, "racers": RUN["racers"] * 2}}, "not_unique", "run.racers.1.id"),
        ({**START, "run": {**RUN, "start": [1.0]}}, "wrong_length", "run.start"),
        ({**START, "changes": [{"at_step": 1, "set": {"noise": 1.0}}]}, "missing_field", "changes.0.racer"),
        ({**INSPECT, "what": "x"}, "unknown_kind", "what"),
        ({**INSPECT, "what": "x", "threshold": 0.5}, "unknown_kind", "what"),
        ({**INSPECT, "what": {"kind": "x"}}, "unknown_kind", "what"),
        ({**INSPECT, "what": {"threshold": 0.5}}, "missing_field", "what"),
        ({**INSPECT, "what": 3}, "not_an_object", "what"),
        ({**INSPECT, "what": "accuracy", "threshold": 1}, "out_of_range", "what.threshold"),
        ({**INSPECT, "what": {"kind": "accuracy", "threshold": "0.5"}}, "not_a_number", "what.threshold"),
        ({**INSPECT, "what": {"kind": "step", "threshold": 0.5}}, "unknown_field", "what.threshold"),
        ({**INSPECT, "what": {"kind": "accuracy"}, "threshold": 0.5}, "unknown_field", "threshold"),
        ('{"type":"start","run":{"problem":{"surface":{"kind":"rosenbrock","b":NaN}}}}', "not_finite", "run.problem.surface.b"),
        ('{"type":"change","branch":1,"parent":0,"at_step":0,"racer":"a","set":{"noise":1e999}}', "not_finite", "set.noise"),
    ],
)
def test_wrong_messages(message: Any, code: str, path: str) -> None:
    refusal = refused(message)
    assert (refusal.code, refusal.path) == (code, path)
    assert not refusal.fatal
    assert json.loads(replies.error(refusal))["params"] == refusal.params


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (Start, {**START, "run": {**RUN, "racers": [0] * 5000}}),
        (Start, {**START, "run": {**RUN, "start": ["x"] * 5000}}),
        (Start, {**START, "changes": [0] * 5000}),
        (Advance, {"branch": 0, "count": 1, "columns": ["x"] * 5000}),
        (SweepQuery, {"problem": RUN["problem"], "racer": RUN["racers"][0], "start": [0, 0], "learning_rates": ["x"] * 5000}),
    ],
)
def test_of_a_long_list_only_the_first_mistake_is_looked_for(model: type[BaseModel], body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(json.dumps(body))
    assert caught.value.error_count() <= 3  # one for each form a start may have


def test_of_a_view_what_is_allowed_is_named() -> None:
    assert refused({**INSPECT, "what": "x"}).params["allowed"] == ", ".join(map(repr, members("views")))
    beside = refused({**INSPECT, "what": "accuracy", "threshold": 1.5})
    assert beside.params == {"value": "1.5", "allowed": "(0, 1)"}


def test_a_range_is_named() -> None:
    refusal = refused({"type": "advance", "branch": 0, "count": 0})
    assert refusal.params == {"value": "0", "allowed": "[1, 100000]"}


def outcome_of(text: str) -> Refusal | None:
    """The refusal of a text, None where it is a message; anything else that is raised fails the test."""
    try:
        parse(text)
    except Refusal as refusal:
        return refusal
    return None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = sorted({name for model in CLIENT for name in model.model_fields})
TYPES = [model.model_fields["type"].default for model in CLIENT]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), st.sampled_from(TYPES))
def test_anything_is_a_message_or_a_refusal(body: dict[str, Any], kind: str) -> None:
    refusal = outcome_of(json.dumps({**body, "type": kind}))
    assert refusal is None or (refusal.code in ALL_CODES and refusal.path)


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    refusal = outcome_of(text)
    assert refusal is not None
    assert refusal.code in ("not_json", "not_an_object", "missing_field")


@given(st.data())
def test_one_wrong_leaf_in_a_right_message(data: st.DataObject) -> None:
    body = json.loads(json.dumps({**START, "changes": [{"at_step": 3, "racer": "a", "set": {"noise": 0.5}}]}))
    place = body
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else list(range(len(place)))))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    refusal = outcome_of(json.dumps(body))
    assert refusal is None or (refusal.code in ALL_CODES and refusal.path)
