"""
What must stand in a DataIntegrityProof, and beside it (W3C Data Integrity 1.0, 2.1 and 4.4).

These checks are the same for all suites, and need neither key nor context.
Members that are not named here are left to canonicalization, which refuses what the context does not define.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, Literal

from openbadge_issuer.errors import InputError, ProofError
from openbadge_issuer.json_text import JsonObject, name_of, shorten
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc, encode_base64url
from openbadge_issuer.proofs.timestamps import parse_timestamp

PROOF_TYPE: Final = "DataIntegrityProof"
PROOF_PURPOSE: Final = "assertionMethod"
"""What a credential is signed for; a signature made to log in, say, must not count as a badge."""

MAX_PROOF_VALUE = 140
"""
Longest `proofValue` that is one signature, in characters: the 96 bytes of a P-384 signature take 132 in base58.
"""

Base = Literal["z", "u"]
"""The multibase prefix of a `proofValue`: each suite writes one."""

_BASES: Final[dict[Base, str]] = {"z": "base58btc", "u": "base64url without padding"}


def check_members(
    proof: JsonObject,
    *,
    suites: Collection[str],
    older: Collection[str] = (),
    purpose: str = PROOF_PURPOSE,
) -> None:
    """
    Make sure that a proof names its type, purpose, suite and key.

    Args:
        proof: The proof.
        suites: The names that `cryptosuite` may have.
        older: Types beside DataIntegrityProof that name a suite by themselves.
        purpose: What the proof must be for.

    Raises:
        ProofError: If one is missing or is something else.
    """
    _check_member(proof, "type", (PROOF_TYPE, *older))
    _check_member(proof, "proofPurpose", (purpose,))
    if proof["type"] == PROOF_TYPE:
        _check_member(proof, "cryptosuite", suites)
    elif "cryptosuite" in proof:
        raise ProofError(
            f"A proof of the type {proof['type']} names its suite by that; it has no cryptosuite.",
            path="$.proof.cryptosuite",
        )
    _text(proof, "verificationMethod")


def check_times(proof: JsonObject, now: datetime | None) -> None:
    """
    Make sure that the proof's times can be read, and that it has not expired.

    Raises:
        ProofError: If not.
    """
    if "created" in proof:
        parse_timestamp(proof["created"], path="$.proof.created")
    if "expires" not in proof:
        return
    expires = parse_timestamp(proof["expires"], path="$.proof.expires")
    if now is not None and now >= expires:
        raise ProofError(f"The proof expired at {proof['expires']}.", path="$.proof.expires")


def read_proof_value(proof: JsonObject, *, base: Base = "z", max_length: int = MAX_PROOF_VALUE) -> bytes:
    """
    Read what a proof is made of, as a rule a signature; its length is for the key to check.

    Args:
        proof: The proof.
        base: The multibase prefix that the suite writes.
        max_length: Longest text accepted, in characters.

    Raises:
        ProofError: If it is in another base, too long, or cannot be read.
    """
    value = _text(proof, "proofValue")
    if not value.startswith(base):
        message = f"proofValue must be {_BASES[base]}, and so begin with {base}."
        raise ProofError(message, path="$.proof.proofValue")
    try:
        return decode_multibase(value, max_length)
    except InputError as error:
        raise ProofError(f"proofValue cannot be read. {error.message}", path="$.proof.proofValue") from error


def write_proof_value(data: bytes, *, base: Base) -> str:
    """Write what a proof is made of."""
    return encode_base58btc(data) if base == "z" else encode_base64url(data)


def check_document(document: JsonObject) -> None:
    """
    Make sure that a document can be signed: it has a context, and no proof.

    Raises:
        ProofError: If not.
    """
    if "proof" in document:
        raise ProofError(
            "The document has a proof already; it is signed and checked without.", path="$.proof"
        )
    if "@context" not in document:
        raise ProofError("The document has no @context, so its terms mean nothing.", path="$['@context']")


def check_context(document: JsonObject, proof: JsonObject) -> None:
    """
    Make sure that a proof's own context, if it has one, is the document's or the beginning of it.

    Such a context says nothing new (EdDSA Cryptosuites 1.0, 3.2.5, 3.3.2).

    Raises:
        ProofError: If it is another.
    """
    if "@context" not in proof:
        return
    outer, own = _as_list(document["@context"]), _as_list(proof["@context"])
    # In canonical RDF only the document's context is signed, so an empty one could be slipped in.
    if not own or outer[: len(own)] != own:
        raise ProofError(
            "The proof has a context of its own that is not the beginning of the document's.",
            path="$.proof['@context']",
        )


def _check_member(proof: JsonObject, name: str, allowed: Collection[str]) -> None:
    value = _text(proof, name)
    if value not in allowed:
        raise ProofError(
            f"{name} must be {' or '.join(sorted(allowed))}; found {shorten(value)!r}.",
            path=f"$.proof.{name}",
        )


def _text(proof: JsonObject, name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value:
        found = name_of(value) if name in proof else "nothing"
        raise ProofError(f"A proof must have {name} as a string; found {found}.", path=f"$.proof.{name}")
    return value


def _as_list(context: object) -> list[Any]:
    return context if isinstance(context, list) else [context]
