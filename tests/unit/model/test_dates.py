import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from openbadge_issuer.model.dates import CalendarDate, DateTimeZ, Moment

MOMENT, DAY = TypeAdapter(Moment), TypeAdapter(CalendarDate)


def refused_with(adapter, value):
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return caught.value.errors()[0]["type"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-01T12:00:00Z",
        "2026-06-01T12:00:00.5Z",
        "2026-06-01T12:00:00.123456789Z",
        "2026-06-01T12:00:00+00:00",
        "2026-06-01T12:00:00-00:00",
        "2026-06-01T12:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "2024-02-29T00:00:00Z",
    ],
)
def test_moment_is_written_back_as_it_was_read(text):
    assert text == MOMENT.validate_python(text).text


def test_moment_compares_like_a_datetime():
    assert datetime(2026, 6, 1, 12, tzinfo=UTC) == DateTimeZ.parse("2026-06-01T14:00:00+02:00")
    assert DateTimeZ.parse("2026-06-01T12:00:00.999999Z") < datetime(2026, 6, 1, 12, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-06-01T12:00:00", "2026-06-01T12:00:00.5"])
def test_moment_without_a_zone_is_refused(text):
    assert refused_with(MOMENT, text) == "no-time-zone"


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-01",
        "2026-06-01T12:00Z",
        "2026-06-01 12:00:00Z",
        "2026-06-01t12:00:00Z",
        "2026-06-01T12:00:00z",
        "2026-06-01T24:00:00Z",
        "2026-06-01T23:59:60Z",
        "2026-06-01T12:60:00Z",
        "2026-06-01T12:00:00.Z",
        "2026-06-01T12:00:00,5Z",
        "2026-06-01T12:00:00+1400",
        "2026-06-01T12:00:00+14:01",
        "2026-06-01T12:00:00+02:60",
        "2026-06-01T12:00:00 Z",
        "2026-06-01T12:00:00Z\n",
        "20260601T120000Z",
        "2026-W23-1T12:00:00Z",
        "2026-02-29T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "12026-06-01T12:00:00Z",
        "\u0662026-06-01T12:00:00Z",
        "tomorrow",
        "",
    ],
)
def test_text_that_is_no_moment_is_refused(text):
    assert refused_with(MOMENT, text) == "not-a-date-time"


@pytest.mark.parametrize(
    "value", [1780315200, 1780315200.5, True, date(2026, 6, 1), ["2026-06-01T12:00:00Z"], {}]
)
def test_nothing_else_is_made_into_a_moment(value):
    assert refused_with(MOMENT, value) == "wrong-type"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 6, 1, 12, tzinfo=UTC), "2026-06-01T12:00:00Z"),
        (datetime(2026, 6, 1, 12, 0, 0, 250_000, tzinfo=UTC), "2026-06-01T12:00:00.250000Z"),
        (datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=10))), "2026-06-01T12:00:00+10:00"),
        (datetime(1880, 6, 1, 12, tzinfo=timezone(timedelta(seconds=1172))), "1880-06-01T11:40:28Z"),
    ],
)
def test_datetime_with_a_zone_is_taken_over(moment, text):
    assert text == MOMENT.validate_python(moment).text
    assert moment == MOMENT.validate_python(moment)


def test_naive_datetime_is_refused():
    assert refused_with(MOMENT, datetime(2026, 6, 1, 12)) == "no-time-zone"  # noqa: DTZ001 - that is the point


def test_copies_of_a_moment_remember_its_text():
    moment = DateTimeZ.parse("2026-06-01T12:00:00.123456789Z")
    assert [moment.text] * 3 == [
        copy.deepcopy(moment).text,
        pickle.loads(pickle.dumps(moment)).text,
        DateTimeZ.of(moment).text,
    ]


def test_moment_computed_from_another_has_a_text_of_its_own():
    assert (DateTimeZ.parse("2026-06-01T12:00:00.0Z") + timedelta(days=1)).text == "2026-06-02T12:00:00Z"


@pytest.mark.parametrize("value", ["1970-02-28", date(1970, 2, 28)])
def test_day_is_read(value):
    assert date(1970, 2, 28) == DAY.validate_python(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1970-02-30", "not-a-date"),
        ("19700228", "not-a-date"),
        ("1970-02-28T00:00:00Z", "not-a-date"),
        (19700228, "wrong-type"),
        (datetime(1970, 2, 28, tzinfo=UTC), "wrong-type"),
        (None, "null"),
    ],
)
def test_what_is_no_day_is_refused(value, code):
    assert code == refused_with(DAY, value)
