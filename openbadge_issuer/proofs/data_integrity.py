"""
Adding and checking a DataIntegrityProof, whatever the suite (W3C Data Integrity 1.0, section 4).

The proof signs all of the document but `proof` itself, and its own options with the document's `@context`;
strict canonicalization makes sure that "all" is true: what would not be signed is refused.
Here one proof is made or checked, by a key that is given.
Whose key it is, whether it may assert, and which of several proofs counts, is decided in `verification`.
"""

from datetime import datetime
from typing import Final

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import encode_base58btc
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.canonicalization import normalize_numbers
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.proofs import eddsa_rdfc_2022
from openbadge_issuer.proofs.proof_members import (
    PROOF_PURPOSE,
    PROOF_TYPE,
    check_context,
    check_document,
    check_members,
    check_times,
    read_proof_value,
)
from openbadge_issuer.proofs.suite import Cryptosuite, HashData, Options
from openbadge_issuer.proofs.timestamps import write_timestamp

SUITES: Final[dict[str, Cryptosuite]] = {suite.name: suite for suite in (eddsa_rdfc_2022.SUITE,)}
"""All suites by name; for each kind of key, the first that takes it is the one we sign with."""


def add_proof(
    document: JsonObject,
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    contexts: Contexts | None = None,
) -> JsonObject:
    """
    Sign a document (4.2, Add Proof).

    Args:
        document: The document, without a proof; it is not changed.
        signer: The key to sign with; its kind decides the suite.
        verification_method: The absolute id under which verifiers find the key.
        created: When the proof is made; written in whole seconds.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Returns:
        A new document that ends with `proof`. Whole numbers written as 3.0 have become 3.

    Raises:
        ProofError: If there is a proof or no `@context`, or no suite takes this kind of key.
        LinkedDataError: If something in the document would not be signed, or not read alike by all.
    """
    check_document(document)
    suite = _suite_for(signer.public_key)
    document = normalize_numbers(document)
    proof = {
        "type": PROOF_TYPE,
        "cryptosuite": suite.name,
        "created": write_timestamp(created),
        "verificationMethod": verification_method,
        "proofPurpose": PROOF_PURPOSE,
    }
    options = Options(kind=signer.public_key.kind, contexts=contexts, issuing=True)
    proof_bytes = suite.serialize(_hash(suite, document, proof, options), signer)
    return {**document, "proof": {**proof, "proofValue": encode_base58btc(proof_bytes)}}


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    public_key: PublicKey,
    *,
    now: datetime | None = None,
    contexts: Contexts | None = None,
) -> None:
    """
    Make sure that a proof holds (4.4, Verify Proof).

    Not checked: whose key it is, `domain` and `challenge`, and whether `created` is in the future.

    Args:
        document: The document without its proof.
        proof: The proof.
        public_key: The key that `verificationMethod` names.
        now: If given, a proof that has expired by then is refused.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Raises:
        ProofError: If the proof is malformed, expired, of another purpose or an unknown suite,
            or does not hold.
        LinkedDataError: If something in document or proof is not covered by the signature, or cannot be read.
    """
    suite = _checked_suite(proof, public_key)
    check_times(proof, now)
    proof_bytes = read_proof_value(proof)
    suite.verify(proof_hashes(document, proof, public_key, contexts=contexts), proof_bytes, public_key)


def proof_hashes(
    document: JsonObject, proof: JsonObject, public_key: PublicKey, *, contexts: Contexts | None = None
) -> HashData:
    """
    Compute what a proof signs: both canonical forms, and their hashes.

    Raises:
        ProofError: If the proof is malformed, of another purpose or an unknown suite.
        LinkedDataError: As `verify_proof`.
    """
    suite = _checked_suite(proof, public_key)
    check_document(document)
    check_context(document, proof)
    proof_options = {key: value for key, value in proof.items() if key != "proofValue"}
    return _hash(suite, document, proof_options, Options(kind=public_key.kind, contexts=contexts))


def _hash(suite: Cryptosuite, document: JsonObject, proof_options: JsonObject, options: Options) -> HashData:
    canonical_proof = suite.configure(document, proof_options, options)
    return suite.hash(suite.transform(document, options), canonical_proof, options)


def _suite_for(public_key: PublicKey) -> Cryptosuite:
    for suite in SUITES.values():
        if public_key.kind in suite.key_kinds:
            return suite
    raise ProofError(
        f"No cryptosuite signs with a {public_key.kind} key.",
        hint="Sign with an Ed25519 key, or secure the document as a JWT.",
    )


def _checked_suite(proof: JsonObject, public_key: PublicKey) -> Cryptosuite:
    check_members(proof, suites=SUITES.keys())
    suite = SUITES[proof["cryptosuite"]]
    if public_key.kind not in suite.key_kinds:
        kinds = " or ".join(sorted(suite.key_kinds))
        raise ProofError(
            f"The suite {suite.name} is for {kinds} keys; found one of the kind {public_key.kind}.",
            path="$.proof.verificationMethod",
        )
    return suite
