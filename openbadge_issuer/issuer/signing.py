"""
Signing a plain document, and checking afterwards that the signature holds.

What would not be covered, and what the data model does not allow, is refused first, with its place.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from openbadge_issuer.errors import KeyMaterialError, ModelError, ProofError
from openbadge_issuer.json_text import JsonObject, parse_object, to_text
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.model import check_credential, class_of
from openbadge_issuer.model.base import model_error
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.deriving import derive
from openbadge_issuer.proofs.disclosure_values import is_base
from openbadge_issuer.verification.codes import ISSUER_KEY, PROOF, STRICTNESS, CheckResult
from openbadge_issuer.verification.source import issuer_of, types_of
from openbadge_issuer.verification.verifier import verify

METHODS = 256
"""Ids of keys that are kept, each a text of some hundred characters: as many as a service has issuers at work."""


def sign(
    document: JsonObject,
    signer: Signer,
    *,
    verification_method: str | None = None,
    created: datetime | None = None,
    cryptosuite: str | None = None,
    mandatory_pointers: Sequence[str] | None = None,
    contexts: Contexts | None = None,
) -> JsonObject:
    """
    Sign a credential with an embedded proof.

    With the cryptosuite `ecdsa-sd-2023` the proof is a base proof: the document is for its holder, who shows parts of
    it by `derive`; verifiers refuse it as it is.

    Args:
        document: A badge, an endorsement, a status list or another credential, without a proof.
            It is not changed.
        signer: The key to sign with.
        verification_method: The id under which verifiers find the key;
            None for the usual one below the issuer's id.
        created: When the proof is made; None for now.
        cryptosuite: The name of the suite; None for the usual one of this kind of key.
        mandatory_pointers: With `ecdsa-sd-2023`, JSON pointers to what the holder cannot leave out;
            None for all but evidence, results and what else nobody is misled without.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Returns:
        A new document that ends with `proof`.
        Text made from it by `json_text.to_text` is safe to keep and to bake.

    Raises:
        ModelError: If it is not what the data model describes.
        LinkedDataError: If something in it would not be signed, or a context is not at hand.
        KeyMaterialError: If the issuer's id and the key do not go together.
        ProofError: If it has a proof, the suite does not sign with this kind of key,
            or the signature that came back does not hold.
        InputError: If a mandatory pointer leads nowhere; names it.
    """
    document = parse_object(to_text(document))
    check_conforms(document)
    issuer_id, key = issuer_of(document), signer.public_key
    method = verification_method or method_of(issuer_id, key)
    moment = created or datetime.now(UTC)
    signed = add_proof(
        document,
        signer,
        verification_method=method,
        created=moment,
        cryptosuite=cryptosuite,
        mandatory_pointers=mandatory_pointers,
        contexts=contexts,
    )
    for shown in what_verifiers_see(signed, contexts):
        check_own_work(to_text(shown), issuer_id=issuer_id, keys=[key], now=moment, contexts=contexts)
    return signed


def what_verifiers_see(signed: JsonObject, contexts: Contexts | None) -> list[JsonObject]:
    """Return the document itself; if its holder shows parts of it, the most and the least that says who issued it."""
    if not is_base(signed["proof"]["proofValue"]):
        return [signed]
    return [derive(signed, [""], contexts=contexts), derive(signed, ["/issuer"], contexts=contexts)]


@lru_cache(maxsize=METHODS)
def method_of(issuer_id: str, public_key: PublicKey) -> str:
    """
    Return the id under which an issuer publishes a key: its own id, `#`, the key's fragment.

    Raises:
        KeyMaterialError: If the issuer is a did:key, and not of this key; or nothing says who it is.
    """
    if not issuer_id:
        raise KeyMaterialError(
            "The document does not say who issues it, and so not where the key is; give verification_method."
        )
    if issuer_id.startswith("did:jwk:"):
        return f"{issuer_id}#0"
    if not issuer_id.startswith("did:key:"):
        return f"{issuer_id}#{public_key.fragment}"
    if issuer_id != did_key(public_key):
        raise KeyMaterialError(
            f"The issuer {issuer_id} is one key and can have no other; this one is {public_key.fragment}. "
            "An issuer with several keys is a did:web or an https URL."
        )
    return did_key_method(public_key)


def check_conforms(document: JsonObject) -> None:
    """
    Make sure that a document is what the data model describes: that of the W3C, if it is no badge.

    Raises:
        ModelError: If not; says where.
    """
    try:
        described_by = class_of(document)
    except ModelError:
        if "VerifiableCredential" not in types_of(document):
            raise
        if problems := check_credential(document):
            raise model_error("VerifiableCredential", problems) from None
        return
    described_by.from_document(document)


def check_own_work(
    text: str,
    checks: Sequence[str] = (PROOF, ISSUER_KEY, STRICTNESS),
    *,
    issuer_id: str,
    keys: Sequence[PublicKey],
    now: datetime,
    contexts: Contexts | None,
) -> None:
    """
    Verify what was just signed, before anybody else does.

    The issuer's keys are known here, and whether it is revoked is not asked: nobody has seen it yet.

    Args:
        text: What was signed.
        checks: The names of the checks that must not fail.
        issuer_id: The issuer's id.
        keys: The issuer's keys.
        now: When it was signed.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Raises:
        ProofError: If one of the checks failed or could not be made.
    """
    report = verify(text, now=now, contexts=contexts, trusted_keys={issuer_id: keys})
    for check in report.checks:
        if check.name in checks and check.result not in (CheckResult.PASSED, CheckResult.SKIPPED):
            raise ProofError(f"What was signed does not verify, and is not given out. {check}")
