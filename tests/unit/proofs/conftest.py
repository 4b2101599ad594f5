"""A badge to secure, and keys to do it with."""

from datetime import UTC, datetime

import pytest

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner

SIGNERS = {kind: LocalSigner.generate(kind) for kind in KeyKind}


@pytest.fixture
def signer() -> LocalSigner:
    return SIGNERS[KeyKind.ED25519]


@pytest.fixture
def signers() -> dict[KeyKind, LocalSigner]:
    return SIGNERS


@pytest.fixture
def created() -> datetime:
    return datetime(2026, 5, 1, 9, 30, 15, 999_999, tzinfo=UTC)


@pytest.fixture
def badge(signer: LocalSigner) -> JsonObject:
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://school.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Superbots",
        "issuer": {"id": did_key(signer.public_key), "type": ["Profile"], "name": "Example Tech School"},
        "validFrom": "2026-05-01T09:00:00Z",
        "validUntil": "2027-05-01T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://school.example/achievements/superbots",
                "type": ["Achievement"],
                "name": "Superbots {1 < 2 & 3}",
                "description": "Robotics in industry. 🤖",
                "criteria": {"narrative": "Design, build and pitch a robot."},
            },
        },
    }
