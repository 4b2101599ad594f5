"""
Hand-made documents for the tests of the model: the smallest badge there can be, and one with everything.

Each call gives a fresh document, which a test may spoil.
"""

import json
from typing import Any

from openbadge_issuer.model import CREDENTIALS_V1, CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES_V3

JsonObject = dict[str, Any]

IMAGE = {"id": "https://school.example/robot.png", "type": "Image", "caption": "A robot waving"}
ALIGNMENT = {
    "type": ["Alignment"],
    "targetCode": "R-12",
    "targetDescription": "Can plan a production line.",
    "targetName": "Industrial robotics",
    "targetFramework": "Skills of the region",
    "targetType": "CFItem",
    "targetUrl": "https://skills.example/R-12",
}
IDENTIFIER = {"type": "IdentifierEntry", "identifier": "4711", "identifierType": "sourcedId"}
ADDRESS = {
    "type": ["Address"],
    "addressCountry": "Australia",
    "addressCountryCode": "AU",
    "addressRegion": "VIC",
    "addressLocality": "Melbourne",
    "streetAddress": "1 School Lane",
    "postOfficeBoxNumber": "12",
    "postalCode": "3000",
    "geo": {"type": "GeoCoordinates", "latitude": -37.8136, "longitude": 145},
}
EVIDENCE = {
    "id": "https://school.example/evidence/7",
    "type": ["Evidence"],
    "narrative": "The team's *pitch*.",
    "name": "Pitch",
    "description": "A film of five minutes.",
    "genre": "Video",
    "audience": "Partners",
}
PROOF = {
    "type": "DataIntegrityProof",
    "created": "2026-05-01T09:00:00Z",
    "cryptosuite": "eddsa-rdfc-2022",
    "challenge": "c",
    "domain": "school.example",
    "nonce": "n",
    "verificationMethod": "did:web:school.example#key-1",
    "proofPurpose": "assertionMethod",
    "proofValue": "z3FXQ",
}
STATUS_ENTRY = {
    "id": "https://school.example/status/1#94567",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": "https://school.example/status/1",
}
ENDORSEMENT: JsonObject = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
    "id": "urn:uuid:5f7b1c5e-6a2d-4b5e-9a7c-1f2e3d4c5b6a",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "The partner's word",
    "description": "What the partner thinks of it.",
    "issuer": {"id": "https://partner.example/", "type": ["Profile"], "name": "Example Robotics"},
    "validFrom": "2026-04-01T00:00:00+10:00",
    "validUntil": "2030-04-01T00:00:00+10:00",
    "awardedDate": "2026-04-01T00:00:00+10:00",
    "credentialSubject": {
        "id": "https://school.example/achievements/superbots",
        "type": ["EndorsementSubject"],
        "endorsementComment": "We hire people who have it.",
    },
    "evidence": [EVIDENCE],
    "credentialSchema": [{"id": "https://schema.example/endorsement.json", "type": "JsonSchema"}],
    "credentialStatus": STATUS_ENTRY,
    "refreshService": {"id": "https://partner.example/refresh/5f7b", "type": "OwnRefresh"},
    "termsOfUse": [{"id": "https://partner.example/terms", "type": "Terms"}],
    "proof": PROOF,
}
PROFILE: JsonObject = {
    "id": "did:web:school.example",
    "type": ["Profile"],
    "name": "Example Tech School",
    "description": "A school of technology.",
    "image": IMAGE,
    "url": "https://school.example",
    "phone": "+61 3 1234 5678",
    "email": "badges@school.example",
    "address": ADDRESS,
    "otherIdentifier": [IDENTIFIER],
    "official": "The registrar",
    "parentOrg": {"id": "https://department.example/", "type": ["Profile"], "name": "Department"},
    "familyName": "f",
    "givenName": "g",
    "additionalName": "a",
    "patronymicName": "p",
    "honorificPrefix": "Dr",
    "honorificSuffix": "PhD",
    "familyNamePrefix": "de",
    "dateOfBirth": "1970-02-28",
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["eyJ.eyJ.c2ln"],
}
RESULT_DESCRIPTIONS: list[JsonObject] = [
    {
        "id": "urn:uuid:0e8a2d5c-52a1-4b40-bd4a-1f0a3a2b5c6d",
        "type": ["ResultDescription"],
        "name": "Final grade",
        "alignment": [ALIGNMENT],
        "allowedValue": ["D", "C", "B", "A"],
        "requiredLevel": "urn:uuid:7c9d1f30-3b43-4f70-8f10-7e8d9c0b1a2f",
        "requiredValue": "C",
        "resultType": "LetterGrade",
        "rubricCriterionLevel": [
            {
                "id": "urn:uuid:7c9d1f30-3b43-4f70-8f10-7e8d9c0b1a2f",
                "type": ["RubricCriterionLevel"],
                "name": "Mastered",
                "description": "Works without help.",
                "alignment": [ALIGNMENT],
                "level": "4",
                "points": "10",
            }
        ],
        "valueMax": "A",
        "valueMin": "D",
    },
    {
        "id": "urn:uuid:c2a7f2ce-9d5c-49a8-8c8c-0a1b2c3d4e5f",
        "type": ["ResultDescription"],
        "name": "Progress",
        "resultType": "Status",
    },
]
ACHIEVEMENT: JsonObject = {
    "id": "https://school.example/achievements/superbots",
    "type": ["Achievement"],
    "name": "Superbots",
    "description": "Robotics in industry.",
    "image": IMAGE,
    "criteria": {
        "id": "https://school.example/superbots",
        "narrative": "Design, build and **pitch** a robot.",
    },
    "achievementType": "ext:IndustryImmersion",
    "alignment": [ALIGNMENT],
    "creator": {"id": "https://partner.example/", "type": ["Profile"], "name": "Example Robotics"},
    "creditsAvailable": 2.5,
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["eyJ.eyJ.c2ln"],
    "fieldOfStudy": "Robotics",
    "humanCode": "ROB-101",
    "inLanguage": "en-AU",
    "otherIdentifier": [IDENTIFIER],
    "related": [
        {
            "id": "https://school.example/achievements/superbots-es",
            "type": ["Related"],
            "inLanguage": "es",
            "version": "2",
        }
    ],
    "resultDescription": RESULT_DESCRIPTIONS,
    "specialization": "Grippers",
    "tag": ["robots", "teamwork"],
    "version": "3",
}
SUBJECT: JsonObject = {
    "id": "urn:uuid:b1d6f6b0-5b0e-4c8f-9d55-0c9a8b7c6d5e",
    "type": ["AchievementSubject"],
    "image": IMAGE,
    "achievement": ACHIEVEMENT,
    "activityStartDate": "2026-02-01T09:00:00+11:00",
    "activityEndDate": "2026-04-30T17:00:00+10:00",
    "creditsEarned": 2,
    "identifier": [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "identityType": "emailAddress",
            "salt": "s4lt",
        }
    ],
    "licenseNumber": "L-1",
    "narrative": "Her team won.",
    "result": [
        {
            "type": ["Result"],
            "achievedLevel": "urn:uuid:7c9d1f30-3b43-4f70-8f10-7e8d9c0b1a2f",
            "alignment": [ALIGNMENT],
            "resultDescription": RESULT_DESCRIPTIONS[0]["id"],
            "status": "Completed",
            "value": "A",
        },
        {"type": ["Result"], "resultDescription": RESULT_DESCRIPTIONS[1]["id"], "status": "Completed"},
    ],
    "role": "Team lead",
    "source": {"id": "https://assessor.example/", "type": ["Profile"]},
    "term": "2026-1",
}
BADGE: JsonObject = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES_V3, EXTENSIONS],
    "id": "https://school.example/credentials/9f2c",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Superbots",
    "description": "Robotics in industry.",
    "image": IMAGE,
    "issuer": PROFILE,
    "validFrom": "2026-05-01T09:00:00Z",
    "validUntil": "2031-05-01T09:00:00.5Z",
    "awardedDate": "2026-05-01T09:00:00Z",
    "credentialSubject": SUBJECT,
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["eyJ.eyJ.c2ln"],
    "evidence": [EVIDENCE],
    "credentialSchema": [
        {"id": "https://schema.example/badge.json", "type": "1EdTechJsonSchemaValidator2019"}
    ],
    "credentialStatus": STATUS_ENTRY,
    "refreshService": {"id": "https://school.example/refresh/9f2c", "type": "1EdTechCredentialRefresh"},
    "termsOfUse": [{"type": "Terms"}],
    "proof": PROOF,
}


def fresh(value: Any) -> Any:
    """Copy a document so that no part of it is shared, neither with others nor within."""
    return json.loads(json.dumps(value))


def normal_form(value: Any) -> Any:
    """
    Leave out of a document what JSON-LD does not distinguish, so that two can be compared.

    An array of one is its member; what is empty is not there.
    """
    if isinstance(value, list):
        return normal_form(value[0]) if len(value) == 1 else [normal_form(item) for item in value]
    if isinstance(value, dict):
        members = {name: normal_form(item) for name, item in value.items()}
        return {name: item for name, item in members.items() if item not in ([], "")}
    return value


def full_badge() -> JsonObject:
    """A badge in which every property of the standard is used."""
    return fresh(BADGE)


def small_badge() -> JsonObject:
    """A badge with what is required, and no more."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": "https://school.example/credentials/9f2c",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:school.example", "type": ["Profile"]},
        "validFrom": "2026-05-01T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:b1d6f6b0-5b0e-4c8f-9d55-0c9a8b7c6d5e",
            "type": ["AchievementSubject"],
            "achievement": small_achievement(),
        },
    }


def small_achievement() -> JsonObject:
    """An achievement with what is required, and no more."""
    return {
        "id": "https://school.example/achievements/superbots",
        "type": ["Achievement"],
        "name": "Superbots",
        "description": "Robotics in industry.",
        "criteria": {"narrative": "Design, build and pitch a robot."},
    }


def small_endorsement() -> JsonObject:
    """An endorsement with what is required, and no more."""
    names = ("@context", "id", "type", "name", "issuer", "validFrom")
    subject = {"id": "https://school.example/achievements/superbots", "type": ["EndorsementSubject"]}
    return {name: fresh(ENDORSEMENT[name]) for name in names} | {"credentialSubject": subject}


def status_list() -> JsonObject:
    """A status list as an issuer publishes it."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": "https://school.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:school.example",
        "validFrom": "2026-05-01T09:00:00Z",
        "credentialSubject": {
            "id": "https://school.example/status/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
        },
    }


def in_version_1(document: JsonObject) -> JsonObject:
    """The same credential as version 1.1 of the W3C data model has it, endorsements within it included."""
    old = fresh(document)
    for credential in _credentials(old):
        credential["@context"] = [CREDENTIALS_V1, *credential["@context"][1:]]
        if isinstance(credential["issuer"], str):
            credential["issuer"] = {"id": credential["issuer"], "type": ["Profile"]}
        credential["issuanceDate"] = credential.pop("validFrom")
        if "validUntil" in credential:
            credential["expirationDate"] = credential.pop("validUntil")
    return old | {"name": old.get("name", "A badge")}


def _credentials(value: Any) -> list[JsonObject]:
    if isinstance(value, list):
        return [found for item in value for found in _credentials(item)]
    if not isinstance(value, dict):
        return []
    below = [found for item in value.values() for found in _credentials(item)]
    return [*below, value] if "validFrom" in value else below
