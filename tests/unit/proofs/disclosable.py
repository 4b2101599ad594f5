"""A badge with something to leave out, signed for its holder."""

from datetime import UTC, datetime
from typing import Any

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.multibase import encode_base64url
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.disclosure_values import (
    MAX_PROOF_VALUE,
    BaseProofValue,
    DerivedProofValue,
    read_base,
    read_derived,
)
from openbadge_issuer.proofs.proof_members import read_proof_value

SIGNER = LocalSigner.generate(KeyKind.P256)
METHOD = did_key_method(SIGNER.public_key)
CREATED = datetime(2026, 5, 1, 9, 30, 15, tzinfo=UTC)
SUITE = "ecdsa-sd-2023"


def disclosable_badge() -> JsonObject:
    """A badge with evidence, results, and what a holder would like to hide."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://school.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did_key(SIGNER.public_key), "type": ["Profile"], "name": "Example Tech School"},
        "validFrom": "2026-05-01T09:00:00Z",
        "validUntil": "2027-05-01T09:00:00Z",
        "name": "Superbots",
        "evidence": [
            {"type": ["Evidence"], "name": "Video", "narrative": "The pitch."},
            {"type": ["Evidence"], "name": "Drawings"},
        ],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "ada@school.example",
                    "identityType": "emailAddress",
                }
            ],
            "achievement": {
                "id": "https://school.example/achievements/superbots",
                "type": ["Achievement"],
                "name": "Superbots",
                "description": "Robotics in industry.",
                "criteria": {"narrative": "Design, build and pitch a robot."},
            },
            "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
            "narrative": "In a team of four.",
        },
    }


def base_signed(document: JsonObject | None = None, **options: Any) -> JsonObject:
    """Sign a badge for its holder."""
    return add_proof(
        document or disclosable_badge(),
        SIGNER,
        verification_method=METHOD,
        created=CREATED,
        cryptosuite=SUITE,
        **options,
    )


def bytes_of(proof: JsonObject) -> bytes:
    return read_proof_value(proof, base="u", max_length=MAX_PROOF_VALUE)


def base_value(signed: JsonObject) -> BaseProofValue:
    return read_base(bytes_of(signed["proof"]))


def derived_value(shown: JsonObject) -> DerivedProofValue:
    return read_derived(bytes_of(shown["proof"]))


def with_value(document: JsonObject, value: BaseProofValue | DerivedProofValue | bytes) -> JsonObject:
    """The document with another proof value."""
    data = value if isinstance(value, bytes) else value.to_bytes()
    return {**document, "proof": {**document["proof"], "proofValue": encode_base64url(data)}}


def bare(document: JsonObject) -> JsonObject:
    return {key: value for key, value in document.items() if key != "proof"}
