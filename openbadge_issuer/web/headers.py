"""
The headers every answer carries, errors included: what a browser may do with it, and who may read it.

A page may use our own style sheet, script and pictures, send forms to us, and nothing else:
no frame, and no script, font or request from elsewhere.
Everything that is not a page is a file: opened in a browser it runs nothing, and other sites may show it.

Public documents may be read by any site's script (`Access-Control-Allow-Origin: *`): they are made for it.
The management interface and the pages may not.
How long something may be kept is said by the route that serves it; the choices stand here.
An answer that something is still as it was (304) carries the same headers as the thing itself did:
browsers put them in the place of those they kept (RFC 9111, section 3.2).
"""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

FILE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; frame-ancestors 'none'; sandbox"
)
"""For JSON, text and pictures. An SVG may carry its own colours and bitmaps, and is otherwise locked in a sandbox."""

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": PERMISSIONS,
}

PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "public, max-age=86400",
}

# How long things may be kept. Times are seconds.
FOREVER = "public, max-age=31536000, immutable"
"""One version of a picture, a style sheet with its digest in the address: these bytes never change."""

BADGE = "public, max-age=3600"
"""A badge's signed bytes never change either, but a badge can be erased: an hour, and no longer."""

DOCUMENT = "public, max-age=300"
"""Profiles, achievements, keys: a new key or a revoked one is known everywhere within five minutes."""

FRESH = "public, max-age=0, must-revalidate"
"""Status lists and pages that show a status: a revocation takes effect at the next request."""

NEVER = "no-store"
"""Answers to one caller, and errors."""

LANGUAGE = {"Vary": "Accept-Language"}
"""For what has one form, in several languages."""

NO_INDEX = {"X-Robots-Tag": "noindex"}
"""For what concerns one person: kept out of search engines."""


def is_public(scope: Scope) -> bool:
    """Say whether a path is one that any site's script may read."""
    path = route_path(scope)
    return path == "/api/verify" or not path.startswith("/api/")


def route_path(scope: Scope) -> str:
    """Return the path of a request below the prefix that the application is mounted under."""
    path, prefix = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path


class SecurityHeaders:
    """ASGI middleware, the outermost: adds what every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and complete the headers of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _complete(headers, scope)
                if message["status"] == HTTPStatus.NOT_MODIFIED:
                    del headers["content-type"]
            await send(message)

        await self.app(scope, receive, completed)


class PublicAccess:
    """ASGI middleware: answers the question of browsers whether a script may read a public document."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight request; pass everything else on."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS" and is_public(scope):
            preflight = "access-control-request-method" in Headers(scope=scope)
            headers = PREFLIGHT if preflight else {"Allow": "GET, HEAD, OPTIONS"}
            await Response(status_code=204, headers=headers)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _complete(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in ALWAYS.items():
        headers[name] = value
    page = headers.get("content-type", "").startswith(("text/html", "application/xhtml+xml"))
    headers["Content-Security-Policy"] = PAGE_POLICY if page else FILE_POLICY
    headers.setdefault("Cache-Control", NEVER)
    if page:
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    elif is_public(scope):
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = "ETag, Link"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
