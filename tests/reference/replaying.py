"""A run and its changes, row after row: no message, no checkpoint, nothing taken up again."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.run import start
from engine.run_config import Change, RunConfig

EXACT_COLUMNS = ("params", "loss", "gradient", "change", "learning_rate")


def replayed(
    run: dict[str, Any], changes: Sequence[dict[str, Any]] = (), columns: Sequence[str] = EXACT_COLUMNS
) -> dict[str, NDArray[np.float64]]:
    """The columns from step 0 to the end, each branch cut where the next change is made."""
    pieces = []
    branch = start(RunConfig.model_validate(run))
    for change in changes:
        at = change["at_step"]
        if branch.step < at:
            pieces.append(branch.advance(at - branch.step, columns=tuple(columns)).columns)
        branch = branch.branch(Change.model_validate(change))
    if not branch.is_over:
        pieces.append(branch.advance(10**7, columns=tuple(columns)).columns)
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in columns}


def digest(columns: Mapping[str, Any]) -> str:
    """SHA-256 of every row of every column."""
    found = hashlib.sha256()
    for name in sorted(columns):
        found.update(np.ascontiguousarray(columns[name]).tobytes())
    return found.hexdigest()
