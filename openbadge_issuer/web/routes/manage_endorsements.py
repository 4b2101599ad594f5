"""
Managing endorsements: give, accept, list, take back.

A key that is bound to an issuer gives in its name, and accepts and drops what is about its own.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from starlette.responses import JSONResponse

from openbadge_issuer.ports import EndorsementRecord, Scope
from openbadge_issuer.services.dates import read_end
from openbadge_issuer.services.endorsement_orders import EndorsementOrder
from openbadge_issuer.web.dependencies import Caller, JsonBody, Now, RawBody, Requires
from openbadge_issuer.web.endorsement_schemas import (
    EndorsementAnswer,
    EndorsementList,
    NewEndorsement,
    Side,
    WithdrawalBody,
)
from openbadge_issuer.web.moments import moment
from openbadge_issuer.web.openapi import managed, reads_bytes, reads_json

router = APIRouter(prefix="/api", tags=["manage"])

Reader = Annotated[Caller, Depends(Requires(Scope.READ))]
Manager = Annotated[Caller, Depends(Requires(Scope.MANAGE))]
Endorser = Annotated[Caller, Depends(Requires(Scope.ISSUE))]
Revoker = Annotated[Caller, Depends(Requires(Scope.REVOKE))]

MAX_PAGE = 500
"""Most endorsements in one answer, by number; as for awards."""

_SIGNED = ("application/vc+ld+json", "application/vc", "application/json", "application/vc+jwt", "text/plain")


@router.post(
    "/issuers/{issuer}/endorsements",
    status_code=201,
    summary="Endorse something",
    responses=managed(
        "not-found", "input", "request", "model", "not-signed", "not-valid", "conflict", "media-type"
    ),
    openapi_extra=reads_json(NewEndorsement),
)
def endorse(
    issuer: str,
    caller: Endorser,
    body: Annotated[NewEndorsement, Depends(JsonBody(NewEndorsement))],
    now: Now,
    response: Response,
) -> EndorsementAnswer:
    """
    Sign an issuer's word for an achievement, an issuer, a badge, or something elsewhere. Scope: `issue`.

    What is another issuer's, that one must accept before it goes into badges.
    """
    caller.acts_for(issuer)
    until = moment(read_end, body.valid_until, "valid_until")
    order = EndorsementOrder(about=body.about, comment=body.comment, name=body.name, valid_until=until)
    record = caller.services.endorsing.endorse(issuer, order, now=now)
    response.headers["Location"] = caller.services.addresses.endorsement(record.id)
    return _answer(caller, record, now)


@router.post(
    "/endorsements",
    status_code=201,
    summary="Accept an endorsement signed elsewhere",
    response_model=EndorsementAnswer,
    responses={
        200: {"model": EndorsementAnswer, "description": "The same endorsement was accepted before."},
        201: {"description": "It was verified and accepted."},
        **managed("not-found", "input", "model", "not-signed", "not-valid", "conflict", "too-large"),
    },
    openapi_extra=reads_bytes("The endorsement, exactly as it was signed: JSON or a compact JWS.", *_SIGNED),
)
def accept_signed_endorsement(caller: Manager, data: RawBody, now: Now) -> Response:
    """
    Verify an endorsement that a partner signed in its own system, and keep it as it came. Scope: `manage`.

    It must be about an achievement, an issuer or a badge of this service, and be valid, not merely undecided.
    """
    received = caller.services.endorsing.read(data)
    caller.acts_for(received.thing.issuer)
    settled = caller.services.endorsing.take_in(received, now=now)
    answer = _answer(caller, settled.record, now)
    headers = {"Location": answer.url}
    return JSONResponse(
        answer.model_dump(mode="json"), status_code=201 if settled.changed else 200, headers=headers
    )


@router.post(
    "/endorsements/{id}/accept",
    summary="Accept an endorsement given here",
    responses=managed("not-found", "input", "not-signed", "conflict"),
)
def accept_endorsement(id: str, caller: Manager, now: Now) -> EndorsementAnswer:
    """Agree to what another issuer of this service says; it goes into the next badges. Scope: `manage`."""
    caller.acts_for(caller.services.endorsing.get(id).endorsed)
    return _answer(caller, caller.services.endorsing.accept(id, now=now).record, now)


@router.post(
    "/endorsements/{id}/withdraw",
    summary="Take an endorsement back",
    responses=managed("not-found", "input", "request", "media-type"),
    openapi_extra=reads_json(WithdrawalBody),
)
def withdraw_endorsement(
    id: str,
    caller: Revoker,
    body: Annotated[WithdrawalBody, Depends(JsonBody(WithdrawalBody))],
    now: Now,
) -> EndorsementAnswer:
    """
    Take an endorsement back, as its endorser or as the endorsed side; final. Scope: `revoke`.

    Doing it again changes nothing: the first reason stands.
    """
    withdrawing, record = caller.services.withdrawing, caller.services.endorsing.get(id)
    is_endorser = body.side is Side.ENDORSER
    caller.acts_for(record.endorser if is_endorser else record.endorsed)
    take_back = withdrawing.revoke if is_endorser else withdrawing.drop
    return _answer(caller, take_back(id, category=body.category, note=body.note, now=now).record, now)


@router.get("/endorsements", summary="List endorsements", responses=managed("not-found"))
def list_endorsements(
    *,
    caller: Reader,
    now: Now,
    issuer: Annotated[str | None, Query(description="Slug of the endorser or the endorsed side.")] = None,
    about: Annotated[
        str | None, Query(description="Slug of an achievement or issuer, or a badge's id.")
    ] = None,
    standing: Annotated[
        bool | None, Query(description="Only accepted and not taken back, or others.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Most endorsements in the answer.")] = 100,
    after: Annotated[str | None, Query(description="`after` of the page before.")] = None,
) -> EndorsementList:
    """List endorsements that were given here or accepted, in the order they came. Scope: `read`."""
    wanted = issuer or caller.key.issuer
    caller.acts_for(wanted)
    with caller.services.store.reading() as transaction:
        found = transaction.endorsements(
            party=wanted, target=about, standing=standing, limit=limit + 1, after=after
        )
    hindrances = caller.services.endorsing.hindrances(found[:limit], now=now)
    items = [_answer(caller, record, now, hindrances.get(record.id)) for record in found[:limit]]
    return EndorsementList(items=items, after=items[-1].id if len(found) > limit else None)


@router.get("/endorsements/{id}", summary="Read an endorsement", responses=managed("not-found"))
def read_endorsement(id: str, caller: Reader, now: Now) -> EndorsementAnswer:
    """Return an endorsement's record. A side reads its own private note only. Scope: `read`."""
    record = caller.services.endorsing.get(id)
    if caller.key.issuer != record.endorser:
        caller.acts_for(record.endorsed)
    hindrance = caller.services.endorsing.hindrances([record], now=now).get(record.id)
    return _answer(caller, record, now, hindrance)


def _answer(
    caller: Caller, record: EndorsementRecord, now: datetime, hindrance: str | None = None
) -> EndorsementAnswer:
    return EndorsementAnswer.of(
        record, caller.services.addresses, reader=caller.key.issuer, hindrance=hindrance, now=now
    )
