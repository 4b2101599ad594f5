"""
Verifying: the steps of Open Badges 3.0, "OpenBadgeCredential Verification" (section 9), and one report.

    0  input         read what came in: JSON, a JWT, or a picture that carries one of them
    1  structure     the document conforms to the data model
       strictness    everything in it is covered by the signature
    2  proof         the signature holds
       issuer key    the key is the issuer's
    3  refresh       a newer version may be had (not asked for; the report says so)
    4  status        the issuer has not revoked or suspended it
       dates         it has begun, and has not ended
    5  recipient     it is about the one who was named, if one was named
    6  endorsements  what others say about it (not verified; the report says so)

Every step is made as far as it can be, also when an earlier one failed: one report tells everything.
`verify` never raises for what it is given to read; it raises TypeError and ValueError for wrong use.

Badges, endorsements and status lists are verified with the same steps.
A profile is signed by nobody: its structure is checked, and the outcome is never `valid`.
Whether the issuer deserves trust, and whether what the badge says is true, no verifier can tell.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from openbadge_issuer.errors import BakingError, OpenBadgeError, ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.verification.checks import (
    all_signed,
    check_endorsements,
    check_refresh,
    check_strictness,
    check_structure,
)
from openbadge_issuer.verification.circumstances import Circumstances, Documents
from openbadge_issuer.verification.codes import INPUT, ISSUER_KEY, PROOF
from openbadge_issuer.verification.dates import check_dates
from openbadge_issuer.verification.recipient import check_recipient
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.signatures import Signatures, check_signatures
from openbadge_issuer.verification.source import Source, issuer_of, read
from openbadge_issuer.verification.status import check_status

TrustedKeys = Mapping[str, PublicKey | Sequence[PublicKey]]

_OPEN_BADGES_2 = ("https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v2")
_WORDS = {
    "document": "a document",
    "json": "JSON",
    "jwt": "a JWT",
    "png": "a PNG picture",
    "svg": "an SVG picture",
}


def verify(
    source: JsonObject | str | bytes,
    *,
    recipient: str | None = None,
    fetcher: DocumentFetcher | None = None,
    now: datetime | None = None,
    contexts: Contexts | None = None,
    trusted_keys: TrustedKeys | None = None,
) -> VerificationReport:
    """
    Verify a badge, an endorsement or a status list.

    Args:
        source: A parsed document, JSON text, a compact JWS, or the bytes of a baked PNG or SVG.
        recipient: An address or id; the badge must be about whoever it is.
        fetcher: What fetches other people's documents; without one no request is made,
            and what would need one could not be checked.
        now: The moment for which dates are judged, with a time zone; None for the present.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        trusted_keys: Issuer id → the key or keys that you know to be that issuer's.
            No other key then counts for that issuer, and nothing is looked up.

    Raises:
        TypeError: If the source is none of these.
        ValueError: If `now` has no time zone.
    """
    circumstances = Circumstances(
        now=_moment(now),
        documents=Documents(fetcher),
        contexts=contexts,
        trusted_keys={issuer: _keys(keys) for issuer, keys in (trusted_keys or {}).items()},
    )
    try:
        found = read(source)
    except OpenBadgeError as error:
        return VerificationReport(checks=_unreadable(error), checked_at=circumstances.now)
    return _report(found, recipient, circumstances)


def _report(source: Source, recipient: str | None, circumstances: Circumstances) -> VerificationReport:
    document = source.document
    signatures = _signatures(source, circumstances)
    checks = (
        _check_input(source),
        check_structure(document),
        all_signed() if signatures.is_strict else check_strictness(source, circumstances),
        *signatures.proofs,
        signatures.issuer_key,
        *check_refresh(document),
        *check_status(document, circumstances),
        check_dates(source, circumstances.now),
        check_recipient(document, recipient),
        *check_endorsements(document),
    )
    return VerificationReport(
        checks=checks,
        checked_at=circumstances.now,
        source_kind=source.kind,
        form=source.form,
        kind=source.document_kind,
        credential=document,
        issuer_id=issuer_of(document) or None,
        issuer_name=_issuer_name(document),
        proven=signatures.proven,
        details=signatures.details,
    )


def _check_input(source: Source) -> Check:
    context = source.document.get("@context")
    contexts = context if isinstance(context, list) else [context]
    if any(item in _OPEN_BADGES_2 for item in contexts if isinstance(item, str)):
        message = (
            "This is a badge of Open Badges 2.0 or older, which is verified in another way; 3.0 is read here."
        )
        return Check(name=INPUT, code="open-badges-2", message=message, path="$['@context']")
    return Check(name=INPUT, code="read", message=f"Read as {_WORDS[source.kind]}.")


def _unreadable(error: OpenBadgeError) -> tuple[Check, ...]:
    match error:
        case BakingError():
            return (Check(name=INPUT, code="unreadable-picture", message=error.message, path=error.path),)
        case ProofError():
            read_as = Check(name=INPUT, code="read", message=f"Read as {_WORDS['jwt']}.")
            return read_as, Check(name=PROOF, code="malformed-proof", message=error.message, path=error.path)
        case _:
            return (Check(name=INPUT, code="unreadable", message=error.message, path=error.path),)


def _signatures(source: Source, circumstances: Circumstances) -> Signatures:
    if source.document_kind == "profile" and source.jwt is None and "proof" not in source.document:
        proof = Check(name=PROOF, code="none-expected", message="Profiles are published, not signed.")
        key = Check(name=ISSUER_KEY, code="no-key", message="Nothing here says who wrote this profile.")
        return Signatures(proofs=(proof,), issuer_key=key)
    return check_signatures(source, circumstances)


def _issuer_name(document: JsonObject) -> str | None:
    issuer = document.get("issuer")
    name = issuer.get("name") if isinstance(issuer, dict) else None
    return name if isinstance(name, str) else None


def _moment(now: datetime | None) -> datetime:
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        raise ValueError("now must have a time zone, as datetime.now(UTC) has.")
    return now


def _keys(keys: PublicKey | Sequence[PublicKey]) -> tuple[PublicKey, ...]:
    return (keys,) if isinstance(keys, PublicKey) else tuple(keys)
