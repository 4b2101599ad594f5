from datetime import datetime, timedelta, timezone

import pytest
from jinja2 import UndefinedError

from openbadge_issuer.web.templating import _environment, date_text, time, words


def page(source, **values):
    return _environment().from_string(source).render(**values)


def test_values_are_escaped():
    assert page("{{ name }}", name="<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_value_nobody_gave_is_an_error():
    with pytest.raises(UndefinedError):
        page("{{ nmae }}", name="Ada")


def test_part_a_document_does_not_have_is_nothing():
    assert page("{% if document.image %}x{% endif %}{{ document.image }}", document={}) == ""


def test_dates_are_told_in_utc():
    melbourne = timezone(timedelta(hours=10))
    assert date_text(datetime(2026, 6, 2, 7, 30, tzinfo=melbourne)) == "1 June 2026"
    assert date_text("2026-06-12T00:00:00Z") == "12 June 2026"


def test_time_has_its_zone():
    assert str(time("2026-06-12T09:05:00Z")) == (
        '<time datetime="2026-06-12T09:05:00+00:00">12 June 2026, 09:05 UTC</time>'
    )


@pytest.mark.parametrize(
    ("term", "expected"),
    [("CommunityService", "Community service"), ("ext:MicroCredential", "Micro credential")],
)
def test_terms_of_the_standard_are_written_for_people(term, expected):
    assert expected == words(term)
