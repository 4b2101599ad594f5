"""
Is a proof meant for this reader, and for this occasion? (W3C Data Integrity 1.0, 2.1 and 4.4; RFC 7519, 4.1.3)

A reader hands out a challenge, and the proof must repeat it; a proof that was shown elsewhere then counts for nothing.
`domain` names the reader. A JWT says the same with `nonce` and `aud`.
Every proof must repeat what is asked for: one that does not could have been copied from anywhere.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import child_path, shorten
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.verification.codes import CHALLENGE, DOMAIN, FRESHNESS
from openbadge_issuer.verification.moments import CLOCK_TOLERANCE
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import Source, proofs_of

_Told = Iterator[tuple[str, Any]]


def check_challenge(source: Source, expected: str | None) -> Check:
    """Compare the challenge of every proof with the one that was handed out."""
    told = list(_told(source, "challenge", "nonce"))
    return _compared(CHALLENGE, told, expected, lambda value: value == expected)


def check_domain(source: Source, expected: str | None) -> Check:
    """Compare the domain of every proof with the reader's own; a proof may name several."""
    told = list(_told(source, "domain", "aud"))
    return _compared(
        DOMAIN, told, expected, lambda value: expected in (value if isinstance(value, list) else [value])
    )


def check_use(source: Source, *, challenge: str | None, domain: str | None) -> list[Check]:
    """
    Compare what the proofs of a badge say about their use with what the reader expects.

    A badge is for everybody, so as a rule there is nothing to compare.
    One that was signed for one reader or occasion leaves open whether that is this one, if the caller does not say.
    """
    checks = []
    for name, expected, check in ((CHALLENGE, challenge, check_challenge), (DOMAIN, domain, check_domain)):
        if expected is not None:
            checks.append(check(source, expected))
        elif (found := _first_said(source, name)) is not None:
            path, value = found
            made_for = shorten(str(value), 60)
            message = f"The proof is made for one {name}, {made_for!r}; nobody said whether that is yours."
            checks.append(Check(name=name, code="not-compared", message=message, path=path))
    return checks


def check_freshness(source: Source, max_age: timedelta | None, now: datetime) -> Check:
    """Check that every proof was made no longer ago than was asked for."""
    if max_age is None:
        return Check(
            name=FRESHNESS, code="not-asked", message="No one asked how old the proof may be at most."
        )
    for path, value in _told(source, "created", "iat"):
        made = _moment(value)
        if made is None:
            message = "The proof does not say when it was made."
            return Check(name=FRESHNESS, code="no-date", message=message, path=path)
        if now - made > max_age + CLOCK_TOLERANCE:
            message = f"The proof was made at {made.isoformat()}; at most {max_age} may have passed."
            return Check(name=FRESHNESS, code="too-old", message=message, path=path)
    return Check(name=FRESHNESS, code="fresh", message="The proof was made recently enough.")


def _told(source: Source, member: str, claim: str) -> _Told:
    """Yield what each proof says, and where; None where it says nothing."""
    if source.jwt is not None:
        yield f"$.{claim}", source.jwt.payload.get(claim)
    for path, proof in proofs_of(source.document):
        yield child_path(path, member), proof.get(member) if isinstance(proof, dict) else None


def _first_said(source: Source, member: str) -> tuple[str, Any] | None:
    """Return what the first embedded proof that says anything says, and where."""
    for path, proof in proofs_of(source.document):
        if isinstance(proof, dict) and member in proof:
            return child_path(path, member), proof[member]
    return None


def _compared(
    name: str, told: list[tuple[str, Any]], expected: str | None, fits: Callable[[Any], bool]
) -> Check:
    if expected is None:
        ready = any(value is not None for _, value in told)
        message = f"No {name} was handed out to compare with{' the one of the proof' if ready else ''}."
        return Check(name=name, code="not-asked", message=message)
    for path, value in told:
        if value is None:
            message = f"The proof has no {name}; {shorten(expected, 60)!r} was asked for."
            return Check(name=name, code="missing", message=message, path=path)
        if not fits(value):
            found = shorten(str(value), 60)
            message = f"The {name} is {found!r}; {shorten(expected, 60)!r} was asked for."
            return Check(name=name, code="differs", message=message, path=path)
    if not told:
        return Check(
            name=name, code="missing", message=f"There is no proof, and so no {name}.", path="$.proof"
        )
    return Check(name=name, code="matches", message=f"The {name} is the one that was asked for.")


def _moment(value: object) -> datetime | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, tz=UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        return parse_timestamp(value, path="$")
    except ProofError:
        return None
