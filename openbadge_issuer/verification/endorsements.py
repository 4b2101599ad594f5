"""
Step 6: what others say about it (Open Badges 3.0, "EndorsementCredential" and "Verification").

Each endorsement is verified by itself, with every check that a badge gets, and has a report of its own:
who says to have endorsed, whose signature it is, and whether it is about the thing that it stands in.
None of them changes the outcome of the badge: anybody can put a bad endorsement beside a good badge.

An endorser's profile may be endorsed in turn; that is followed once (`MAX_LEVELS`).
All endorsements of one verification share its fetches (`circumstances.MAX_FETCHES`) and an `Allowance`,
so that a badge full of endorsements costs little more than one without.
What was not verified for that is listed.
A newer version of an endorsement (`refreshService`) is not asked for.
"""

from collections.abc import Sequence
from dataclasses import replace

from openbadge_issuer.errors import OpenBadgeError, Problem
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.proofs.vc_jwt import decode
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ENDORSED, ENDORSEMENTS
from openbadge_issuer.verification.endorsement_places import Endorsement, find_endorsements
from openbadge_issuer.verification.examination import examine, unreadable
from openbadge_issuer.verification.refresh import without_refresh
from openbadge_issuer.verification.report import Check, Outcome, VerificationReport
from openbadge_issuer.verification.source import Source, subjects_of

MAX_LEVELS = 2
"""Deepest nesting verified: an endorsement in the badge, and one in the profile of who endorsed."""

MAX_LISTED = 100
"""Most endorsements listed that were not verified; nobody reads more."""

_DEEP = f"Endorsements are followed {MAX_LEVELS} levels deep."


def with_endorsements(report: VerificationReport, circumstances: Circumstances) -> VerificationReport:
    """Verify the endorsements in a document; returns its report with theirs."""
    return _Round(circumstances).complete(report, level=1)


class _Round:
    """All endorsements of one document, and of those who endorse."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._circumstances = circumstances
        self._allowance = circumstances.allowance

    def complete(self, report: VerificationReport, *, level: int) -> VerificationReport:
        """Verify what stands in one document, and then what stands in that: nearer ones come first."""
        if report.credential is None:
            return report
        made: list[VerificationReport] = []
        left: list[Problem] = []
        for found in find_endorsements(report.credential):
            result = self._verified(found, report, level=level)
            if isinstance(result, VerificationReport):
                made.append(result)
            elif len(left) < MAX_LISTED:
                left.append(Problem(code="not-verified", path=found.path, message=result))
        if not made and not left:
            return report
        below = [self.complete(endorsement, level=level + 1) for endorsement in made]
        return report.with_checks(_told(below, left), endorsements=tuple(below))

    def _verified(
        self, found: Endorsement, report: VerificationReport, *, level: int
    ) -> VerificationReport | str:
        """Verify one endorsement; or tell which limit keeps it from being verified."""
        limit = _DEEP if level > MAX_LEVELS else self._allowance.spend_reading(found.value)
        if limit is not None:
            return limit
        try:
            source = _read(found.value)
        except OpenBadgeError as error:
            return replace(unreadable(error, self._circumstances), path=found.path)
        return self._allowance.spend_work(source) or self._examined(source, found, report)

    def _examined(self, source: Source, found: Endorsement, report: VerificationReport) -> VerificationReport:
        examined = examine(source, self._circumstances)
        if any(check.code == "too-complex" for check in examined.checks):
            self._allowance.exhaust()
        endorsed = _check_endorsed(examined, found, report)
        return without_refresh(examined).with_checks(endorsed, path=found.path)


def _read(value: JsonObject | str) -> Source:
    if isinstance(value, str):
        jwt = decode(value)
        return Source(kind="jwt", document=jwt.credential, jwt=jwt)
    return Source(kind="json", document=value)


# --- is it about the thing that it stands in?


def _check_endorsed(examined: VerificationReport, found: Endorsement, holder: VerificationReport) -> Check:
    document = examined.credential or {}
    if examined.kind != "endorsement":
        message = f"This is {_article(examined.kind)}, not an endorsement."
        return Check(name=ENDORSED, code="no-endorsement", message=message, path="$.type")
    ids = [subject.get("id") for subject in subjects_of(document)]
    strange = [item for item in ids if not isinstance(item, str) or item not in found.holders]
    if strange or not ids:
        about = shorten(str(strange[0]), 100) if strange else "nothing"
        message = f"It is about {about}, not about the thing that it stands in."
        return Check(name=ENDORSED, code="about-another", message=message, path="$.credentialSubject.id")
    if examined.issuer_id is not None and examined.issuer_id in (holder.issuer_id, *ids):
        message = "Who endorses is the one who is endorsed, or who issued it."
        return Check(name=ENDORSED, code="endorses-itself", message=message, path="$.issuer")
    return Check(name=ENDORSED, code="is-about-it", message="It is about the thing that it stands in.")


def _article(kind: str | None) -> str:
    return f"a {kind}" if kind else "a document of another kind"


# --- what the report of the whole says


def _told(made: Sequence[VerificationReport], left: Sequence[Problem]) -> Check:
    valid = sum(report.outcome is Outcome.VALID for report in made)
    count = f"{valid} of {len(made)} endorsements {'is' if valid == 1 else 'are'} valid"
    if left:
        message = f"{count}; others were not verified, since there are too many or they are too large."
        return Check(
            name=ENDORSEMENTS,
            code="not-all-made",
            message=message,
            path=left[0].path,
            problems=tuple(left),
        )
    if valid == len(made):
        return Check(name=ENDORSEMENTS, code="all-valid", message=f"{count}.")
    message = f"{count}; this changes nothing in the outcome."
    return Check(name=ENDORSEMENTS, code="not-all-valid", message=message)
