"""Badges to look at, each time a new one."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]

BADGE: dict[str, Any] = {
    "@context": CONTEXTS,
    "id": "https://school.example/credentials/1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://school.example/issuers/1",
        "type": ["Profile"],
        "name": "Example Tech School",
        "address": {
            "type": ["Address"],
            "addressLocality": "Perth",
            "geo": {"type": ["GeoCoordinates"], "latitude": -31.9505, "longitude": 116},
        },
    },
    "name": [
        {"@value": "Superbots", "@language": "en", "@direction": "ltr"},
        {"@value": "Superroboter", "@language": "de"},
    ],
    "validFrom": "2026-06-01T12:00:00Z",
    "awardedDate": "2026-05-01T00:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "identityType": "emailAddress",
                "salt": "0123456789abcdef",
            }
        ],
        "achievement": {
            "id": "https://school.example/achievements/superbots",
            "type": ["Achievement"],
            "name": "Superbots",
            "description": "Robotics in industry.",
            "criteria": {"narrative": "Design, build and pitch a robot."},
            "creator": {"id": "https://school.example/issuers/1"},
            "creditsAvailable": 2.5,
            "image": {"id": "https://school.example/superbots.png", "type": "Image", "caption": "A robot"},
            "tag": ["robotics", "industry"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Teamwork",
                    "targetUrl": "https://skills.example/teamwork",
                }
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:2bbd1d05-5d5f-4b09-a6f4-6a5b2f2b2b2b",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "A"],
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:2bbd1d05-5d5f-4b09-a6f4-6a5b2f2b2b2b",
                "value": "A",
            },
            {"type": ["Result"], "value": "A"},
        ],
    },
    "credentialStatus": {
        "id": "https://school.example/status/1#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://school.example/status/1",
    },
    "evidence": [{"type": ["Evidence"], "narrative": "A video of the pitch."}],
}

ENDORSEMENT: dict[str, Any] = {
    "@context": CONTEXTS,
    "id": "https://partner.example/endorsements/1",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "https://partner.example/issuers/1", "type": ["Profile"], "name": "Example Partner"},
    "name": "Endorsement",
    "validFrom": "2026-06-01T12:00:00Z",
    "credentialSubject": {
        "id": "https://school.example/achievements/superbots",
        "type": ["EndorsementSubject"],
        "endorsementComment": "We helped to design it.",
    },
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-06-01T12:00:00Z",
        "verificationMethod": "https://partner.example/issuers/1#key",
        "proofPurpose": "assertionMethod",
        "proofValue": "z3FXQ",
    },
}


@pytest.fixture
def badge() -> dict[str, Any]:
    """A badge that uses much of the vocabulary."""
    return copy.deepcopy(BADGE)


@pytest.fixture
def endorsed_badge() -> dict[str, Any]:
    """The same badge, with an embedded endorsement that has a proof of its own."""
    badge = copy.deepcopy(BADGE)
    badge["credentialSubject"]["achievement"]["endorsement"] = [copy.deepcopy(ENDORSEMENT)]
    return badge


@pytest.fixture
def small_badge() -> Callable[..., dict[str, Any]]:
    """A function that makes a minimal badge, with further members of the credential."""

    def make(**members: Any) -> dict[str, Any]:
        subject = {"id": "did:example:ada", "type": ["AchievementSubject"]}
        return {
            "@context": [*CONTEXTS],
            "id": "https://school.example/credentials/1",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "credentialSubject": subject,
            **members,
        }

    return make
