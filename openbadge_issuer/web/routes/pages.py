"""The pages that belong to no badge (home, errors, reference), what pages are made of, and health."""

import hashlib
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.web import openapi, pages
from openbadge_issuer.web.dependencies import TheRuntime, TheServices
from openbadge_issuer.web.headers import DOCUMENT, FOREVER, NEVER
from openbadge_issuer.web.openapi import failing
from openbadge_issuer.web.problems import KINDS
from openbadge_issuer.web.schemas import HealthAnswer
from openbadge_issuer.web.templating import STATIC, render, static_file, static_version

router = APIRouter(tags=["service"])

_SAME: dict[str, Any] = {"description": "What `If-None-Match` names is still what would be sent."}
_PAGE: dict[str, Any] = {"description": "The page.", "content": {"text/html": {"schema": {"type": "string"}}}}


@router.get(
    "/", summary="The home page", response_class=Response, responses={200: _PAGE, 304: _SAME, **failing()}
)
def home(runtime: TheRuntime, services: TheServices) -> Response:
    """Show who issues here, and what can be earned."""
    groups = [(issuer, pages.cards(runtime, issuer.slug)) for issuer in services.issuers.list()]
    return render(runtime, "home.html", here="home", groups=groups)


@router.get("/problems", summary="Every error", response_class=Response, responses={200: _PAGE, 304: _SAME})
def problems(runtime: TheRuntime) -> Response:
    """Explain every error; the `type` of a problem document leads here."""
    return render(runtime, "problems.html", headers={"Cache-Control": DOCUMENT}, kinds=KINDS)


@router.get(
    "/docs", summary="The reference as a page", response_class=Response, responses={200: _PAGE, 304: _SAME}
)
def reference(request: Request, runtime: TheRuntime) -> Response:
    """Show every route with what it takes and gives; the same as `/openapi.json`, for people."""
    document = openapi.describe(request.app)
    return render(runtime, "reference.html", headers={"Cache-Control": DOCUMENT}, document=document)


@router.get("/openapi.json", summary="The reference for programs", include_in_schema=False)
def openapi_document(request: Request, runtime: TheRuntime) -> JSONResponse:
    """Serve the OpenAPI document; the server it names is this one."""
    document = {**openapi.describe(request.app), "servers": [{"url": runtime.base_url}]}
    answer = JSONResponse(document, headers={"Cache-Control": DOCUMENT})
    answer.headers["ETag"] = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    return answer


@router.get(
    "/health",
    summary="Whether the service works",
    response_model=HealthAnswer,
    responses={200: {"description": "It does."}, **failing("configuration")},
)
def health(services: TheServices) -> JSONResponse:
    """Answer a load balancer: 200 if the database answers and is of this version, else 503."""
    services.store.check()
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NEVER})


@router.get("/static/{name}", include_in_schema=False)
def static(name: str, runtime: TheRuntime, v: str = "") -> Response:
    """Serve a file that pages use; pages name its version, so that it can be kept for ever."""
    theme = runtime.theme
    if name == "logo" and theme.logo is not None:
        return _versioned(theme.logo, theme.logo_type, theme.logo_version, v)
    if name not in STATIC:
        raise NotFoundError("There is no such file here.")
    added = theme.style if name == "style.css" else b""
    return _versioned(static_file(name) + added, STATIC[name], static_version(name, added), v)


def _versioned(body: bytes, media_type: str, version: str, asked: str) -> Response:
    headers = {"ETag": f'"{version}"', "Cache-Control": FOREVER if asked == version else DOCUMENT}
    return Response(body, media_type=media_type, headers=headers)
