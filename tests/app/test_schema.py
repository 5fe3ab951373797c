"""What is made from the messages and the run they carry is up to date and means what the models mean."""

import re
from pathlib import Path

import orjson
import pytest

from app import column_tables, schema
from app.paths import ROOT
from app.refusal import CODES
from app.stream.messages import CLIENT_MESSAGE, SERVER_MESSAGE
from engine.errors import SENTENCES
from engine.functions import OPERATIONS
from engine.running.columns import COLUMNS


@pytest.mark.parametrize("path", schema.FILES, ids=lambda path: path.name)
def test_committed_files_are_up_to_date(path: Path) -> None:
    assert path.read_text() == schema.FILES[path](), f"{path.name} is stale; mend it with: {schema.MENDING_COMMAND}"


def test_write_mends_and_says_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "new folder" / "messages.d.ts"
    monkeypatch.setattr(schema, "FILES", {stale: schema.message_types})
    monkeypatch.setattr(schema, "ROOT", tmp_path)
    assert schema.stale() == {stale: schema.message_types()}
    assert not stale.exists(), "to compare is not to write"
    assert schema.write() == ["new folder/messages.d.ts"]
    assert stale.read_text() == schema.message_types()
    assert schema.write() == []


def test_the_table_of_columns_stands_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "stream.md"
    monkeypatch.setattr(column_tables, "STREAM_PAGE", page)
    begins, ends = column_tables.BEGINS, column_tables.ENDS
    page.write_text(f"Before.\n\n{begins}\n| `altitude` | R | |\n{ends}\n\nAfter.\n")
    made = column_tables.stream_page()
    before, table, after = made.partition(begins)[0], made.partition(begins)[2].partition(ends)[0], made.partition(ends)[2]
    assert (before, after) == ("Before.\n\n", "\n\nAfter.\n")
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(COLUMNS)
    assert "| `place` | R, N, min(D, 2) |" in table
    for lost in (begins, ends):
        page.write_text(made.replace(lost, ""))
        with pytest.raises(ValueError, match=r"stream\.md needs the lines"):
            column_tables.stream_page()


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
