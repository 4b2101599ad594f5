"""
Which endorsements go into the next badges of an achievement, and what hinders the others.

Those go in that the endorsed side accepted and nobody took back, as long as they count and fit.
One does not fit if it describes somebody otherwise than the badge does: signed, the two would be one thing
(`linked_data.merging`), and the badge would be refused.
That happens when an endorser changes its profile; the badge then goes without, rather than not at all.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from openbadge_issuer.errors import InputError
from openbadge_issuer.issuer.embedding import MAX_EMBEDDED
from openbadge_issuer.json_text import JsonObject, JsonValue, parse_object, shorten
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.model import CREDENTIALS_V2, OPEN_BADGES_V3
from openbadge_issuer.ports import AchievementRecord, Endorsed, EndorsementRecord, KeyState, Transaction
from openbadge_issuer.services.dates import has_ended

MAX_STANDING = 1_000
"""Most endorsements of one achievement that are looked at, those whose time is over included."""

MAX_ACCEPTED = 100
"""Most endorsements of one thing that are in force at once, by number: what a page can show."""

_BADGE_CONTEXT = (CREDENTIALS_V2, OPEN_BADGES_V3)

_Described = dict[str, str]
"""Id → what is said of whatever has it, as text."""


def standing(transaction: Transaction, kind: Endorsed, target: str) -> Sequence[EndorsementRecord]:
    """Return the endorsements of something that were accepted and not taken back, in the order they came."""
    return transaction.endorsements(kind=kind, target=target, standing=True, limit=MAX_STANDING)


def in_force(
    transaction: Transaction, kind: Endorsed, target: str, now: datetime
) -> Sequence[EndorsementRecord]:
    """Return those of them whose time is not over, and whose key was not revoked."""
    return [record for record in standing(transaction, kind, target) if not _over(transaction, record, now)]


def to_embed(transaction: Transaction, achievement: AchievementRecord, now: datetime) -> list[str]:
    """Return the endorsements that go into the next badge of an achievement, as JSON text."""
    found = fitting(transaction, achievement, now)
    return [record.json for record, hindrance in found if hindrance is None and record.json is not None]


def fitting(
    transaction: Transaction, achievement: AchievementRecord, now: datetime
) -> Iterator[tuple[EndorsementRecord, str | None]]:
    """Yield the standing endorsements of an achievement, each with what hinders it; None for those that go in."""
    records = standing(transaction, Endorsed.ACHIEVEMENT, achievement.slug)
    if not records:
        return
    profile = transaction.get_issuer(achievement.issuer).profile
    said = dict(_described([profile, achievement.document]))
    taken = 0
    for record in records:
        hindrance = _over(transaction, record, now) or _misfit(record, said)
        if hindrance is None and taken == MAX_EMBEDDED:
            hindrance = f"A badge takes at most {MAX_EMBEDDED} endorsements."
        if hindrance is None and record.json is not None:
            said.update(_described([_own_part(parse_object(record.json))]))
            taken += 1
        yield record, hindrance


def check_fits(transaction: Transaction, achievement: AchievementRecord, text: str, now: datetime) -> None:
    """
    Make sure that a badge with one more endorsement could be signed.

    Raises:
        InputError: If it describes somebody otherwise than the badge does, or there are too many already.
        LinkedDataError: If something in it would not be signed within a badge; says where.
    """
    profile = transaction.get_issuer(achievement.issuer).profile
    embedded = [parse_object(other) for other in to_embed(transaction, achievement, now)]
    document = parse_object(text)
    if len(embedded) >= MAX_EMBEDDED:
        raise InputError(
            f"{achievement.slug!r} has {MAX_EMBEDDED} endorsements already, which is the most a badge takes.",
            hint="Drop one first: openbadge-issuer endorsement withdraw",
        )
    others = [profile, achievement.document, *map(_own_part, embedded)]
    if (conflict := _conflict(document, dict(_described(others)))) is not None:
        raise InputError(
            conflict,
            hint="Let both say the same: edit the creator of the achievement, or ask for another endorsement.",
        )
    endorsed = {**achievement.document, "endorsement": [*embedded, document]}
    subject = {"id": "urn:uuid:00000000-0000-4000-8000-000000000000", "type": ["AchievementSubject"]}
    badge = {
        "@context": [*_BADGE_CONTEXT],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profile,
        "credentialSubject": {**subject, "achievement": endorsed},
    }
    canonicalize(badge, issuing=True)


def check_room(transaction: Transaction, kind: Endorsed, target: str, now: datetime) -> None:
    """
    Make sure that one more endorsement of something can be accepted.

    Raises:
        InputError: If there are too many.
    """
    if len(in_force(transaction, kind, target, now)) >= MAX_ACCEPTED:
        raise InputError(
            f"{target!r} has {MAX_ACCEPTED} endorsements already, which is the most that are shown.",
            hint="Drop one first: openbadge-issuer endorsement withdraw",
        )


def _over(transaction: Transaction, record: EndorsementRecord, now: datetime) -> str | None:
    if record.expires_at is not None and has_ended(record.expires_at, now):
        return f"Its time is over since {record.expires_at:%Y-%m-%d}."
    if record.endorser is not None and record.json is not None:
        method = parse_object(record.json)["proof"]["verificationMethod"]
        for key in transaction.keys(record.endorser):
            if key.verification_method == method and key.state is KeyState.REVOKED:
                return "The key it was signed with was revoked."
    return None


def _misfit(record: EndorsementRecord, said: _Described) -> str | None:
    if record.json is None:
        return "It is a JWT, and only JSON is put into badges."
    return _conflict(parse_object(record.json), said)


def _conflict(endorsement: JsonObject, said: _Described) -> str | None:
    for id, content in _described([_own_part(endorsement)]):
        if said.get(id, content) != content:
            return f"It describes {shorten(id)} otherwise than the badge does."
    return None


def _own_part(endorsement: JsonObject) -> JsonObject:
    """What an endorsement says but for its subject, which is that of the badge, and what is not in its graph."""
    return {
        key: value
        for key, value in endorsement.items()
        if key not in ("credentialSubject", "proof", "@context")
    }


def _described(values: Sequence[JsonValue]) -> Iterator[tuple[str, str]]:
    """Yield what is said of everything that has an id; a bare reference says nothing."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            id = value.get("id")
            if isinstance(id, str) and len(value) > 1:
                yield id, json.dumps(value, sort_keys=True)
            waiting += [item for key, item in value.items() if key not in ("@context", "proof")]
