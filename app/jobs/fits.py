"""A fit in pictures: its loss (or accuracy) surface, POST /api/landscape, and its examples, POST /api/data."""

import asyncio
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, Strict

from app.encoding import json_bytes
from app.jobs.grid import Interval, described
from app.jobs.threads import Threads
from app.refusal import Refusal
from app.settings import Settings
from engine.config import Config
from engine.fits.batches import MOST_BATCH
from engine.problems.fit import FitProblem, parts_of

Side = Annotated[tuple[Annotated[float, Field(ge=-1e9, le=1e9)], ...], Strict(False), Field(min_length=2, max_length=2)]

Index = Annotated[int, Field(ge=0, lt=MOST_BATCH)]
"""Of an example. More than JSON can say back would be a number too long for the refusal."""
LONG = 5_000_000
"""Evaluations from which a picture waits for a thread of its own: about a tenth of a second."""


class LandscapeQuery(Config):
    """Which fit, how finely, and what of it."""

    problem: FitProblem
    columns: Annotated[int, Field(ge=2, le=401)] = 121
    rows: Annotated[int, Field(ge=2, le=401)] = 121
    x: Side | None = None
    y: Side | None = None
    """Window, (low, high) of each parameter; the fit's own where nothing is said."""
    of: Literal["loss", "accuracy"] = "loss"
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """accuracy: the probability from which class 1 is said."""
    batch: Annotated[tuple[Index, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=100_000)] | None = None
    """loss: only of these examples."""


class DataQuery(Config):
    """Which fit."""

    problem: FitProblem


class ExamplesAnswer(Config):
    """Examples as the model reads them."""

    x: tuple[tuple[float, ...], ...]
    """A list for each feature."""
    y: tuple[float, ...]


class DataAnswer(Config):
    """The examples of a fit, split and standardised as it says."""

    train: ExamplesAnswer
    test: ExamplesAnswer
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    index: dict[str, tuple[int, ...]]
    """``train`` and ``test``: each example's place in the data as they came."""
    parameters: tuple[str, ...]
    closed_form: tuple[float, ...] | None
    """The minimum where a formula gives it."""


def evaluations(query: LandscapeQuery, most_points: int, most: int) -> int:
    """Of how many losses of one example the picture consists. Raises `Refusal` where it is too much."""
    size = query.columns * query.rows
    if size > most_points:
        raise Refusal("out_of_range", "columns × rows", status=422, value=size, allowed=f"≤ {most_points}")
    count = size * (query.problem.landscape.examples if query.batch is None else len(query.batch))
    if count > most:
        raise Refusal("out_of_range", "columns × rows × examples", status=422, value=count, allowed=f"≤ {most}")
    return count


def compute_landscape(query: LandscapeQuery) -> bytes:
    """The answer as JSON, ``GridAnswer``. Raises `Refusal` where a window or batch does not fit."""
    fit = query.problem.landscape
    window: list[Interval] = []
    for name, side, own in zip(("x", "y"), (query.x, query.y), fit.window(), strict=True):
        low, high = side or own
        if not low < high:
            raise Refusal("out_of_range", name, status=422, value=f"{low}, {high}", allowed="low < high")
        window.append((low, high))
    axes = [np.linspace(low, high, steps) for (low, high), steps in zip(window, (query.columns, query.rows), strict=True)]
    mesh = tuple(np.meshgrid(*axes))
    if query.of == "accuracy":
        if query.problem.model.task != "binary":
            raise Refusal("unknown_kind", "of", status=422, value="accuracy", allowed="loss")
        drawn = fit.accuracies(mesh, query.threshold)
    else:
        examples = fit.data
        if query.batch is not None:
            if max(query.batch) >= fit.examples:
                raise Refusal("out_of_range", "batch", status=422, value=max(query.batch), allowed=f"[0, {fit.examples - 1}]")
            examples = fit.batch(np.array(query.batch))
        drawn = fit.values(mesh, examples.astype(fit.picture_kind))
    return json_bytes(described(fit, window, drawn))


def compute_data(query: DataQuery) -> bytes:
    """The answer as JSON, ``DataAnswer``."""
    parts, fit = parts_of(query.problem), query.problem.landscape
    known = fit.stationary_points()

    def listed(examples: Any) -> dict[str, Any]:
        return {"x": examples.x.T.tolist(), "y": examples.y.astype(float).tolist()}

    return json_bytes(
        {
            "train": listed(parts.train),
            "test": listed(parts.test),
            "mean": parts.mean.tolist(),
            "scale": parts.scale.tolist(),
            "index": {"train": parts.places[0].tolist(), "test": parts.places[1].tolist()},
            "parameters": fit.parameters,
            "closed_form": known[0].params if known else None,
        }
    )


class Landscapes:
    """Pictures of fits: small ones beside everything else, long ones by turns in threads of their own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = Threads("landscape", settings.landscape_threads, settings.landscapes_waiting)

    async def landscape(self, query: LandscapeQuery) -> bytes:
        """The answer as JSON. Raises `Refusal`."""
        count = await asyncio.to_thread(evaluations, query, self._settings.grid_points, self._settings.landscape_evaluations)
        if count < LONG:
            return await asyncio.to_thread(compute_landscape, query)
        return await self._threads.do(compute_landscape, query)

    def close(self) -> None:
        """No further picture is begun."""
        self._threads.close()
