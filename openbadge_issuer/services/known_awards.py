"""
Whether an award was made before: the same, or the same with other content.

The same award with the same content is simply there, also if it was revoked since: a roster that is imported
again does not bring a revoked badge back.
With other content it is a conflict, unless all before it were revoked:
then it is their correction, and a new badge.
Corrections are numbered, and the number goes into the unique award key:
two processes cannot make the same one twice.
"""

import hashlib
from dataclasses import dataclass

from openbadge_issuer.errors import ConflictError
from openbadge_issuer.json_text import JsonObject, parse_object
from openbadge_issuer.ports import CredentialRecord, Transaction
from openbadge_issuer.services.dates import written
from openbadge_issuer.services.orders import AwardKeys, Order

MAX_CORRECTIONS = 100
"""Most corrections of one award: more is a mistake in a program that orders."""

CONFLICT_HINT = (
    "If it is another award, give it another award_id and day; "
    "if it is a correction, revoke that badge first (category 'replaced')."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """The award if it is there already; else the key under which it can be kept."""

    record: CredentialRecord | None
    award_key: str


def look_up(transaction: Transaction, issuer: str, order: Order, keys: AwardKeys) -> Known:
    """
    Look for an award.

    Raises:
        ConflictError: If it was made with other content, and not revoked; `path` is "award_key".
    """
    named = transaction.credentials(issuer=issuer, award_id=order.award_id) if order.award_id else ()
    free, before = _by_key(transaction, issuer, keys)
    records = [*before, *named]
    for record in records:
        if not differences(order, keys, record):
            return Known(record=record, award_key=record.award_key)
    for record in records:
        if record.revocation is None:
            differing = ", ".join(differences(order, keys, record))
            url = parse_object(record.json)["id"]
            message = f"This award was made before, with other content ({differing}): {url}"
            raise ConflictError(message, hint=CONFLICT_HINT, path="award_key")
    return Known(record=None, award_key=free)


def differences(order: Order, keys: AwardKeys, record: CredentialRecord) -> list[str]:
    """Name the fields in which an order differs from an award; empty if in none."""
    other_id = bool(order.award_id and record.award_id and order.award_id != record.award_id)
    if record.content_digest == keys.content and not other_id:
        return []
    found = [name for name, ordered, made in _pairs(order, keys, record) if ordered != made]
    return (["award_id"] if other_id else []) + found or ["name, id or result"]


def _by_key(transaction: Transaction, issuer: str, keys: AwardKeys) -> tuple[str, list[CredentialRecord]]:
    """Return the first free key, and the awards under those before it."""
    before: list[CredentialRecord] = []
    for number in range(MAX_CORRECTIONS):
        key = _numbered(keys.award, number)
        record = transaction.find_award(issuer, key)
        if record is None:
            return key, before
        before.append(record)
    raise ConflictError(
        f"This award was corrected {MAX_CORRECTIONS} times; no more are made.", path="award_key"
    )


def _numbered(award_key: str, number: int) -> str:
    return award_key if number == 0 else hashlib.sha256(f"{award_key} {number}".encode("ascii")).hexdigest()


def _pairs(order: Order, keys: AwardKeys, record: CredentialRecord) -> list[tuple[str, object, object]]:
    """What was ordered beside what the badge says; what the order leaves open is not compared."""
    document = parse_object(record.json)
    subject: JsonObject = document["credentialSubject"]
    evidence = [item.get("id") for item in document.get("evidence", ())]
    pairs: list[tuple[str, object, object]] = [
        ("email", keys.recipient, record.recipient_key),
        ("achievement", order.achievement, record.achievement),
        ("evidence_url", [order.evidence_url] if order.evidence_url else [], evidence),
        ("narrative", order.narrative, subject.get("narrative")),
        ("role", order.role, subject.get("role")),
        ("credits", order.credits, subject.get("creditsEarned")),
    ]
    if order.issued_on is not None:
        pairs.append(("issued_on", written(order.issued_on)[:10], document["validFrom"][:10]))
    if order.expires_on is not None:
        pairs.append(("expires_on", written(order.expires_on), document.get("validUntil")))
    return pairs
