"""
Step 6: what others say about it (Open Badges 3.0, "EndorsementCredential" and "Verification").

Each endorsement is verified by itself, with every check that a badge gets, and has a report of its own:
who says to have endorsed, whose signature it is, and whether it is about the thing that it stands in.
None of them changes the outcome of the badge: anybody can put a bad endorsement beside a good badge.

An endorser's profile may be endorsed in turn; that is followed once (`MAX_LEVELS`).
All endorsements of one verification share its fetches (`circumstances.MAX_FETCHES`) and the allowance here,
so that a badge full of endorsements costs little more than one without.
What was not verified for that is listed.
A newer version of an endorsement (`refreshService`) is not asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openbadge_issuer.errors import OpenBadgeError, Problem
from openbadge_issuer.json_text import JsonObject, JsonValue, shorten
from openbadge_issuer.proofs.vc_jwt import decode
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ENDORSED, ENDORSEMENTS
from openbadge_issuer.verification.endorsement_places import Endorsement, find_endorsements
from openbadge_issuer.verification.examination import examine, unreadable
from openbadge_issuer.verification.refresh import without_refresh
from openbadge_issuer.verification.report import Check, Outcome, VerificationReport
from openbadge_issuer.verification.source import Source, proofs_of, subjects_of

MAX_ENDORSEMENTS = 16
"""
Most endorsements verified in one verification, those of endorsers included.
Three partners who endorse badge, achievement and issuer make nine.
"""

MAX_LEVELS = 2
"""Deepest nesting verified: an endorsement in the badge, and one in the profile of who endorsed."""

MAX_LENGTH = 262_144
"""Longest endorsement verified, in characters; one has 3,000, and 100,000 more with a logo in it."""

MAX_WORK = 13_000
"""
Most work for all endorsements of one verification, in values to canonicalize: 1.5 seconds at the worst.
An endorsement has 50 values and 2 contexts; with one proof that makes 600.
"""

MAX_LISTED = 100
"""Most endorsements listed that were not verified; nobody reads more."""

_CONTEXT_WORK = 50
"""What a context costs, in values (measured): it is processed anew wherever it stands."""

_PROOF_WORK = 3
"""How much more a proof costs (measured): its own canonical form, the signature, and finding out why it fails."""

_MANY = f"One verification reads at most {MAX_ENDORSEMENTS} endorsements."
_DEEP = f"Endorsements are followed {MAX_LEVELS} levels deep."
_LONG = f"An endorsement may have {MAX_LENGTH:,} characters."
_MUCH = "The endorsements before it took all the work that one verification spends on endorsements."


def with_endorsements(report: VerificationReport, circumstances: Circumstances) -> VerificationReport:
    """Verify the endorsements in a document; returns its report with theirs."""
    return _Round(circumstances).complete(report, level=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Weight:
    """What an endorsement costs: its length in characters, and the work of canonicalizing it, in values."""

    length: int
    work: int


class _Round:
    """All endorsements of one verification, and what may still be spent on them."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._circumstances = circumstances
        self._number = MAX_ENDORSEMENTS
        self._work = MAX_WORK

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
        return replace(report, endorsements=tuple(below)).with_checks(_told(below, left))

    def _verified(
        self, found: Endorsement, report: VerificationReport, *, level: int
    ) -> VerificationReport | str:
        """Verify one endorsement; or tell which limit keeps it from being verified."""
        limit = self._reached(found, level)
        if limit is not None:
            return limit
        self._number -= 1
        try:
            source = _read(found.value)
        except OpenBadgeError as error:
            return replace(unreadable(error, self._circumstances), path=found.path)
        return self._spent(_weigh(source)) or self._examined(source, found, report)

    def _reached(self, found: Endorsement, level: int) -> str | None:
        if level > MAX_LEVELS:
            return _DEEP
        if self._number == 0:
            return _MANY
        return _LONG if isinstance(found.value, str) and len(found.value) > MAX_LENGTH else None

    def _spent(self, weight: _Weight) -> str | None:
        if weight.length > MAX_LENGTH:
            return _LONG
        if weight.work > self._work:
            return _MUCH
        self._work -= weight.work
        return None

    def _examined(self, source: Source, found: Endorsement, report: VerificationReport) -> VerificationReport:
        examined = examine(source, self._circumstances)
        if any(check.code == "too-complex" for check in examined.checks):
            self._work = 0
        endorsed = _check_endorsed(examined, found, report)
        return replace(without_refresh(examined), path=found.path).with_checks(endorsed)


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
    strange = [identifier for identifier in ids if identifier not in found.holders]
    if strange or not ids:
        about = shorten(str(strange[0]), 100) if strange else "nothing"
        message = f"It is about {about}, not about the thing that it stands in."
        return Check(name=ENDORSED, code="about-another", message=message, path="$.credentialSubject.id")
    if examined.issuer_id in (holder.issuer_id, *ids):
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


# --- what an endorsement costs


def _weigh(source: Source) -> _Weight:
    values = [*_values(source.document)]
    contexts = sum(len(_listed(value.get("@context"))) for value in values if isinstance(value, dict))
    signatures = len(proofs_of(source.document)) + (source.jwt is not None)
    return _Weight(
        length=sum(len(value) for value in values if isinstance(value, str)),
        work=(len(values) + _CONTEXT_WORK * contexts) * (1 + _PROOF_WORK * signatures),
    )


def _values(document: JsonObject) -> Iterator[JsonValue]:
    stack: list[JsonValue] = [document]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, (dict, list)):
            stack.extend(value.values() if isinstance(value, dict) else value)


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]
