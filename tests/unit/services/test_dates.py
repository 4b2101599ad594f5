"""Dates as people write them."""

from datetime import UTC, datetime, timedelta

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.services.dates import has_ended, is_future, read_end, read_start, written


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_date_alone_begins_at_midnight_utc():
    assert read_start("2026-05-31") == utc(2026, 5, 31)


def test_a_date_alone_as_an_end_includes_the_day():
    assert read_end("2026-05-31") == utc(2026, 5, 31, 23, 59, 59)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-31T14:30:00+10:00", utc(2026, 5, 31, 4, 30)),
        ("2026-05-31t14:30:00.987z", utc(2026, 5, 31, 14, 30)),
        (" 2026-05-31 14:30Z ", utc(2026, 5, 31, 14, 30)),
    ],
)
def test_a_moment_with_a_zone_is_read(text, expected):
    assert (read_start(text), read_end(text)) == (expected, expected)


@pytest.mark.parametrize(
    "text",
    [
        "31/05/2026",
        "05.31.2026",
        "2026-5-31",
        "20260531",
        "2026-05-31T14:30:00",
        "yesterday",
        "",
        "२०२६-०५-३१",
    ],
)
def test_other_ways_to_write_a_date_are_refused_and_told_which_are_read(text):
    with pytest.raises(InputError, match="expected a date such as 2026-05-31"):
        read_start(text)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "2026-05-31T25:00:00Z", "0001-01-01T00:00:00+10:00"]
)
def test_what_is_not_in_the_calendar_is_refused(text):
    with pytest.raises(InputError, match="not in the calendar"):
        read_start(text)


def test_a_day_that_has_begun_somewhere_on_earth_is_not_the_future():
    assert not is_future(utc(2026, 6, 2), utc(2026, 6, 1, 12))
    assert is_future(utc(2026, 6, 2), utc(2026, 6, 1, 9, 59))


def test_a_moment_is_the_future_from_the_first_second():
    now = utc(2026, 6, 1, 12)
    assert is_future(now + timedelta(seconds=1), now)
    assert not is_future(now, now)


def test_moments_are_written_in_utc_and_whole_seconds():
    assert written(datetime.fromisoformat("2026-05-31T14:30:00.9+10:00")) == "2026-05-31T04:30:00Z"


def test_what_ends_has_ended_when_the_verifier_says_so():
    end, tolerance = utc(2026, 6, 1, 12), timedelta(minutes=5)
    assert [False, False, True] == [
        has_ended(end, now) for now in (end, end + tolerance, end + tolerance + timedelta(seconds=1))
    ]
    assert not has_ended(None, end)
