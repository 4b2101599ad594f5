"""
Adding and checking a DataIntegrityProof, whatever the suite (W3C Data Integrity 1.0, section 4).

The proof signs all of the document but `proof` itself, and its own options with the document's `@context`;
strict canonicalization makes sure that "all" is true: what would not be signed is refused.
Suites that sign JSON as it stands (`signs_text`) cover it all by themselves, be it defined or not.
A document can have several proofs: each by itself (a set), or one signing others too (a chain).
Here one proof is made or checked, by a key that is given.
Whose key it is, whether it may assert, and which of several proofs counts, is decided in `verification`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from openbadge_issuer.errors import ComplexityError, ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.canonicalization import normalize_numbers
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.linked_data.issuing import is_sorted_alike
from openbadge_issuer.proofs.proof_chain import check_previous
from openbadge_issuer.proofs.proof_members import (
    PROOF_PURPOSE,
    PROOF_TYPE,
    check_context,
    check_document,
    check_times,
    read_proof_value,
    write_proof_value,
)
from openbadge_issuer.proofs.proof_use import ASSERTION, ProofUse
from openbadge_issuer.proofs.suite import Cryptosuite, HashData, Options, Transformations
from openbadge_issuer.proofs.suites import signing_suite, verifying_suite
from openbadge_issuer.proofs.timestamps import write_timestamp


def add_proof(
    document: JsonObject,
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    cryptosuite: str | None = None,
    mandatory_pointers: Sequence[str] | None = None,
    contexts: Contexts | None = None,
    use: ProofUse = ASSERTION,
) -> JsonObject:
    """
    Sign a document (4.2, Add Proof).

    Args:
        document: The document, without a proof; it is not changed.
        signer: The key to sign with.
        verification_method: The absolute id under which verifiers find the key.
        created: When the proof is made; written in whole seconds.
        cryptosuite: The name of the suite; None for the usual one of this kind of key.
        mandatory_pointers: With a suite for selective disclosure, JSON pointers to what the holder cannot leave out;
            None for all but what nobody is misled without (`mandatory.mandatory_pointers`).
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        use: What the proof is for: by default, to assert a credential.

    Returns:
        A new document that ends with `proof`; what is within may be shared with the one that was given.
        Whole numbers written as 3.0 have become 3.

    Raises:
        ProofError: If there is a proof or no `@context`, or the suite does not sign with this kind of key,
            or does not disclose and there are mandatory pointers.
        LinkedDataError: If something in the document would not be signed, or not read alike by all.
        InputError: If it cannot be written as the suite needs it, or a mandatory pointer leads nowhere.
    """
    check_document(document)
    document = normalize_numbers(document)
    suite = signing_suite(signer.public_key, cryptosuite)
    options = _options(suite, signer, mandatory_pointers, contexts)
    unsigned = _proof_options(
        suite, document, verification_method=verification_method, created=created, use=use
    )
    return {**document, "proof": _signed(suite, document, unsigned, signer, options)}


def append_proof(
    document: JsonObject,
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    cryptosuite: str | None = None,
    mandatory_pointers: Sequence[str] | None = None,
    contexts: Contexts | None = None,
) -> JsonObject:
    """
    Sign a document that is signed already, beside the proofs it has (4.3, Add Proof Set/Chain).

    The proofs it has are neither checked nor signed; the document stays as it is, or is refused.
    The arguments are those of `add_proof`.

    Returns:
        A new document whose `proof` is an array, with the new proof at its end.

    Raises:
        ProofError: If there is no proof yet, and otherwise as `add_proof`.
        LinkedDataError: As `add_proof`.
        InputError: As `add_proof`.
    """
    proofs = document.get("proof")
    earlier = proofs if isinstance(proofs, list) else [proofs]
    if not earlier or not all(isinstance(proof, dict) for proof in earlier):
        raise ProofError("The document has no proof yet beside which another could stand.", path="$.proof")
    bare = {key: value for key, value in document.items() if key != "proof"}
    check_document(bare)
    suite = signing_suite(signer.public_key, cryptosuite)
    options = _options(suite, signer, mandatory_pointers, contexts)
    unsigned = _proof_options(
        suite, bare, verification_method=verification_method, created=created, use=ASSERTION
    )
    return {**bare, "proof": [*earlier, _signed(suite, bare, unsigned, signer, options)]}


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    public_key: PublicKey,
    *,
    now: datetime | None = None,
    previous: Sequence[JsonObject] = (),
    contexts: Contexts | None = None,
    transformations: Transformations | None = None,
    purpose: str = PROOF_PURPOSE,
) -> None:
    """
    Make sure that a proof holds (4.4, Verify Proof).

    Not checked: whose key it is, `domain` and `challenge`, and whether `created` is in the future.

    Args:
        document: The document without its proof.
        proof: The proof.
        public_key: The key that `verificationMethod` names.
        now: If given, a proof that has expired by then is refused.
        previous: The proofs that this one builds on, as `proof_chain.previous_proofs` finds them.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        transformations: To be handed over with each proof of one document, so that it is transformed once.
        purpose: What the proof must be for.

    Raises:
        ProofError: If the proof is malformed, expired, of another purpose or an unknown suite,
            builds on other proofs than were given, or does not hold.
        LinkedDataError: If something in document or proof is not covered by the signature, or cannot be read.
        InputError: If the document cannot be written as the suite needs it.
    """
    suite = verifying_suite(proof, public_key, purpose=purpose)
    check_times(proof, now)
    proof_bytes = read_proof_value(proof, base=suite.base, max_length=suite.max_proof_value)
    options = Options(kind=public_key.kind, contexts=contexts)

    def hashes(options: Options) -> HashData:
        return _proof_hashes(
            suite, document, proof, options, previous=previous, transformations=transformations
        )

    data = hashes(options)
    try:
        suite.verify(data, proof_bytes, public_key)
    except ProofError:
        other = _sorted_otherwise(suite, data, lambda: hashes(replace(options, utf16_order=True)))
        if other is None:
            raise
        suite.verify(other, proof_bytes, public_key)


def proof_hashes(
    document: JsonObject,
    proof: JsonObject,
    public_key: PublicKey,
    *,
    previous: Sequence[JsonObject] = (),
    contexts: Contexts | None = None,
    transformations: Transformations | None = None,
    purpose: str = PROOF_PURPOSE,
) -> HashData:
    """
    Compute what a proof signs: both canonical forms, and their hashes; the arguments are those of `verify_proof`.

    Raises:
        ProofError: If the proof is malformed, of another purpose or an unknown suite.
        LinkedDataError: As `verify_proof`.
        InputError: As `verify_proof`.
    """
    suite = verifying_suite(proof, public_key, purpose=purpose)
    options = Options(kind=public_key.kind, contexts=contexts)
    return _proof_hashes(suite, document, proof, options, previous=previous, transformations=transformations)


def _sorted_otherwise(suite: Cryptosuite, data: HashData, make: Callable[[], HashData]) -> HashData | None:
    """
    Return what is signed where statements are sorted by UTF-16 units, as in JavaScript and Java.

    RDFC-1.0 sorts by code points; the same statements are signed either way.

    Returns:
        None if nobody sorts them otherwise, or finding out would take too much work.
    """
    texts = (data.canonical_document, data.canonical_proof)
    if suite.signs_text or suite.discloses or all(map(is_sorted_alike, texts)):
        return None
    try:
        return make()
    except ComplexityError:
        return None


def _proof_hashes(
    suite: Cryptosuite,
    document: JsonObject,
    proof: JsonObject,
    options: Options,
    *,
    previous: Sequence[JsonObject],
    transformations: Transformations | None,
) -> HashData:
    check_document(document)
    check_context(document, proof)
    check_previous(proof, previous)
    proof_options = {key: value for key, value in proof.items() if key != "proofValue"}
    if previous:  # 4.5, step 3.4: they are part of what is signed
        document = {**document, "proof": [*previous]}
    return _hash(suite, document, proof_options, options, transformations)


def _proof_options(
    suite: Cryptosuite, document: JsonObject, *, verification_method: str, created: datetime, use: ProofUse
) -> JsonObject:
    options = {
        "type": PROOF_TYPE,
        "cryptosuite": suite.name,
        "created": write_timestamp(created),
        "verificationMethod": verification_method,
        **use.members(),
    }
    return {**options, "@context": document["@context"]} if suite.signs_text else options


def _options(
    suite: Cryptosuite, signer: Signer, mandatory: Sequence[str] | None, contexts: Contexts | None
) -> Options:
    if mandatory is not None and not suite.discloses:
        raise ProofError(f"With {suite.name} nothing can be left out, so nothing can be made mandatory.")
    return Options(
        kind=signer.public_key.kind,
        contexts=contexts,
        issuing=True,
        mandatory=None if mandatory is None else tuple(mandatory),
    )


def _signed(
    suite: Cryptosuite, document: JsonObject, proof_options: JsonObject, signer: Signer, options: Options
) -> JsonObject:
    if suite.create_base is not None:
        value = suite.create_base(document, proof_options, signer, options)
    else:
        value = suite.serialize(_hash(suite, document, proof_options, options, None), signer)
    return {**proof_options, "proofValue": write_proof_value(value, base=suite.base)}


def _hash(
    suite: Cryptosuite,
    document: JsonObject,
    proof_options: JsonObject,
    options: Options,
    transformations: Transformations | None,
) -> HashData:
    if suite.signs_text and "@context" in proof_options:  # EdDSA Cryptosuites 1.0, 3.3.2, step 5
        document = {**document, "@context": proof_options["@context"]}
    canonical_proof = suite.configure(document, proof_options, options)
    if transformations is None:
        return suite.hash(suite.transform(document, options), canonical_proof, options)
    return suite.hash(transformations.text(document, suite, options), canonical_proof, options)
