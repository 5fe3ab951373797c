"""Everything that is asked for over plain HTTP."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.encoding import json_bytes
from app.jobs.cost import CostLine, CostQuery
from app.jobs.fits import DataAnswer, DataQuery, LandscapeAnswer, LandscapeQuery, compute_data
from app.jobs.grid import GridAnswer, GridQuery, surface_of
from app.jobs.growth import GrowthQuery
from app.jobs.jobs import LINES
from app.jobs.leaving import while_here
from app.jobs.search import SearchLine, SearchQuery, check_search
from app.jobs.sweep import SweepLine, SweepQuery, check
from app.jobs.table import TableAnswer, TableQuery, answer
from app.jobs.trial import TrialLine, TrialQuery, path_of
from app.jobs.zone import ZoneLine, ZoneQuery
from app.page.assets import CHECKED, Asset
from app.page.lab import LabAnswer, answer_of, exhibit_of, exhibits
from app.page.page import Page, pages
from app.page.translations import LANGUAGES, SOURCE, Language, preferred_language
from app.refusal import Refusal, read_json, read_strings
from app.stream.askers import Beside
from app.stream.parsing import SHORT
from engine.config import Config

C = TypeVar("C", bound=Config)

router = APIRouter()


class RefusalBody(Config):
    """What every refused request answers."""

    code: str
    path: str
    params: dict[str, Any]


_REFUSALS: dict[int | str, dict[str, Any]] = {422: {"model": RefusalBody}, 400: {"model": RefusalBody}, 404: {"model": RefusalBody}}


def _serve(page: Page) -> None:
    """A page in all its languages: one that asks the reader's language, one for each language."""

    async def in_preferred(request: Request, accept_language: Annotated[str, Header()] = "") -> Response:
        return _sent(request, page, preferred_language(accept_language), {"Vary": "Accept-Language"})

    router.add_api_route(page.path or "/", in_preferred, methods=["GET", "HEAD"], include_in_schema=False)
    for language in LANGUAGES:
        router.add_api_route(f"/{language}{page.path}", _served_in(page, language), methods=["GET", "HEAD"], include_in_schema=False)


def _served_in(page: Page, language: Language) -> Callable[[Request], Awaitable[Response]]:
    async def in_language(request: Request) -> Response:
        return _sent(request, page, language)

    return in_language


for _page in pages():
    _serve(_page)


def _sent(request: Request, page: Page, language: Language, extra: dict[str, str] | None = None) -> Response:
    asset: Asset = request.app.state.pages[page.name, language]
    return asset.response(request.headers, CHECKED, {"Content-Language": language, **(extra or {})})


@router.get("/favicon.ico", include_in_schema=False)
async def favicon(request: Request) -> Response:
    """Browsers ask here whatever the page says."""
    return RedirectResponse(request.app.state.assets.address("icon.svg"))


@router.api_route("/static/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def static(request: Request, path: str) -> Response:
    """A file of the page."""
    answer: Response = request.app.state.assets.respond(path, request.headers)
    return answer


class Catalogue(Config):
    """Members by kind; static/types.d.ts describes their entries."""

    surfaces: dict[str, Any]
    optimizers: dict[str, Any]
    schedules: dict[str, Any]
    models: dict[str, Any]
    losses: dict[str, Any]
    datasets: dict[str, Any]
    presets: list[Any]
    run: dict[str, Any]
    """What a run may be: a form made from its configuration."""
    changes: dict[str, Any]
    """What a list of changes may be."""


@router.get("/api/catalogue", response_model=Catalogue, responses=_REFUSALS)
async def get_catalogue(
    request: Request, lang: Annotated[Language, Query(json_schema_extra={"enum": list(LANGUAGES)})] = SOURCE
) -> Response:
    """Surfaces, optimizers, schedules, losses, datasets and presets with text, MathML and the schema of every form."""
    if lang not in LANGUAGES:
        raise Refusal("unknown_kind", "lang", status=422, value=f"{lang!r:.80}", allowed=", ".join(LANGUAGES))
    asset: Asset = request.app.state.catalogues[lang]
    return asset.response(request.headers, CHECKED, {"Content-Language": lang})


_GRID_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "schema": schema}
    for name, schema in GridQuery.model_json_schema()["properties"].items()
]


@router.get("/api/grid", response_model=GridAnswer, responses=_REFUSALS, openapi_extra={"parameters": _GRID_PARAMETERS})
async def get_grid(
    request: Request,
    surface: Annotated[str, Query(max_length=2_000, description='A surface as JSON: `{"kind":"rosenbrock","b":100}`')],
) -> Response:
    """Losses on a grid, the drawn surface; x and y are windows, ``low,high``."""
    asked: dict[str, Any] = {name: value for name, value in request.query_params.items() if name != "surface"}
    query = read_strings(GridQuery, asked)
    asset: Asset = await request.app.state.grids.grid(surface_of(surface), query, _beside(request))
    return asset.response(request.headers, CHECKED)


def _serve_exhibit(kind: str) -> None:
    """An exhibit of the laboratory at an address of its own, with its own parameters."""
    member = exhibits()[kind]

    async def get_exhibit(request: Request) -> Response:
        exhibit = exhibit_of(kind, request.query_params)
        asset = await _beside(request)(partial(answer_of, exhibit))
        return asset.response(request.headers, CHECKED)

    properties = member.model_json_schema()["properties"].items()
    parameters = [
        {"name": name, "in": "query", "required": False, "style": "form", "explode": False, "schema": schema}
        for name, schema in properties
        if name != "kind"
    ]
    router.add_api_route(
        f"/api/lab/{kind}",
        get_exhibit,
        response_model=LabAnswer,
        responses=_REFUSALS,
        summary=member.title,
        description=member.idea,
        operation_id=f"lab_{kind}",
        openapi_extra={"parameters": parameters},
    )


for _kind in exhibits():
    _serve_exhibit(_kind)


def _address(request: Request) -> str:
    """The network address that asks."""
    return request.client.host if request.client else ""


def _beside(request: Request) -> Beside:
    """Where work of this request is done that is too long for the event loop."""
    beside: Beside = request.app.state.askers.beside(_address(request))
    return beside


async def _body(request: Request, most: int) -> bytes:
    """The body, of which never more is in memory than is allowed. Raises `Refusal`."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise Refusal("too_large", "body", status=413, value=len(body), allowed=most)
    return bytes(body)


async def _asked(request: Request, kind: type[C]) -> C:
    """The body as a question of ``kind``; a long one is understood beside the loop. Raises `Refusal`."""
    body = await _body(request, request.app.state.settings.message_kib * 1024)
    understood = partial(read_json, kind, body)
    return understood() if len(body) <= SHORT else await _beside(request)(understood)


def _takes(query: type[Config]) -> dict[str, Any]:
    """OpenAPI's description of a JSON body that is read by hand."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": query.model_json_schema()}}}}


@router.post(
    "/api/landscape",
    response_model=LandscapeAnswer,
    responses=_REFUSALS | {503: {"model": RefusalBody}},
    openapi_extra=_takes(LandscapeQuery),
)
async def post_landscape(request: Request) -> Response:
    """The loss of a problem with data over two parameters, or over a plane through many (or its accuracy), on all data or on one batch."""
    query = await _asked(request, LandscapeQuery)
    body = await while_here(request, request.app.state.landscapes.landscape(query, _beside(request), _address(request)))
    return Response(body, media_type="application/json")


@router.post("/api/data", response_model=DataAnswer, responses=_REFUSALS, openapi_extra=_takes(DataQuery))
async def post_data(request: Request) -> Response:
    """The examples of a problem as its model reads them: chosen, split, standardised."""
    query = await _asked(request, DataQuery)
    body = await while_here(request, _beside(request)(partial(compute_data, query)))
    return Response(body, media_type="application/json")


def _lines_of(line: type[Config]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's description of an answer told line by line."""
    content = {LINES: {"schema": line.model_json_schema()}}
    return _REFUSALS | {200: {"content": content, "description": "One object a line."}, 503: {"model": RefusalBody}}


async def _told(request: Request, job: str, query: Config) -> Response:
    answer: Response = await while_here(request, request.app.state.jobs.response(job, query, _address(request)))
    return answer


@router.post("/api/sweep", response_class=StreamingResponse, responses=_lines_of(SweepLine), openapi_extra=_takes(SweepQuery))
async def post_sweep(request: Request) -> Response:
    """How many steps a racer needs at each of many learning rates; every line says all that is known by then, the last is the answer.

    It ends after a limit of time; rates that were not tried by then are untried, the others as the whole sweep has them.
    """
    query = await _asked(request, SweepQuery)
    check(query, request.app.state.settings.sweep_updates)
    return await _told(request, "sweep", query)


@router.post("/api/trial", response_class=StreamingResponse, responses=_lines_of(TrialLine), openapi_extra=_takes(TrialQuery))
async def post_trial(request: Request) -> Response:
    """A learning rate with which a racer, from one step of its run on, neither diverges nor ends above the loss there; tried to the end.

    One line. Refused as `out_of_time` where none was found in time.
    """
    query = await _asked(request, TrialQuery)
    path_of(query)
    return await _told(request, "trial", query)


@router.post("/api/zone", response_class=StreamingResponse, responses=_lines_of(ZoneLine), openapi_extra=_takes(ZoneQuery))
async def post_zone(request: Request) -> Response:
    """The learning rates in a range with which a racer, from one step of its run on, diverges before the run's end.

    One line. Refused as `out_of_time` where not all of it is known in time.
    """
    query = await _asked(request, ZoneQuery)
    path_of(query)
    return await _told(request, "zone", query)


@router.post("/api/cost", response_class=StreamingResponse, responses=_lines_of(CostLine), openapi_extra=_takes(CostQuery))
async def post_cost(request: Request) -> Response:
    """What one update and one epoch cost on this machine, on more and more data; told as it is measured.

    A line {"refusal": …} ends an answer that was broken off.
    """
    query = await _asked(request, CostQuery)
    return await _told(request, "cost", query)


@router.post("/api/search", response_class=StreamingResponse, responses=_lines_of(SearchLine), openapi_extra=_takes(SearchQuery))
async def post_search(request: Request) -> Response:
    """Four ways to the bottom of a fit: full grid, random search, a formula, descent; told as they are measured."""
    query = await _asked(request, SearchQuery)
    check_search(query)
    return await _told(request, "search", query)


@router.post("/api/search/growth", response_class=StreamingResponse, responses=_lines_of(SearchLine), openapi_extra=_takes(GrowthQuery))
async def post_growth(request: Request) -> Response:
    """The same on linear regressions of 1 to 1,000 weights, extrapolated to a million."""
    query = await _asked(request, GrowthQuery)
    return await _told(request, "growth", query)


_TABLE_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "schema": schema}
    for name, schema in TableQuery.model_json_schema()["properties"].items()
]
_TABLE_BODY = {
    "required": True,
    "description": "The file as it is, or the pasted text in UTF-8; CSV with commas, semicolons or tabs.",
    "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("text/csv", "application/octet-stream")},
}


@router.post(
    "/api/table",
    response_model=TableAnswer,
    responses=_REFUSALS | {413: {"model": RefusalBody}},
    openapi_extra={"parameters": _TABLE_PARAMETERS, "requestBody": _TABLE_BODY},
)
async def post_table(request: Request) -> Response:
    """A table of one's own as typed columns; nothing of it is kept."""
    settings = request.app.state.settings
    query = read_strings(TableQuery, request.query_params)
    content = await _body(request, settings.table_kib * 1024)
    body = await while_here(request, answer(content, query, settings.table_rows, _beside(request)))
    return Response(body, media_type="application/json")


@router.get("/api/health")
async def health() -> dict[str, bool]:
    """The process is alive."""
    return {"alive": True}


@router.get("/api/ready", responses={503: {"model": RefusalBody}})
async def ready(request: Request) -> Response:
    """The process takes new visitors: it has started and is not stopping."""
    if not request.app.state.is_ready:
        raise Refusal("shutting_down", "ready", status=503)
    return Response(json_bytes({"ready": True}), media_type="application/json")
