"""
How errors are told over HTTP: as problem documents (RFC 9457), or as a page to a browser.

`KINDS` is the one table from an error's code to a status.
What went wrong on our side (5xx) is told in general words with a reference, under which the log has the rest:
our own errors in full, of all others their kind and the lines of code they came through, never their message,
which may quote what was sent.
"""

import logging
import secrets
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from openbadge_issuer.errors import AccessError, InputError, OpenBadgeError, Problem
from openbadge_issuer.json_text import child_path, shorten
from openbadge_issuer.web.languages import marked

MEDIA_TYPE = "application/problem+json"

REALM = 'Bearer realm="openbadge-issuer"'

_HEADERS = {"idempotency_key": "header parameter Idempotency-Key"}
"""Fields that do not stand in the body of a request."""

RETRY_AFTER_SECONDS = 2
"""When to come back after 503, in seconds: an award is written in milliseconds."""

_NOT_IMPLEMENTED = 501
"""The one status of these that is nobody's fault."""

_log = logging.getLogger("openbadge_issuer.web")


@dataclass(frozen=True, slots=True)
class Kind:
    """What an error's code means over HTTP: its status, its title, and what it is about."""

    status: int
    title: str
    about: str


KINDS: Mapping[str, Kind] = {
    "input": Kind(
        400,
        marked("Not usable"),
        marked(
            "What was sent cannot be read (not JSON, not UTF-8, a key twice, too deep), "
            "or says what cannot be, such as a date that is none."
        ),
    ),
    "request": Kind(
        422,
        marked("Not what is asked for here"),
        marked("A field is missing, unknown, or of the wrong kind."),
    ),
    "model": Kind(
        422,
        marked("Not an Open Badge"),
        marked("The document is not what the Open Badges 3.0 data model describes."),
    ),
    "linked-data": Kind(422, marked("Not JSON-LD"), marked("The document cannot be read as JSON-LD.")),
    "unknown-context": Kind(
        422, marked("Unknown context"), marked("The document names a JSON-LD context that is not at hand.")
    ),
    "not-signed": Kind(
        422,
        marked("Not covered by a signature"),
        marked("Part of the document would be shown but not signed."),
    ),
    "too-complex": Kind(
        422, marked("Too complex"), marked("Canonicalising the document would take too much work.")
    ),
    "baking": Kind(
        422,
        marked("Picture not usable"),
        marked("The picture cannot carry a badge, or carries none, or several."),
    ),
    "format": Kind(501, marked("No such form"), marked("This is not told in the form that was asked for.")),
    "typesetting": Kind(
        422,
        marked("Cannot be printed"),
        marked(
            "A certificate cannot be set as it should be: a character is in no font, or a picture is too large."
        ),
    ),
    "roster": Kind(422, marked("Roster not readable"), marked("The roster cannot be read as a table.")),
    "fetch": Kind(
        422, marked("Address not readable"), marked("The address that was given could not be fetched.")
    ),
    "not-valid": Kind(
        422,
        marked("Badge would not be valid"),
        marked("Our own verifier does not accept the badge; nothing was stored."),
    ),
    "not-found": Kind(404, marked("Not found"), marked("There is no such thing here.")),
    "gone": Kind(410, marked("Erased"), marked("It was here and was erased; nothing about it is kept.")),
    "method-not-allowed": Kind(
        405, marked("Method not allowed"), marked("The address exists, but not for this method.")
    ),
    "conflict": Kind(409, marked("Conflict"), marked("It is there already, or is there with other content.")),
    "too-large": Kind(
        413, marked("Too large"), marked("The body of the request is larger than what is read.")
    ),
    "too-many": Kind(
        429, marked("Too many requests"), marked("One address asked for too many checks in a short time.")
    ),
    "media-type": Kind(
        415,
        marked("Media type not supported"),
        marked("The body of the request is of a kind that is not read here."),
    ),
    "access": Kind(403, marked("Not allowed"), marked("The API key may not do this.")),
    "no-access": Kind(
        401, marked("API key needed"), marked("This needs an API key, sent as `Authorization: Bearer obk_…`.")
    ),
    "unavailable": Kind(
        503, marked("Busy"), marked("The database is busy or out of reach. Nothing was half done; try again.")
    ),
    "key": Kind(
        500, marked("Signing key not usable"), marked("A signing key of this service cannot be opened.")
    ),
    "proof": Kind(500, marked("Signing failed"), marked("A proof could not be made.")),
    "status": Kind(
        500,
        marked("Status list not usable"),
        marked("A status list of this service cannot be read or built."),
    ),
    "configuration": Kind(
        503,
        marked("Not ready"),
        marked("This service is not set up correctly; its operator finds out why in the log."),
    ),
    "missing-extra": Kind(
        501, marked("Not installed"), marked("An optional part of this service is not installed.")
    ),
    "error": Kind(
        500, marked("Something went wrong"), marked("An error on our side; its operator finds it in the log.")
    ),
}
"""Every code, with its status. The page `/problems` shows this table, and problem documents link to it."""

_BY_STATUS = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "media-type", 400: "input"}


class RequestError(OpenBadgeError):
    """What was asked over HTTP cannot be done as it was asked; `problems` says where."""

    code = "request"


class MediaTypeError(RequestError):
    """The body is of a kind that is not read here."""

    code = "media-type"


class FormatError(OpenBadgeError):
    """It was asked for in a form that is not told here."""

    code = "format"


class TooLargeError(RequestError):
    """The body of the request is larger than what is read."""

    code = "too-large"

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"The body of the request is too large; at most {max_bytes:,} bytes are read.")


class TooManyError(RequestError):
    """
    One address asks for too much at once.

    Attributes:
        seconds: When to come back.
    """

    code = "too-many"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Too many checks were asked for from this address; the next can be made in {seconds} seconds.",
            hint="Who checks many badges runs this software, or another verifier, on a machine of their own.",
        )
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class ProblemDocument:
    """An error as it is told: the members of RFC 9457, and `code`, `hint`, `path`, `problems`."""

    code: str
    status: int
    title: str
    detail: str
    hint: str | None = None
    path: str | None = None
    problems: Sequence[Problem] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """What such errors are about, as pages tell it in other languages than that of `detail`."""
        return KINDS[self.code].about

    def to_dict(self, *, base_url: str) -> dict[str, Any]:
        """Return the document; `base_url` is where its `type` is explained, "" if that is not known."""
        members = {
            "type": f"{base_url}/problems#{self.code}" if base_url else "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "hint": self.hint,
            "path": self.path,
            "problems": [problem.to_dict() for problem in self.problems] or None,
        }
        return {name: value for name, value in members.items() if value is not None}


def describe(error: Exception) -> ProblemDocument:
    """Say how an error is told; one that nobody foresaw, and everything that is our fault, is logged."""
    match error:
        case AccessError():
            return _access(error)
        case OpenBadgeError():
            return _known(error)
        case RequestValidationError():
            return _invalid_request(error)
        case HTTPException():
            return _http(error)
        case _:
            return _our_fault(error, "error")


def _known(error: OpenBadgeError) -> ProblemDocument:
    code = error.code if error.code in KINDS else "error"
    if KINDS[code].status >= 500 and KINDS[code].status != _NOT_IMPLEMENTED:
        return _our_fault(error, code)
    return ProblemDocument(
        code=code,
        status=KINDS[code].status,
        title=KINDS[code].title,
        detail=error.message,
        hint=error.hint,
        path=error.path if error.path is None else _place(error, error.path),
        problems=[replace(found, path=_place(error, found.path)) for found in error.problems],
        headers={"Retry-After": str(error.seconds)} if isinstance(error, TooManyError) else {},
    )


def _place(error: OpenBadgeError, path: str) -> str:
    """Say where in the request something is: services name fields, which stand in the body."""
    if not isinstance(error, InputError) or path.startswith("$"):
        return path
    return _HEADERS.get(path, f"$.{path}")


def _access(error: AccessError) -> ProblemDocument:
    code = "access" if error.authenticated else "no-access"
    challenge = f'{REALM}, error="insufficient_scope"' if error.authenticated else REALM
    return ProblemDocument(
        code=code,
        status=KINDS[code].status,
        title=KINDS[code].title,
        detail=error.message,
        hint=error.hint,
        headers={"WWW-Authenticate": challenge},
    )


def _our_fault(error: Exception, code: str) -> ProblemDocument:
    kind = KINDS[code]
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if kind.status == 503 else {}
    detail = f"{kind.about} Reference: {_logged(error)}."
    return ProblemDocument(code=code, status=kind.status, title=kind.title, detail=detail, headers=headers)


def _logged(error: Exception) -> str:
    """Log an error, and return the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    if isinstance(error, OpenBadgeError):  # its message is ours, and made for operators
        hint = f" {error.hint}" if error.hint else ""
        _log.error("reference %s: %s: %s%s", reference, type(error).__name__, error.message, hint)
    else:
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("reference %s: %s\n%s", reference, type(error).__name__, frames)
    return reference


def _invalid_request(error: RequestValidationError) -> ProblemDocument:
    kind = KINDS["request"]
    problems = findings(error.errors())
    return ProblemDocument(
        code="request", status=kind.status, title=kind.title, detail=kind.about, problems=problems
    )


def findings(errors: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Translate pydantic's findings about a request; each `loc` begins with the part of it."""
    return [_finding(error) for error in errors]


def _finding(finding: Mapping[str, Any]) -> Problem:
    """Translate one of pydantic's findings; its place is a JSON path in the body, or a parameter's name."""
    where, *steps = finding["loc"]
    path = "$" if where == "body" else f"{where} parameter "
    for step in steps:
        path = child_path(path, step) if where == "body" else path + str(step)
    found = finding.get("input")
    value = shorten(str(found)) if isinstance(found, str | int | float) else None
    return Problem(code=str(finding["type"]), path=path, message=f"{finding['msg']}.", value=value)


def _http(error: HTTPException) -> ProblemDocument:
    code = _BY_STATUS.get(error.status_code, "request" if error.status_code < 500 else "error")
    kind = KINDS[code]
    return ProblemDocument(
        code=code,
        status=error.status_code,
        title=kind.title,
        detail=kind.about,
        headers=dict(error.headers or {}),
    )
