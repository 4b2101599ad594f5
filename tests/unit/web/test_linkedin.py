from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl, urlsplit

import pytest

from openbadge_issuer.web.linkedin import Certification, organization

BADGE = Certification(
    name="Löten & Löschen: 100 % + mehr",
    organization="Example Tech School",
    organization_id=None,
    issued=datetime(2026, 6, 1, 12, tzinfo=UTC),
    expires=datetime(2028, 12, 31, tzinfo=UTC),
    url="https://badges.school.example/credentials/a1.html",
    id="a1",
)


def values(url):
    return dict(parse_qsl(urlsplit(url).query, strict_parsing=True))


def test_link_opens_the_form_with_every_value_encoded_once():
    assert BADGE.add_url.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    assert values(BADGE.add_url) == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Löten & Löschen: 100 % + mehr",
        "organizationName": "Example Tech School",
        "issueYear": "2026",
        "issueMonth": "6",
        "expirationYear": "2028",
        "expirationMonth": "12",
        "certUrl": "https://badges.school.example/credentials/a1.html",
        "certId": "a1",
    }
    assert "%25" in BADGE.add_url
    assert "%2525" not in BADGE.add_url


def test_badge_that_does_not_end_names_no_end():
    assert not [
        name for name in values(replace(BADGE, expires=None).add_url) if name.startswith("expiration")
    ]


def test_number_of_a_page_stands_instead_of_its_name():
    found = values(replace(BADGE, organization_id="1035").add_url)
    assert (found["organizationId"], "organizationName" in found) == ("1035", False)


def test_month_is_that_of_the_badge_in_utc():
    melbourne = timezone(timedelta(hours=10))
    found = values(replace(BADGE, issued=datetime(2026, 1, 1, 8, tzinfo=melbourne)).add_url)
    assert (found["issueYear"], found["issueMonth"]) == ("2025", "12")


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (None, ("School", None)),
        ("1035", ("School", "1035")),
        ("Example Schools Inc.", ("Example Schools Inc.", None)),
        ("٣", ("٣", None)),
    ],
)
def test_organisation_goes_by_number_or_name(named, expected):
    assert expected == organization("School", named)


def test_link_for_a_post_names_the_page():
    assert values(BADGE.share_url) == {"url": BADGE.url}
