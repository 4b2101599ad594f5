"""
Moments and days as credentials write them.

`DateTimeZ` takes what both RFC 3339 `date-time` and XML Schema 1.1 `dateTimeStamp` allow:
capital T and Z, seconds below 60, a zone (`Z`, or an offset of at most 14 hours).
The text is kept and written back as it was: a signature covers the text, not the moment.
No clock is read here.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Self, SupportsIndex

from pydantic import PlainValidator, WithJsonSchema

from openbadge_issuer.model.problems import Finding, refusal

EXPECTED_MOMENT = "a date and time with a time zone (such as 2026-06-01T12:00:00Z)"
EXPECTED_DAY = "a date (such as 2026-06-01)"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOCAL = re.compile(_DAY.pattern + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?")
_ZONE = re.compile(r"Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")  # XML Schema 1.1 part 2, 3.3.7
_MOMENT = re.compile(f"(?:{_LOCAL.pattern})(?:{_ZONE.pattern})")


class DateTimeZ(datetime):
    """
    A moment with a zone, which remembers how it was written.

    It is a `datetime` and compares like one.

    Attributes:
        written: The text it was read from; it may have more digits of a second than a `datetime` holds.
    """

    written: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read a moment.

        Raises:
            PydanticCustomError: With code `no-time-zone` or `not-a-date-time`.
        """
        if not _MOMENT.fullmatch(text):
            raise refusal(_not_a_moment(text))
        try:
            moment = cls.fromisoformat(text)
        except ValueError as error:
            reason = "The calendar has no such day."
            raise refusal(Finding(code="not-a-date-time", expected=EXPECTED_MOMENT, reason=reason)) from error
        moment.written = text
        return moment

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """
        Take over a moment from Python.

        One whose zone cannot be written (there are seconds in its offset) is moved to UTC.

        Raises:
            PydanticCustomError: With code `no-time-zone` if it is naive.
        """
        if isinstance(moment, cls):
            return moment
        offset = moment.utcoffset()
        if offset is None:
            raise refusal(
                Finding(code="no-time-zone", expected=EXPECTED_MOMENT, found=f"{moment} without a zone")
            )
        is_writable = offset % timedelta(minutes=1) == timedelta(0)
        written = moment if is_writable else moment.astimezone(UTC)
        return cls.parse(written.isoformat().replace("+00:00", "Z"))

    @property
    def text(self) -> str:
        """The moment as it was written, or as it would be."""
        return self.written or self.isoformat().replace("+00:00", "Z")

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> tuple[Any, ...]:
        return _read_moment, (self.text,)


def _not_a_moment(text: str) -> Finding:
    if _LOCAL.fullmatch(text):
        return Finding(code="no-time-zone", expected=EXPECTED_MOMENT, reason="The time zone is missing.")
    reason = "The time of day is missing." if _DAY.fullmatch(text) else None
    return Finding(code="not-a-date-time", expected=EXPECTED_MOMENT, reason=reason)


def _read_moment(value: object) -> DateTimeZ:
    if isinstance(value, str):
        return DateTimeZ.parse(value)
    if isinstance(value, datetime):
        return DateTimeZ.of(value)
    raise refusal(Finding(code="null" if value is None else "wrong-type", expected=EXPECTED_MOMENT))


def _read_day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise refusal(Finding(code="null" if value is None else "wrong-type", expected=EXPECTED_DAY))
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # the calendar has no such day: refused like any other text
    raise refusal(Finding(code="not-a-date", expected=EXPECTED_DAY))


Moment = Annotated[
    datetime, PlainValidator(_read_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""A moment; a `DateTimeZ`, made of text or of a `datetime` with a zone."""

CalendarDate = Annotated[
    date, PlainValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})
]
"""A day such as a birthday: year, month and day, without a zone."""
