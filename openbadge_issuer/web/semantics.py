"""
Two rules of HTTP that hold for every route (RFC 9110): `HEAD`, and `If-None-Match`.

`HEAD` is answered as `GET` without the body.
Where an answer has an `ETag` that the client already holds, it is told so (304), and not sent it again.
`SecurityHeaders` still needs its media type, and takes that away after it.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]
"""A header as the server has it: its name in small letters, its value."""


class Semantics:
    """ASGI middleware for both rules."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a `GET` or `HEAD` on as `GET`, and leave out the body where it is not wanted."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        sender = _Sender(
            send, known=Headers(scope=scope).get("if-none-match"), silent=scope["method"] == "HEAD"
        )
        await self.app({**scope, "method": "GET"}, receive, sender)


class _Sender:
    """Sends an answer, or only its headers."""

    def __init__(self, send: Send, *, known: str | None, silent: bool) -> None:
        self.send = send
        self.known = known
        self.silent = silent

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if message["status"] == 200 and self.known and holds(self.known, headers.get("etag")):
                kept = [header for header in headers.raw if header[0] != b"content-length"]
                message = {**message, "status": 304, "headers": kept}
                self.silent = True
        elif self.silent:
            message = {**message, "body": b""}
        await self.send(message)


def not_modified(headers: Iterable[Header]) -> list[Header]:
    """Return an answer's headers without those that tell of the body, which is not sent (section 15.4.5)."""
    return [header for header in headers if header[0] not in (b"content-length", b"content-type")]


def holds(known: str, etag: str | None) -> bool:
    """
    Say whether an `If-None-Match` header names an answer's entity tag (weak comparison, section 8.8.3.2).

    Args:
        known: The header's value: a list of tags, or `*`.
        etag: The answer's tag, None where it has none.
    """
    if etag is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags
