"""
Awarding, one by one or by roster; listing awards; taking them back or out of force; opening their pages; erasing them.

An award is recognised when it is ordered again, so nothing is awarded twice, `Idempotency-Key` or not.
The key belongs to the first request that carried it; another request under the same key is refused.
It is claimed before anything is done, so that of two processes that get it at once, with different requests,
one is refused; and a request repeated under its key gives the same answer, since it finds the same award.
"""

import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from starlette.responses import JSONResponse

from openbadge_issuer.errors import InputError, ModelError
from openbadge_issuer.ports import CredentialRecord, Scope
from openbadge_issuer.services.dates import read_end, read_start
from openbadge_issuer.services.hosting import find_award
from openbadge_issuer.services.importing import RowOutcome
from openbadge_issuer.services.orders import Order, OrderedResult
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.roster import Roster
from openbadge_issuer.web.dependencies import Caller, JsonBody, Now, RawBody, Requires, TheRuntime
from openbadge_issuer.web.moments import moment
from openbadge_issuer.web.negotiation import Form, Offer, choose
from openbadge_issuer.web.openapi import managed, reads_bytes, reads_json
from openbadge_issuer.web.problems import RequestError
from openbadge_issuer.web.schemas import (
    AwardedAnswer,
    CredentialAnswer,
    CredentialList,
    ErasedAnswer,
    ErasureBody,
    ImportAnswer,
    IssuedAnswer,
    LinkAnswer,
    NewCredential,
    PageAnswer,
    PageBody,
    ReinstatementsBody,
    RevocationBody,
    RevocationsBody,
    RevokedList,
    RowAnswer,
    RowProblemAnswer,
    SuspendedList,
    SuspensionBody,
    SuspensionsBody,
)

router = APIRouter(prefix="/api", tags=["manage"])

Reader = Annotated[Caller, Depends(Requires(Scope.READ))]
Awarder = Annotated[Caller, Depends(Requires(Scope.ISSUE))]
Manager = Annotated[Caller, Depends(Requires(Scope.MANAGE))]
Revoker = Annotated[Caller, Depends(Requires(Scope.REVOKE))]

MAX_PAGE = 500
"""Most awards in one answer, by number: a second's work, and 250 KiB."""

_RECIPIENT = frozenset({"email", "name", "id"})
"""Fields of an order that stand in its `recipient`."""

_IMPORT_FORMS = (Offer(Form.JSON, "application/json"), Offer(Form.PAGE, "text/csv", by_name_only=True))


@router.post(
    "/issuers/{issuer}/credentials",
    status_code=201,
    summary="Award a badge",
    response_model=AwardedAnswer,
    responses={
        200: {"model": AwardedAnswer, "description": "The same award was made before; this is it."},
        201: {"description": "The award was made."},
        **managed(
            "not-found", "input", "request", "model", "not-signed", "not-valid", "conflict", "media-type"
        ),
    },
    openapi_extra=reads_json(NewCredential),
)
def award(
    *,
    issuer: str,
    caller: Awarder,
    body: Annotated[NewCredential, Depends(JsonBody(NewCredential))],
    now: Now,
    idempotency_key: Annotated[
        str | None,
        Header(description="Yours to choose, one for each award, such as a UUID.", examples=["a3f1"]),
    ] = None,
) -> Response:
    """
    Award a badge: sign it, check it, store it. Scope: `issue`.

    The same award is not made twice: same issuer, achievement, address and `issued_on`, or same `award_id`.
    Ordered with other content it is a conflict.
    Repeating a request with its `Idempotency-Key` gives the same answer, its status 201 included.
    `manage_url` is the earner's own link; it is told with 201 and never again.
    """
    caller.acts_for(issuer)
    if idempotency_key is not None:
        _claim(caller, issuer, body, key=idempotency_key, now=now)
    try:
        issued = caller.services.issuing.issue(issuer, _order(body, caller.services.policy), now=now)
    except (InputError, ModelError) as error:
        raise _placed(error) from error
    made = issued.created or idempotency_key is not None
    status = 201 if made else 200
    answer = AwardedAnswer(
        **IssuedAnswer.of(issued.record, caller.services.addresses).model_dump(),
        manage_url=caller.services.opening.link(issued.record.id) if made else None,
    )
    return _json(answer, status=status, headers={"Location": issued.url})


@router.post(
    "/issuers/{issuer}/imports",
    summary="Award a roster",
    response_model=ImportAnswer,
    responses={
        200: {
            "description": "What became of each row.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        },
        **managed("not-found", "request", "roster", "too-large"),
    },
    openapi_extra=reads_bytes("A table as spreadsheets export it: comma, semicolon or tab.", "text/csv"),
)
def award_roster(
    *,
    issuer: str,
    caller: Awarder,
    data: RawBody,
    runtime: TheRuntime,
    achievement: Annotated[str | None, Query(description="For rows that name no achievement.")] = None,
    dry_run: Annotated[bool, Query(description="Only say what is wrong; change nothing.")] = False,
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """
    Award row by row: good rows are issued, others are reported, and nothing is awarded twice. Scope: `issue`.

    The same table sent again issues only what is missing.
    """
    caller.acts_for(issuer)
    importing, roster = caller.services.importing, Roster.read(data)
    if dry_run:
        problems = importing.check(issuer, roster, default_achievement=achievement, now=runtime.clock())
        return _json(_dry(roster, [RowProblemAnswer.of(problem) for problem in problems]))
    outcomes = list(importing.run(issuer, roster, default_achievement=achievement, now=runtime.clock))
    if choose(accept, _IMPORT_FORMS).media_type == "text/csv":
        table = importing.result_csv(roster, outcomes).encode("utf-8-sig")
        return Response(table, media_type="text/csv")
    return _json(_done(roster, outcomes))


@router.get("/credentials", summary="List awards", responses=managed("not-found"))
def list_credentials(
    *,
    caller: Reader,
    issuer: Annotated[str | None, Query(description="Slug of an issuer.")] = None,
    achievement: Annotated[str | None, Query(description="Slug of an achievement.")] = None,
    award_id: Annotated[str | None, Query(description="Your own id of an award.")] = None,
    revoked: Annotated[bool | None, Query(description="Only revoked ones, or only others.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Most awards in the answer.")] = 100,
    after: Annotated[str | None, Query(description="`after` of the page before.")] = None,
) -> CredentialList:
    """List awards in the order they were made. Scope: `read`."""
    wanted = issuer or caller.key.issuer
    caller.acts_for(wanted)
    with caller.services.store.reading() as transaction:
        found = transaction.credentials(
            issuer=wanted,
            achievement=achievement,
            award_id=award_id,
            revoked=revoked,
            limit=limit + 1,
            after=after,
        )
    items = [CredentialAnswer.of(record, caller.services.addresses) for record in found[:limit]]
    return CredentialList(items=items, after=items[-1].id if len(found) > limit else None)


@router.get("/credentials/{id}", summary="Read an award", responses=managed("not-found", "gone"))
def read_credential(id: str, caller: Reader) -> CredentialAnswer:
    """Return an award's record, with the private note of its revocation. Scope: `read`."""
    return CredentialAnswer.of(_own(caller, id), caller.services.addresses)


@router.post(
    "/credentials/{id}/revoke",
    summary="Revoke an award",
    responses=managed("not-found", "gone", "input", "request", "media-type"),
    openapi_extra=reads_json(RevocationBody),
)
def revoke(
    id: str,
    caller: Revoker,
    body: Annotated[RevocationBody, Depends(JsonBody(RevocationBody))],
    now: Now,
) -> CredentialAnswer:
    """
    Take an award back; takes effect at the next request. Scope: `revoke`.

    Revoking again changes nothing: the first reason stands.
    """
    _own(caller, id)
    done = caller.services.revoking.revoke(id, category=body.category, note=body.note, now=now)
    return CredentialAnswer.of(done.record, caller.services.addresses)


@router.post(
    "/credentials/revoke",
    summary="Revoke awards",
    responses=managed("not-found", "input", "request", "media-type"),
    openapi_extra=reads_json(RevocationsBody),
)
def revoke_many(
    caller: Revoker, body: Annotated[RevocationsBody, Depends(JsonBody(RevocationsBody))], now: Now
) -> RevokedList:
    """
    Take many awards back, all or none; each status list they are in is signed once. Scope: `revoke`.

    What was revoked before keeps its first reason.
    """
    services = caller.services
    _check_own(caller, body.ids)
    revoked = services.revoking.revoke_many(body.ids, category=body.category, note=body.note, now=now)
    return RevokedList.of(revoked, services.addresses)


@router.post(
    "/credentials/{id}/suspend",
    summary="Suspend an award",
    responses=managed("not-found", "gone", "input", "conflict", "request", "media-type"),
    openapi_extra=reads_json(SuspensionBody),
)
def suspend(
    id: str,
    caller: Revoker,
    body: Annotated[SuspensionBody, Depends(JsonBody(SuspensionBody))],
    now: Now,
) -> CredentialAnswer:
    """
    Take an award out of force for the time being; takes effect at the next request. Scope: `revoke`.

    Only awards made while the setting `suspendable` was on can be suspended; others are a conflict, and so are
    revoked ones. Suspending again changes nothing: the first reason stands.
    """
    _own(caller, id)
    (done,) = caller.services.suspending.suspend([id], category=body.category, note=body.note, now=now)
    return CredentialAnswer.of(done.record, caller.services.addresses)


@router.post(
    "/credentials/{id}/reinstate",
    summary="Reinstate an award",
    responses=managed("not-found", "gone", "conflict"),
)
def reinstate(id: str, caller: Revoker, now: Now) -> CredentialAnswer:
    """Put a suspended award back into force; one that is in force stays so. Scope: `revoke`."""
    _own(caller, id)
    (done,) = caller.services.suspending.reinstate([id], now=now)
    return CredentialAnswer.of(done.record, caller.services.addresses)


@router.post(
    "/credentials/suspend",
    summary="Suspend awards",
    responses=managed("not-found", "input", "conflict", "request", "media-type"),
    openapi_extra=reads_json(SuspensionsBody),
)
def suspend_many(
    caller: Revoker, body: Annotated[SuspensionsBody, Depends(JsonBody(SuspensionsBody))], now: Now
) -> SuspendedList:
    """Suspend many awards, all or none; each status list they are in is signed once. Scope: `revoke`."""
    _check_own(caller, body.ids)
    services = caller.services
    settled = services.suspending.suspend(body.ids, category=body.category, note=body.note, now=now)
    return SuspendedList.of(settled, services.addresses)


@router.post(
    "/credentials/reinstate",
    summary="Reinstate awards",
    responses=managed("not-found", "conflict", "request", "media-type"),
    openapi_extra=reads_json(ReinstatementsBody),
)
def reinstate_many(
    caller: Revoker, body: Annotated[ReinstatementsBody, Depends(JsonBody(ReinstatementsBody))], now: Now
) -> SuspendedList:
    """Put many suspended awards back into force, all or none. Scope: `revoke`."""
    _check_own(caller, body.ids)
    services = caller.services
    return SuspendedList.of(services.suspending.reinstate(body.ids, now=now), services.addresses)


@router.post(
    "/credentials/{id}/page",
    summary="Open or close a badge's page",
    responses=managed("not-found", "gone", "request", "media-type"),
    openapi_extra=reads_json(PageBody),
)
def set_page(
    id: str, caller: Manager, body: Annotated[PageBody, Depends(JsonBody(PageBody))], now: Now
) -> PageAnswer:
    """Open a badge's page to search engines and the achievement's page, or close it. Scope: `manage`."""
    record = _own(caller, id)
    caller.services.opening.set_open(record.id, is_open=body.open, now=now)
    return PageAnswer(id=record.id, url=caller.services.addresses.credential(record.id), open=body.open)


@router.post(
    "/credentials/{id}/link", summary="Replace the earner's link", responses=managed("not-found", "gone")
)
def new_link(id: str, caller: Manager) -> LinkAnswer:
    """
    Make a new link for a badge's earner; the one before counts no more, and this one is told once.

    Scope: `manage`.
    """
    record = _own(caller, id)
    return LinkAnswer(id=record.id, manage_url=caller.services.opening.new_link(record.id))


@router.delete(
    "/credentials/{id}",
    status_code=204,
    summary="Erase a badge",
    response_class=Response,
    responses={204: {"description": "It is erased."}, **managed("not-found", "gone")},
)
def erase(id: str, caller: Manager, now: Now) -> Response:
    """
    Erase a badge and all that is kept about it, for good; its address answers 410 then. Scope: `manage`.

    Its status stays as it is: revoke first what shall count no more.
    """
    caller.services.erasing.erase(_own(caller, id).id, now=now)
    return Response(status_code=204)


@router.post(
    "/credentials/erase",
    summary="Erase badges, or a person's",
    responses=managed("not-found", "gone", "request", "media-type"),
    openapi_extra=reads_json(ErasureBody),
)
def erase_many(
    caller: Manager, body: Annotated[ErasureBody, Depends(JsonBody(ErasureBody))], now: Now
) -> ErasedAnswer:
    """
    Erase some badges, or all that a person has, for good; all or none. Scope: `manage`.

    Nobody who has none is no error: nothing is erased then.
    """
    erasing = caller.services.erasing
    if (body.ids is None) == (body.email is None):
        raise RequestError("Either ids or email is needed.", path="$.ids")
    if body.email is not None:
        return ErasedAnswer(erased=[*erasing.erase_person(body.email, issuer=caller.key.issuer, now=now)])
    owned = [_own(caller, erasing.token(id)).id for id in body.ids or ()]
    return ErasedAnswer(erased=[*erasing.erase_all(owned, now=now)])


def _check_own(caller: Caller, ids: Sequence[str]) -> None:
    """Make sure that the caller may act for the issuers of some awards."""
    with caller.services.store.reading() as transaction:
        found = transaction.get_credentials([caller.services.revoking.token(id) for id in ids])
    for issuer in {record.issuer for record in found}:
        caller.acts_for(issuer)


def _own(caller: Caller, id: str) -> CredentialRecord:
    """Return an award, if the caller may act for its issuer."""
    with caller.services.store.reading() as transaction:
        record = find_award(transaction, id)
    caller.acts_for(record.issuer)
    return record


def _claim(caller: Caller, issuer: str, body: NewCredential, *, key: str, now: datetime) -> None:
    """
    Claim an `Idempotency-Key` for a request, if that has not been done.

    The request is told from others by an HMAC under the caller's own secret, which the database does not
    have: it holds an address, and nobody shall be able to try addresses on a copied database.

    Raises:
        ConflictError: If another request claimed it.
    """
    message = f"award {issuer} {body.model_dump_json()}".encode()
    request = hmac.digest(caller.secret.encode(), message, "sha256")
    answers = caller.services.idempotency
    if answers.find(caller.key.id, key, request) is None:
        answers.remember(caller.key.id, key, request, status=201, body="", now=now)
        answers.find(caller.key.id, key, request)  # refuses if another request came first


def _placed(error: InputError | ModelError) -> InputError | ModelError:
    """Say of a field where it stands in the body of a request."""
    problems = [replace(found, path=_place(found.path, found.code)) for found in error.problems]
    first = problems[0].code if problems else ""
    path = error.path and _place(error.path, first)
    return type(error)(error.message, hint=error.hint, path=path, problems=problems)


def _place(path: str, code: str) -> str:
    if path in _RECIPIENT:
        return f"$.recipient.{path}"
    if code.startswith("recipient-"):
        return path.replace("$", "$.recipient", 1)
    return "$.results" if path.startswith("result") else path


def _order(body: NewCredential, policy: Policy) -> Order:
    return Order(
        achievement=body.achievement,
        recipient=policy.recipient(**body.recipient.model_dump()),
        award_id=body.award_id,
        issued_on=moment(read_start, body.issued_on, "issued_on"),
        expires_on=moment(read_end, body.expires_on, "expires_on"),
        evidence_url=body.evidence_url,
        narrative=body.narrative,
        role=body.role,
        credits=body.credits,
        results=tuple(OrderedResult(**result.model_dump()) for result in body.results),
    )


def _dry(roster: Roster, problems: list[RowProblemAnswer]) -> ImportAnswer:
    return ImportAnswer(
        dry_run=True,
        rows=len(roster.rows),
        counts={},
        problems=problems,
        outcomes=[],
        notices=[*roster.notices],
    )


def _done(roster: Roster, outcomes: list[RowOutcome]) -> ImportAnswer:
    rows = [RowAnswer.of(outcome) for outcome in outcomes]
    return ImportAnswer(
        dry_run=False,
        rows=len(roster.rows),
        counts=Counter(row.outcome for row in rows),
        problems=[problem for row in rows for problem in row.problems],
        outcomes=rows,
        notices=[*roster.notices],
    )


def _json(
    answer: IssuedAnswer | ImportAnswer, *, status: int = 200, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(answer.model_dump(mode="json"), status_code=status, headers=headers)
