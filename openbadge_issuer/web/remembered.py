"""
Answers given again: the routes are asked once, and what they said is repeated for as long as it holds.

A badge that many people look at is asked for over and over. Its first answer is made by the routes and all
that surrounds them, and remembered whole, with every header. Before it is repeated, one look at the store
tells whether anything about the badge has changed since; a revocation or an erasure by any process is therefore
seen by the next request here, and whatever has changed is answered by the routes again.

What is remembered: badges by `/credentials/{id}` in every form but pages, and status lists. Pictures are thus
baked once. `HEAD` and `If-None-Match` are told from the same answer, by the rules in `semantics`.
Everything unusual (a query, a body, a header twice, another method, a store that does not answer) and every
answer that is not a plain 200 goes to the routes, as if this file were not there; a test compares the two.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openbadge_issuer.errors import UnavailableError
from openbadge_issuer.ports import Stamp, Stamped, Stamps
from openbadge_issuer.web.negotiation import Form, Resource, negotiate
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.semantics import Header, holds, not_modified

CAPACITY = 33_554_432
"""Most that one process remembers, in bytes: 32 MiB, seven thousand badges as JSON or a thousand as pictures."""

LARGEST = 4_194_304
"""Largest body remembered, in bytes: 4 MiB, more than most pictures of badges have; eight of them fill the memory."""

OVERHEAD = 2_048
"""What an answer takes beside its body, in bytes: its headers twice, its stamp, its place."""

FORMS = frozenset({Form.JSON, Form.JWT, Form.PNG, Form.SVG})
"""Forms of a badge that say the same until the badge is changed; pages speak of time and in languages."""

_METHODS = frozenset({"GET", "HEAD"})
_BODY = frozenset({b"content-length", b"transfer-encoding"})
_PATH = r"/(credentials|status)/([0-9A-Za-z]{1,64})(?:\.([a-z]{1,8}))?"


class Wanted(NamedTuple):
    """A request for something that may be remembered: what it is about, which answer, which of them is known."""

    kind: Stamped
    id: str
    key: tuple[str, str]
    known: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """
    An answer with status 200.

    Attributes:
        stamp: The stamp that its subject had before it was made.
        etag: Its entity tag.
        headers: Its headers.
        headers_alone: Its headers where the client has the body already (304).
        body: Its body.
    """

    stamp: Stamp
    etag: str
    headers: tuple[Header, ...]
    headers_alone: tuple[Header, ...]
    body: bytes


class Remembered:
    """
    An ASGI application ahead of another: repeats answers that still hold, and passes everything else on.

    Args:
        app: What answers in the ordinary way.
        runtime: Where the store is; nothing is repeated before it is open.
    """

    def __init__(self, app: ASGIApp, *, runtime: Runtime) -> None:
        self.app = app
        self.runtime = runtime
        self.answers = Answers()
        self._stamps: Stamps | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the routes answer and remember what they say."""
        wanted = self._wanted(scope) if scope["type"] == "http" and self.runtime.is_open else None
        stamp = await self._look(wanted) if wanted is not None else None
        if wanted is None or stamp is None:
            await self.app(scope, receive, send)
            return
        silent = scope["method"] == "HEAD"
        answer = self.answers.get(wanted.key)
        if answer is not None and answer.stamp == stamp:
            await _repeat(answer, send, known=wanted.known, silent=silent)
        elif silent or wanted.known is not None:
            await self.app(scope, receive, send)
        else:
            listener = _Listener(send, stamp)
            await self.app(scope, receive, listener)
            self.answers.put(wanted.key, listener.heard())

    def _wanted(self, scope: Scope) -> Wanted | None:
        """Read a request; None if it is not one for something that may be remembered."""
        if scope["method"] not in _METHODS or scope["query_string"]:
            return None
        found = self._path.fullmatch(scope["path"])
        if found is None or scope.get("root_path", "") not in ("", self.runtime.prefix):
            return None
        headers = _single(scope["headers"])
        if headers is None:
            return None
        accept, known = headers
        place, id, suffix = found.groups()
        if place == "status":
            return Wanted(Stamped.STATUS_LIST, id, (scope["path"], ""), known)
        offer = negotiate(Resource.CREDENTIAL, suffix or "", accept)
        if offer is None or offer.form not in FORMS:
            return None
        return Wanted(Stamped.CREDENTIAL, id, (scope["path"], offer.media_type), known)

    @cached_property
    def _path(self) -> re.Pattern[str]:
        """Paths of what may be remembered, with the prefix of this installation or, behind some proxies, without."""
        return re.compile(f"(?:{re.escape(self.runtime.prefix)})?{_PATH}", re.ASCII)

    async def _look(self, wanted: Wanted) -> Stamp | None:
        """Return the stamp that the thing has now; None if there is none, or the store does not say."""
        if self._stamps is None:
            self._stamps = self.runtime.services.store.stamps()
        try:
            return await self._stamps.look(wanted.kind, wanted.id)
        except UnavailableError:
            return None


class Answers:
    """The answers given last, as many as `CAPACITY` allows."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[str, str]) -> Answer | None:
        """Return an answer; it counts as the last given then."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: tuple[str, str], answer: Answer | None) -> None:
        """Keep an answer instead of the one before; None and very large ones are not kept."""
        self._forget(self._answers.pop(key, None))
        if answer is None or len(answer.body) > LARGEST:
            return
        self._answers[key] = answer
        self._size += len(answer.body) + OVERHEAD
        while self._size > CAPACITY:
            self._forget(self._answers.popitem(last=False)[1])

    def _forget(self, answer: Answer | None) -> None:
        if answer is not None:
            self._size -= len(answer.body) + OVERHEAD


class _Listener:
    """Sends an answer on, and listens."""

    def __init__(self, send: Send, stamp: Stamp) -> None:
        self._send = send
        self._stamp = stamp
        self._status = 0
        self._headers: tuple[Header, ...] = ()
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            # Copied, since whoever gets the message may add to it.
            self._status, self._headers = message["status"], tuple(message["headers"])
        else:
            self._body += message.get("body", b"")
        await self._send(message)

    def heard(self) -> Answer | None:
        """Return the answer, if it is one that may be repeated: a public 200 that has a tag."""
        headers = dict(self._headers)
        etag, cache = headers.get(b"etag"), headers.get(b"cache-control", b"")
        if self._status != 200 or etag is None or not cache.startswith(b"public"):
            return None
        alone = tuple(not_modified(self._headers))
        return Answer(self._stamp, etag.decode("latin-1"), self._headers, alone, self._body)


async def _repeat(answer: Answer, send: Send, *, known: str | None, silent: bool) -> None:
    status, headers = 200, answer.headers
    if known is not None and (known == answer.etag or holds(known, answer.etag)):
        status, headers, silent = 304, answer.headers_alone, True
    # Headers as a list of their own, since whoever gets the message may add to it.
    await send({"type": "http.response.start", "status": status, "headers": [*headers]})
    await send({"type": "http.response.body", "body": b"" if silent else answer.body})


def _single(headers: Iterable[Header]) -> tuple[str | None, str | None] | None:
    """Return `Accept` and `If-None-Match`; None if one of them is there twice, or a body is announced."""
    accept = known = None
    for name, value in headers:
        if name == b"accept":
            if accept is not None:
                return None
            accept = value.decode("latin-1")
        elif name == b"if-none-match":
            if known is not None:
                return None
            known = value.decode("latin-1")
        elif name in _BODY:
            return None
    return accept, known
