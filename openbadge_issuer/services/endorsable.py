"""
What an endorsement is about: found by what people call it, or by the id that an endorsement names.

People may say a slug or any of our URLs; an endorsement must name the one id that badges carry.
"""

from dataclasses import dataclass

from openbadge_issuer.errors import InputError, NotFoundError
from openbadge_issuer.json_text import parse_object, shorten
from openbadge_issuer.ports import Endorsed, IssuerRecord, Transaction
from openbadge_issuer.services.achievements import find
from openbadge_issuer.services.addresses import Address, Addresses, Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """
    Something that can be endorsed.

    Attributes:
        kind: What it is.
        target: Slug of the achievement or issuer, token of the badge; for what is elsewhere, its id.
        subject: Its id, as endorsements name it.
        issuer: Slug of the issuer that has a say about it; None for what is elsewhere.
        name: What it is called; None if that is not known here.
    """

    kind: Endorsed
    target: str
    subject: str
    issuer: str | None
    name: str | None


def thing_called(transaction: Transaction, addresses: Addresses, reference: str) -> Thing:
    """
    Find what people name: by slug, by URL or DID; an id of something elsewhere is taken as it is.

    Raises:
        NotFoundError: If it would be something here, and is not there.
        InputError: If it is both an achievement and an issuer.
    """
    wanted = reference.strip()
    if ":" in wanted:
        return _with_id(transaction, addresses, wanted) or Thing(
            kind=Endorsed.ELSEWHERE, target=wanted, subject=wanted, issuer=None, name=None
        )
    issuer = next((record for record in transaction.issuers() if record.slug == wanted), None)
    try:
        achievement = _achievement(transaction, addresses, wanted)
    except NotFoundError:
        if issuer is None:
            raise
        return _issuer(issuer)
    if issuer is not None:
        raise InputError(
            f"{wanted!r} is an achievement and an issuer.",
            hint=f"Say which one: {achievement.subject} or {issuer.did}",
            path="about",
        )
    return achievement


def thing_with_subject(transaction: Transaction, addresses: Addresses, subject: str) -> Thing:
    """
    Find what an endorsement is about, by the id it names.

    Raises:
        NotFoundError: If that is nothing here, or is called by another id in badges.
    """
    try:
        found = _with_id(transaction, addresses, subject)
    except NotFoundError:
        found = None
    if found is not None and found.subject == subject:
        return found
    other = f" In badges it is called {found.subject}." if found is not None else ""
    raise NotFoundError(
        f"The endorsement is about {shorten(subject)}, which is nothing that is issued here.{other}",
        hint="Ask the endorser to name, as credentialSubject.id, the address of an achievement or badge of "
        "this service, or the identity of one of its issuers.",
        path="credentialSubject.id",
    )


def _with_id(transaction: Transaction, addresses: Addresses, wanted: str) -> Thing | None:
    for issuer in transaction.issuers():
        if issuer.did == wanted:
            return _issuer(issuer)
    address = addresses.parse(wanted)
    return None if address is None else _at(transaction, addresses, address)


def _at(transaction: Transaction, addresses: Addresses, address: Address) -> Thing:
    match address.kind:
        case Kind.ACHIEVEMENT:
            return _achievement(transaction, addresses, address.id)
        case Kind.ISSUER:
            return _issuer(transaction.get_issuer(address.id))
        case Kind.CREDENTIAL:
            return _badge(transaction, addresses, address.id)
        case _:
            raise NotFoundError(
                "What is endorsed is an achievement, an issuer or a badge; this address is of none of them."
            )


def _achievement(transaction: Transaction, addresses: Addresses, slug: str) -> Thing:
    record = find(transaction, slug)
    return Thing(
        kind=Endorsed.ACHIEVEMENT,
        target=slug,
        subject=addresses.achievement(slug),
        issuer=record.issuer,
        name=str(record.document["name"]),
    )


def _issuer(record: IssuerRecord) -> Thing:
    return Thing(
        kind=Endorsed.ISSUER,
        target=record.slug,
        subject=record.did,
        issuer=record.slug,
        name=str(record.profile["name"]),
    )


def _badge(transaction: Transaction, addresses: Addresses, token: str) -> Thing:
    record = transaction.get_credential(token)
    return Thing(
        kind=Endorsed.BADGE,
        target=token,
        subject=addresses.credential(token),
        issuer=record.issuer,
        name=str(parse_object(record.json).get("name", "")) or None,
    )
