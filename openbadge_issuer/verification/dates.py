"""
Step 4, the dates: is the document in force now? (Open Badges 3.0, "OpenBadgeCredential Verification")

VC 2.0 writes `validFrom` and `validUntil`, VC 1.1 `issuanceDate` and `expirationDate`, a JWT repeats them as
`nbf` and `exp` and may add `iat`, a proof may have `created` and `expires`.
All are judged with one tolerance for clocks that differ (`moments.CLOCK_TOLERANCE`).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from openbadge_issuer.errors import ProofError
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.verification.codes import DATES
from openbadge_issuer.verification.moments import is_ahead, is_over
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import Source, proofs_of


class _Date(NamedTuple):
    """A date in a document: where it stands, when it is, and whether it begins or ends something."""

    path: str
    moment: datetime
    begins: bool
    in_proof: bool = False


_MEMBERS = (("validFrom", True), ("issuanceDate", True), ("validUntil", False), ("expirationDate", False))
_PROOF_MEMBERS = (("created", True), ("expires", False))
_CLAIMS = (("nbf", True), ("iat", True), ("exp", False))


_WITHOUT_END = Check(name=DATES, code="in-force", message="Its time has begun, and has no end.")


def check_dates(source: Source, now: datetime) -> Check:
    """Check that a document has begun to be valid, and has not ended."""
    try:
        dates = [*_dates_of(source)]
    except ProofError as error:
        return Check(name=DATES, code="unreadable-date", message=error.message, path=error.path)
    if not dates:
        return Check(name=DATES, code="no-dates", message="The document has no dates.")
    return _reversed(dates) or _out_of_force(dates, now) or _in_force(dates)


def _dates_of(source: Source) -> Iterator[_Date]:
    for member, begins in _MEMBERS:
        if member in source.document:
            path = f"$.{member}"
            yield _Date(path=path, moment=parse_timestamp(source.document[member], path=path), begins=begins)
    for path, proof in proofs_of(source.document):
        for member, begins in _PROOF_MEMBERS:
            if isinstance(proof, dict) and member in proof:
                inner = f"{path}.{member}"
                yield _Date(
                    path=inner,
                    moment=parse_timestamp(proof[member], path=inner),
                    begins=begins,
                    in_proof=True,
                )
    for claim, begins in _CLAIMS if source.jwt else ():
        if claim in (payload := source.jwt.payload if source.jwt else {}):
            yield _Date(path=f"$.{claim}", moment=_numeric(payload[claim], f"$.{claim}"), begins=begins)


def _reversed(dates: list[_Date]) -> Check | None:
    begins = [date for date in dates if date.begins and not date.in_proof]
    ends = [date for date in dates if not date.begins and not date.in_proof]
    for begin in begins:
        if any(end.moment < begin.moment for end in ends):
            return Check(
                name=DATES, code="reversed", message="The validity ends before it begins.", path=begin.path
            )
    return None


def _out_of_force(dates: list[_Date], now: datetime) -> Check | None:
    for date in dates:
        if date.begins and is_ahead(date.moment, now):
            message = f"It is not valid yet: it begins at {_shown(date.moment)}."
            return Check(name=DATES, code="not-yet-valid", message=message, path=date.path)
        if not date.begins and is_over(date.moment, now):
            code, what = ("proof-expired", "The proof") if date.in_proof else ("expired", "It")
            return Check(
                name=DATES, code=code, message=f"{what} expired at {_shown(date.moment)}.", path=date.path
            )
    return None


def _in_force(dates: list[_Date]) -> Check:
    ends = [date.moment for date in dates if not date.begins]
    if not ends:
        return _WITHOUT_END
    message = f"Its time has begun, and ends at {_shown(min(ends))}."
    return Check(name=DATES, code="in-force", message=message)


def _numeric(value: object, path: str) -> datetime:
    """RFC 7519 NumericDate: seconds since 1970, fractions allowed."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ProofError("A date in a JWT claim must be a number of seconds.", path=path)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ProofError("A date in a JWT claim lies beyond all calendars.", path=path) from error


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds").replace("+00:00", " UTC")
