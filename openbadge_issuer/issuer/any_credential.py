"""
Issuing a credential of any kind, as the key's own DID: what an interface for other people's test suites needs.

Every rule of the W3C data model is kept, and none of Open Badges.
Badges are composed and issued by `Issuer`.
"""

from collections.abc import Sequence
from datetime import datetime

from openbadge_issuer.errors import ProofError
from openbadge_issuer.issuer.signing import method_of, what_verifiers_see
from openbadge_issuer.json_text import JsonObject, parse_object, to_text
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.model.base import model_error
from openbadge_issuer.proofs.data_integrity import add_proof, append_proof
from openbadge_issuer.verification.any_credential import check_any_structure, examine_credential
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ISSUER_KEY, PROOF, STRICTNESS, CheckResult
from openbadge_issuer.verification.source import read

_OWN_WORK = (PROOF, ISSUER_KEY, STRICTNESS)


def issue_credential(
    credential: JsonObject,
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
    mandatory_pointers: Sequence[str] | None = None,
    contexts: Contexts | None = None,
) -> JsonObject:
    """
    Issue a credential in the name of a key.

    Args:
        credential: The credential. Whatever id its issuer has is replaced by the key's did:key, since nobody
            can sign for another; the rest of an issuer is kept. A proof it has already stays beside the new one.
        signer: The issuer's key.
        created: When the proof is made.
        cryptosuite: The name of a suite; None for the usual one of this kind of key.
        mandatory_pointers: With `ecdsa-sd-2023`, JSON pointers to what the holder cannot leave out.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Raises:
        ModelError: If it is not what the W3C data model describes; says where.
        LinkedDataError: If something in it would not be signed, or a context is not at hand.
        KeyMaterialError: If the key has no did:key.
        ProofError: If the key does not sign so, or the suite makes nothing mandatory and there are pointers.
        InputError: If it is not JSON, or a pointer leads nowhere.
    """
    issuer = did_key(signer.public_key)
    document = _named(parse_object(to_text(credential)), issuer)
    known = Circumstances.of(
        fetcher=None, now=created, contexts=contexts, trusted_keys=None, trusted_issuers=None
    )
    structure = check_any_structure(document, known)
    if not structure.passed:
        raise model_error("credential", list(structure.problems))
    document = _issued_by(document, issuer)
    earlier = document.get("proof")
    sign = add_proof if earlier is None else append_proof
    signed = sign(
        document,
        signer,
        verification_method=method_of(issuer, signer.public_key),
        created=created,
        cryptosuite=cryptosuite,
        mandatory_pointers=mandatory_pointers,
        contexts=contexts,
    )
    _check_own_work(signed, known)
    return signed


def _named(document: JsonObject, issuer: str) -> JsonObject:
    """Name the issuer where the credential does not; something that is no name is left to be refused."""
    found = document.get("issuer", issuer)
    return {**document, "issuer": {"id": issuer, **found} if isinstance(found, dict) else found}


def _issued_by(document: JsonObject, issuer: str) -> JsonObject:
    found = document["issuer"]
    return {**document, "issuer": {**found, "id": issuer} if isinstance(found, dict) else issuer}


def _check_own_work(signed: JsonObject, circumstances: Circumstances) -> None:
    """Verify the new proof, before anybody else does; proofs that were there are their makers' concern."""
    proofs = signed["proof"]
    own = proofs[-1] if isinstance(proofs, Sequence) else proofs
    for shown in what_verifiers_see({**signed, "proof": own}, circumstances.contexts):
        for check in examine_credential(read(shown), circumstances).checks:
            if check.name in _OWN_WORK and check.result is not CheckResult.PASSED:
                raise ProofError(f"What was signed does not verify, and is not given out. {check}")
