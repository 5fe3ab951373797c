"""What is made from the messages and the run they carry is up to date and means what the models mean."""

import re
from pathlib import Path

import orjson
import pytest

from app import schema
from app.paths import ROOT
from app.refusal import CODES
from app.stream.messages import CLIENT_MESSAGE, SERVER_MESSAGE
from engine.errors import SENTENCES
from engine.functions import OPERATIONS


@pytest.mark.parametrize("path", schema.FILES, ids=lambda path: path.name)
def test_committed_files_are_up_to_date(path: Path) -> None:
    assert path.read_text() == schema.FILES[path](), f"{path.name} is stale; mend it with: {schema.MENDING_COMMAND}"


def test_write_mends_and_says_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = ROOT / "build" / tmp_path.name / "messages.d.ts"
    monkeypatch.setattr(schema, "FILES", {stale: schema.message_types})
    try:
        assert schema.write() == [str(stale.relative_to(ROOT))]
        assert stale.read_text() == schema.message_types()
        assert schema.write() == []
    finally:
        stale.unlink()
        stale.parent.rmdir()


def test_every_message_is_in_both() -> None:
    body = orjson.loads(schema.stream_schema())
    types = schema.message_types()
    for side, adapter in (("client", CLIENT_MESSAGE), ("server", SERVER_MESSAGE)):
        kinds = set(adapter.json_schema()["discriminator"]["mapping"])
        named = {reference["$ref"].rsplit("/", 1)[1] for reference in body["properties"][side]["oneOf"]}
        assert {body["$defs"][name]["properties"]["type"]["const"] for name in named} == kinds
        for kind in kinds:
            assert f'type: "{kind}";' in types


def test_every_operation_is_in_the_pages_table_and_documented() -> None:
    table = (ROOT / "static" / "operations.js").read_text()
    documented = re.search(r'a node `\{"op", "of"\}` with `([^`]+)`', (ROOT / "docs" / "stream.md").read_text())
    assert documented
    # Of a choice only the side that holds is sent.
    assert set(documented[1].split()) == {operation.op for operation in OPERATIONS.values()} - {"select"}
    for operation in OPERATIONS.values():
        assert f'\n  "{operation.op}": {{"notation":"{operation.notation}",' in table


def test_codes_are_documented_and_the_engines_are_not_taken_again() -> None:
    text = (ROOT / "docs" / "stream.md").read_text()
    for code, meaning in CODES.items():
        assert f"| `{code}` | {meaning} |" in text
    assert not set(CODES) & set(SENTENCES)
