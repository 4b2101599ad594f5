"""
The application: its routes, and what surrounds them.

A request passes, from the outside in:

    Remembered          repeats what was answered before, if it still holds; FastAPI is not reached then
    SecurityHeaders     completes the headers of every answer, errors included
    Languages           finds out in which language pages are to be written
    Faults              turns what nobody caught into a problem document
    Opening             opens the services at the first request, if nothing did before; knows the path prefix
    PublicAccess        answers preflight requests
    Semantics           HEAD, If-None-Match
    BodyLimit           counts the body
    the routes          which raise the errors that `problems.py` tells

`create_app` gives an application that runs alone or mounted under a prefix in another one.
Mounted, its domain's root belongs to the other: `root_router` gives what must lie there.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.services import Services
from openbadge_issuer.settings import Settings
from openbadge_issuer.web import openapi
from openbadge_issuer.web.answers import problem
from openbadge_issuer.web.guards import Faults, Opening
from openbadge_issuer.web.headers import PublicAccess, SecurityHeaders
from openbadge_issuer.web.languages import Languages
from openbadge_issuer.web.limits import BodyLimit
from openbadge_issuer.web.remembered import Remembered
from openbadge_issuer.web.routes import (
    earner,
    endorsements,
    manage_achievements,
    manage_awards,
    manage_endorsements,
    manage_issuers,
    pages,
    public,
    sharing,
    verify,
    well_known,
)
from openbadge_issuer.web.runtime import Runtime, system_clock
from openbadge_issuer.web.semantics import Semantics

_ROUTERS = (
    pages.router,
    well_known.router,
    sharing.router,
    public.router,
    earner.router,
    endorsements.router,
    verify.router,
    manage_issuers.router,
    manage_achievements.router,
    manage_awards.router,
    manage_endorsements.router,
)


def create_app(
    settings: Settings | None = None,
    *,
    services: Services | None = None,
    clock: Callable[[], datetime] = system_clock,
) -> FastAPI:
    """
    Make the application. Nothing is read or opened until it starts, or is first asked something.

    Args:
        settings: Where things are; by default what environment and `openbadge.toml` say when it starts.
        services: The services, if they are wired already.
        clock: Says what time it is.

    Example:
        Alone, with `uvicorn module:app`:

            app = create_app()

        In another application, with `OPENBADGE_BASE_URL=https://school.example/badges`:

            settings = Settings.load()
            services = build_services(settings)
            site.mount("/badges", create_app(settings, services=services))
            site.include_router(root_router(services))
    """
    return _application(Runtime(settings, services, clock=clock), *_ROUTERS)


def root_router(services: Services) -> APIRouter:
    """
    Give the router of what must lie at the root of the domain, for the application this one is mounted in.

    It serves `/.well-known/did.json` and `/.well-known/jwks.json`, with the same manners as the rest.
    """
    application = _application(Runtime(services=services), well_known.router)
    return APIRouter(routes=[Route(path, endpoint=application) for path in well_known.PATHS])


class Application(FastAPI):
    """FastAPI, with the answers that it gave before ahead of it."""

    remembered: Remembered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, from memory where that holds."""
        await self.remembered(scope, receive, send)

    async def ask_routes(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the ordinary way."""
        await super().__call__(scope, receive, send)


def _application(runtime: Runtime, *routers: APIRouter) -> FastAPI:
    application = Application(
        title=openapi.TITLE,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_name,
        lifespan=_opened_at_start,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Languages, default=lambda: runtime.language),
            Middleware(Faults, runtime=runtime),
            Middleware(Opening, runtime=runtime),
            Middleware(PublicAccess),
            Middleware(Semantics),
            Middleware(BodyLimit, runtime=runtime),
        ],
    )
    application.state.runtime = runtime
    application.remembered = Remembered(application.ask_routes, runtime=runtime)
    for kind in (OpenBadgeError, HTTPException, RequestValidationError):
        application.add_exception_handler(kind, _tell)
    for router in routers:
        application.include_router(router)
    return application


@asynccontextmanager
async def _opened_at_start(application: FastAPI) -> AsyncIterator[None]:
    """
    Open and check everything before the first request is taken.

    Raises:
        OpenBadgeError: If something is not as it must be; the server then does not start.
    """
    await run_in_threadpool(application.state.runtime.open)
    yield


def _tell(request: Request, error: Exception) -> Response:
    return problem(request.app.state.runtime, request.scope, error)
