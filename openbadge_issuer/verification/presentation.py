"""
Verifying a presentation: the holder's proof, whom it is meant for, and every credential in it.

VC Data Model 2.0, 4.13 and 7.2; 1.1, 4.10; Data Integrity 1.0, 4.4.

    input, structure, strictness   as with a credential, by the W3C data model
    proof                          it holds, and was made for authentication
    holder key                     the holder stands behind the key
    challenge, domain              what the reader handed out, if anything
    freshness, dates               when the proof was made
    credentials                    each verified by itself

A credential without a proof of its own is secured by the presentation alone (4.13.5): that counts if the holder
issued it, and is named.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.model.w3c_conformance import check_presentation, credentials_in
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.proofs.proof_use import AUTHENTICATION
from openbadge_issuer.proofs.vp_jwt import compare_presentation, presentation_of
from openbadge_issuer.verification.any_credential import structure_check
from openbadge_issuer.verification.audience import check_challenge, check_domain, check_freshness
from openbadge_issuer.verification.checks import check_strictness
from openbadge_issuer.verification.circumstances import Circumstances, TrustedKeys
from openbadge_issuer.verification.codes import CREDENTIALS, PROOF
from openbadge_issuer.verification.dates import check_dates
from openbadge_issuer.verification.envelope import is_enveloped, opened
from openbadge_issuer.verification.holder import holder_check, holder_of, with_presenter
from openbadge_issuer.verification.presentation_report import PresentationReport, PresentedCredential
from openbadge_issuer.verification.presented import MAX_CREDENTIALS, Presented
from openbadge_issuer.verification.reading import read_check, unreadable_checks
from openbadge_issuer.verification.report import Check, Outcome
from openbadge_issuer.verification.signatures import Signatures, check_signatures
from openbadge_issuer.verification.source import Source, read


def verify_presentation(
    source: JsonObject | str | bytes,
    *,
    challenge: str | None = None,
    domain: str | None = None,
    max_age: timedelta | None = None,
    fetcher: DocumentFetcher | None = None,
    now: datetime | None = None,
    contexts: Contexts | None = None,
    trusted_keys: TrustedKeys | None = None,
    trusted_issuers: Collection[str] | None = None,
    as_badges: bool = True,
) -> PresentationReport:
    """
    Verify a presentation, and every credential in it.

    Give the `challenge` that you handed out: without it a presentation that was shown to somebody else,
    or at another time, is as good as a new one.

    Args:
        source: A parsed document, JSON text, a compact JWS, or an envelope with one.
        challenge: What the proof must repeat; None if nothing was handed out.
        domain: Whom the proof must be meant for, as a rule your host; None if it does not matter.
        max_age: How long ago the proof may have been made at most; None for any time.
        fetcher: What fetches other people's documents; None if nothing may be fetched.
        now: The moment for which dates are judged, with a time zone; None for the present.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        trusted_keys: Id of an issuer or holder → the key or keys that you know to be theirs.
        trusted_issuers: The ids of the issuers whose credentials you take; None to take any that can prove itself.
        as_badges: Verify badges in it as badges; False to verify them by the W3C data model only.

    Raises:
        TypeError: If the source is none of these, `trusted_issuers` is a single text,
            or `trusted_keys` holds something else than keys.
        ValueError: If `now` has no time zone.
    """
    circumstances = Circumstances.of(
        fetcher=fetcher,
        now=now,
        contexts=contexts,
        trusted_keys=trusted_keys,
        trusted_issuers=trusted_issuers,
    )
    try:
        found = read_presentation(source)
    except OpenBadgeError as error:
        return PresentationReport(checks=unreadable_checks(error), checked_at=circumstances.now)
    examined, signatures = examine_presentation(
        found, circumstances, challenge=challenge, domain=domain, max_age=max_age
    )
    presented = Presented(
        holder=holder_of(found.document),
        proven=signatures.proven if signatures.hold else None,
        circumstances=circumstances,
        as_badges=as_badges,
    )
    return _with_credentials(examined, presented)


def read_presentation(source: JsonObject | str | bytes) -> Source:
    """
    Read a presentation, out of its envelope or JWT if it is in one.

    Raises:
        OpenBadgeError: As `source.read`, and if the JWT holds no presentation or two.
        TypeError: If it is not a dict, str or bytes.
    """
    found = read(source)
    if is_enveloped(found.document):
        found = read(opened(found.document))
    if found.jwt is not None:
        found = replace(found, document=presentation_of(found.jwt.payload))
    return with_presenter(found)


def examine_presentation(
    source: Source,
    circumstances: Circumstances,
    *,
    challenge: str | None,
    domain: str | None,
    max_age: timedelta | None = None,
) -> tuple[PresentationReport, Signatures]:
    """Make every check of a presentation but those of the credentials in it; return its signatures too."""
    document = source.document
    signatures = _claims_compared(
        source, check_signatures(source, replace(circumstances, purpose=AUTHENTICATION))
    )
    checks = (
        read_check(source),
        structure_check(check_presentation(document)),
        check_strictness(_linked_data(source), circumstances, signatures),
        *signatures.proofs,
        holder_check(signatures.issuer_key, source.signatory),
        check_challenge(source, challenge),
        check_domain(source, domain),
        check_freshness(source, max_age, circumstances.now),
        check_dates(source, circumstances.now),
    )
    report = PresentationReport(
        checks=checks,
        checked_at=circumstances.now,
        source_kind=source.kind,
        form=source.form,
        kind="presentation",
        proven=signatures.proven,
        details=signatures.details,
        presentation=document,
        holder_id=holder_of(document) or None,
    )
    return report, signatures


def _claims_compared(source: Source, signatures: Signatures) -> Signatures:
    problems = compare_presentation(source.jwt.payload, source.document) if source.jwt is not None else []
    if not problems:
        return signatures
    differ = Check(
        name=PROOF,
        code="claims-differ",
        message=problems[0].message,
        path=problems[0].path,
        problems=tuple(problems),
    )
    return replace(signatures, proofs=(differ, *signatures.proofs[1:]), proven=None)


def _linked_data(source: Source) -> Source:
    """Leave out what is no linked data: in version 1.1, JWTs stand in a presentation as plain texts."""
    found = source.document.get("verifiableCredential")
    if source.jwt is None or not isinstance(found, list):
        return source
    objects = [item for item in found if not isinstance(item, str)]
    rest = {key: value for key, value in source.document.items() if key != "verifiableCredential"}
    return replace(source, document={**rest, "verifiableCredential": objects} if objects else rest)


def _with_credentials(report: PresentationReport, presented: Presented) -> PresentationReport:
    found = credentials_in(report.presentation or {})
    credentials = presented.examine(found)
    if credentials is None:
        message = (
            f"The presentation holds {len(found)} credentials, which take more work than one verification"
            f" spends; at most {MAX_CREDENTIALS} are verified, and fewer if they are large."
        )
        check = Check(name=CREDENTIALS, code="too-many", message=message, path="$.verifiableCredential")
        return replace(report, checks=(*report.checks, check))
    return replace(report, checks=(*report.checks, _credentials(credentials)), credentials=credentials)


def _credentials(credentials: tuple[PresentedCredential, ...]) -> Check:
    if not credentials:
        return Check(name=CREDENTIALS, code="none", message="The presentation holds no credential.")
    for outcome, code in ((Outcome.INVALID, "not-valid"), (Outcome.UNKNOWN, "not-decided")):
        for credential in credentials:
            if credential.report.outcome is outcome:
                message = f"A credential in it: {credential.report.summary}"
                return Check(name=CREDENTIALS, code=code, message=message, path=credential.path)
    return Check(name=CREDENTIALS, code="all-valid", message="Every credential in it is valid.")
