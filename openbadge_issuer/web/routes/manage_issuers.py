"""
Managing issuers: list, make, change.

Keys are made with an issuer, and managed on the command line only.
"""

from typing import Annotated

from fastapi import APIRouter, Depends

from openbadge_issuer.ports import Scope
from openbadge_issuer.web.dependencies import Caller, JsonBody, Now, RawBody, Requires
from openbadge_issuer.web.openapi import managed, reads_bytes, reads_json
from openbadge_issuer.web.schemas import IssuerAnswer, IssuerChange, NewIssuer

router = APIRouter(prefix="/api/issuers", tags=["manage"])

Reader = Annotated[Caller, Depends(Requires(Scope.READ))]
Manager = Annotated[Caller, Depends(Requires(Scope.MANAGE))]


@router.get("", summary="List issuers", responses=managed())
def list_issuers(caller: Reader) -> list[IssuerAnswer]:
    """List the issuers the key may act for, oldest first. Scope: `read`."""
    services, bound = caller.services, caller.key.issuer
    records = [record for record in services.issuers.list() if bound in (None, record.slug)]
    return [IssuerAnswer.of(record, services.addresses) for record in records]


@router.post(
    "",
    status_code=201,
    summary="Make an issuer",
    responses=managed("input", "request", "model", "baking", "conflict", "media-type", "too-large"),
    openapi_extra=reads_json(NewIssuer),
)
def new_issuer(
    caller: Manager, body: Annotated[NewIssuer, Depends(JsonBody(NewIssuer))], now: Now
) -> IssuerAnswer:
    """
    Make an issuer with its keys and its first status list. Scope: `manage`, not bound to an issuer.

    The first issuer of a domain is the domain's own: its DID is `did:web:` and the host alone.
    """
    caller.acts_for(None)
    fields = body.model_dump(exclude={"slug", "name"})
    record = caller.services.issuers.create(body.slug, body.name, **fields, now=now)
    return IssuerAnswer.of(record, caller.services.addresses)


@router.get("/{issuer}", summary="Read an issuer", responses=managed("not-found"))
def read_issuer(issuer: str, caller: Reader) -> IssuerAnswer:
    """Return an issuer's record. Scope: `read`."""
    caller.acts_for(issuer)
    return IssuerAnswer.of(caller.services.issuers.get(issuer), caller.services.addresses)


@router.patch(
    "/{issuer}",
    summary="Change an issuer's profile",
    responses=managed("not-found", "input", "request", "model", "baking", "media-type", "too-large"),
    openapi_extra=reads_json(IssuerChange),
)
def change_issuer(
    issuer: str, caller: Manager, body: Annotated[IssuerChange, Depends(JsonBody(IssuerChange))], now: Now
) -> IssuerAnswer:
    """Change what is given; badges issued before keep the profile they have. Scope: `manage`."""
    caller.acts_for(issuer)
    record = caller.services.issuers.update(issuer, **body.model_dump(), now=now)
    return IssuerAnswer.of(record, caller.services.addresses)


@router.put(
    "/{issuer}/image",
    summary="Replace an issuer's logo",
    responses=managed("not-found", "request", "baking", "too-large"),
    openapi_extra=reads_bytes("The logo.", "image/png", "image/svg+xml"),
)
def replace_logo(issuer: str, caller: Manager, picture: RawBody, now: Now) -> IssuerAnswer:
    """Replace the logo; badges issued before keep the one they name. Scope: `manage`."""
    caller.acts_for(issuer)
    record = caller.services.issuers.update(issuer, image=picture, now=now)
    return IssuerAnswer.of(record, caller.services.addresses)
