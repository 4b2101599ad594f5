"""
Step 3: is there a newer version of it? (Open Badges 3.0, "OpenBadgeCredential Verification";
1EdTech Credential Refresh 1.0)

Asked for once, and only after the proof of the original holds: before that, nobody knows whose address it is.
What is found takes the place of the original if it is the same credential (`id`, kind) of the same issuer,
not older, and its own proof holds. It is then verified like any other, and the report is about it,
also where it says less: it is what the issuer says now. The report of the original is kept within.
Otherwise the original goes on (it may be the newest), and the report says why; that changes nothing in the outcome.
What a newer version says about yet newer ones is not followed.
"""

from dataclasses import replace
from datetime import datetime

from openbadge_issuer.errors import FetchError, OpenBadgeError, ProofError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.verification.circumstances import CREDENTIAL_TYPES, Circumstances
from openbadge_issuer.verification.codes import REFRESH
from openbadge_issuer.verification.examination import examine
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.source import Source, issuer_of, read, types_of
from openbadge_issuer.verification.urls import is_web_url

SERVICE_TYPE = "1EdTechCredentialRefresh"
"""The one kind of service that is asked."""

_MEMBER = "refreshService"
_BEGINS = ("validFrom", "issuanceDate")


def refreshed(
    original: VerificationReport, circumstances: Circumstances, *, recipient: str | None = None
) -> VerificationReport:
    """Ask for a newer version of a credential; returns the report of the one that counts."""
    document = original.credential or {}
    if _MEMBER not in document:
        return original
    try:
        address = _address(original)
        newer = _same(_fetched(address, circumstances), original)
        report = _proven(examine(newer, circumstances, recipient=recipient))
    except _NotRefreshedError as refusal:
        return original.with_checks(_check(refusal.code, refusal.message))
    message = f"A newer version was found at {address}, and the report is about that."
    return replace(report, original=original).with_checks(_check("refreshed", message))


def without_refresh(report: VerificationReport) -> VerificationReport:
    """Say that a newer version of an endorsement could be asked for, and was not."""
    if _MEMBER not in (report.credential or {}):
        return report
    message = "It names a place for newer versions; those of endorsements are not asked for."
    return report.with_checks(_check("not-made", message))


class _NotRefreshedError(Exception):
    """The original goes on; becomes a check, never leaves here."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, f"{message} It is judged as it came in."


def _check(code: str, message: str) -> Check:
    return Check(name=REFRESH, code=code, message=message, path=f"$.{_MEMBER}")


def _address(original: VerificationReport) -> str:
    """Return where to ask."""
    service = (original.credential or {})[_MEMBER]
    if not isinstance(service, dict) or SERVICE_TYPE not in types_of(service):
        raise _NotRefreshedError(
            "unsupported-service", "It names a place for newer versions of a kind that is not asked here."
        )
    address = service.get("id")
    if not isinstance(address, str) or not is_web_url(address):
        raise _NotRefreshedError("unsupported-service", "The place for newer versions is no https address.")
    if not original.is_proven:
        raise _NotRefreshedError(
            "not-proven", "A newer version is asked for only where the proof holds and is the issuer's."
        )
    return address


def _fetched(address: str, circumstances: Circumstances) -> Source:
    documents = circumstances.documents
    try:
        return read(documents.get(address, accept=CREDENTIAL_TYPES).body)
    except FetchError as error:
        raise _NotRefreshedError(
            documents.code, f"The newer version could not be had: {error.message}"
        ) from error
    except OpenBadgeError as error:
        message = f"What {address} gave cannot be read: {error.message}"
        raise _NotRefreshedError("unreadable", message) from error


def _same(newer: Source, original: VerificationReport) -> Source:
    """Make sure that it is the same credential of the same issuer, and not an older one."""
    document = original.credential or {}
    if newer.document_kind != original.kind or newer.document.get("id") != document.get("id"):
        found = shorten(str(newer.document.get("id")), 100)
        raise _NotRefreshedError("another-credential", f"What was found is another credential: {found}.")
    issuer = issuer_of(newer.document)
    if issuer != original.issuer_id:
        message = f"What was found is from another issuer: {shorten(issuer, 100) or 'nobody'}."
        raise _NotRefreshedError("another-issuer", message)
    begins, began = _begin(newer.document), _begin(document)
    if begins is None or began is None or begins < began:
        raise _NotRefreshedError(
            "older", "What was found is older than this, or does not say when it begins."
        )
    if newer.jwt is None and original.form == "json" and newer.document == document:
        raise _NotRefreshedError("newest", "Its issuer offers no newer version.")
    return newer


def _proven(report: VerificationReport) -> VerificationReport:
    if not report.is_proven:
        raise _NotRefreshedError(
            "unproven-version", "The proof of what was found does not hold, or is not the issuer's."
        )
    return report


def _begin(document: JsonObject) -> datetime | None:
    member = next((name for name in _BEGINS if name in document), None)
    try:
        return parse_timestamp(document[member], path="$") if member else None
    except ProofError:
        return None
