"""Find the learning rates to begin with again: `python tools/tune_rates.py`, five minutes on one core.

Needed where an optimizer, surface, model or dataset is new or changed; a test names what is missing. `python tools/tune_rates.py spiral
rosenbrock` finds only those of the grounds that one of these words names. The rule and its numbers are told in engine/tuned/rule.py, that
of own data in engine/tuned/own.py. Written are engine/tuned/on_surfaces.py and engine/tuned/on_data.py; the same code gives the same files.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from multiprocessing import Pool
from pathlib import Path

from engine import registry
from engine.optimizer import Optimizer
from engine.problems.fit import FitProblem
from engine.tuned import grounds, on_data, on_surfaces
from engine.tuned.own import is_held, unit_of_rate
from engine.tuned.rule import DESCENDED, Tuned, ground_of, tuned

Key = tuple[str, ...]
Rows = dict[Key, list[str]]
"""What a line of a table begins with → the rest of it."""

FOLDER = Path(__file__).parents[1] / "engine" / "tuned"
OPTIMIZERS = [registry.member("optimizers", Optimizer, kind, "optimizer") for kind in registry.members("optimizers")]
KINDS = [optimizer.kind for optimizer in OPTIMIZERS]
SURFACE, FIT = ("surface",), ("dataset", "model", "features")
DIGITS = 2
SLOW = """Pairs that come less than half way down in 500 updates, and how far: where a valley's floor hardly falls (Rosenbrock), where the
ball pauses at a saddle without a slope (monkey saddle), or where one parameter is thousands of times as steep as the other (data as they
are), a rate that is safe is too small for more."""
IN_BATCHES = """Pairs that one example at a time come less than half as far down as with all data, and how far: RAdam, which after few
updates divides by the noise of batches, and data with outliers."""


def tune(key: Key) -> list[Tuned]:
    """The rate of every optimizer on one ground."""
    landscape = grounds.problem_of(key).landscape.as_mapped
    assert landscape is not None
    ground = ground_of(landscape)
    found = [tuned(ground, optimizer) for optimizer in OPTIMIZERS]
    print(*key, *(entry.rate for entry in found), flush=True)
    return found


def parsed(table: str, words: int) -> Rows:
    """A table's lines but the first, each by its first words."""
    rows = (line.split() for line in table.strip().splitlines()[1:])
    return {tuple(row[:words]): row[words:] for row in rows}


def merged(old: Rows, new: Rows, keys: Sequence[Key], found: Mapping[Key, object]) -> Rows:
    """Of the grounds that were tuned the new lines, of the others that there are the old ones, in their order."""
    rows = {key: row for key, row in old.items() if key[: len(keys[0])] not in found} | new
    return {key: rows[key] for ground in keys for key in sorted(rows) if key[: len(ground)] == ground}


def table(name: str, about: str, head: Sequence[str], rows: Rows) -> str:
    """A table as Python: one line a row."""
    lines = [" ".join(row) for row in (head, *([*key, *row] for key, row in rows.items()))]
    return f'{name} = """\n' + "\n".join(lines) + f'\n"""\n"""{about}"""\n'


def write(name: str, about: str, tables: Iterable[str]) -> None:
    """One module of data."""
    head = f'"""{about}\n\nMade by tools/tune_rates.py, by the rule of engine/tuned/rule.py: change nothing by hand.\n"""\n\n'
    (FOLDER / name).write_text(head + "\n".join(tables), "utf-8")


def rate_rows(found: Mapping[Key, list[Tuned]]) -> Rows:
    """The rates of each ground."""
    return {key: [f"{entry.rate:g}" for entry in entries] for key, entries in found.items()}


def slow_rows(found: Mapping[Key, list[Tuned]]) -> Rows:
    """Pairs that come less than ``DESCENDED`` down."""
    pairs = [(key, kind, entry.end) for key, entries in found.items() for kind, entry in zip(KINDS, entries, strict=True)]
    return {(*key, kind): [f"{round(end, DIGITS):g}"] for key, kind, end in pairs if end < DESCENDED}


def batch_rows(found: Mapping[Key, list[Tuned]]) -> Rows:
    """Pairs that come less than half as far in batches."""
    pairs = [(key, kind, entry) for key, entries in found.items() for kind, entry in zip(KINDS, entries, strict=True)]
    return {(*key, kind): [f"{round(entry.in_batches, DIGITS):g}"] for key, kind, entry in pairs if entry.in_batches < 0.5 * entry.end}


def own_rows(rates: Rows) -> Rows:
    """The constant of each optimizer with each model: the lowest on standardised data."""
    found: dict[str, list[list[float]]] = {}
    for key, row in rates.items():
        problem = grounds.problem_of(key)
        assert isinstance(problem, FitProblem)
        if problem.standardise:
            pairs = zip(OPTIMIZERS, map(float, row), strict=True)
            found.setdefault(key[1], []).append([constant_of(rate, optimizer, problem) for optimizer, rate in pairs])
    return {(model,): [f"{min(column):.{DIGITS}g}" for column in zip(*constants, strict=True)] for model, constants in found.items()}


def constant_of(rate: float, optimizer: Optimizer, problem: FitProblem) -> float:
    """What a rate says of the constant; ∞ where nothing."""
    model, points = problem.model, problem.parts.train
    return inf if is_held(optimizer, model, points) else rate / unit_of_rate(optimizer, model, problem.loss, points)


def main(words: Sequence[str]) -> None:
    """Tune the grounds that one of the words names, all where there are none, and write both modules."""
    surfaces, fits = list(grounds.surfaces()), list(grounds.fits())
    keys: list[Key] = [key for key in (*surfaces, *fits) if not words or set(key) & set(words)]
    with Pool() as pool:
        found = dict(zip(keys, pool.map(tune, keys, chunksize=1), strict=True))
    on_surface = {key: entries for key, entries in found.items() if len(key) == len(SURFACE)}
    on_fit = {key: entries for key, entries in found.items() if len(key) == len(FIT)}
    rates = merged(parsed(on_surfaces.RATES, len(SURFACE)), rate_rows(on_surface), surfaces, found)
    slow = merged(parsed(on_surfaces.SLOW, len(SURFACE) + 1), slow_rows(on_surface), surfaces, found)
    about = "Learning rates, a column for each optimizer."
    tables = [table("RATES", about, [*SURFACE, *KINDS], rates), table("SLOW", SLOW, [*SURFACE, "optimizer", "share"], slow)]
    write("on_surfaces.py", "Learning rates to begin with on surfaces.", tables)
    rates = merged(parsed(on_data.RATES, len(FIT)), rate_rows(on_fit), fits, found)
    slow = merged(parsed(on_data.SLOW, len(FIT) + 1), slow_rows(on_fit), fits, found)
    in_batches = merged(parsed(on_data.IN_BATCHES, len(FIT) + 1), batch_rows(on_fit), fits, found)
    pair = [*FIT, "optimizer", "share"]
    tables = [
        table("RATES", about, [*FIT, *KINDS], rates),
        table("SLOW", SLOW, pair, slow),
        table("IN_BATCHES", IN_BATCHES, pair, in_batches),
        table("OWN", "Own data: the constants c of engine/tuned/own.py.", ["model", *KINDS], own_rows(rates)),
    ]
    write("on_data.py", "Learning rates to begin with on data.", tables)


if __name__ == "__main__":
    main(sys.argv[1:])
