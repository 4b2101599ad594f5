"""
Showing credentials to somebody: a presentation, signed by its holder (VC Data Model 2.0, 4.13).

What the holder signs is for one reader and one occasion: `domain` and `challenge` come from the reader.
The credentials in it are put in as they are; whether they hold is for the reader to find out.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from openbadge_issuer.errors import ProofError
from openbadge_issuer.issuer.signing import method_of
from openbadge_issuer.json_text import JsonObject, parse_object, to_text
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.model import CREDENTIALS_V2, VerifiablePresentation, VerifiablePresentationv1p1
from openbadge_issuer.model.base import model_error
from openbadge_issuer.model.conformance import is_version_1
from openbadge_issuer.model.w3c_conformance import check_presentation
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.proof_use import AUTHENTICATION, ProofUse
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import CheckResult
from openbadge_issuer.verification.envelope import enveloped
from openbadge_issuer.verification.holder import holder_of
from openbadge_issuer.verification.presentation import examine_presentation, read_presentation
from openbadge_issuer.verification.source import types_of

Shown = JsonObject | str


def sign_presentation(
    presented: Shown | Sequence[Shown],
    signer: Signer,
    *,
    challenge: str | None = None,
    domain: str | None = None,
    holder: str | None = None,
    verification_method: str | None = None,
    cryptosuite: str | None = None,
    created: datetime | None = None,
    contexts: Contexts | None = None,
) -> JsonObject:
    """
    Sign a presentation, or credentials that are to be presented, as their holder.

    Args:
        presented: A presentation without a proof; or one credential or several: documents, JSON text, or JWTs.
        signer: The holder's key.
        challenge: What the reader handed out, to be repeated; without it the presentation could be shown again.
        domain: Whom it is for, as the reader names itself, as a rule by its host.
        holder: The holder's id; None for the one in the presentation, or else the key itself as a did:key.
        verification_method: The id under which the reader finds the key; None for the usual one below the holder's.
        cryptosuite: The name of a suite; None for the usual one of this kind of key.
        created: When the proof is made; None for now.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Returns:
        A new document that ends with `proof`.

    Raises:
        ModelError: If it is not what the data model describes.
        LinkedDataError: If something in it would not be signed, or a context is not at hand.
        KeyMaterialError: If holder and key do not go together.
        ProofError: If it has a proof, or the key does not sign so.
        InputError: If a text is not JSON.
    """
    document, moment = _presentation(presented), created or datetime.now(UTC)
    holder = holder or holder_of(document) or did_key(signer.public_key)
    if holder_of(document) != holder:
        document = {**document, "holder": holder}
    _check_conforms(document)
    signed = add_proof(
        document,
        signer,
        verification_method=verification_method or method_of(holder, signer.public_key),
        created=moment,
        cryptosuite=cryptosuite,
        contexts=contexts,
        use=ProofUse(purpose=AUTHENTICATION, challenge=challenge, domain=domain),
    )
    known = Circumstances.of(
        fetcher=None,
        now=moment,
        contexts=contexts,
        trusted_keys={holder: signer.public_key},
        trusted_issuers=None,
    )
    _check_own_work(to_text(signed), known, challenge=challenge, domain=domain)
    return signed


def _presentation(presented: Shown | Sequence[Shown]) -> JsonObject:
    if isinstance(presented, dict) and "VerifiablePresentation" in types_of(presented):
        return parse_object(to_text(presented))
    several = [presented] if isinstance(presented, (dict, str)) else list(presented)
    return {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [_credential(item) for item in several],
    }


def _credential(shown: Shown) -> JsonObject:
    if isinstance(shown, dict):
        return parse_object(to_text(shown))
    text = shown.strip()
    return parse_object(text) if text.startswith("{") else enveloped(text)


def _check_conforms(document: JsonObject) -> None:
    if problems := check_presentation(document):
        described_by = VerifiablePresentationv1p1 if is_version_1(document) else VerifiablePresentation
        raise model_error(described_by.__name__, problems)


def _check_own_work(
    text: str, circumstances: Circumstances, *, challenge: str | None, domain: str | None
) -> None:
    """Verify what was just signed, before anybody else does; the key is known here."""
    source = read_presentation(text)
    report, _ = examine_presentation(source, circumstances, challenge=challenge, domain=domain)
    for check in report.checks:
        if check.result not in (CheckResult.PASSED, CheckResult.SKIPPED):
            raise ProofError(f"What was signed does not verify, and is not given out. {check}")
