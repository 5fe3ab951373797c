"""The catalogue: every member, translated, with forms and clean MathML."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.page.catalogue import _preset, catalogue, presets
from engine import registry
from engine.run_config import RunConfig


@pytest.fixture(params=["en", "ko"])
def entries(request: pytest.FixtureRequest) -> dict[str, Any]:
    return catalogue(request.param)


@pytest.mark.parametrize("folder", ["surfaces", "optimizers", "schedules", "losses", "datasets"])
def test_every_member_is_there(entries: dict[str, Any], folder: str) -> None:
    assert list(entries[folder]) == list(registry.members(folder))


def test_every_field_has_title_help_and_default(entries: dict[str, Any]) -> None:
    schemas = [
        entry["schema"]
        for folder in ("surfaces", "optimizers", "schedules", "losses", "datasets", "clippings")
        for entry in entries[folder].values()
    ]
    for schema in [*schemas, entries["racer"], entries["convergence"]]:
        for name, field in schema.items():
            assert field["title"], name
            assert field["description"], name
            assert "default" in field, name


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


def test_korean_is_korean() -> None:
    english, korean = catalogue("en"), catalogue("ko")
    for folder in ("surfaces", "optimizers", "schedules", "losses", "datasets"):
        for kind, entry in korean[folder].items():
            assert re.search("[가-힣]", entry["idea"]), kind
            assert not re.search("[가-힣]", english[folder][kind]["idea"]), kind


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
