"""Times with a zone, and nothing else."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from openbadge_issuer.errors import ProofError
from openbadge_issuer.proofs.timestamps import parse_timestamp, write_timestamp


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T09:00:00Z", datetime(2026, 1, 31, 9, tzinfo=UTC)),
        ("2026-01-31T09:00:00+02:00", datetime(2026, 1, 31, 7, tzinfo=UTC)),
        ("2026-01-31T09:00:00.5-00:30", datetime(2026, 1, 31, 9, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-01-31T09:00:00.123456789Z", datetime(2026, 1, 31, 9, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-01-31T24:00:00Z", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-01-31T24:00:00.000Z", datetime(2026, 2, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    ],
)
def test_time_is_read(text: str, moment: datetime) -> None:
    assert moment == parse_timestamp(text, path="$.validFrom")


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-31T09:00:00",
        "2026-01-31",
        "2026-01-31 09:00:00Z",
        "2026-01-31T09:00Z",
        "2026-01-31T09:00:00z",
        "2026-01-31T09:00:00+0200",
        "20260131T090000Z",
        "2026-01-31T09:00:00.Z",
        "2026-01-31T09:00:00Z\n",
        "\uff12\uff10\uff12\uff16-01-31T09:00:00Z",
        "2026-02-30T09:00:00Z",
        "2026-01-31T09:00:60Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T24:00:00.1Z",
        "2026-01-31T09:00:00+25:00",
        "0000-01-01T00:00:00Z",
        "9999-12-31T24:00:00Z",
        "",
        None,
        0,
        {},
    ],
)
def test_what_is_no_time_with_a_zone_is_refused(value: object) -> None:
    with pytest.raises(ProofError, match="time") as error:
        parse_timestamp(value, path="$.validFrom")
    assert error.value.path == "$.validFrom"


def test_time_is_written_in_utc_and_whole_seconds() -> None:
    moment = datetime(2026, 1, 31, 9, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert write_timestamp(moment) == "2026-01-31T07:00:00Z"


def test_time_is_written_alike_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    written = write_timestamp(datetime(2026, 1, 31, 9, tzinfo=UTC))
    monkeypatch.undo()
    time.tzset()
    assert written == "2026-01-31T09:00:00Z"


def test_time_without_zone_is_not_written() -> None:
    with pytest.raises(ProofError, match="aware datetime"):
        write_timestamp(datetime(2026, 1, 31))  # noqa: DTZ001
