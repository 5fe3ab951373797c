"""Every code the server can send has a sentence on the page, in both languages."""

import re

import pytest

from app.paths import STATIC
from app.refusal import CODES
from engine.errors import SENTENCES


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_code_has_its_sentence(language: str) -> None:
    text = (STATIC / "text" / language / "shell.js").read_text(encoding="utf-8")
    assert sorted({*CODES, *SENTENCES} - set(re.findall(r'"error\.(\w+)":', text))) == []
