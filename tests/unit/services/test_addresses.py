"""Which URL belongs to what, and back."""

import pytest

from openbadge_issuer.errors import ConfigurationError
from openbadge_issuer.services.addresses import Address, Addresses, Kind

AT_ROOT = Addresses("https://badges.school.example/")
BELOW = Addresses("https://school.example/badges")
LOCAL = Addresses("http://localhost:8000")
SHA256 = "ab" * 32


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (AT_ROOT.credential("abc"), Address(kind=Kind.CREDENTIAL, id="abc")),
        (AT_ROOT.credential("abc", "png"), Address(kind=Kind.CREDENTIAL, id="abc", suffix="png")),
        (AT_ROOT.status_list("xyz", "jwt"), Address(kind=Kind.STATUS_LIST, id="xyz", suffix="jwt")),
        (AT_ROOT.achievement("superbots"), Address(kind=Kind.ACHIEVEMENT, id="superbots")),
        (AT_ROOT.achievement_image("superbots"), Address(kind=Kind.ACHIEVEMENT_IMAGE, id="superbots")),
        (
            AT_ROOT.achievement_image("superbots", 3),
            Address(kind=Kind.ACHIEVEMENT_IMAGE, id="superbots", version="3"),
        ),
        (AT_ROOT.issuer("school"), Address(kind=Kind.ISSUER, id="school")),
        (AT_ROOT.issuer_image("school"), Address(kind=Kind.ISSUER_IMAGE, id="school")),
        (
            AT_ROOT.issuer_image("school", SHA256),
            Address(kind=Kind.ISSUER_IMAGE, id="school", version=SHA256),
        ),
        (AT_ROOT.issuer("school") + "/did.json", Address(kind=Kind.ISSUER_DID, id="school")),
        ("https://badges.school.example/.well-known/did.json", Address(kind=Kind.DOMAIN_DID)),
        ("https://badges.school.example/.well-known/jwks.json", Address(kind=Kind.JWKS)),
    ],
)
def test_every_own_address_is_recognised(url, expected):
    assert AT_ROOT.parse(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://badges.school.example/credentials/abc?utm=linkedin",
        "https://badges.school.example/credentials/abc#top",
        "https://BADGES.school.example:443/credentials/abc",
        "http://badges.school.example/credentials/abc",
    ],
)
def test_what_makes_no_difference_is_ignored(url):
    assert AT_ROOT.parse(url) == Address(kind=Kind.CREDENTIAL, id="abc")


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/credentials/abc",
        "https://badges.school.example:8443/credentials/abc",
        "https://badges.school.example.evil.example/credentials/abc",
        "https://badges.school.example@evil.example/credentials/abc",
        "ftp://badges.school.example/credentials/abc",
        "did:web:badges.school.example",
        "https://badges.school.example/credentials/",
        "https://badges.school.example/credentials/a/b",
        "https://badges.school.example/credentials/../status/abc",
        "https://badges.school.example/",
        "https://badges.school.example:99999/credentials/abc",
        "https://[badges/credentials/abc",
        "",
        "x" * 5000,
    ],
)
def test_anything_else_is_nobodys(url):
    assert AT_ROOT.parse(url) is None


def test_below_a_prefix_only_the_prefix_is_ours():
    assert BELOW.parse("https://school.example/badges/status/s1") == Address(kind=Kind.STATUS_LIST, id="s1")
    assert BELOW.parse("https://school.example/status/s1") is None
    assert BELOW.parse("https://school.example/badgesx/status/s1") is None


def test_keys_lie_at_the_domains_root_also_below_a_prefix():
    assert BELOW.parse("https://school.example/.well-known/jwks.json") == Address(kind=Kind.JWKS)


def test_the_root_issuer_is_the_domain():
    assert AT_ROOT.did("school", root=True) == "did:web:badges.school.example"
    assert LOCAL.did("school", root=True) == "did:web:localhost%3A8000"


def test_other_issuers_have_the_path_form():
    assert AT_ROOT.did("school", root=False) == "did:web:badges.school.example:issuers:school"


def test_below_a_prefix_every_issuer_has_the_path_form():
    assert BELOW.did("school", root=True) == "did:web:school.example:badges:issuers:school"


@pytest.mark.parametrize("base_url", ["", "school.example", "ftp://school.example", "https://"])
def test_a_base_url_must_be_a_web_address(base_url):
    with pytest.raises(ConfigurationError, match="base URL"):
        Addresses(base_url)
