"""A badge's page leads to the badge."""

import pytest

from openbadge_issuer.services.alternate_links import MAX_READ, alternate

URL = "https://badges.example/credentials/1.html"


def page(*links: str) -> bytes:
    return f"<!doctype html><html><head>{''.join(links)}</head><body><h1>A badge</h1></body></html>".encode()


def link(address: str, kind: str = "application/json", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{address}">'


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://badges.example/credentials/1.json", "https://badges.example/credentials/1.json"),
        ("1.json", "https://badges.example/credentials/1.json"),
        ("/b?x=1&amp;y=2", "https://badges.example/b?x=1&y=2"),
        ("//BADGES.example/1", "https://BADGES.example/1"),
        ("https://other.example/1.json", None),
        ("http://badges.example/1.json", None),
        ("https://badges.example:8443/1.json", None),
        ("data:application/json,{}", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
    ],
)
def test_link_is_followed_within_the_site(address, expected):
    assert alternate(page(link(address)), URL) == expected


def test_surest_form_is_taken():
    links = [link("any"), link("jwt", "application/jwt"), link("vc", "application/vc+ld+json; charset=utf-8")]
    assert alternate(page(*links), URL) == "https://badges.example/credentials/vc"


@pytest.mark.parametrize(
    "other",
    [
        link("1", "application/json+oembed"),
        link("1", rel="canonical"),
        link("1", "image/png"),
        "<link>",
        "<a href=1>",
    ],
)
def test_other_links_lead_to_no_badge(other):
    assert alternate(page(other), URL) is None


def test_several_relations_may_stand_in_one_link():
    assert alternate(page(link("1", rel="Alternate nofollow")), URL) == "https://badges.example/credentials/1"


def test_only_the_beginning_of_a_page_is_read():
    assert alternate(b" " * MAX_READ + page(link("1")), URL) is None


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe", b"<" * 1_000, b"<link rel=alternate type=application/json", b"{}"]
)
def test_broken_pages_lead_nowhere(text):
    assert alternate(text, URL) is None
