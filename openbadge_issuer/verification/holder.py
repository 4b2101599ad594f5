"""
Who shows a presentation, and with whose key? (VC Data Model 2.0, 4.13; Controlled Identifiers 1.0, `authentication`)

The key is looked up as an issuer's is, but must be published for authentication.
A presentation that names no holder is shown by whoever controls the key that signed it.
"""

from dataclasses import replace
from typing import Any

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.verification.codes import HOLDER_KEY
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import Source, proofs_of, subjects_of
from openbadge_issuer.verification.urls import is_url

_CODES = {
    "issuer-is-key": "holder-is-key",
    "no-issuer": "no-holder",
    "another-issuer": "another-holder",
}

_MESSAGES = {
    "holder-is-key": "The holder is this key, and nobody else can sign with it.",
    "published": "The holder publishes this key for authentication.",
    "pinned": "The key is one that you know to be the holder's.",
    "no-holder": "Neither the presentation nor its proof says by a URL or a DID who shows it.",
    "another-holder": "The presentation is signed with a key of somebody else than its holder.",
    "not-listed": "The holder publishes keys, and not this one for authentication.",
    "wrong-controller": "The key is controlled by somebody else than the holder.",
    "not-published": "The holder publishes no keys, so nothing says that this one is the holder's.",
    "unusable-key": "What the holder names as the key is none that can be used.",
    "key-mismatch": "The key that came with the presentation is another than the holder's.",
    "revoked-key": "The holder has withdrawn this key; whatever is signed with it could be forged.",
    "expired-key": "The holder no longer uses this key; whatever is signed with it could be forged.",
}
"""What a code means for a holder; the other messages speak of no issuer."""


def holder_of(presentation: JsonObject) -> str:
    """Return the id of who a presentation says holds it; empty if it does not say."""
    holder = presentation.get("holder")
    identifier = holder.get("id") if isinstance(holder, dict) else holder
    return identifier if isinstance(identifier, str) else ""


def with_presenter(source: Source) -> Source:
    """Say who must have signed a presentation: its holder, or else whoever controls the key it names."""
    return replace(source, presenter=holder_of(source.document) or _controller(source))


def holder_check(check: Check, presenter: str) -> Check:
    """Put what was found about the key into words about a holder."""
    code = _CODES.get(check.code, check.code)
    message = _MESSAGES.get(code, check.message)
    named = f" It is {presenter}." if code in ("published", "pinned", "another-holder", "not-listed") else ""
    return Check(name=HOLDER_KEY, code=code, message=message + named, path=check.path)


def is_about(credential: JsonObject, holder: str) -> bool | None:
    """Tell whether all subjects of a credential are the holder; None where that cannot be told."""
    ids = [subject.get("id") for subject in subjects_of(credential)]
    if not holder or not ids or not all(isinstance(identifier, str) for identifier in ids):
        return None
    return all(identifier == holder for identifier in ids)


def _controller(source: Source) -> str:
    named: Any = None
    if source.jwt is not None:
        kid = source.jwt.kid
        named = kid if kid is not None and is_url(kid) else source.jwt.payload.get("iss")
    for _, proof in proofs_of(source.document):
        named = named or (proof.get("verificationMethod") if isinstance(proof, dict) else None)
    return named.partition("#")[0] if isinstance(named, str) else ""
