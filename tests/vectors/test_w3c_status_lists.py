"""Status lists that the W3C, Digital Bazaar and 1EdTech have published, read and written again."""

import json

from openbadge_issuer.status.bitstring import Bitstring, decode, encode
from openbadge_issuer.status.status_list import entry, read


def _cases(vectors):
    folder = vectors / "vectors" / "w3c" / "bitstring-status-list"
    cases = {case["id"]: case for case in json.loads((folder / "cases.json").read_text("utf-8"))}
    example = json.loads((folder / "unsigned-status-list-credential.json").read_text("utf-8"))
    encoded = example["credential"]["credentialSubject"]["encodedList"]
    cases["unsigned"] = {
        "encodedList": encoded,
        "setIndexes": example["revokedIndexes"],
        "decodedBits": 131_072,
    }
    return cases


def test_published_lists_have_the_bits_that_they_are_said_to_have(vectors):
    for name, case in _cases(vectors).items():
        bits = decode(case["encodedList"])
        assert (name, len(bits)) == (name, case["decodedBits"])
        assert (name, list(bits.ones())) == (name, case["setIndexes"])


def test_the_same_bits_are_written_as_the_same_text(vectors):
    for name, case in _cases(vectors).items():
        bits = Bitstring(case["decodedBits"])
        for index in case["setIndexes"]:
            bits.set(index)
        assert (name, encode(bits)) == (name, case["encodedList"])


def test_the_unsigned_example_revokes_one_badge(vectors):
    path = vectors / "vectors" / "w3c" / "bitstring-status-list" / "unsigned-status-list-credential.json"
    document = json.loads(path.read_text("utf-8"))["credential"]
    assert read(document, entry(document["id"], 94567))
    assert not read(document, entry(document["id"], 94566))


def test_the_list_of_1edtech_revokes_its_badge(vectors):
    folder = vectors / "vectors" / "1edtech" / "bit-string-list"
    document = json.loads((folder / "testlist").read_text("utf-8"))
    badge = json.loads((folder / "credential-status-revoked.json").read_text("utf-8"))
    assert read(document, badge["credentialStatus"])
    assert list(decode(document["credentialSubject"]["encodedList"]).ones()) == [23]
