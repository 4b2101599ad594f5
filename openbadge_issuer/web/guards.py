"""
Two guards around the routes.

Nothing is answered before the services are open, and no error escapes unanswered.
"""

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openbadge_issuer.web.answers import problem
from openbadge_issuer.web.runtime import Runtime


class Faults:
    """ASGI middleware: answers every error that got so far with a problem document, never a traceback."""

    def __init__(self, app: ASGIApp, *, runtime: Runtime) -> None:
        self.app = app
        self.runtime = runtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; if nothing was answered when an error comes back, tell the error."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        except Exception as error:
            if begun:  # half an answer cannot be taken back: let the server cut the connection
                raise
            await problem(self.runtime, scope, error)(scope, receive, send)


class Opening:
    """
    ASGI middleware: opens the services if nobody did, and tells the routes their prefix.

    Behind a proxy that passes the whole path on, the prefix of the base URL is taken off here;
    behind one that takes it off itself, there is none to take.
    """

    def __init__(self, app: ASGIApp, *, runtime: Runtime) -> None:
        self.app = app
        self.runtime = runtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Pass the request on when the services are open.

        Raises:
            OpenBadgeError: If they cannot be opened; the next request tries again.
        """
        if scope["type"] == "http":
            if not self.runtime.is_open:
                await run_in_threadpool(self.runtime.open)
            if not scope.get("root_path"):
                scope["root_path"] = self.runtime.prefix  # in place: those around us read it as well
        await self.app(scope, receive, send)
