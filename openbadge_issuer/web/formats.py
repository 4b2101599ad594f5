"""
Dates, numbers and names of the standard as people of the visitor's language write them.

Dates are told in UTC, as badges hold them.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from markupsafe import Markup

from openbadge_issuer.web.languages import gettext, visit


def date_text(moment: datetime | str) -> str:
    """Write a date for people, in UTC: 1 June 2026."""
    return format_date(_read(moment), "long", locale=visit().language.locale)


def date(moment: datetime | str) -> Markup:
    """Write a date for people and programs."""
    return _marked(moment, date_text(moment))


def month_text(moment: datetime | str) -> str:
    """Write a month for people: June 2026."""
    return format_skeleton("yMMMM", _read(moment), locale=visit().language.locale)


def time(moment: datetime | str) -> Markup:
    """Write a date with its time, in UTC, for people and programs, by the minute: pages stay equal that long."""
    clock = format_time(_read(moment), "short", locale=visit().language.locale)
    text = gettext("%(date)s, %(time)s UTC") % {"date": date_text(moment), "time": clock}
    return _marked(moment, text, precision="minutes")


def number(value: float | Decimal) -> str:
    """Write a number for people: 1,250.5."""
    return format_decimal(value, locale=visit().language.locale)


def words(term: str) -> str:
    """Write one of the standard's names for people: `CommunityService` becomes "Community service"."""
    return gettext(spaced(term))


def spaced(term: str) -> str:
    """Write one of the standard's names in English words."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", term.removeprefix("ext:"))
    return text[:1].upper() + text[1:].lower()


def _marked(moment: datetime | str, text: str, *, precision: str = "seconds") -> Markup:
    written = _read(moment).isoformat(timespec=precision)
    return Markup('<time datetime="{}">{}</time>').format(written, text)


def _read(moment: datetime | str) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(UTC)
