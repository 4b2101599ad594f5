"""
Verifying a credential of any kind by the rules of the W3C alone (VC Data Model 2.0, 7.1; 1.1).

    input         read what came in; an envelope is opened
    structure     the W3C data model, and the digests of related resources that are at hand
    strictness    everything is covered by the signature
    proof, issuer key, status, dates        as with a badge
    challenge, domain                       if they were asked for, or a proof names one

What Open Badges ask of a badge beyond that is left out: for badges there is `verify`.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from openbadge_issuer.errors import OpenBadgeError, Problem
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.model.w3c_conformance import check_credential
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.verification.audience import check_use
from openbadge_issuer.verification.checks import MAX_PROBLEMS, check_strictness
from openbadge_issuer.verification.circumstances import Circumstances, TrustedKeys
from openbadge_issuer.verification.codes import STRUCTURE
from openbadge_issuer.verification.dates import check_dates
from openbadge_issuer.verification.disclosure import by_what_is_shown
from openbadge_issuer.verification.envelope import is_enveloped, opened
from openbadge_issuer.verification.examination import unreadable
from openbadge_issuer.verification.reading import read_check
from openbadge_issuer.verification.related_resources import digest_problems
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.signatures import Signatures, check_signatures
from openbadge_issuer.verification.source import Source, issuer_of, read
from openbadge_issuer.verification.status import check_status
from openbadge_issuer.verification.trust import check_trust


def verify_credential(
    source: JsonObject | str | bytes,
    *,
    fetcher: DocumentFetcher | None = None,
    now: datetime | None = None,
    contexts: Contexts | None = None,
    trusted_keys: TrustedKeys | None = None,
    trusted_issuers: Collection[str] | None = None,
    challenge: str | None = None,
    domain: str | None = None,
) -> VerificationReport:
    """
    Verify a credential of any kind, badge or not, by the rules of the W3C data model.

    Args:
        source: A parsed document, JSON text, a compact JWS, or an envelope with one.
        fetcher: What fetches other people's documents; None if nothing may be fetched.
        now: The moment for which dates are judged, with a time zone; None for the present.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        trusted_keys: Issuer id → the key or keys that you know to be that issuer's.
        trusted_issuers: The ids of the issuers whose credentials you take; None to take any that can prove itself.
        challenge: What every proof must repeat; None if nothing was asked for.
        domain: Whom every proof must be meant for; None if it does not matter.

    Raises:
        TypeError: If the source is none of these, `trusted_issuers` is a single text,
            or `trusted_keys` holds something else than keys.
        ValueError: If `now` has no time zone.
    """
    given = Circumstances.of(
        fetcher=fetcher,
        now=now,
        contexts=contexts,
        trusted_keys=trusted_keys,
        trusted_issuers=trusted_issuers,
    )
    circumstances = replace(given, domain=domain)
    try:
        found = read_credential(source)
    except OpenBadgeError as error:
        return unreadable(error, circumstances)
    report = examine_credential(found, circumstances)
    use = check_use(found, challenge=challenge, domain=domain)
    return replace(report, checks=(*report.checks, *use))


def read_credential(source: JsonObject | str | bytes) -> Source:
    """
    Read a credential, out of its envelope if it is in one.

    Raises:
        OpenBadgeError: As `source.read`.
        TypeError: If it is not a dict, str or bytes.
    """
    found = read(source)
    return read(opened(found.document)) if is_enveloped(found.document) else found


def check_any_structure(document: JsonObject, circumstances: Circumstances) -> Check:
    """Compare a credential of any kind with the W3C data model."""
    problems = check_credential(document)
    contexts = shipped() if circumstances.contexts is None else circumstances.contexts
    problems += digest_problems(document, contexts)
    return structure_check(problems)


def structure_check(problems: list[Problem]) -> Check:
    """Return the check of a document's structure, given all that was found wrong with it."""
    if not problems:
        message = "The document is what the W3C data model describes."
        return Check(name=STRUCTURE, code="conforms", message=message)
    others = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return Check(
        name=STRUCTURE,
        code="does-not-conform",
        message=f"{problems[0]}{others}",
        path=problems[0].path,
        problems=tuple(problems[:MAX_PROBLEMS]),
    )


def examine_credential(
    source: Source,
    circumstances: Circumstances,
    *,
    structure: Callable[[JsonObject, Circumstances], Check] = check_any_structure,
    signatures: Signatures | None = None,
) -> VerificationReport:
    """
    Make every check of one credential, as far as it can be made.

    Args:
        source: The credential.
        circumstances: What may be relied on.
        structure: The check of what it must be.
        signatures: What became of its proofs, if it has none of its own; None to check those it has.
    """
    document = source.document
    signatures = signatures or check_signatures(source, circumstances)
    checks = (
        read_check(source),
        structure(document, circumstances),
        check_strictness(source, circumstances, signatures),
        *signatures.proofs,
        signatures.issuer_key,
        *check_trust(issuer_of(document), circumstances),
        *check_status(document, circumstances),
        check_dates(source, circumstances.now),
    )
    return VerificationReport(
        checks=by_what_is_shown(checks),
        checked_at=circumstances.now,
        source_kind=source.kind,
        form=source.form,
        kind=source.document_kind or "credential",
        credential=document,
        issuer_id=issuer_of(document) or None,
        issuer_name=_issuer_name(document),
        proven=signatures.proven,
        details=signatures.details,
    )


def _issuer_name(document: JsonObject) -> str | None:
    issuer = document.get("issuer")
    name = issuer.get("name") if isinstance(issuer, dict) else None
    return name if isinstance(name, str) else None
