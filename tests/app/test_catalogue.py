"""The catalogue: every member, translated, with forms and clean MathML."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.page import course
from app.page.catalogue import MOST_RACERS, _preset, catalogue, presets
from app.page.course import COURSE
from app.page.forms import run_form
from app.run_schema import FOLDERS
from engine import registry
from engine.run_config import Racer, RunConfig, Setting
from tests.app import grown


@pytest.fixture(params=["en", "ko"])
def entries(request: pytest.FixtureRequest) -> dict[str, Any]:
    return catalogue(request.param)


@pytest.mark.parametrize("folder", ["surfaces", "optimizers", "schedules", "losses", "datasets"])
def test_every_member_is_there(entries: dict[str, Any], folder: str) -> None:
    assert sorted(entries[folder]) == sorted(registry.members(folder))


def fields_in(node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field below a node of the run's form, by its name."""
    named = {**node.get("properties", {})}
    for arm in node.get("kinds", {}).values():
        named |= arm["schema"]
    for name, field in named.items():
        yield name, field
        yield from fields_in(field)
    for inner in (*node.get("anyOf", []), *([node["items"]] if "items" in node else [])):
        yield from fields_in(inner)


WITHOUT_FORM = {"seed", "step_limit", "positive", "split_seed", "first", "second"}
"""Numbers of a run that are set by other means, or whose words are the page's own."""


def test_every_field_has_title_help_and_default(entries: dict[str, Any]) -> None:
    schemas = [entry["schema"] for folder in FOLDERS for entry in entries[folder].values()]
    of_run = [(name, field) for name, field in fields_in(entries["run"]) if field.get("type") in ("number", "integer", "boolean")]
    assert {name for name, _ in of_run} > WITHOUT_FORM
    for name, field in [*(pair for schema in schemas for pair in schema.items()), *of_run]:
        assert "default" in field, name
        if name not in WITHOUT_FORM:
            assert field["title"], name
            assert field["description"], name


def test_the_form_of_a_run_holds_every_field_and_no_word_of_the_code(entries: dict[str, Any]) -> None:
    run, changes = entries["run"], entries["changes"]
    racer = run["properties"]["racers"]["items"]["properties"]
    assert list(run["properties"]) == list(RunConfig.model_fields)
    assert list(racer) == list(Racer.model_fields)
    assert list(changes["items"]["properties"]["set"]["properties"]) == list(Setting.model_fields)
    assert run["properties"]["racers"]["maxItems"] == MOST_RACERS
    assert changes["maxItems"] == 256
    assert racer["optimizer"] == {"members": "optimizers"}
    assert racer["batch"]["default"] == {"kind": "full"}
    assert list(racer["batch"]["kinds"]["mini_batch"]["schema"]) == ["size", "replacement", "own_order"]
    assert "One ball" not in json.dumps(run)


def test_the_form_of_a_run_follows_its_models() -> None:
    def words(text: str) -> str:
        return text

    form = run_form(words, grown.Start)
    racer = form["run"]["properties"]["racers"]["items"]["properties"]
    assert racer["lookahead"] == {"type": "integer", "default": 0, "minimum": 0, "maximum": 9}
    assert racer["wind"]["kinds"]["breeze"]["schema"]["strength"]["exclusiveMinimum"] == 0
    assert form["changes"]["items"]["properties"]["set"]["properties"]["wind"]["anyOf"][1] == {"type": "null"}


def test_a_preset_says_its_height_only_where_it_chooses_one() -> None:
    chosen: dict[str, Any] = {preset.model_fields["kind"].default: preset.height for preset in presets("surface") + presets("fit")}
    for entry in catalogue("en")["presets"]:
        assert entry.get("height", "none") == (chosen[entry["kind"]] or "none")

    class Tall(presets("surface")[0]):  # type: ignore[misc]  # a preset of its own
        height = "log"

    assert _preset(Tall, str)["height"] == "log"


def test_fields_of_members_are_those_of_their_default(entries: dict[str, Any]) -> None:
    for folder in ("surfaces", "optimizers", "schedules", "losses", "datasets"):
        for kind, entry in entries[folder].items():
            assert set(entry["schema"]) | {"kind"} == set(entry["default"]), kind


def test_datasets_say_what_is_to_be_learnt(entries: dict[str, Any]) -> None:
    for kind, entry in entries["datasets"].items():
        assert entry["licence"], kind
        assert all([entry["target"], *entry["features"], *entry["classes"]]), kind
        assert (entry["task"] == "regression") == (not entry["classes"]), kind


def test_a_choice_says_its_values_in_words() -> None:
    fields = {language: catalogue(language)["datasets"]["iris"]["schema"]["first"] for language in ("en", "ko")}
    assert fields["en"]["choices"]["petal_length"] == "Petal length (cm)"
    assert fields["ko"]["choices"]["petal_length"] == "꽃잎 길이(cm)"


def test_equations_are_clean_mathml(entries: dict[str, Any]) -> None:
    rows = [row for folder in ("optimizers", "schedules") for entry in entries[folder].values() for row in entry["equation"]]
    for row in rows + [entry["formula"] for folder in ("surfaces", "losses") for entry in entries[folder].values()]:
        assert row.startswith("<math")
        assert "\\" not in row
        assert not re.search(r"&(?!#x[0-9A-Fa-f]+;|lt;|gt;|amp;)", row), row


def test_classes_survive_into_mathml(entries: dict[str, Any]) -> None:
    assert 'class="term-m_hat"' in "".join(entries["optimizers"]["adam"]["equation"])
    assert 'class="slot-b"' in entries["surfaces"]["rosenbrock"]["formula"]


def test_a_choice_says_each_of_its_names(entries: dict[str, Any]) -> None:
    guard = entries["losses"]["binary_cross_entropy"]["schema"]["guard"]
    assert list(guard["choices"]) == ["clamp_log", "add", "clip"]
    assert all(guard["choices"].values())
    if entries is catalogue("ko"):
        assert all(re.search("[가-힣]", name) for name in guard["choices"].values())


def test_what_a_loss_or_a_model_is_the_catalogue_says(entries: dict[str, Any]) -> None:
    losses, models = entries["losses"], entries["models"]
    assert {kind for kind, loss in losses.items() if loss["is_quadratic"]} == {"mean_squared_error", "half_sum_squared_error"}
    assert losses["binary_cross_entropy"]["chosen"] == {**losses["binary_cross_entropy"]["default"], "from_logits": True}
    assert losses["huber"]["chosen"] == losses["huber"]["default"]
    assert losses["binary_cross_entropy"]["schema"]["delta"]["needs"] == {"guard": "add"}
    usual = {kind: model["usual_loss"] for kind, model in models.items()}
    assert usual == {kind: {"regression": "mean_squared_error", "binary": "binary_cross_entropy"}[models[kind]["task"]] for kind in models}
    assert entries["run"]["properties"]["problem"]["usual"] == "surface"


def test_korean_is_korean() -> None:
    english, korean = catalogue("en"), catalogue("ko")
    for folder in ("surfaces", "optimizers", "schedules", "losses", "datasets"):
        for kind, entry in korean[folder].items():
            assert re.search("[가-힣]", entry["idea"]), kind
            assert not re.search("[가-힣]", english[folder][kind]["idea"]), kind


@pytest.mark.parametrize("folder", COURSE)
def test_lists_have_the_order_of_a_course_in_every_language(folder: str) -> None:
    english, korean = (list(catalogue(language)[folder].values()) for language in ("en", "ko"))
    assert (
        [entry["kind"] for entry in english]
        == [entry["kind"] for entry in korean]
        == [kind for kinds in COURSE[folder].values() for kind in kinds]
    )
    assert [entry["group"] for entry in english] == [group for group, kinds in COURSE[folder].items() for _ in kinds]
    for first, second in zip(english, korean, strict=True):
        assert re.search("[가-힣]", second["group"]), first["group"]
    assert len({entry["group"] for entry in korean}) == len(COURSE[folder]), "no two groups of one name"


def test_a_course_begins_with_bowl_gradient_descent_and_squared_error() -> None:
    first = {folder: next(iter(catalogue("en")[folder])) for folder in COURSE}
    assert first == {
        "surfaces": "quadratic",
        "optimizers": "gradient_descent",
        "losses": "mean_squared_error",
        "datasets": "line",
        "schedules": "constant",
    }
    assert catalogue("en")["presets"][0]["kind"] == "one_ball"


def test_a_group_of_data_is_of_one_kind_of_task(entries: dict[str, Any]) -> None:
    """Those that a model is for stand first, groups being whole."""
    tasks: dict[str, set[bool]] = {}
    for entry in entries["datasets"].values():
        tasks.setdefault(entry["group"], set()).add(entry["task"] == "regression")
    assert all(len(found) == 1 for found in tasks.values())


def test_who_adds_a_member_says_where_a_course_comes_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "COURSE", {"optimizers": {"All": ("adam", "adam")}})
    with pytest.raises(TypeError, match=r"course\.py must name each of engine/optimizers/ once.*lion"):
        list(course.in_order("optimizers"))


def test_what_goes_on_is_a_preset_of_the_same_page(entries: dict[str, Any]) -> None:
    kinds = {entry["kind"]: entry["run"]["problem"]["kind"] for entry in entries["presets"]}
    invites = {entry["kind"]: entry["onward"] for entry in entries["presets"] if entry["onward"] is not None}
    assert invites
    for kind, onward in invites.items():
        assert kinds[onward["preset"]] == kinds[kind]
        assert onward["words"]


def test_presets_are_in_their_order_and_run(entries: dict[str, Any]) -> None:
    assert [entry["kind"] for entry in entries["presets"]] == [preset.model_fields["kind"].default for preset in presets()]
    places = [preset.place for preset in presets()]
    assert places == sorted(places)
    for entry in entries["presets"]:
        run = RunConfig.model_validate(entry["run"])
        assert entry["selected"] in {racer.id for racer in run.racers}


def test_over_http(client: TestClient) -> None:
    response = client.get("/api/catalogue?lang=ko")
    assert response.headers["content-language"] == "ko"
    assert response.json()["optimizers"]["adam"]["kind"] == "adam"
    assert client.get("/api/catalogue?lang=ko", headers={"If-None-Match": response.headers["etag"]}).status_code == 304
    assert client.get("/api/catalogue").headers["content-language"] == "en"


def test_unknown_language(client: TestClient) -> None:
    response = client.get("/api/catalogue?lang=xx")
    assert response.status_code == 422
    assert response.json()["path"] == "lang"
