"""The tests that are written beside this file in the modules' own language: every ``export function test…`` of them is one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

HERE = Path(__file__).parent
TEST = re.compile(r"^export (?:async )?function (test\w+)", re.MULTILINE)
FILES = sorted(HERE.glob("*.test.js"))
ALL = [(path.name, name) for path in FILES for name in TEST.findall(path.read_text(encoding="utf-8"))]
DRAWN = [(file, name) for file, name in ALL if file.startswith("drawn_")]
# Each takes milliseconds, on a busy machine a second.
pytestmark = pytest.mark.timeout(60)


def run(bare: Page, file: str, name: str) -> None:
    bare.evaluate("async ([file, name]) => (await import(`/tests/modules/${file}`))[name]()", [file, name])


def test_every_file_holds_tests() -> None:
    assert {file for file, _ in ALL} == {path.name for path in FILES}


@pytest.mark.parametrize(("file", "name"), [each for each in ALL if each not in DRAWN], ids=lambda part: part.removesuffix(".test.js"))
def test_module(bare: Page, file: str, name: str) -> None:
    run(bare, file, name)
