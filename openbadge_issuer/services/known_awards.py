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
from collections.abc import Sequence
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """An order, and what recognises it."""

    order: Order
    keys: AwardKeys


def look_up(transaction: Transaction, issuer: str, order: Order, keys: AwardKeys) -> Known:
    """
    Look for an award.

    Raises:
        ConflictError: If it was made with other content, and not revoked; `path` is "award_key".
    """
    (found,) = look_up_all(transaction, issuer, [Wanted(order=order, keys=keys)])
    if isinstance(found, ConflictError):
        raise found
    return found


def look_up_all(
    transaction: Transaction, issuer: str, wanted: Sequence[Wanted]
) -> list[Known | ConflictError]:
    """Look for many awards, in few statements however many they are; a conflict stands in the place of its award."""
    named = _by_id(transaction, issuer, [each.order.award_id for each in wanted if each.order.award_id])
    return [
        _decided(each, free, [*before, *named.get(each.order.award_id or "", ())])
        for each, (free, before) in zip(
            wanted, _by_key(transaction, issuer, [each.keys.award for each in wanted]), strict=True
        )
    ]


def _decided(wanted: Wanted, free: str | None, records: Sequence[CredentialRecord]) -> Known | ConflictError:
    """Say what the awards mean that have the key or the id of one that is wanted."""
    if free is None:
        message = f"This award was corrected {MAX_CORRECTIONS} times; no more are made."
        return ConflictError(message, path="award_key")
    order, keys = wanted.order, wanted.keys
    for record in records:
        if not differences(order, keys, record):
            return Known(record=record, award_key=record.award_key)
    for record in records:
        if record.revocation is None:
            differing = ", ".join(differences(order, keys, record))
            url = parse_object(record.json)["id"]
            message = f"This award was made before, with other content ({differing}): {url}"
            return ConflictError(message, hint=CONFLICT_HINT, path="award_key")
    return Known(record=None, award_key=free)


def differences(order: Order, keys: AwardKeys, record: CredentialRecord) -> list[str]:
    """Name the fields in which an order differs from an award; empty if in none."""
    other_id = bool(order.award_id and record.award_id and order.award_id != record.award_id)
    if record.content_digest == keys.content and not other_id:
        return []
    found = [name for name, ordered, made in _pairs(order, keys, record) if ordered != made]
    return (["award_id"] if other_id else []) + found or ["name, id or result"]


def _by_key(
    transaction: Transaction, issuer: str, keys: Sequence[str]
) -> list[tuple[str | None, list[CredentialRecord]]]:
    """Return, for each key, the first free one of its corrections (None if there is none), and those before it."""
    before: dict[str, list[CredentialRecord]] = {key: [] for key in keys}
    free: dict[str, str] = {}
    for number in range(MAX_CORRECTIONS):
        asked = {_numbered(key, number): key for key in before if key not in free}
        if not asked:
            break
        found = {record.award_key: record for record in transaction.find_awards(issuer, list(asked))}
        for numbered, key in asked.items():
            if numbered in found:
                before[key].append(found[numbered])
            else:
                free[key] = numbered
    return [(free.get(key), before[key]) for key in keys]


def _by_id(
    transaction: Transaction, issuer: str, award_ids: Sequence[str]
) -> dict[str, list[CredentialRecord]]:
    """Return the awards that have some ids of the operator's own, by id."""
    named: dict[str, list[CredentialRecord]] = {}
    if award_ids:
        for record in transaction.find_named_awards(issuer, award_ids):
            named.setdefault(record.award_id or "", []).append(record)
    return named


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
