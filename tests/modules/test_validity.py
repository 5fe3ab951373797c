"""What the page says of a bad run is what the server would say, and what it makes of it can be computed."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from pydantic import ValidationError

from app.page.catalogue import MOST_RACERS, catalogue, presets
from app.page.forms import run_form
from app.refusal import Refusal, first_refusal
from app.stream.messages import Start
from app.stream.parsing import parse
from engine.errors import EngineError
from engine.run import start
from engine.run_config import Change, RunConfig
from tests.app import grown
from tests.modules.wrong import GONE, Fault, Path, faults_of, with_value

CATALOGUE = catalogue("en")
SURFACE: dict[str, Any] = {
    "problem": {"kind": "surface", "surface": {"kind": "quadratic", "condition_number": 20.0, "rotation": 30.0}},
    "racers": [
        {
            "id": "a",
            "optimizer": {"kind": "adam", "learning_rate": 0.02, "amsgrad": True},
            "schedule": {"kind": "cosine", "period": 70},
            "clipping": {"kind": "norm", "limit": 2.0},
            "noise": 0.5,
            "batch": {"kind": "full"},
            "gradient": {"kind": "numerical", "epsilon": 1e-4},
            "start": [1.0, 2.0],
        },
        {"id": "b", "optimizer": {"kind": "momentum"}, "start": "random"},
    ],
    "start": [0.5, -1.0],
    "seed": 7,
    "step_limit": 60,
    "convergence": {"gradient_tolerance": 1e-4, "stop": True},
}
OWN: dict[str, Any] = {
    "problem": {
        "kind": "fit",
        "model": {"kind": "line"},
        "loss": {"kind": "huber", "delta": 2.0},
        "data": {
            "kind": "own",
            "task": "regression",
            "x": [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]],
            "y": [1.0, 2.0, 2.5],
            "features": ["a", "b"],
            "target": "c",
            "classes": [],
        },
        "features": [1],
        "test_share": 0.25,
        "l2": 0.1,
    },
    "racers": [{"id": "a", "optimizer": {"kind": "adam"}, "batch": {"kind": "mini_batch", "size": 2, "replacement": True}}],
}
DATASET = {
    **OWN,
    "problem": {
        "kind": "fit",
        "model": {"kind": "logistic"},
        "loss": {"kind": "binary_cross_entropy"},
        "data": {"kind": "dataset", "dataset": {"kind": "iris", "first": "petal_length"}},
        "positive": 2,
    },
}
RUNS = {"surface": SURFACE, "own data": OWN, "a dataset": DATASET}
CHANGES = {
    "surface": {
        "at_step": 5,
        "racer": "a",
        "set": {
            "optimizer": {"kind": "lion"},
            "schedule": {"kind": "step"},
            "clipping": {"kind": "value"},
            "noise": 1.0,
            "gradient": {"kind": "exact"},
            "params": [1.0, 1.0],
        },
    },
    "own data": {"at_step": 3, "racer": None, "set": {"problem": {**OWN["problem"], "l1": 0.5}}},
    "a dataset": {"at_step": 0, "racer": "a", "set": {"batch": {"kind": "mini_batch"}, "problem": DATASET["problem"]}},
}
DIFFERENCES = {
    "no object": "what is no object has no kind either, which is what pydantic says of a problem told by a function",
    "no kind": "a problem without a kind is a surface, of which a page of fits says that it belongs to another page",
}
"""Of a problem, the page says something else than the server, and means to."""
BASES = {room: presets(room)[0].run.model_dump(mode="json") for room in ("surface", "fit")}

JUDGED = """async ([bodies, base, catalogue]) => {
  const { goodRun, goodChanges } = await import("/static/run/validity.js");
  return JSON.parse(bodies).map(({ run, changes }) => {
    const faults = [];
    const good = goodRun(run, base, catalogue, faults);
    return { run: good, changes: goodChanges(changes, good, catalogue, faults), faults };
  });
}"""


def judged(bare: Page, bodies: list[dict[str, Any]], room: str, catalogue: dict[str, Any] = CATALOGUE) -> list[dict[str, Any]]:
    """What the room's page makes of each ``{run, changes}``."""
    # As text: numbers beyond the largest are a matter of JSON.
    text = json.dumps(bodies).replace("Infinity", "1e999")
    return list(bare.evaluate(JUDGED, [text, BASES[room], catalogue]))


def room_of(name: str) -> str:
    return str(RUNS[name]["problem"]["kind"])


def refusal(run: Any, changes: list[Any]) -> tuple[str, str] | None:
    """Code and path of the server's first finding; None where it can compute the run."""
    body = json.dumps({"type": "start", "run": run, "changes": changes}).replace("Infinity", "1e999")
    try:
        message = parse(body)
        assert isinstance(message, Start)
        start(message.run, message.changes)
    except (Refusal, EngineError) as found:
        return found.code, found.path.removeprefix("run.")
    return None


def differs(fault: Fault) -> bool:
    return fault.path[-1:] == ("problem",) and fault.what in DIFFERENCES


@pytest.mark.parametrize("name", RUNS)
def test_a_good_run_is_made_whole_and_nothing_else(bare: Page, name: str) -> None:
    [found] = judged(bare, [{"run": RUNS[name], "changes": [CHANGES[name]]}], room_of(name))
    assert found["faults"] == []
    whole = RunConfig.model_validate_json(json.dumps(RUNS[name])).model_dump(mode="json")
    assert found["run"] == whole
    # In the order of the models too: links tell by the text whether a run is an example's.
    assert re.findall(r'"\w+":', json.dumps(found["run"])) == re.findall(r'"\w+":', json.dumps(whole))
    change = Change.model_validate_json(json.dumps(CHANGES[name])).model_dump(mode="json")
    assert found["changes"] == [{**change, "set": {field: value for field, value in change["set"].items() if value is not None}}]


@pytest.mark.parametrize("name", RUNS)
def test_each_fault_of_a_run_has_the_servers_code_and_path(bare: Page, name: str) -> None:
    wrong = list(faults_of(CATALOGUE["run"], RUNS[name], CATALOGUE))
    assert len(wrong) > 60
    for fault, found in zip(wrong, judged(bare, [{"run": fault.body, "changes": []} for fault in wrong], room_of(name)), strict=True):
        about = (fault.path, fault.what)
        assert refusal(found["run"], []) is None, about
        if not differs(fault):
            first, *more = [(one["code"], one["path"]) for one in found["faults"]]
            assert first == refusal(fault.body, []), about
            assert not more or fault.what == "too long", about


@pytest.mark.parametrize("name", RUNS)
def test_each_fault_of_a_change_has_the_servers_code_and_path(bare: Page, name: str) -> None:
    run, good = RUNS[name], CHANGES[name]
    wrong = list(faults_of(CATALOGUE["changes"]["items"], good, CATALOGUE))
    assert len(wrong) > 50
    bodies = [{"run": run, "changes": [good, fault.body, good]} for fault in wrong]
    for fault, body, found in zip(wrong, bodies, judged(bare, bodies, room_of(name)), strict=True):
        about = (fault.path, fault.what)
        [only] = found["faults"]
        assert len(found["changes"]) == 1, about
        assert refusal(found["run"], found["changes"]) is None, about
        if not differs(fault):
            assert (only["code"], only["path"]) == refusal(run, body["changes"]), about


def test_a_problem_of_another_page_is_told_as_one(bare: Page) -> None:
    for room, name in (("fit", "surface"), ("surface", "own data")):
        [found] = judged(bare, [{"run": RUNS[name], "changes": []}], room)
        assert found["faults"][0] == {"code": "other_page", "path": "problem", "params": {"value": room_of(name), "allowed": room}}
        assert found["run"]["problem"] == BASES[room]["problem"]


def test_a_run_written_before_there_were_fits_is_one_on_a_surface(bare: Page) -> None:
    [found] = judged(bare, [{"run": with_value(SURFACE, ("problem", "kind"), GONE), "changes": []}], "surface")
    assert (found["faults"], found["run"]["problem"]) == ([], SURFACE["problem"])


RACER = {"optimizer": {"kind": "adam"}}
EARLY, LATE = ({"at_step": at, "racer": "a", "set": {"noise": 0.25}} for at in (3, 9))
RULES: dict[str, tuple[str, Path, Any, tuple[str, str]]] = {
    "one id twice": ("surface", ("racers",), [{**RACER, "id": "a"}, {**RACER, "id": "a"}], ("not_unique", "racers.1.id")),
    "a start for another ground": ("surface", ("start",), [1.0], ("wrong_length", "start")),
    "a racer's own": ("surface", ("racers", 0, "start"), [1.0], ("wrong_length", "racers.0.start")),
    "a column too short": ("own data", ("problem", "data", "x", 1), [1.0, 2.0], ("wrong_length", "problem.data.x.1")),
    "half a class": ("own data", ("problem", "data"), {**OWN["problem"]["data"], "task": "binary"}, ("out_of_range", "problem.data.y.1")),
    "a class too many": (
        "own data",
        ("problem", "data"),
        {**OWN["problem"]["data"], "task": "multiclass", "y": [0, 20, 1]},
        ("out_of_range", "problem.data.y.1"),
    ),
}
MISFITS: dict[str, tuple[str, list[Any], tuple[str, str]]] = {
    "time runs back": ("surface", [LATE, EARLY], ("out_of_order", "changes.1.at_step")),
    "a stranger": ("surface", [{**EARLY, "racer": "z"}], ("unknown_kind", "changes.0.racer")),
    "nobody": ("surface", [{**EARLY, "racer": None}], ("missing_field", "changes.0.racer")),
    "a point elsewhere": ("surface", [{**EARLY, "set": {"params": [1.0]}}], ("wrong_length", "changes.0.set.params")),
    "a word for a point": ("surface", [{**EARLY, "set": {"params": "random"}}], ("not_a_list", "changes.0.set.params")),
    "another surface": (
        "surface",
        [{"at_step": 1, "set": {"problem": {"kind": "surface", "surface": {"kind": "booth"}}}}],
        ("unknown_kind", "changes.0.set.problem.surface.kind"),
    ),
    "another model": (
        "own data",
        [{"at_step": 1, "set": {"problem": {**OWN["problem"], "model": {"kind": "sine"}}}}],
        ("unknown_kind", "changes.0.set.problem.model.kind"),
    ),
    "uneven data": (
        "own data",
        [{"at_step": 1, "set": {"problem": with_value(OWN["problem"], ("data", "x", 0), [1.0])}}],
        ("wrong_length", "changes.0.set.problem.data.x.0"),
    ),
    "no list": ("surface", "x", ("not_a_list", "changes")),  # type: ignore[dict-item]  # a mistake is the point
}


@pytest.mark.parametrize("what", RULES)
def test_a_rule_that_no_form_holds_has_the_servers_code_and_path(bare: Page, what: str) -> None:
    name, path, value, expected = RULES[what]
    body = with_value(RUNS[name], path, value)
    [found] = judged(bare, [{"run": body, "changes": []}], room_of(name))
    assert [(one["code"], one["path"]) for one in found["faults"]] == [expected] == [refusal(body, [])]
    assert refusal(found["run"], []) is None


@pytest.mark.parametrize("what", MISFITS)
def test_a_change_that_does_not_fit_has_the_servers_code_and_path(bare: Page, what: str) -> None:
    name, changes, expected = MISFITS[what]
    [found] = judged(bare, [{"run": RUNS[name], "changes": changes}], room_of(name))
    assert [(one["code"], one["path"]) for one in found["faults"]] == [expected] == [refusal(RUNS[name], changes)]
    assert refusal(found["run"], found["changes"]) is None
    assert len(found["changes"]) == {"time runs back": 1}.get(what, 0)


def test_a_link_may_hold_more_changes_than_a_message(bare: Page) -> None:
    assert refusal(SURFACE, [EARLY] * 257) == ("wrong_length", "changes")
    [found] = judged(bare, [{"run": SURFACE, "changes": [EARLY] * 1000}], "surface")
    assert (len(found["changes"]), found["faults"]) == (1000, [])
    assert refusal(found["run"], found["changes"][:256]) is None


def test_a_racer_without_an_id_of_its_own_takes_nobodys(bare: Page) -> None:
    given = [{**RACER, "id": "R!"}, {**RACER, "id": "r1"}, RACER, {**RACER, "id": "r1"}]
    [found] = judged(bare, [{"run": {**SURFACE, "racers": given}, "changes": []}], "surface")
    assert [racer["id"] for racer in found["run"]["racers"]] == ["r2", "r1", "r3", "r4"]
    assert [(one["code"], one["path"]) for one in found["faults"]] == [
        ("bad_pattern", "racers.0.id"),
        ("missing_field", "racers.2.id"),
        ("not_unique", "racers.3.id"),
    ]


def test_a_page_runs_so_many_racers_and_leaves_out_what_is_none(bare: Page) -> None:
    many = [{**RACER, "id": f"x{k}"} for k in range(MOST_RACERS + 2)]
    [found, spoilt] = judged(
        bare,
        [{"run": {**SURFACE, "racers": many}, "changes": []}, {"run": {**SURFACE, "racers": [many[0], 5, {"id": "q"}]}, "changes": []}],
        "surface",
    )
    assert [racer["id"] for racer in found["run"]["racers"]] == [racer["id"] for racer in many[:MOST_RACERS]]
    length = {"value": MOST_RACERS + 2, "allowed": f"≤ {MOST_RACERS}"}
    assert found["faults"] == [{"code": "wrong_length", "path": "racers", "params": length}]
    assert [racer["id"] for racer in spoilt["run"]["racers"]] == ["x0"]
    assert [one["path"] for one in spoilt["faults"]] == ["racers.1", "racers.2.optimizer"]


def test_what_is_set_to_null_is_left_out(bare: Page) -> None:
    change = {"at_step": 2, "racer": "a", "set": {"noise": 0.5, "optimizer": None, "params": None}}
    [found] = judged(bare, [{"run": SURFACE, "changes": [change]}], "surface")
    assert found["changes"] == [{"at_step": 2, "racer": "a", "set": {"noise": 0.5}}]


LONG = 2_000_000
FLOODS: dict[str, tuple[str, Any]] = {
    "a number": ("surface", "x" * LONG),
    "names": ("surface", {**SURFACE, **{f"nonsense{k}": 0 for k in range(LONG // 16)}}),
    "racers": ("surface", {**SURFACE, "racers": [{}] * (LONG // 4)}),
    "an id": ("surface", with_value(SURFACE, ("racers", 0, "id"), "a" * LONG)),
    "a start": ("surface", {**SURFACE, "start": [0.0] * (LONG // 4)}),
    "data": ("own data", with_value(OWN, ("problem", "data", "y"), ["x"] * (LONG // 4))),
    "kinds": ("surface", with_value(SURFACE, ("racers", 0, "optimizer", "kind"), "a" * LONG)),
}


@pytest.mark.parametrize("what", FLOODS)
def test_two_megabytes_of_nonsense_are_told_in_a_few_words(bare: Page, what: str) -> None:
    name, run = FLOODS[what]
    [found] = judged(bare, [{"run": run, "changes": [run]}], room_of(name))
    assert 2 <= len(found["faults"]) <= 21
    assert len(json.dumps(found["faults"])) < 20_000
    assert refusal(found["run"], found["changes"]) is None


# A whole number with a point is another thing in Python, and the same in JavaScript.
nonsense = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not value.is_integer())
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "id", "set", "x", "limit", "__proto__"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(thing: Any, path: Path = ()) -> list[Path]:
    items = list(thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else [])
    return [*((*path, key) for key, _ in items), *(below for key, value in items for below in places(value, (*path, key)))]


# A dozen at once, since the way into the browser is what takes long; which of them it was, the message says: nothing is shrunk.
@settings(max_examples=25, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(places(SURFACE)), nonsense | st.just(GONE)), min_size=12, max_size=12))
def test_the_page_refuses_what_the_server_refuses_and_nothing_else(bare: Page, wrong: list[tuple[Path, Any]]) -> None:
    bodies = [{"run": with_value(SURFACE, path, value), "changes": []} for path, value in wrong]
    for body, found, (path, value) in zip(bodies, judged(bare, bodies, "surface"), wrong, strict=True):
        assert (found["faults"] == []) == (refusal(body["run"], []) is None), (path, value, found["faults"])
        assert refusal(found["run"], []) is None, (path, value)


GROWN = {**CATALOGUE, **run_form(str, grown.Start)}
BREEZE = {"kind": "breeze", "strength": 5.0}
NEW = {"lookahead": 3, "wind": BREEZE, "gust": dict(BREEZE)}


def test_fields_that_come_later_need_no_line_of_the_page(bare: Page) -> None:
    run = {**with_value(SURFACE, ("racers", 0), {**SURFACE["racers"][0], **NEW}), "label": "gusty"}
    change = {"at_step": 4, "racer": "a", "set": {"lookahead": 9, "wind": {"kind": "calm"}}}
    [found] = judged(bare, [{"run": run, "changes": [change]}], "surface", GROWN)
    assert found["faults"] == []
    assert found["run"] == grown.RunConfig.model_validate_json(json.dumps(run)).model_dump(mode="json")
    assert found["changes"] == [change]


def test_faults_of_fields_that_come_later_are_the_servers_too(bare: Page) -> None:
    run = {**with_value(SURFACE, ("racers", 0), {**SURFACE["racers"][0], **NEW}), "label": "gusty"}
    wrong = [fault for fault in faults_of(GROWN["run"], run, GROWN) if {"label", *NEW} & set(fault.path)]
    assert len(wrong) > 20
    for fault, found in zip(wrong, judged(bare, [{"run": fault.body, "changes": []} for fault in wrong], "surface", GROWN), strict=True):
        with pytest.raises(ValidationError) as caught:
            grown.Start.model_validate_json(json.dumps({"run": fault.body}).replace("Infinity", "1e999"))
        expected = first_refusal(grown.Start, caught.value)
        assert len(found["faults"]) == 1, (fault.path, fault.what, found["faults"])
        [only] = found["faults"]
        assert (only["code"], f"run.{only['path']}") == (expected.code, expected.path), (fault.path, fault.what)
        grown.RunConfig.model_validate_json(json.dumps(found["run"]))
