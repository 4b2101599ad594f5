"""
Checking anybody's badge: as a page for people, as JSON for programs. Nothing that is sent here is kept.

A badge that does not hold is an answer, not an error: the report says so, with 200.
Errors are for what cannot even be looked at: an address that gives nothing, a body of the wrong kind.
"""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.services import Services
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.web import submissions
from openbadge_issuer.web.dependencies import Now, TheRuntime, TheServices
from openbadge_issuer.web.headers import NEVER, NO_INDEX
from openbadge_issuer.web.openapi import REPORT, failing, reads_check
from openbadge_issuer.web.problems import ProblemDocument, TooManyError, describe
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.submissions import Submission
from openbadge_issuer.web.templating import render

router = APIRouter(tags=["verify"])

_PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}
_REPORT: dict[str, Any] = {"application/json": {"schema": {"type": "object"}, "example": REPORT}}

_HEADERS = {**NO_INDEX, "Cache-Control": NEVER}


def count(request: Request, runtime: TheRuntime) -> None:
    """
    Count a check for whoever asks for it.

    Raises:
        TooManyError: If that is one too many.
    """
    seconds = runtime.throttle.take(request.client.host if request.client else "")
    if seconds:
        raise TooManyError(seconds)


@router.get(
    "/verify",
    summary="The page for checking badges",
    response_class=Response,
    responses={
        200: {"description": "The page; with `url`, the report as well.", **_PAGE},
        **failing("fetch", "too-many"),
    },
)
def verify_page(
    request: Request,
    runtime: TheRuntime,
    now: Now,
    url: Annotated[str | None, Query(description="Address of a badge to check at once.")] = None,
) -> Response:
    """Show the form, and with `url` what checking that badge found."""
    if not url:
        return _page(runtime)
    try:
        count(request, runtime)
    except TooManyError as error:
        return _refused(runtime, error, Submission(url=url))
    return _checked_page(runtime, Submission(url=url), now)


@router.post(
    "/verify",
    summary="Check a badge, as a page",
    response_class=Response,
    responses={
        200: {"description": "The report.", **_PAGE},
        **failing("input", "request", "fetch", "too-large", "too-many"),
    },
    openapi_extra=reads_check("multipart/form-data"),
)
async def verify_form(request: Request, runtime: TheRuntime, now: Now) -> Response:
    """Check what was pasted, uploaded, or named by its address."""
    try:
        count(request, runtime)
        submission = await submissions.read_form(request)
    except OpenBadgeError as error:
        return _refused(runtime, error)
    return await run_in_threadpool(_checked_page, runtime, submission, now)


@router.post(
    "/api/verify",
    summary="Check a badge",
    responses={
        200: {"description": "The report, also of a badge that is not valid.", "content": _REPORT},
        **failing("input", "request", "media-type", "fetch", "too-large", "too-many"),
    },
    openapi_extra=reads_check("application/json", *submissions.BADGES),
    dependencies=[Depends(count)],
)
def verify_badge(
    services: TheServices, now: Now, submission: Annotated[Submission, Depends(submissions.read_body)]
) -> JSONResponse:
    """Check a badge: the body is the badge itself, or an object that holds it or names its address."""
    return JSONResponse(_check(services, submission, now).to_dict(), headers=NO_INDEX)


def _check(services: Services, submission: Submission, now: datetime) -> VerificationReport:
    verifying, recipient = services.verifying, submission.recipient
    if submission.source is None:
        return verifying.verify_url(submission.url, recipient=recipient, now=now)
    return verifying.verify(submission.source, recipient=recipient, now=now)


def _checked_page(runtime: Runtime, submission: Submission, now: datetime) -> Response:
    try:
        report = _check(runtime.services, submission, now)
    except OpenBadgeError as error:
        return _refused(runtime, error, submission)
    return _page(runtime, report=report, submission=submission)


def _refused(runtime: Runtime, error: OpenBadgeError, submission: Submission | None = None) -> Response:
    told = describe(error)
    return _page(runtime, status=told.status, headers=told.headers, problem=told, submission=submission)


def _page(
    runtime: Runtime,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    report: VerificationReport | None = None,
    problem: ProblemDocument | None = None,
    submission: Submission | None = None,
) -> Response:
    return render(
        runtime,
        "verify.html",
        here="verify",
        status=status,
        headers={**_HEADERS, **(headers or {})},
        report=report,
        name=_name(report.credential) if report is not None else None,
        report_address=_data_address(report) if report is not None else None,
        problem=problem,
        submission=submission or Submission(),
    )


def _data_address(report: VerificationReport) -> str:
    """
    Put the report as JSON into an address that holds it itself (RFC 2397).

    What was uploaded is not kept, so there is no other address to have its report at.
    """
    text = json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
    return f"data:application/json;base64,{base64.b64encode(text.encode('utf-8', 'replace')).decode('ascii')}"


def _name(credential: object) -> str | None:
    """The achievement's name in anybody's document, whatever shape that has."""
    for step in ("credentialSubject", "achievement", "name"):
        credential = credential.get(step) if isinstance(credential, dict) else None
    return credential if isinstance(credential, str) else None
