"""Learning rates to begin with, by ground and optimizer, read from the tables that ``tools/tune_rates.py`` writes.

On a surface they hold for its own hyperparameters, on a dataset for its own fields, with all of it to learn from and the model's usual
loss. What nobody has tried, a visitor's own data, follows from what has been tried (``engine.tuned.own``).
"""

from collections.abc import Mapping
from functools import cache

from engine.tuned import on_data, on_surfaces

Rates = Mapping[str, float]
"""Kind of optimizer → learning rate."""


def _rows(table: str) -> list[list[str]]:
    """The words of each line; the first line names the columns."""
    return [line.split() for line in table.strip().splitlines()]


def _rates(table: str, keys: int) -> dict[tuple[str, ...], Rates]:
    """The first ``keys`` words of each line → its rates by optimizer."""
    head, *rows = _rows(table)
    optimizers = head[keys:]
    return {tuple(row[:keys]): dict(zip(optimizers, map(float, row[keys:]), strict=True)) for row in rows}


def _shares(*tables: str) -> Mapping[tuple[str, ...], float]:
    return {tuple(words): float(share) for table in tables for *words, share in _rows(table)[1:]}


@cache
def rates_on_surfaces() -> Mapping[str, Rates]:
    """Kind of surface → rates."""
    return {kind: rates for (kind,), rates in _rates(on_surfaces.RATES, 1).items()}


@cache
def rates_on_data() -> Mapping[tuple[str, str, str], Rates]:
    """(dataset, model, ``raw`` or ``standardised``) → rates."""
    return {(dataset, model, features): rates for (dataset, model, features), rates in _rates(on_data.RATES, 3).items()}


@cache
def own_rates() -> Mapping[str, Rates]:
    """Model → the constant c of each optimizer (``engine.tuned.own``)."""
    return {model: rates for (model,), rates in _rates(on_data.OWN, 1).items()}


@cache
def slow_in_batches() -> Mapping[tuple[str, ...], float]:
    """(ground …, optimizer) of the pairs that come less than half as far in batches → the share they come down there."""
    return _shares(on_data.IN_BATCHES)


@cache
def slow() -> Mapping[tuple[str, ...], float]:
    """(ground …, optimizer) of the pairs that come less than half way down in the steps they were tried for → the share they come down."""
    return _shares(on_surfaces.SLOW, on_data.SLOW)
