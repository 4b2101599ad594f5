from datetime import datetime, timedelta, timezone

import pytest

from openbadge_issuer.web.formats import date_text, number, time, words
from openbadge_issuer.web.languages import LANGUAGES, Visit, visiting


@pytest.fixture
def german():
    with visiting(Visit(LANGUAGES[1])):
        yield


def test_dates_are_told_in_utc():
    melbourne = timezone(timedelta(hours=10))
    assert date_text(datetime(2026, 6, 2, 7, 30, tzinfo=melbourne)) == "1 June 2026"
    assert date_text("2026-06-12T00:00:00Z") == "12 June 2026"


def test_time_has_its_zone():
    assert str(time("2026-06-12T09:05:00Z")) == (
        '<time datetime="2026-06-12T09:05+00:00">12 June 2026, 09:05 UTC</time>'
    )


@pytest.mark.parametrize(
    ("term", "expected"),
    [("CommunityService", "Community service"), ("ext:MicroCredential", "Micro credential")],
)
def test_terms_of_the_standard_are_written_for_people(term, expected):
    assert expected == words(term)


def test_numbers_are_written_as_the_language_does():
    assert number(1250.5) == "1,250.5"


def test_german_has_its_own_dates_numbers_and_words(german):
    assert date_text("2026-03-02T00:00:00Z") == "2. März 2026"
    assert number(1250.5) == "1.250,5"
    assert words("CommunityService") == "Gemeinnützige Arbeit"
    assert "2. März 2026, 09:05 Uhr UTC" in str(time("2026-03-02T09:05:00Z"))
