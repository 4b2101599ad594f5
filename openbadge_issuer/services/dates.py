"""
Dates as people write them in rosters and on command lines.

ISO 8601 only, since 03/04/2026 is March in one country and April in another.
A date alone as a beginning is 00:00:00 UTC of that day, as an end it is 23:59:59 UTC of that day:
who writes that a badge expires on 30 June means that it is still valid on 30 June.
Fractions of a second are cut off, since not every verifier reads them.

Whether something has ended is judged as the verifier judges it, so that lists, pages and checks agree.
"""

import re
from datetime import UTC, datetime, time, timedelta

from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import shorten
from openbadge_issuer.verification.moments import is_over

ALLOWED = "a date such as 2026-05-31, or a date, time and zone such as 2026-05-31T14:30:00+10:00"
"""What is read, for messages."""

FARTHEST_ZONE = timedelta(hours=14)
"""
How far ahead of UTC a clock can be, in hours.
In Kiritimati a day begins 14 hours before it does in Greenwich.
"""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_START, _END = time(0, 0, 0, tzinfo=UTC), time(23, 59, 59, tzinfo=UTC)


def read_start(text: str) -> datetime:
    """
    Read when something began, in UTC.

    Raises:
        InputError: If it is not a date, or a time without a zone.
    """
    return _read(text, _START)


def read_end(text: str) -> datetime:
    """
    Read when something ends, in UTC; a date alone includes that day.

    Raises:
        InputError: If it is not a date, or a time without a zone.
    """
    return _read(text, _END)


def is_future(moment: datetime, now: datetime) -> bool:
    """
    Tell whether a moment has not come yet.

    Midnight UTC stands for a whole day, which is not in the future once it has begun anywhere on Earth:
    in Melbourne it is 2 June while UTC still has the evening of 1 June.
    """
    lead = FARTHEST_ZONE if moment.astimezone(UTC).timetz() == _START else timedelta(0)
    return moment > now + lead


def has_ended(end: datetime | None, now: datetime) -> bool:
    """Tell whether the time of something is over, by the verifier's tolerance for clocks; None is for good."""
    return end is not None and is_over(end, now)


def whole_seconds(moment: datetime) -> datetime:
    """Return a moment in UTC without fractions of a second, never later than it was."""
    return moment.astimezone(UTC).replace(microsecond=0)


def written(moment: datetime) -> str:
    """Write a moment as documents have it: `2026-05-31T04:30:00Z`."""
    return whole_seconds(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(text: str, clock: time) -> datetime:
    found = text.strip()
    try:
        if _DATE.fullmatch(found):
            return datetime.combine(datetime.fromisoformat(found).date(), clock)
        if _MOMENT.fullmatch(found):
            return whole_seconds(datetime.fromisoformat(found.upper()))
    except (ValueError, OverflowError) as error:
        raise InputError(f"{shorten(found, 60)!r} is not in the calendar; expected {ALLOWED}.") from error
    raise InputError(f"{shorten(found, 60)!r} cannot be read as a date; expected {ALLOWED}.")
