"""
Three parts that all suites share: hash both canonical texts, sign the hashes, check the signature.

The key decides the hash: SHA-384 with P-384, otherwise SHA-256
(EdDSA Cryptosuites 1.0, 3.2.4; ECDSA Cryptosuites 1.0, 3.2.4).
"""

import hashlib

from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.proofs.suite import HashData, Options


def hash_texts(canonical_document: str, canonical_proof: str, options: Options) -> HashData:
    """Hash each of the two."""
    digest = getattr(hashlib, options.hash_algorithm)
    return HashData(
        canonical_document=canonical_document,
        canonical_proof=canonical_proof,
        document_hash=digest(canonical_document.encode()).digest(),
        proof_hash=digest(canonical_proof.encode()).digest(),
    )


def serialize(data: HashData, signer: Signer) -> bytes:
    """Sign the hashes; EdDSA and ECDSA hash once more by themselves."""
    return signer.sign(data.signed)


def verify(data: HashData, proof_bytes: bytes, public_key: PublicKey) -> None:
    """
    Make sure that a key signed the hashes.

    Raises:
        ProofError: If it did not, or the signature has not the length that this kind of key makes.
    """
    public_key.verify(proof_bytes, data.signed)
