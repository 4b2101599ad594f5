"""Digests of what is at hand are compared, in every spelling; what is not at hand is left alone."""

import hashlib
from base64 import b64encode, urlsafe_b64encode

import pytest

from openbadge_issuer.keys.multibase import encode_base58btc, encode_base64url
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.verification.related_resources import digest_problems

V2 = "https://www.w3.org/ns/credentials/v2"
BYTES = shipped().source(V2)
PREFIXES = {"sha256": b"\x12\x20", "sha384": b"\x20\x30", "sha512": b"\x13\x40"}
JULY_2024 = "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"


def digest(algorithm):
    return hashlib.new(algorithm, BYTES).digest()


def sri(algorithm, encode=b64encode, after=""):
    return f"{algorithm}-{encode(digest(algorithm)).decode()}{after}"


def codes(**resource):
    found = digest_problems({"relatedResource": {"id": V2, **resource}}, shipped())
    return [(problem.code, problem.path) for problem in found]


@pytest.mark.parametrize("algorithm", PREFIXES)
def test_right_digest_is_taken_in_every_spelling(algorithm):
    raw = digest(algorithm)
    assert codes(digestSRI=sri(algorithm), digestMultibase=encode_base64url(raw)) == []
    assert codes(digestSRI=sri(algorithm, urlsafe_b64encode, "?ct=x")) == []
    assert codes(digestMultibase=encode_base58btc(PREFIXES[algorithm] + raw)) == []


def test_digest_of_a_former_edition_is_taken():
    assert codes(digestSRI=JULY_2024) == []


@pytest.mark.parametrize(
    "text",
    [
        sri("sha256").replace("sha256", "sha384"),
        "sha256-" + "A" * 43 + "=",
        "sha256-x",
        "sha256-é",
        "sha256",
        "md5-" + b64encode(bytes(16)).decode(),
        sri("md5"),
        sri("sha256").replace("-", "-!"),
        "crc-" + b64encode(bytes(4)).decode(),
    ],
)
def test_wrong_sri_is_found(text):
    assert codes(digestSRI=text) == [("wrong-digest", "$.relatedResource.digestSRI")]


@pytest.mark.parametrize(
    "text",
    [
        encode_base64url(bytes(32)),
        encode_base64url(bytes(31)),
        encode_base64url(b"\x12\x20" + bytes(32)),
        encode_base64url(b"\x12\x20" + bytes(48)),
        "u!",
        "mAAAA",
        "",
    ],
)
def test_wrong_multibase_is_found(text):
    assert codes(digestMultibase=text) == [("wrong-digest", "$.relatedResource.digestMultibase")]


def test_place_in_an_array_is_named():
    wrong = {"id": V2, "digestMultibase": "u"}
    [problem] = digest_problems({"relatedResource": [3, {"id": "urn:x:1"}, wrong]}, shipped())
    assert problem.path == "$.relatedResource[2].digestMultibase"


@pytest.mark.parametrize(("wrong", "found"), [("", []), ("A", ["wrong-digest"])])
def test_context_without_a_former_edition_is_compared_too(wrong, found):
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    right = hashlib.sha256(shipped().source(url)).digest()
    resource = {"id": url, "digestMultibase": encode_base64url(right) + wrong}
    assert [problem.code for problem in digest_problems({"relatedResource": resource}, shipped())] == found


def test_every_wrong_digest_in_an_array_is_found():
    wrong = {"id": V2, "digestMultibase": "u"}
    assert len(digest_problems({"relatedResource": [wrong, wrong, {"id": V2}]}, shipped())) == 2


@pytest.mark.parametrize("resource", [None, 3, {"id": "https://school.example/terms", "digestSRI": "x"}])
def test_what_is_not_at_hand_is_left_alone(resource):
    assert digest_problems({"relatedResource": resource}, shipped()) == []


def test_digest_that_is_no_text_is_left_to_the_model():
    assert codes(digestSRI=3) == []
