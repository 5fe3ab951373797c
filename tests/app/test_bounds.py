"""What members, questions and settings allow, where they begin and how far sliders reach (tests/reference/bounds.json)."""

import json
from math import inf
from typing import Any

import pytest

from app.paths import ROOT
from tests.reference.make_bounds import FOLDERS, bounded

KEPT: dict[str, Any] = json.loads((ROOT / "tests" / "reference" / "bounds.json").read_text("utf-8"))
MADE = bounded()
EACH = [(folder, kind) for folder in KEPT for kind in KEPT[folder]]


@pytest.mark.parametrize(("folder", "kind"), EACH)
def test_what_may_be_said_is_what_it_was(folder: str, kind: str) -> None:
    made = MADE[folder][kind]
    assert {name: made[name] for name in KEPT[folder][kind]} == KEPT[folder][kind], "and a new field adds its line"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_slider_spans_a_part_of_what_may_be_said_and_holds_where_it_begins(folder: str) -> None:
    for kind, fields in MADE[folder].items():
        for name, field in fields.items():
            if "slider" in field:
                low, high = field["slider"]
                assert low < high, (kind, name)
                assert field.get("minimum", low) <= low, (kind, name)
                assert field.get("exclusiveMinimum", -inf) < low, (kind, name)
                assert high <= field.get("maximum", high), (kind, name)
                assert high < field.get("exclusiveMaximum", inf), (kind, name)
                assert field["default"] is None or low <= field["default"] <= high, (kind, name)
                assert low > 0 or field["scale"] == "linear", (kind, name)
