"""Views: which can be asked where, how a query is refused, and that all of them are JSON and told in the documents."""

import json
from typing import Any

import pytest
from configs import config, racer
from configs import problem as surface
from fits import problem as fit
from fits import run_of
from member_texts import ROOT

from engine import EngineError
from engine.registry import members
from engine.run import Run, start
from engine.view import View, offered
from engine.views.accuracy import AccuracyView

VIEWS = members("views")
WHERE = ("surface", "numbers", "classes")
NEEDS = {"step": WHERE, "limit": WHERE, "batch": WHERE[1:], "gradient_cloud": WHERE[1:], "accuracy": WHERE[2:]}


def ran(where: str) -> Run:
    made = {
        "surface": lambda: config(surface("booth"), racer()),
        "numbers": lambda: run_of(fit()),
        "classes": lambda: run_of(fit("logistic", "binary_cross_entropy", {"kind": "blobs"})),
    }[where]()
    run = start(made)
    run.advance(5)
    return run


@pytest.mark.parametrize("where", WHERE)
def test_where_a_view_is_offered_and_what_a_refusal_names(where: str) -> None:
    run = ran(where)
    kinds = offered(run.config.problem.landscape)
    assert {kind: kind in kinds for kind in NEEDS} == {kind: where in places for kind, places in NEEDS.items()}
    for kind in VIEWS:
        if kind in kinds:
            assert run.inspect(3, "a", kind)
            continue
        with pytest.raises(EngineError) as caught:
            run.inspect(3, "a", kind)
        assert (caught.value.code, caught.value.path) == ("unknown_kind", "what")
        assert caught.value.params == {"value": repr(kind), "allowed": ", ".join(kinds)}


@pytest.mark.parametrize(
    ("what", "query", "code", "path", "allowed"),
    [
        ("height", {}, "unknown_kind", "what", ", ".join(VIEWS)),
        ("accuracy", {"threshold": 1.0}, "out_of_range", "what.threshold", "(0, 1)"),
        ("accuracy", {"threshold": 0.0}, "out_of_range", "what.threshold", "(0, 1)"),
        ("step", {"threshold": 0.5}, "unknown_field", "what.threshold", "parameter"),
    ],
)
def test_a_query_that_does_not_fit_is_refused(what: str, query: dict[str, Any], code: str, path: str, allowed: str | None) -> None:
    with pytest.raises(EngineError) as caught:
        ran("classes").inspect(3, "a", what, **query)
    assert (caught.value.code, caught.value.path, caught.value.params.get("allowed")) == (code, path, allowed)


def test_a_view_is_asked_by_name_or_as_it_is() -> None:
    run = ran("classes")
    assert run.inspect(3, "a") == run.inspect(3, "a", "step")
    assert run.inspect(3, "a", AccuracyView(threshold=0.9)) == run.inspect(3, "a", "accuracy", threshold=0.9)
    assert run.inspect(3, "a", "accuracy", threshold=0.9) != run.inspect(3, "a", "accuracy")


def test_looking_moves_nothing() -> None:
    run = ran("classes")
    for kind in VIEWS:
        seen = run.inspect(2, "a", kind)
        assert run.inspect(2, "a", kind) == seen
    assert run.advance(3).first_step == 5


@pytest.mark.parametrize("kind", VIEWS)
def test_every_view_is_json_and_documented(kind: str) -> None:
    view = VIEWS[kind]
    assert issubclass(view, View)
    assert (view.__doc__ or "").strip()
    assert json.dumps(ran("classes").inspect(4, "a", kind), allow_nan=False)
    told = (ROOT / "docs" / "stream.md").read_text("utf-8").partition("## Views")[2].partition("\n## ")[0]
    assert f"`{kind}`" in told
    for field in view.model_fields.keys() - {"kind"}:
        assert f"`{field}`" in told
