"""Marks text that belongs to a member for extraction; translation happens where it is shown."""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Return ``sentence`` unchanged; Babel extracts the argument into the catalogues."""
    return sentence
