"""The application: `create_app` puts the parts together."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.lowlevel
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import InitErrorDetails, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.encoding import json_bytes
from app.failures import Failures
from app.headers import KnownHosts, SecurityHeaders
from app.housekeeping import Housekeeping
from app.jobs.fits import Landscapes
from app.jobs.grid import Grids
from app.jobs.jobs import Jobs
from app.jobs.leaving import answer_nobody
from app.pacing import Pacing
from app.page.assets import Asset, Assets
from app.page.catalogue import catalogue
from app.page.lab import answer_of
from app.page.rendering import render_pages
from app.page.translations import LANGUAGES
from app.paths import STATIC
from app.refusal import Refusal, answer_refusal, first_refusal
from app.rest import router as rest
from app.settings import Settings
from app.stream.askers import Askers
from app.stream.scheduler import Scheduler
from app.stream.socket import router as stream
from app.stream.visitors import Visitors
from engine import fingerprint
from engine.config import Config
from engine.remembering import MEMORY
from engine.running import straight

SWITCH_S = 0.0005
"""So long the event loop waits for a thread that computes beside it; Python's own choice is ten times as long."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    settings: Settings = state.settings
    state.assets = Assets(STATIC, settings.cache_dir)
    state.grids = Grids(settings.grid_points, settings.grid_cache_mib * 2**20)
    state.landscapes = Landscapes(settings)
    state.catalogues = {language: Asset.compressed("application/json", json_bytes(catalogue(language))) for language in LANGUAGES}
    state.pages = render_pages(state.assets)
    state.scheduler = Scheduler(settings.slice_ms / 1000)
    state.visitors = Visitors(settings)
    state.jobs = Jobs(settings)
    memories = (MEMORY.forget, straight.forget, answer_of.cache_clear, state.grids.memory.forget, state.jobs.forget)
    state.housekeeping = Housekeeping(lambda: not len(state.visitors), memories)
    state.askers = Askers(settings, state.scheduler, state.housekeeping.note)
    fingerprint()
    # What is put together when it is first needed would be waited for by whoever comes first, and everybody beside:
    app.openapi()  # … FastAPI's routes
    await anyio.lowlevel.checkpoint()  # … and what streamed answers stand on
    sys.setswitchinterval(SWITCH_S)
    state.assets.pack_in_background()
    tasks = [asyncio.create_task(work) for work in (state.scheduler.run(), state.visitors.watch(), state.housekeeping.watch())]
    gc.collect()
    gc.freeze()  # what start-up made stays: later collections need not walk it
    state.is_ready = True
    yield
    state.is_ready = False
    for task in tasks:
        task.cancel()
    state.scheduler.close()
    state.landscapes.close()
    state.jobs.close()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _answer_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "not_allowed"}.get(error.status_code, "invalid")
    refusal = Refusal(code, request.url.path, status=error.status_code, value=request.method)
    return Response(json_bytes(refusal.body), error.status_code, dict(error.headers or {}), "application/json")


async def _answer_invalid(request: Request, error: Exception) -> Response:
    """What FastAPI found in an address, said as everything else is."""
    assert isinstance(error, RequestValidationError)
    findings = [
        InitErrorDetails(type=found["type"], loc=found["loc"][1:], input=found["input"], ctx=found.get("ctx", {}))
        for found in error.errors()
    ]
    return await answer_refusal(request, first_refusal(Config, ValidationError.from_exception_data("address", findings)))


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole service as one ASGI application."""
    settings = settings or Settings()
    app = FastAPI(
        title="Descent Playground",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        exception_handlers={
            Refusal: answer_refusal,
            ClientDisconnect: answer_nobody,
            HTTPException: _answer_http_error,
            RequestValidationError: _answer_invalid,
        },
    )
    app.state.settings = settings
    app.state.is_ready = False
    app.include_router(rest)
    app.include_router(stream)
    app.add_middleware(Failures)
    app.add_middleware(Pacing)
    app.add_middleware(KnownHosts, settings=settings)
    app.add_middleware(SecurityHeaders, settings=settings)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
    return app
