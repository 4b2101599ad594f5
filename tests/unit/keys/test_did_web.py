"""did:web: from URLs to DIDs and back."""

import pytest

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.did import did_web, did_web_url

PAIRS = [
    ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
    ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
    ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
    ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
    ("did:web:localhost%3A8000", "http://localhost:8000/.well-known/did.json"),
    ("did:web:localhost:issuers:robotics", "http://localhost/issuers/robotics/did.json"),
    ("did:web:school.example:issuers:caf%C3%A9", "https://school.example/issuers/caf%C3%A9/did.json"),
    ("did:web:xn--schler-dya.example", "https://xn--schler-dya.example/.well-known/did.json"),
]


@pytest.mark.parametrize(("did", "url"), PAIRS)
def test_did_leads_to_its_document(did: str, url: str) -> None:
    assert url == did_web_url(did)


@pytest.mark.parametrize(("did", "url"), PAIRS)
def test_url_of_a_document_gives_its_did(did: str, url: str) -> None:
    assert did == did_web(url.removesuffix("/did.json").removesuffix("/.well-known"))


def test_small_letter_in_the_encoded_port_is_read() -> None:
    assert did_web_url("did:web:example.com%3a3000") == "https://example.com:3000/.well-known/did.json"


@pytest.mark.parametrize("segment", ["a%20b", "caf%C3%A9", "%7Eada", "a%2Db"])
def test_encoded_segments_stay_as_they_are(segment: str) -> None:
    assert did_web_url(f"did:web:school.example:{segment}") == f"https://school.example/{segment}/did.json"


def test_segments_are_added_to_the_path_and_encoded() -> None:
    made = did_web("https://school.example/badges/", "issuers", "~café:1")
    assert made == "did:web:school.example:badges:issuers:%7Ecaf%C3%A9%3A1"
    assert did_web_url(made) == "https://school.example/badges/issuers/%7Ecaf%C3%A9%3A1/did.json"


def test_default_port_and_capital_letters_make_no_second_name() -> None:
    assert (
        did_web("https://School.Example:443/")
        == "did:web:school.example"
        == did_web("https://school.example")
    )
    assert did_web("http://LOCALHOST:80") == "did:web:localhost"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1", "2130706433", "0x7f000001", "0x7f.1", "127.0.0.0x1", "[::1]", "1.2.3.4"]
)
def test_ip_addresses_are_refused_with_advice(host: str) -> None:
    with pytest.raises(KeyMaterialError, match="does not allow IP addresses") as error:
        did_web(f"http://{host}:8000")
    assert "localhost" in str(error.value.hint)
    with pytest.raises(KeyMaterialError, match="IP addresses"):
        did_web_url(f"did:web:{host.partition(':')[0]}")


@pytest.mark.parametrize(
    "url",
    [
        "http://school.example",
        "ftp://school.example",
        "https://localhost:8443",
        "school.example",
        "https://",
        "https://user:secret@school.example",
        "https://school.example/?a=1",
        "https://school.example/#a",
        "https://school.example\\@evil.example",
        "https://schule.exämple",
        "https://school_.example",
        "https://-school.example",
        "https://school..example",
        "https://school.example.",
        "https://school.example:0",
        "https://school.example:65536",
        "https://school.example:http",
        "https://school.example/a//b",
        "https://school.example/a/../b",
        "https://school.example/%2e%2e/b",
        "https://school.example/a%2Fb",
        "https://school.example/a%00b",
        "https://sch\nool.example",
        "http://[::1",
    ],
)
def test_url_that_cannot_be_a_did_is_refused(url: str) -> None:
    with pytest.raises(KeyMaterialError) as error:
        did_web(url)
    assert "secret" not in str(error.value.to_dict())


@pytest.mark.parametrize(
    "segment", ["", ".", "..", "a/b", "a\\b", "a b", "a?b", "a#b", "a%b", "a\x00", "a\ud800"]
)
def test_segment_that_is_none_is_refused(segment: str) -> None:
    with pytest.raises(KeyMaterialError, match="path segment"):
        did_web("https://school.example", segment)


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:key:z6Mk",
        "did:WEB:school.example",
        "school.example",
        "did:web:school.example#key",
        "did:web:school.example/path",
        "did:web:school.example?versionId=1",
        "did:web:school.example:",
        "did:web:school.example::a",
        "did:web:school.example:..",
        "did:web:school.example:%2e%2E",
        "did:web:school.example:a%2fb",
        "did:web:school.example:a%5Cb",
        "did:web:school.example:a%00b",
        "did:web:school.example:a%252e",
        "did:web:school.example:a%",
        "did:web:school.example:a@b",
        "did:web:school.example:é",
        "did:web:user%40school.example",
        "did:web:school.example%2Fevil",
        "did:web:school.example%3A",
        "did:web:school.example%3A0",
        "did:web:school.example%3A80%3A80",
        "did:web:school.example%3A99999",
        "did:web:school.example%3A1e3",
        "did:web:school.example\n",
        "did:web:" + "a" * 64 + ".example",
        "did:web:" + "a." * 130 + "example",
        "did:web:school.example:" + "a" * 2048,
    ],
)
def test_did_that_leads_nowhere_or_elsewhere_is_refused(did: str) -> None:
    with pytest.raises(KeyMaterialError):
        did_web_url(did)
