"""From what the services return to HTTP answers: documents, problems."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from openbadge_issuer.services.hosting import HostedDocument
from openbadge_issuer.web.headers import NEVER, route_path
from openbadge_issuer.web.negotiation import prefers_page
from openbadge_issuer.web.problems import MEDIA_TYPE, describe
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.templating import render

_FOR_MACHINES = ("/api/", "/status/", "/.well-known/", "/static/", "/health", "/openapi.json")
_MACHINE_ENDINGS = ("/did.json", ".json", ".jwt", ".png", ".svg", "/image")
_PAGE_ENDING = ".html"


def hosted(
    document: HostedDocument,
    *,
    cache: str,
    media_type: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """
    Serve a document's exact bytes.

    Args:
        document: What is served.
        cache: How long it may be kept.
        media_type: Another name for the same bytes, if the client asked for that.
        headers: Further headers.
    """
    return Response(
        document.body,
        media_type=media_type or document.media_type,
        headers={
            "ETag": document.etag,
            "Cache-Control": cache,
            "Content-Disposition": f'inline; filename="{document.file_name}"',
            **(headers or {}),
        },
    )


def problem(runtime: Runtime, scope: Scope, error: Exception) -> Response:
    """Tell an error: as a page to a browser that looks at a page's address, else as a problem document."""
    told = describe(error)
    headers = {"Cache-Control": NEVER, "Vary": "Accept", **told.headers}
    if _wants_page(scope):
        return render(runtime, "problem.html", status=told.status, headers=headers, problem=told)
    body = told.to_dict(base_url=runtime.base_url)
    return JSONResponse(body, status_code=told.status, headers=headers, media_type=MEDIA_TYPE)


def _wants_page(scope: Scope) -> bool:
    path = route_path(scope)
    if path.startswith(_FOR_MACHINES) or path.endswith(_MACHINE_ENDINGS):
        return False
    return path.endswith(_PAGE_ENDING) or prefers_page(Headers(scope=scope).get("accept"))
