"""
Every check of one document by itself, and the report of them: what `verify` makes of a badge, and of each
endorsement in it.

Left out here: a newer version (`refresh`), what others say about it (`endorsements`).
"""

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.verification.checks import check_strictness, check_structure
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ISSUER_KEY, PROOF
from openbadge_issuer.verification.dates import check_dates
from openbadge_issuer.verification.disclosure import by_what_is_shown
from openbadge_issuer.verification.list_content import check_list
from openbadge_issuer.verification.reading import read_check, unreadable_checks
from openbadge_issuer.verification.recipient import check_recipient
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.schemas import check_schemas
from openbadge_issuer.verification.signatures import Signatures, check_signatures
from openbadge_issuer.verification.source import Source, document_kind, issuer_of
from openbadge_issuer.verification.status import check_status
from openbadge_issuer.verification.trust import check_trust


def examine(
    source: Source, circumstances: Circumstances, *, recipient: str | None = None
) -> VerificationReport:
    """Make every check of one document, as far as it can be made."""
    document = source.document
    structure = check_structure(source)
    signatures = _signatures(source, circumstances)
    checks = (
        read_check(source),
        structure,
        *check_schemas(document, structure),
        *check_list(document),
        check_strictness(source, circumstances, signatures),
        *signatures.proofs,
        signatures.issuer_key,
        *check_trust(issuer_of(document), circumstances),
        *check_status(document, circumstances),
        check_dates(source, circumstances.now),
        check_recipient(document, recipient),
    )
    return VerificationReport(
        checks=by_what_is_shown(checks),
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


def unreadable(error: OpenBadgeError, circumstances: Circumstances) -> VerificationReport:
    """Return the report of what could not be read."""
    return VerificationReport(checks=unreadable_checks(error), checked_at=circumstances.now)


def _signatures(source: Source, circumstances: Circumstances) -> Signatures:
    if source.document_kind == "profile" and source.jwt is None and "proof" not in source.document:
        proof = Check(name=PROOF, code="none-expected", message="Profiles are published, not signed.")
        key = Check(name=ISSUER_KEY, code="no-key", message="Nothing here says who wrote this profile.")
        return Signatures(proofs=(proof,), issuer_key=key)
    return check_signatures(source, circumstances)


def _issuer_name(document: JsonObject) -> str | None:
    issuer = document if document_kind(document) == "profile" else document.get("issuer")
    name = issuer.get("name") if isinstance(issuer, dict) else None
    return name if isinstance(name, str) else None
