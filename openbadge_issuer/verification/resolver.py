"""
From what a proof says about its key to the key, and to whether the issuer stands behind it.

The rules, in this order:

1. Keys that the caller pinned for an issuer are that issuer's keys, and no others are.
2. An issuer that is a did:key or did:jwk is its own key.
3. An issuer that is a did:web or an https URL publishes its keys (`published_keys`).
4. Nothing else can be resolved: other DID methods are refused, not guessed.

Standards: did:key, did:jwk, did:web, Controlled Identifiers 1.0 section 3.3 ("Retrieve Verification Method"),
Open Badges 3.0 section 8 and its implementation guide on key provenance.
"""

from collections.abc import Sequence

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ISSUER_KEY
from openbadge_issuer.verification.key_claim import KeyClaim, key_of_did
from openbadge_issuer.verification.published_keys import PublishedKeys, another_issuer
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.resolved_key import KeyRefusedError, ResolvedKey
from openbadge_issuer.verification.urls import PUBLISHING, SELF_PROVING, is_url, scheme_of

_ISSUER_IS_KEY = Check(
    name=ISSUER_KEY,
    code="issuer-is-key",
    message="The issuer is this key, and nobody else can sign with it.",
)


def resolve(claim: KeyClaim, circumstances: Circumstances) -> ResolvedKey:
    """Find the key of a proof, and whether the issuer stands behind it; no document makes it raise."""
    try:
        return _resolved(claim, circumstances)
    except KeyRefusedError as refusal:
        return refusal.resolved(carried=claim.carried)


def _resolved(claim: KeyClaim, circumstances: Circumstances) -> ResolvedKey:
    if not is_url(claim.issuer):
        raise KeyRefusedError("no-issuer", "The document does not say by a URL or a DID who issued it.")
    pinned = circumstances.trusted_keys.get(claim.issuer)
    if pinned is not None:
        return _from_pinned(claim, pinned)
    for url in (claim.controller, claim.issuer):
        if scheme_of(url) not in SELF_PROVING | PUBLISHING:
            raise KeyRefusedError(
                "unsupported-method",
                f"{url} cannot be resolved to a key; did:key, did:jwk, did:web and https can.",
            )
    if scheme_of(claim.issuer) in SELF_PROVING:
        return _from_issuer_itself(claim)
    return PublishedKeys(claim, circumstances).resolve()


def _from_pinned(claim: KeyClaim, pinned: Sequence[PublicKey]) -> ResolvedKey:
    """A pinned key counts wherever it is said to stand; without a name that fits, all are tried."""
    if not pinned or (claim.carried and claim.carried not in pinned):
        raise KeyRefusedError("not-pinned", f"The key is none of those that you know to be {claim.issuer}'s.")
    named = [key for key in pinned if key in (claim.carried,) or key.fragment == claim.fragment]
    message = f"The key is one that you know to be {claim.issuer}'s."
    return ResolvedKey.passed(
        "pinned", message, keys=named or pinned, proven=f"a key you know to be {claim.issuer}'s"
    )


def _from_issuer_itself(claim: KeyClaim) -> ResolvedKey:
    key = _own_key(claim.issuer)
    if claim.controller != claim.issuer:
        raise another_issuer(claim)
    if claim.fragment not in ("", _own_fragment(claim.issuer)):
        raise KeyRefusedError("not-listed", f"{claim.method} is not a key of {claim.issuer}.", keys=[key])
    if claim.carried not in (None, key):
        message = "The key in the header is another than the key that the issuer is."
        raise KeyRefusedError("key-mismatch", message, keys=[key])
    return ResolvedKey(check=_ISSUER_IS_KEY, keys=(key,), proven=f"the key {claim.issuer}")


def _own_key(issuer: str) -> PublicKey:
    try:
        return key_of_did(issuer)
    except KeyMaterialError as error:
        message = f"The issuer's id holds no usable key: {error.message}"
        raise KeyRefusedError("unusable-key", message) from error


def _own_fragment(issuer: str) -> str:
    return "0" if scheme_of(issuer) == "did:jwk" else issuer.removeprefix("did:key:")
