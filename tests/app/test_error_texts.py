"""Every code the server can send has a sentence on the page, in every language."""

import pytest

from app.page.translations import LANGUAGES, texts
from app.refusal import CODES
from engine.errors import SENTENCES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    assert sorted({f"error.{code}" for code in (*CODES, *SENTENCES)} - set(texts(language))) == []
