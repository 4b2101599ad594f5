"""
A badge that somebody hands in to be checked: pasted, uploaded, as an address, or as the body of a request.

This takes requests apart; what the badge is, and whether it holds, is found out by the verifier.
"""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from openbadge_issuer.json_text import parse_object, shorten, to_text
from openbadge_issuer.web.dependencies import as_model, media_type_of, runtime_of
from openbadge_issuer.web.problems import MediaTypeError, RequestError
from openbadge_issuer.web.schemas import CheckRequest

BADGES = (
    "application/vc+ld+json",
    "application/ld+json",
    "application/vc",
    "application/vc+jwt",
    "application/jwt",
    "text/plain",
    "image/png",
    "image/svg+xml",
    "application/octet-stream",
)
"""The media types under which the body of a request is a badge as it is."""

MAX_FIELDS = 8
"""Most fields in a form, by number. Ours has four."""

ONE_OF = "Give one thing to check: the badge's text, a file, or its address."


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """
    What is to be checked.

    Attributes:
        source: The badge itself; None if only its address was given.
        url: Where it is; "" if the badge itself was given.
        recipient: Whose it should be; None if that was not asked.
    """

    source: bytes | str | None = None
    url: str = ""
    recipient: str | None = None


async def read_form(request: Request) -> Submission:
    """
    Read the form of the page `/verify`.

    Raises:
        RequestError: If it gives nothing to check, or several things.
    """
    limit = runtime_of(request).max_body_bytes
    async with request.form(max_files=1, max_fields=MAX_FIELDS, max_part_size=limit) as form:
        upload = form.get("file")
        data = await upload.read() if isinstance(upload, UploadFile) else b""
        return _submission(data, _text(form, "credential"), _text(form, "url"), _text(form, "recipient"))


async def read_body(request: Request) -> Submission:
    """
    Read what `POST /api/verify` was sent: a badge as it is, or a JSON object that names one.

    Raises:
        InputError: If JSON is announced and something else came.
        MediaTypeError: If the body is of a kind no badge has.
        RequestError: If there is nothing to check, or several things.
    """
    body = await request.body()
    kind = media_type_of(request)
    if kind in BADGES:
        return _submission(body, "", "", "")
    if kind != "application/json":
        raise MediaTypeError(f"The body is {shorten(kind, 80)!r}; a badge or application/json is read here.")
    document = await run_in_threadpool(parse_object, body)
    if "@context" in document:
        return _submission(body, "", "", "")
    return _named(as_model(CheckRequest, document))


def _named(request: CheckRequest) -> Submission:
    credential: Any = request.credential
    text = to_text(credential) if isinstance(credential, dict) else credential or ""
    return _submission(b"", text, request.url or "", request.recipient or "")


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _submission(data: bytes, text: str, url: str, recipient: str) -> Submission:
    given = [value for value in (data, text, url) if value]
    if len(given) != 1:
        raise RequestError(
            f"Found {len(given) or 'nothing'}{' things' if given else ''} to check.", hint=ONE_OF
        )
    return Submission(source=data or text or None, url=url, recipient=recipient or None)
