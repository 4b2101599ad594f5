"""What part of the web an identity speaks for, in words."""

import pytest

from openbadge_issuer.verification.urls import MAX_URL_LENGTH, authority_of, is_url, is_web_url, place_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("did:web:school.example", "the domain school.example"),
        ("did:web:School.example%3A8443", "the domain school.example:8443"),
        ("https://school.example", "the domain school.example"),
        ("https://school.example/", "the domain school.example"),
        ("did:web:shared.example:issuers:school", "the address shared.example/issuers/school"),
        ("https://shared.example/issuers/school#key", "the address shared.example/issuers/school"),
        ("did:web:shared.example:issuers:school#key", "the address shared.example/issuers/school"),
        ("did:web:school.example#key", "the domain school.example"),
        ("https://shared.example/XY/X/", "the address shared.example/XY/X"),
    ],
)
def test_whoever_has_one_address_on_a_host_has_not_the_whole_domain(url, expected):
    assert place_of(url) == expected


def test_fragment_is_no_part_of_a_host():
    assert authority_of("did:web:School.example%3A8443#key") == "school.example:8443"


def test_what_is_no_address_has_no_host():
    assert authority_of("https://[x/y") == ""
    assert place_of("https://[x/y") == "the domain "


def test_query_is_part_of_the_address():
    """Otherwise all issuers of a host that tells them apart by a query would look alike, and like the host."""
    assert place_of("https://badges.example/?school=1") == "the address badges.example/?school=1"
    assert place_of("https://badges.example/issuers/1?v=3_0") == "the address badges.example/issuers/1?v=3_0"


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.example/", True), ("http://localhost:8000/", True), ("ftp://a.example/", False), (7, False)],
)
def test_web_addresses_are_https_and_in_development_http(url, expected):
    assert is_web_url(url) is expected


@pytest.mark.parametrize("scheme", ["https", "http", "HTTP"])
def test_host_of_a_web_address_cannot_be_dressed_up(scheme):
    assert is_url(f"{scheme}://school.example/?a=b@c")
    assert not is_url(f"{scheme}://school.example@evil.example/")


def test_the_longest_address_is_looked_at():
    longest = "https://school.example/".ljust(MAX_URL_LENGTH, "x")
    assert is_url(longest)
    assert not is_url(longest + "x")
