"""A small world: a school with keys, a web that remembers who asked, and badges that can be made wrong."""

import copy
import json
from datetime import UTC, datetime

from openbadge_issuer.errors import FetchError
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.ports import FetchedDocument
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.jws import write_jws
from openbadge_issuer.proofs.jwt_claims import claims_of

SCHOOL = "did:web:school.example"
SCHOOL_URL = "https://school.example/.well-known/did.json"
PROFILE_URL = "https://school.example/issuers/1"
CREATED = datetime(2026, 5, 1, 9, 0, 0, tzinfo=UTC)

BADGE = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:5a1c1f3e-7f5e-4f7e-9d55-0d6a6d3b9c11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Superbots",
    "issuer": {"id": SCHOOL, "type": ["Profile"], "name": "Example Tech School"},
    "validFrom": "2026-05-01T09:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:0b2e0f6e-6f0c-4c59-8a0e-8f5a0d7d7a01",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://school.example/achievements/superbots",
            "type": ["Achievement"],
            "name": "Superbots",
            "description": "Robotics in industry.",
            "criteria": {"narrative": "Design, build and pitch a robot."},
        },
    },
}


class FakeWeb:
    """A fetcher over a dict, which remembers what it was asked for."""

    def __init__(self):
        self.documents = {}
        self.asked = []

    def publish(self, url, document, media_type="application/json"):
        self.documents[url] = (
            document if isinstance(document, bytes) else json.dumps(document).encode(),
            media_type,
        )

    def fetch(self, url, *, accept=()):
        self.asked.append(url)
        if url not in self.documents:
            raise FetchError(f"{url} answered 404.")
        body, media_type = self.documents[url]
        return FetchedDocument(url=url, media_type=media_type, body=body)


class Party:
    """Somebody with an Ed25519 and a P-256 key, named by a did:web unless another id is given."""

    def __init__(self, identifier=SCHOOL):
        self.signer = LocalSigner.generate(KeyKind.ED25519)
        self.jwt_signer = LocalSigner.generate(KeyKind.P256)
        self.id = identifier or did_key(self.signer.public_key)

    @property
    def key(self):
        return self.signer.public_key

    def method(self, key=None):
        return f"{self.id}#{(key or self.key).fragment}"

    def entry(self, key=None, **changes):
        key = key or self.key
        method = {
            "id": self.method(key),
            "type": "Multikey",
            "controller": self.id,
            "publicKeyMultibase": key.multikey,
        }
        return {**method, **changes}

    def document(self, *entries, **changes):
        entries = entries or (self.entry(), self.entry(self.jwt_signer.public_key))
        return {
            "@context": "https://www.w3.org/ns/did/v1",
            "id": self.id,
            "verificationMethod": list(entries),
            "assertionMethod": [entry["id"] for entry in entries],
            **changes,
        }


def unsigned(issuer=SCHOOL, **changes):
    document = {**copy.deepcopy(BADGE), **changes}
    document["issuer"] = {**document["issuer"], "id": issuer}
    return document


def signed(document, signer, method=None):
    return add_proof(
        document, signer, verification_method=method or did_key_method(signer.public_key), created=CREATED
    )


def as_jwt(document, signer, header, **claims):
    """Write a JWT with any header and any claims."""
    payload = {**document, **claims_of(document), **claims}
    return write_jws(header, {key: value for key, value in payload.items() if value is not None}, signer)


ACHIEVEMENT = BADGE["credentialSubject"]["achievement"]["id"]
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def endorsement(about=ACHIEVEMENT, *, issuer, **changes):
    """What a partner says about an achievement, not yet signed."""
    return {
        "@context": list(BADGE["@context"]),
        "id": "urn:uuid:3f0ab7c6-8e2c-4d0a-8d0f-2c1c4a4e8c55",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of Superbots",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Robot Works"},
        "validFrom": "2026-05-01T09:00:00Z",
        "credentialSubject": {
            "id": about,
            "type": ["EndorsementSubject"],
            "endorsementComment": "What we look for in apprentices.",
        },
        **changes,
    }
