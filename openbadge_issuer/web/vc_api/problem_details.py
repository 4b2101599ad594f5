"""
How the VC API tells what is wrong: problem documents with the W3C's own types.

VC Data Model 2.0, 7.3 (Problem Details); Data Integrity 1.0, 4.7; Bitstring Status List 1.0, 3.5.
Beside `type`, `title`, `detail` and `status`, a problem has the `code` that the rest of this package uses.
"""

from typing import Final

from starlette.responses import JSONResponse

from openbadge_issuer.errors import (
    ContextError,
    InputError,
    KeyMaterialError,
    LinkedDataError,
    ModelError,
    NotFoundError,
    OpenBadgeError,
    ProofError,
)
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.verification.codes import CHALLENGE, DATES, DOMAIN, INPUT, PROOF, STATUS
from openbadge_issuer.verification.report import Check
from openbadge_issuer.web.headers import NEVER
from openbadge_issuer.web.problems import MEDIA_TYPE, MediaTypeError, TooLargeError, describe

DATA_MODEL: Final = "https://www.w3.org/TR/vc-data-model#"
SECURITY: Final = "https://w3id.org/security#"
STATUS_LIST: Final = "https://www.w3.org/ns/credentials/status-list#"

_BY_ERROR: tuple[tuple[type[OpenBadgeError], str, str], ...] = (
    (InputError, f"{DATA_MODEL}PARSING_ERROR", "Not readable"),
    (ModelError, f"{DATA_MODEL}MALFORMED_VALUE_ERROR", "Not what the data model describes"),
    (ContextError, f"{DATA_MODEL}PARSING_ERROR", "Unknown context"),
    (LinkedDataError, f"{DATA_MODEL}MALFORMED_VALUE_ERROR", "Not covered by a signature"),
    (KeyMaterialError, f"{SECURITY}PROOF_GENERATION_ERROR", "No such key here"),
    (ProofError, f"{SECURITY}PROOF_GENERATION_ERROR", "No proof can be made"),
)
_BY_CHECK = {
    INPUT: f"{DATA_MODEL}PARSING_ERROR",
    PROOF: f"{SECURITY}PROOF_VERIFICATION_ERROR",
    CHALLENGE: f"{SECURITY}INVALID_CHALLENGE_ERROR",
    DOMAIN: f"{SECURITY}INVALID_DOMAIN_ERROR",
    DATES: f"{DATA_MODEL}RANGE_ERROR",
}
_BY_STATUS = {
    "not-fetched": f"{STATUS_LIST}STATUS_RETRIEVAL_ERROR",
    "unreachable": f"{STATUS_LIST}STATUS_RETRIEVAL_ERROR",
    "unproven-list": f"{STATUS_LIST}STATUS_VERIFICATION_ERROR",
    "list-of-another-issuer": f"{STATUS_LIST}STATUS_VERIFICATION_ERROR",
}


class RequestError(OpenBadgeError):
    """The body of a request is not what is asked for here."""

    code = "request"


def refusal(error: Exception) -> JSONResponse:
    """Answer a request that cannot be done: 400 if what was sent is the reason, 413 if it is too large, else 500."""
    match error:
        case TooLargeError():
            return _answer(413, "about:blank", "Too large", _told(error))
        case MediaTypeError():
            return _answer(415, "about:blank", "Not JSON", _told(error))
        case NotFoundError():
            return _answer(404, "about:blank", "Not found", _told(error))
        case OpenBadgeError():
            kind, title = _named(error)
            return _answer(400, kind, title, _told(error))
        case _:
            told = describe(error)  # logs it
            return _answer(500, "about:blank", told.title, {"detail": told.detail, "code": told.code})


def details_of(check: Check) -> JsonObject:
    """Tell a check that did not pass."""
    kind = _BY_CHECK.get(check.name, f"{DATA_MODEL}MALFORMED_VALUE_ERROR")
    if check.name == STATUS:
        kind = _BY_STATUS.get(check.code, f"{STATUS_LIST}STATUS_VERIFICATION_ERROR")
    return {
        "type": kind,
        "title": f"{check.name}: {check.code}",
        "detail": check.message,
        "code": check.code,
        "path": check.path,
    }


def _named(error: OpenBadgeError) -> tuple[str, str]:
    for kind, url, title in _BY_ERROR:
        if isinstance(error, kind):
            return url, title
    return f"{DATA_MODEL}MALFORMED_VALUE_ERROR", "Not what is asked for here"


def _told(error: OpenBadgeError) -> JsonObject:
    members = {
        "detail": error.message,
        "code": error.code,
        "hint": error.hint,
        "path": error.path,
        "problems": [problem.to_dict() for problem in error.problems] or None,
    }
    return {name: value for name, value in members.items() if value is not None}


def _answer(status: int, kind: str, title: str, members: JsonObject) -> JSONResponse:
    body = {"type": kind, "title": title, "status": status, **members}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers={"Cache-Control": NEVER})
