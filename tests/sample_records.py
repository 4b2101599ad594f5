"""Records to fill a store with, each complete, each field replaceable: `issuer(slug="other")`."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.ports import (
    AchievementRecord,
    ApiKeyRecord,
    CredentialRecord,
    Endorsed,
    EndorsementRecord,
    ImageRecord,
    IssuerRecord,
    KeyRecord,
    KeyState,
    Scope,
    StatusListRecord,
    Transaction,
)

MOMENT = datetime(2026, 6, 1, 12, 0, 0, 123456, tzinfo=UTC)
MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def issuer(**changes: Any) -> IssuerRecord:
    """Return the record of a school."""
    profile = {"id": "did:web:school.example", "type": ["Profile"], "name": "Schule für Übung"}
    record = IssuerRecord(slug="school", did="did:web:school.example", profile=profile, created_at=MOMENT)
    return replace(record, **changes)


def key(**changes: Any) -> KeyRecord:
    """Return the record of the school's key."""
    record = KeyRecord(
        issuer="school",
        verification_method=f"did:web:school.example#{MULTIKEY}",
        reference="file:school-ed25519-2026",
        public_key=PublicKey.from_multikey(MULTIKEY),
        state=KeyState.ACTIVE,
        created_at=MOMENT,
        changed_at=MOMENT,
    )
    return replace(record, **changes)


def image(**changes: Any) -> ImageRecord:
    """Return the record of a picture."""
    return replace(ImageRecord(sha256="ab" * 32, media_type="image/png", data=b"\x89PNG\x00"), **changes)


def achievement(**changes: Any) -> AchievementRecord:
    """Return the record of the school's achievement."""
    record = AchievementRecord(
        issuer="school",
        slug="superbots",
        version=1,
        document={"type": ["Achievement"], "name": "Superbots", "criteria": {"narrative": "<b>{1}</b>"}},
        image_sha256=None,
        created_at=MOMENT,
    )
    return replace(record, **changes)


def status_list(**changes: Any) -> StatusListRecord:
    """Return the record of the school's status list."""
    record = StatusListRecord(
        id="list1",
        issuer="school",
        size=131_072,
        allocated=0,
        bits=bytes(16_384),
        json='{"id":"list1"}',
        jwt="ey.list1.x",
        updated_at=MOMENT,
    )
    return replace(record, **changes)


def credential(number: int = 1, **changes: Any) -> CredentialRecord:
    """Return the record of the school's award with a number."""
    record = CredentialRecord(
        id=f"token{number}",
        issuer="school",
        achievement="superbots",
        achievement_version=1,
        json=f'{{"id":"urn:{number}"}}',
        jwt=f"ey.{number}.x",
        award_key=f"award{number}",
        award_id=f"A-{number}",
        content_digest=f"content{number}",
        recipient_key=f"person{number}",
        label=f"Ada {number}",
        status_list="list1",
        status_index=number,
        issued_at=MOMENT,
        expires_at=None,
    )
    return replace(record, **changes)


def endorsement(number: int = 1, **changes: Any) -> EndorsementRecord:
    """Return the record of a partner's endorsement with a number, signed elsewhere, of the school's achievement."""
    record = EndorsementRecord(
        id=f"word{number}",
        kind=Endorsed.ACHIEVEMENT,
        target="superbots",
        subject="https://badges.school.example/achievements/superbots",
        endorsed="school",
        endorser=None,
        endorser_id="did:web:robotics.example",
        credential_id=f"urn:word:{number}",
        json=f'{{"id":"urn:word:{number}","name":"Wörter"}}',
        jwt=f"ey.word{number}.x",
        status_list=None,
        status_index=None,
        expires_at=MOMENT,
        added_at=MOMENT,
    )
    return replace(record, **changes)


def api_key(**changes: Any) -> ApiKeyRecord:
    """Return the record of an API key."""
    record = ApiKeyRecord(
        id="key1",
        name="Student system",
        secret_sha256="cd" * 32,
        scopes=frozenset({Scope.ISSUE, Scope.READ}),
        issuer=None,
        created_at=MOMENT,
    )
    return replace(record, **changes)


def add_school(transaction: Transaction) -> None:
    """Add what an award belongs to: the issuer, its achievement, its status list."""
    transaction.add_issuer(issuer())
    transaction.add_achievement(achievement())
    transaction.add_status_list(status_list())
