"""
The cryptosuite `eddsa-rdfc-2022`: Ed25519 over canonical RDF (W3C EdDSA Cryptosuites 1.0, section 3.2).

The one suite that every verifier of badges takes, and so the one we sign with.
Creating (3.2.1) and verifying (3.2.2) put the parts together in the way of all suites: see `data_integrity`.
"""

import hashlib

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.proofs.suite import Cryptosuite, HashData, Options


def transform(document: JsonObject, options: Options) -> str:
    """3.2.3 Transformation: the canonical N-Quads of the document."""
    return canonicalize(document, contexts=options.contexts, issuing=options.issuing)


def hash_data(canonical_document: str, canonical_proof: str, _options: Options) -> HashData:
    """3.2.4 Hashing: SHA-256 of each."""
    return HashData(
        canonical_document=canonical_document,
        canonical_proof=canonical_proof,
        document_hash=hashlib.sha256(canonical_document.encode()).digest(),
        proof_hash=hashlib.sha256(canonical_proof.encode()).digest(),
    )


def configure(document: JsonObject, proof_options: JsonObject, options: Options) -> str:
    """3.2.5 Proof configuration: the options as a document of their own, with the document's context."""
    return transform({**proof_options, "@context": document["@context"]}, options)


def serialize(data: HashData, signer: Signer) -> bytes:
    """3.2.6 Proof serialization: 64 bytes of EdDSA, which hashes once more by itself."""
    return signer.sign(data.signed)


def verify(data: HashData, proof_bytes: bytes, public_key: PublicKey) -> None:
    """3.2.7 Proof verification."""
    public_key.verify(proof_bytes, data.signed)


SUITE = Cryptosuite(
    name="eddsa-rdfc-2022",
    key_kinds=frozenset({KeyKind.ED25519}),
    transform=transform,
    configure=configure,
    hash=hash_data,
    serialize=serialize,
    verify=verify,
)
