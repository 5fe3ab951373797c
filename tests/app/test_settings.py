"""Every setting is documented, with its default."""

import re

import pytest
from pydantic import ValidationError

from app.paths import ROOT
from app.settings import Settings, misspelt

ROWS = dict(re.findall(r"^\| `DESCENT_(\w+)` \| (.*?) \|", (ROOT / "docs" / "hosting.md").read_text(), re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert {name.lower() for name in ROWS} == set(Settings.model_fields)


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if name != "cache_dir"])
def test_documented_default_is_the_default(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = "none" if default == [] else ", ".join(default) if isinstance(default, list) else str(default)
    assert ROWS[name.upper()] == shown


@pytest.mark.parametrize("name", Settings.model_fields)
def test_documented_meaning_is_that_of_the_code(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description
    assert description in (ROOT / "docs" / "hosting.md").read_text()


def test_numbers_with_a_unit_say_so() -> None:
    counted = {"sessions", "sessions_per_address", "session_racers", "session_branches", "session_waiting_messages"}
    counted |= {"grid_points", "landscape_evaluations", "table_rows", "sweep_updates", "sweeps_waiting", "sweep_processes", "sweep_cache"}
    counted |= {
        "cost_examples",
        "measurements_waiting",
        "measurement_cache",
        "address_jobs_waiting",
        "landscape_threads",
        "landscapes_waiting",
        "requests_waiting",
    }
    numbers = {name for name, field in Settings.model_fields.items() if field.annotation in (int, float)}
    for name in numbers - counted:
        assert re.search(r"_(s|ms|kib|mib|s_per_minute|mib_per_minute|messages_per_s)$", name), name


def test_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESCENT_SESSIONS", "7")
    monkeypatch.setenv("DESCENT_ALLOWED_HOSTS", '["play.example"]')
    settings = Settings()
    assert (settings.sessions, settings.allowed_hosts) == (7, ["play.example"])


def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESCENT_SESSIONS", "0")
    with pytest.raises(ValidationError):
        Settings()


def test_a_misspelt_setting_is_named_with_the_nearest_one() -> None:
    assert misspelt(["HOME", "DESCENT_SESSIONS", "descent_sessions"]) == []
    told = misspelt(["DESCENT_SESSION", "DESCENT_ALLOWED_HOST"])
    assert [sentence.split()[0] for sentence in told] == ["DESCENT_SESSION", "DESCENT_ALLOWED_HOST"]
    assert "DESCENT_SESSIONS." in told[0]
    assert "DESCENT_ALLOWED_HOSTS." in told[1]
