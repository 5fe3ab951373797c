"""Errors that name the thing, its value and what is allowed.

An error is data, ``{code, path, params}``: whoever shows it makes the sentence in the reader's
language (the page from its catalogue, a Python user from ``SENTENCES`` below).
"""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "out_of_range": "{path} must be in {allowed}, got {value}",
    "not_a_number": "{path} must be a number, got {value}",
    "not_an_integer": "{path} must be a whole number, got {value}",
    "not_finite": "{path} must be a finite number, got {value}",
    "not_a_boolean": "{path} must be true or false, got {value}",
    "not_text": "{path} must be text, got {value}",
    "bad_pattern": "{path} must match {allowed}, got {value}",
    "unknown_kind": "{path} must be one of {allowed}, got {value}",
    "unknown_field": "{path} is not a field here",
    "missing_field": "{path} is missing",
    "not_a_list": "{path} must be a list, got {value}",
    "not_an_object": "{path} must be an object, got {value}",
    "wrong_length": "{path} must have {allowed} entries, got {value}",
    "wrong_shape": "{path} must have shape {allowed}, got {value}",
    "not_a_distribution": "{path} must sum to 1, got {value}",
    "no_plane": "no plane is spanned by {path}: {value}",
    "not_unique": "{path} must be unique, got {value} twice",
    "out_of_order": "{path} must be {allowed}, got {value}",
    "bad_checkpoint": "{path} does not fit this run: expected {allowed}, got {value}",
    "before_root": "{path} must be {allowed}, got {value}: steps before are not at hand any more",
    "not_a_text_file": "this is not a text file: it has {value} in it",
    "empty_table": "the table is empty",
    "only_header": "the table has a header and no row below it",
    "too_many_rows": "the table has too many rows, at most {allowed} are allowed",
    "too_many_columns": "the table has {value} columns, at most {allowed} are allowed",
    "ragged_row": "row {row} has {value} cells, the first row has {allowed}: what is in column {column} belongs to none",
    "bad_quotes": "row {row}, column {column}: a quoted cell does not end, or something follows its closing quote",
    "cell_too_long": "row {row}, column {column}: the cell has {value} letters, at most {allowed} are allowed",
    "ambiguous_decimal": "row {row}, column {column}: the comma in {value} may be a decimal mark or part thousands; say which",
    "cell_not_a_number": "row {row}, column {column} ({name}): {value} is not a number",
    "cell_out_of_range": "row {row}, column {column} ({name}): {value} is outside {allowed}",
    "column_not_numbers": "{path}: the column {value} is not of numbers",
    "no_complete_rows": "no row has a value in all of these columns: {value}",
    "wrong_number_of_classes": "the target {name} has {value} classes, {allowed} are allowed",
    "invalid": "{path} is not valid: {value}",
}

_TOLD: Mapping[str, tuple[str, str]] = {
    "instead": ("unknown_field", "{path} is not a field here; give it as {instead}"),
    "nearest": ("unknown_field", "{path} is not a field here; do you mean {nearest}? There are {allowed}"),
    "allowed": ("unknown_field", "{path} is not a field here; there are {allowed}"),
}
"""What a refusal may tell besides: the parameter, whose refusal, and the sentence then."""

_OF_ONE: Mapping[str, tuple[str, str]] = {
    "wrong_length": ("allowed", "{path} must have {allowed} entry, got {value}"),
    "wrong_number_of_classes": ("value", "the target {name} has {value} class, {allowed} are allowed"),
}
"""Where what is counted may be one: the parameter that counts, and the sentence then."""


class EngineError(ValueError):
    """One refused input.

    ``code`` is a key of ``SENTENCES``, ``path`` names the field as the configuration does
    (``racers.0.optimizer.beta1``), ``params`` holds ``value`` and ``allowed`` where they apply.
    """

    def __init__(self, code: str, path: str, **params: object) -> None:
        self.code = code
        self.path = path
        self.params = params
        super().__init__(_sentence(code, params).format(path=path, **params))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors come back from worker processes; pickle would call __init__ with the sentence alone.
        return _rebuilt, (self.code, self.path, self.params)


def shown(value: object) -> str:
    """``value`` as a refusal names it: one short line, whatever it is."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a stranger's __repr__ may raise anything
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 80 else text[:77] + "..."


def _sentence(code: str, params: Mapping[str, object]) -> str:
    for name, (of_code, told) in _TOLD.items():
        if code == of_code and name in params:
            return told
    counting, of_one = _OF_ONE.get(code, ("", ""))
    return of_one if params.get(counting) == 1 else SENTENCES[code]


def _rebuilt(code: str, path: str, params: dict[str, object]) -> EngineError:
    return EngineError(code, path, **params)
