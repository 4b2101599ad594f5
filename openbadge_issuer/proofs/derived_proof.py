"""
Checking a derived proof: each statement that is shown was signed by the issuer (ECDSA Cryptosuites 1.0, 3.6.7).

The issuer signed the mandatory statements, and the key of this one proof, which signed every other statement.
So nothing can be added, changed or taken from another badge, and no mandatory statement can be missing.
What else the issuer had signed cannot be seen, which is what such proofs are for.
"""

import hashlib
from collections.abc import Iterable

from openbadge_issuer.errors import LinkedDataError, ProofError
from openbadge_issuer.json_text import shorten
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data.relabelling import relabelled
from openbadge_issuer.proofs.disclosure_values import DerivedProofValue, read_derived, statement_key
from openbadge_issuer.proofs.suite import HashData


def verify_derived(data: HashData, proof_bytes: bytes, public_key: PublicKey) -> None:
    """
    Make sure that an issuer's key stands behind every statement that is shown.

    Args:
        data: The canonical form of what is shown, and the hash of the proof's options.
        proof_bytes: The bytes of the derived proof.
        public_key: The issuer's key.

    Raises:
        ProofError: If the bytes are not a derived proof, belong to other statements, or a signature does not hold.
    """
    value = read_derived(proof_bytes)
    mandatory, others = split(data.canonical_document, value)  # 3.5.9 createVerifyData
    signed = sign_data(data.proof_hash, value.public_key, mandatory)
    public_key.verify(value.base_signature, signed)  # first: only an issuer can make us check the many others
    verify_statements(others, value)


def split(canonical_document: str, value: DerivedProofValue) -> tuple[list[str], list[str]]:
    """
    Tell mandatory statements from others, with the labels that they were signed with.

    Raises:
        ProofError: If labels, indexes or the number of signatures are those of other statements.
    """
    try:
        statements = relabelled(canonical_document, value.labels)
    except LinkedDataError as error:
        raise ProofError(f"The proof belongs to another document. {error.message}") from error
    indexes = frozenset(value.mandatory_indexes)
    if indexes and max(indexes) >= len(statements):
        raise ProofError(
            f"The proof says that the statement {max(indexes)} is mandatory; "
            f"{len(statements)} are shown, counted from 0."
        )
    mandatory = [line for index, line in enumerate(statements) if index in indexes]
    others = [line for index, line in enumerate(statements) if index not in indexes]
    if len(others) != len(value.signatures):
        raise ProofError(
            f"{len(others)} statements that are not mandatory are shown; the proof signs {len(value.signatures)}."
        )
    return mandatory, others


def sign_data(proof_hash: bytes, public_key: bytes, mandatory: Iterable[str]) -> bytes:
    """Put together what the issuer signs (3.5.1 serializeSignData, 3.4.18 hashMandatoryNQuads)."""
    mandatory_hash = hashlib.sha256("".join(mandatory).encode("utf-8")).digest()
    return proof_hash + public_key + mandatory_hash


def verify_statements(statements: Iterable[str], value: DerivedProofValue) -> None:
    """
    Make sure that the key of the proof signed each of some statements.

    Raises:
        ProofError: If it did not; names the first that it did not sign.
    """
    key = statement_key(value.public_key)
    for line, signature in zip(statements, value.signatures, strict=True):
        try:
            key.verify(signature, line.encode("utf-8"))
        except ProofError as error:
            shown = shorten(line.strip(), 120)
            raise ProofError(f"The issuer did not sign this statement: {shown}") from error
