"""The words of a text one after the other, for the tests' own readers."""

import re


class Tokens:
    """Raises ``AssertionError`` where the text is not words of ``pattern``, each its first group, throughout."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self.tokens: list[str] = []
        self.at = position = 0
        while position < len(text.rstrip()):
            found = pattern.match(text, position)
            assert found, f"cannot read {text[position:]!r} of {text!r}"
            self.tokens.append(found[1])
            position = found.end()

    @property
    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *wanted: str) -> str | None:
        """The next word, if it is one of these."""
        if self.next in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None
