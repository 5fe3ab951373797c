"""The text of every surface, in English and Korean: a new file in engine/surfaces/ is enrolled by existing."""

import ast
import html
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from latex2mathml.converter import convert

import engine.surfaces
from engine.registry import members

KOREAN = Path(__file__).parents[2] / "app/locales/ko/surfaces.po"
KINDS: dict[str, Any] = members("surfaces")
each_kind = pytest.mark.parametrize("kind", KINDS)


def sentences_of(kind: str) -> set[str]:
    """Every string marked N_(…) in the surface's file."""
    tree = ast.parse((Path(engine.surfaces.__path__[0]) / f"{kind}.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_"]
    return {ast.literal_eval(call.args[0]) for call in calls}


def korean() -> dict[str, str]:
    with KOREAN.open("rb") as file:
        catalogue = read_po(file, locale="ko", abort_invalid=True)
    return {str(message.id): str(message.string) for message in catalogue if message.id and not message.fuzzy}


@each_kind
def test_text_is_complete(kind: str) -> None:
    surface = KINDS[kind]
    assert {surface.title, surface.idea, surface.spoken} <= sentences_of(kind)
    assert all([surface.title, surface.idea, surface.spoken, surface.formula])
    assert surface.idea.endswith(".")
    assert re.search(r", (19|20|18)\d\d$", surface.source), "a source ends with its year"
    fields = {name: field for name, field in surface.model_fields.items() if name != "kind"}
    for name, field in fields.items():
        assert {field.title, field.description} <= sentences_of(kind), name
    assert set(re.findall(r"\\class\{slot-(\w+)\}", surface.formula)) == set(fields)


@each_kind
def test_formula_becomes_mathml(kind: str) -> None:
    mathml = html.unescape(convert(KINDS[kind].formula))
    assert "\\" not in mathml
    assert "&" not in mathml
    assert "mtable" not in mathml, "one row"


@each_kind
def test_docstring_names_the_source(kind: str) -> None:
    documented = " ".join((KINDS[kind].__doc__ or "").replace('"', "").split())
    assert KINDS[kind].source in documented


@each_kind
def test_korean_text_exists(kind: str) -> None:
    known = korean()
    missing = [text for text in sentences_of(kind) if not re.search("[가-힣]", known.get(text, ""))]
    assert not missing, f"engine/surfaces/{kind}.py: no Korean in {KOREAN} for {missing}"


@each_kind
def test_korean_idea_is_a_polite_sentence(kind: str) -> None:
    assert korean()[KINDS[kind].idea].endswith("니다."), f"engine/surfaces/{kind}.py"


def test_korean_catalogue_holds_nothing_else() -> None:
    assert set(korean()) == {text for kind in KINDS for text in sentences_of(kind)}
