"""A problem with data in pictures: its loss (or accuracy) surface, POST /api/landscape, and its examples, POST /api/data."""

from collections.abc import AsyncGenerator, Callable
from functools import partial
from threading import Event
from time import thread_time
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field, Strict

from app.encoding import json_bytes, json_numbers
from app.jobs.grid import GridAnswer, Interval, described
from app.jobs.limit import Limit
from app.jobs.places import Places
from app.jobs.room import Room
from app.jobs.shared import Shared
from app.jobs.threads import Threads
from app.refusal import Refusal, refusal_of
from app.settings import Settings
from app.stream.askers import Beside
from engine import registry
from engine.config import Config
from engine.errors import EngineError
from engine.fits.batches import MOST_BATCH
from engine.landscape import Landscape, OnData
from engine.plane import Plane
from engine.problem import Problem
from engine.run_config import Point

WITH_DATA = [kind for kind, problem in registry.members("problems").items() if issubclass(problem, Problem) and problem.takes_batches]
"""Kinds of problems that are made of examples."""


def _need_data(value: Any) -> Any:
    """Raises ``EngineError`` for a problem of another kind. Questions asked before there were several name none."""
    kind = value.get("kind", "fit") if isinstance(value, dict) else "fit"
    if kind not in WITH_DATA:
        raise EngineError("unknown_kind", "kind", value=repr(kind), allowed=", ".join(WITH_DATA))
    return value


if TYPE_CHECKING:
    ProblemWithData: TypeAlias = Problem
else:
    ProblemWithData = Annotated[registry.union("problems", usual="fit"), BeforeValidator(_need_data)]

Side = Annotated[tuple[Annotated[float, Field(ge=-1e9, le=1e9)], ...], Strict(False), Field(min_length=2, max_length=2)]

Index = Annotated[int, Field(ge=0, lt=MOST_BATCH)]
"""Of an example. More than JSON can say back would be a number too long for the refusal."""
LONG = 5_000_000
"""Evaluations from which a picture waits for a thread of its own: about a tenth of a second."""


PIECE = 4_000_000
"""Evaluations of a long picture between two looks at the clock, and at whether anybody still waits for it."""
MOST_PLACES = 2_000
"""Points of a path through which a plane may be laid."""
POINTS_AT_ONCE = 2**20
"""Parameters of points of a plane that are in memory at once: 8 MiB."""
Floats: TypeAlias = NDArray[np.float64]


class LandscapeQuery(Config):
    """Which problem with data, how finely, and what of it. Of many parameters a plane is drawn: the problem's, or that of a path."""

    problem: ProblemWithData
    columns: Annotated[int, Field(ge=2, le=401)] = 121
    rows: Annotated[int, Field(ge=2, le=401)] = 121
    x: Side | None = None
    y: Side | None = None
    """Window, (low, high) of each parameter, or of each direction of the plane; its own where nothing is said."""
    of: Literal["loss", "accuracy"] = "loss"
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """accuracy: the probability from which class 1 is said."""
    batch: Annotated[tuple[Index, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=100_000)] | None = None
    """loss: only of these examples."""
    path: Annotated[tuple[Point, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=MOST_PLACES)] | None = None
    """Points of a run: the plane of its principal components is drawn instead, and where they stand in it."""


class DataQuery(Config):
    """Which problem with data."""

    problem: ProblemWithData


class PlaneAnswer(Config):
    """The plane that is drawn of a landscape of many parameters: ``origin + a · directions[0] + b · directions[1]``."""

    parameters: tuple[str, ...]
    """What its two directions are called."""
    origin: tuple[float, ...]
    directions: tuple[tuple[float, ...], ...]
    places: tuple[tuple[float, ...], ...]
    """Where the points of the path stand in it; none without a path."""
    distances: tuple[float, ...]
    """How far they are beside it."""
    share: float | None
    """Of the path's variance; None without a path, or one that does not move."""


class LandscapeAnswer(GridAnswer):
    """The drawn loss; of many parameters the plane it is drawn in."""

    plane: PlaneAnswer | None
    """None where there are two parameters: they are the plane."""


class ExamplesAnswer(Config):
    """Examples as the model reads them."""

    x: tuple[tuple[float, ...], ...]
    """A list for each feature."""
    y: tuple[float, ...]


class DataAnswer(Config):
    """The examples of a problem with data, split and standardised as it says."""

    train: ExamplesAnswer
    test: ExamplesAnswer
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    index: dict[str, tuple[int, ...]]
    """``train`` and ``test``: each example's place in the data as they came."""
    parameters: tuple[str, ...]
    closed_form: tuple[float, ...] | None
    """The minimum where a formula gives it."""


def _no_pause() -> None:
    """Nobody looks at the clock."""


def _cost(query: LandscapeQuery, data: OnData) -> int:
    """Losses of one example (and output) of which the loss at one place consists."""
    return data.cost if query.batch is None else len(query.batch) * data.cost // data.examples


def evaluations(query: LandscapeQuery, most_points: int, most: int) -> int:
    """Of how many losses of one example (and output) the picture consists. Raises `Refusal` where it is too much."""
    size = query.columns * query.rows
    if size > most_points:
        raise Refusal("out_of_range", "columns × rows", status=422, value=size, allowed=f"≤ {most_points}")
    count = size * _cost(query, query.problem.landscape.need_data())
    if count > most:
        raise Refusal("out_of_range", "columns × rows × examples", status=422, value=count, allowed=f"≤ {most}")
    return count


def compute_landscape(query: LandscapeQuery, pause: Callable[[], None] = _no_pause) -> bytes:
    """The answer as JSON, ``LandscapeAnswer``; ``pause`` is called before every piece and may raise.

    Raises `Refusal` where a window, batch or path does not fit.
    """
    landscape, data = query.problem.landscape, query.problem.landscape.need_data()
    drawn = landscape.drawn if query.path is None else _along(landscape, query.path)
    window: list[Interval] = []
    for name, side, own in zip(("x", "y"), (query.x, query.y), drawn.window(), strict=True):
        low, high = side or own
        if not low < high:
            raise Refusal("out_of_range", name, status=422, value=f"{low}, {high}", allowed="low < high")
        window.append((low, high))
    axes = [np.linspace(low, high, steps) for (low, high), steps in zip(window, (query.columns, query.rows), strict=True)]
    places, cost = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2), _cost(query, data)
    if query.of == "accuracy":
        if not data.is_classifier:
            raise Refusal("unknown_kind", "of", status=422, value="accuracy", allowed="loss")
        found = _mapped(drawn, places, cost, pause, lambda points: data.mapped_accuracies(points, query.threshold))
    else:
        if query.batch is not None and max(query.batch) >= data.examples:
            raise Refusal("out_of_range", "batch", status=422, value=max(query.batch), allowed=f"[0, {data.examples - 1}]")
        found = _mapped(drawn, places, cost, pause, lambda points: data.mapped_losses(points, query.batch))
    body = described(drawn, window, found.reshape(query.rows, query.columns))
    return json_bytes({**body, "plane": _plane(drawn, query.path) if isinstance(drawn, Plane) else None})


def _mapped(drawn: Landscape, places: Floats, cost: int, pause: Callable[[], None], numbers_at: Callable[[Floats], Floats]) -> Floats:
    """``numbers_at`` the points that stand at ``places``, ``(m, 2)``, a piece at a time; of many parameters few are in memory at once."""
    pieces = -(-len(places) * cost // PIECE)
    if isinstance(drawn, Plane):
        pieces = max(pieces, -(-len(places) * len(drawn.origin) // POINTS_AT_ONCE))
    found = []
    for part in np.array_split(places, pieces):
        pause()
        found.append(numbers_at(drawn.point(part) if isinstance(drawn, Plane) else part))
    return np.concatenate(found)


def _along(landscape: Landscape, path: tuple[tuple[float, ...], ...]) -> Plane:
    """The plane of the path's principal components."""
    if landscape.as_vector is None:
        raise Refusal("unknown_field", "path", status=422)
    width = len(landscape.parameters)
    for index, point in enumerate(path):
        if len(point) != width:
            raise Refusal("wrong_length", f"path.{index}", status=422, value=len(point), allowed=width)
    try:
        return Plane.pca(landscape, path)
    except EngineError as error:
        raise refusal_of(error) from None


def _plane(plane: Plane, path: tuple[tuple[float, ...], ...] | None) -> dict[str, Any]:
    points = np.array(path or []).reshape(-1, len(plane.origin))
    share = plane.share(points) if path else float("nan")
    return {
        "parameters": plane.parameters,
        "origin": plane.origin.tolist(),
        "directions": plane.directions.tolist(),
        "places": plane.place(points).tolist(),
        "distances": plane.distances(points).tolist(),
        "share": None if np.isnan(share) else share,
    }


def compute_data(query: DataQuery) -> bytes:
    """The answer as JSON, ``DataAnswer``."""
    parts, landscape = query.problem.parts, query.problem.landscape
    known = landscape.stationary_points()

    def listed(examples: Any) -> dict[str, Any]:
        return {"x": [json_numbers(column) for column in examples.x.T], "y": json_numbers(examples.y.astype(float))}

    return json_bytes(
        {
            "train": listed(parts.train),
            "test": listed(parts.test),
            "mean": parts.mean.tolist(),
            "scale": parts.scale.tolist(),
            "index": {"train": json_numbers(parts.places[0]), "test": json_numbers(parts.places[1])},
            "parameters": landscape.parameters,
            "closed_form": known[0].params if known else None,
        }
    )


def _in_time(query: LandscapeQuery, limit_s: float, is_left: Callable[[], bool]) -> bytes:
    """In a thread: ``compute_landscape``, ended at its limit, or when nobody waits for it any more. Raises `Refusal`."""
    limit = Limit(limit_s, thread_time)

    def pause() -> None:
        if limit.is_up or is_left():
            raise Refusal("out_of_time", "landscape", status=422, allowed=limit.allowed)

    return compute_landscape(query, pause)


class Landscapes:
    """Pictures of problems with data: small ones beside everything else, long ones by turns in threads of their own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._places = Places("landscape", settings.landscapes_waiting, settings.address_jobs_waiting)
        self._room = Room(settings.landscape_threads)
        self._threads = Threads("landscape", settings.landscape_threads)
        self._shared = Shared(0)

    async def landscape(self, query: LandscapeQuery, beside: Beside, who: str) -> bytes:
        """The answer as JSON, for ``who`` asks. Raises `Refusal`."""
        count = await beside(partial(evaluations, query, self._settings.grid_points, self._settings.landscape_evaluations))
        if count < LONG:
            return await beside(partial(compute_landscape, query))
        [body] = [line async for line in self._shared.lines(query.model_dump_json(), lambda: self._drawn(query, who))]
        return body

    async def _drawn(self, query: LandscapeQuery, who: str) -> AsyncGenerator[bytes, None]:
        with self._places.one(who):
            await self._room.enter(who)
            left = Event()
            try:
                yield await self._threads.do(_in_time, query, self._settings.landscape_s, left.is_set)
            finally:
                left.set()
                self._room.leave()

    def close(self) -> None:
        """No further picture is begun."""
        self._threads.close()
