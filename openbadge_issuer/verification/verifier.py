"""
Verifying: the steps of Open Badges 3.0, "OpenBadgeCredential Verification" (section 9), and one report.

    0  input         read what came in: JSON, a JWT, or a picture that carries one of them
    1  structure     the document conforms to the data model
       strictness    everything in it is covered by the signature
    2  proof         the signature holds
       issuer key    the key is the issuer's
    3  refresh       a newer version is asked for, if there may be one; what follows is about that
    4  status        the issuer has not revoked or suspended it
       dates         it has begun, and has not ended
    5  recipient     it is about the one who was named, if one was named
    6  endorsements  what others say about it: each verified like a badge, and reported by itself

Every step is made as far as it can be, also when an earlier one failed: one report tells everything.
`verify` never raises for what it is given to read; it raises TypeError and ValueError for wrong use.

Badges, endorsements and status lists are verified with the same steps.
A profile without a proof is signed by nobody: its structure is checked, and the outcome is never `valid`.
Whether the issuer deserves trust, and whether what the badge says is true, no verifier can tell.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from openbadge_issuer.errors import OlderBadgeError, OpenBadgeError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.verification.audience import check_use
from openbadge_issuer.verification.circumstances import Circumstances, TrustedKeys
from openbadge_issuer.verification.endorsements import with_endorsements
from openbadge_issuer.verification.examination import examine, unreadable
from openbadge_issuer.verification.older_badges import report_carried, report_older
from openbadge_issuer.verification.refresh import refreshed
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.verification.source import Source, read


def verify(
    source: JsonObject | str | bytes,
    *,
    recipient: str | None = None,
    fetcher: DocumentFetcher | None = None,
    now: datetime | None = None,
    contexts: Contexts | None = None,
    trusted_keys: TrustedKeys | None = None,
    trusted_issuers: Collection[str] | None = None,
    challenge: str | None = None,
    domain: str | None = None,
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
        trusted_issuers: The ids of the issuers whose badges you take; a badge of any other is then not valid,
            and an endorsement by anybody else neither. None to take any issuer that can prove itself.
        challenge: What every proof must repeat; None if nothing was asked for, as is usual with badges.
        domain: Whom every proof must be meant for; None if you do not say who you are.

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
        found = read(source)
    except OlderBadgeError as error:
        return report_carried(error, circumstances, recipient)
    except OpenBadgeError as error:
        return unreadable(error, circumstances)
    older = report_older(found, circumstances, recipient)
    if older is not None:
        return older
    report = verified(found, circumstances, recipient=recipient)
    uses = check_use(found, challenge=challenge, domain=domain)
    return replace(report, checks=(*report.checks, *uses)) if uses else report


def verified(
    source: Source, circumstances: Circumstances, *, recipient: str | None = None
) -> VerificationReport:
    """Make every step for a document that was read: a newer version takes its place, endorsements are reported."""
    original = examine(source, circumstances, recipient=recipient)
    report = refreshed(original, circumstances, recipient=recipient)
    is_complete = report is original and not source.may_be_endorsed
    return report if is_complete else with_endorsements(report, circumstances)
