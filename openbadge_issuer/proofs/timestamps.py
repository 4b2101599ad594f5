"""
Points in time as proofs and credentials write them: XML Schema `dateTime` with a time zone.

Without a zone a text is not a point in time, so it is refused.
The years 1 to 9999 are read; parts of a second beyond microseconds are cut off.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import name_of, shorten

_DATE_TIME: Final = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d:\d\d)(?P<fraction>\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)",
    re.ASCII,
)
_END_OF_DAY: Final = "24:00:00"
"""XML Schema 1.1, part 2, 3.3.7 allows it for the first moment of the next day."""


def parse_timestamp(value: object, *, path: str) -> datetime:
    """
    Read a point in time.

    Args:
        value: What the document holds.
        path: Where it is, as a JSON path, for the error.

    Raises:
        ProofError: If it is not a `dateTime` with a zone.
    """
    match = _DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        found = repr(shorten(value, 40)) if isinstance(value, str) else name_of(value)
        raise ProofError(
            f"Expected a time with a zone, such as 2026-01-31T09:00:00Z; found {found}.", path=path
        )
    try:
        return _to_datetime(match)
    except (ValueError, OverflowError) as error:
        raise ProofError(f"There is no such time: {match.group()!r}.", path=path) from error


def write_timestamp(moment: datetime) -> str:
    """
    Write a point in time in UTC, cut to whole seconds: `2026-01-31T09:00:00Z`.

    Raises:
        ProofError: If it has no time zone.
    """
    if moment.tzinfo is None:
        raise ProofError("A time without a zone is not a point in time; give an aware datetime.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _to_datetime(match: re.Match[str]) -> datetime:
    if match["fraction"] is None and match["time"] != _END_OF_DAY:  # as nearly all are written
        return datetime.fromisoformat(match.group())
    end_of_day = match["time"] == _END_OF_DAY and not (match["fraction"] or "").strip(".0")
    time = "00:00:00" if end_of_day else match["time"]
    fraction = (match["fraction"] or "")[:7]
    moment = datetime.fromisoformat(f"{match['date']}T{time}{fraction}{match['zone']}")
    return moment + timedelta(days=1) if end_of_day else moment
