"""
How much of a request is read.

A body is counted while it comes in, whatever its `Content-Length` claims,
and refused with 413 when there is too much of it.
How long a client may take is for the server in front to say.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openbadge_issuer.web.problems import TooLargeError
from openbadge_issuer.web.runtime import Runtime


class BodyLimit:
    """ASGI middleware: refuses request bodies larger than the setting `max_upload_bytes`."""

    def __init__(self, app: ASGIApp, *, runtime: Runtime) -> None:
        self.app = app
        self.runtime = runtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Pass the request on, counting its body.

        Raises:
            TooLargeError: At once if the client announces too much, otherwise when too much has come.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.runtime.max_body_bytes
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise TooLargeError(limit)
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise TooLargeError(limit)
            return message

        await self.app(scope, counted, send)
