"""Whose badge it is: by id, by plain identifier, by hash."""

import hashlib

import pytest

from openbadge_issuer.verification.recipient import check_recipient

SALT = "e5b1"


def hashed(address, algorithm="sha256", salt=SALT):
    digest = hashlib.new(algorithm, (address + (salt or "")).encode()).hexdigest()
    identity = {"type": "IdentityObject", "hashed": True, "identityHash": f"{algorithm}${digest}"}
    return {**identity, "identityType": "emailAddress", **({"salt": salt} if salt else {})}


def plain(value, kind="emailAddress"):
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def code(recipient, *identifiers, **subject):
    document = {"credentialSubject": {**subject, "identifier": list(identifiers)}}
    return check_recipient(document, recipient).code


def test_nobody_asked():
    assert code(None, plain("ada@school.example")) == "not-asked"


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
@pytest.mark.parametrize("salt", [SALT, None])
@pytest.mark.parametrize(
    "typed", ["ada@school.example", "Ada@School.Example", " ada@school.example ", "mailto:ada@school.example"]
)
def test_hashed_address_is_recognised_however_it_is_typed(algorithm, salt, typed):
    assert code(typed, hashed("ada@school.example", algorithm, salt)) == "is-recipient"


def test_address_that_was_hashed_as_typed_is_recognised():
    assert code("Ada@School.example", hashed("Ada@School.example")) == "is-recipient"


def test_hash_in_capitals_is_recognised():
    identity = hashed("ada@school.example")
    identity["identityHash"] = "sha256$" + identity["identityHash"].removeprefix("sha256$").upper()
    assert code("ada@school.example", identity) == "is-recipient"


def test_plain_address_is_recognised():
    assert code("ADA@school.example", plain("ada@school.example")) == "is-recipient"
    assert code("ada@school.example", plain("Ada@School.example")) == "is-recipient"


def test_identifiers_of_every_type_are_recognised():
    assert code("4711", plain("Ada L.", "name"), plain("4711", "sourcedId")) == "is-recipient"


@pytest.mark.parametrize("subject", ["did:key:z6Mk", "mailto:ada@school.example"])
def test_subject_id_is_recognised(subject):
    assert code(subject, id=subject) == "is-recipient"


def test_mailto_subject_is_recognised_by_the_address():
    assert code("Ada@school.example", id="mailto:ada@School.example") == "is-recipient"


@pytest.mark.parametrize(
    ("subject", "other"),
    [("https://social.example/@Ada", "https://social.example/@ada"), ("did:key:z6MkA", "did:key:z6mka")],
)
def test_ids_that_differ_in_capitals_are_two_people(subject, other):
    assert code(other, id=subject) == "not-the-recipient"
    assert code(subject, id=other) == "not-the-recipient"


@pytest.mark.parametrize("recipient", ["eve@school.example", "", " ", "sha256$", "ada@school.example\0"])
def test_somebody_else_is_not_the_recipient(recipient):
    assert code(recipient, hashed("ada@school.example"), plain("ada@school.example")) == "not-the-recipient"


def test_hash_itself_is_not_the_recipient():
    identity = hashed("ada@school.example")
    assert code(identity["identityHash"], identity) == "not-the-recipient"


@pytest.mark.parametrize(
    "identity",
    [
        {},
        {"hashed": True, "identityHash": 7},
        {"hashed": True, "identityHash": "crc32$0"},
        {"hashed": True, "identityHash": "ada@school.example"},
        {"hashed": True, "identityHash": "sha256$00", "salt": 7},
        {"hashed": "true", "identityHash": "sha256$" + hashlib.sha256(b"ada@school.example").hexdigest()},
    ],
)
def test_identity_that_cannot_be_read_is_nobodys(identity):
    assert code("ada@school.example", identity) == "not-the-recipient"


def test_half_a_surrogate_pair_is_nobody():
    assert code("\ud800", hashed("ada@school.example"), id="did:x") == "not-the-recipient"
    assert code("ada@school.example", plain("\ud800"), id="\ud800") == "not-the-recipient"


@pytest.mark.parametrize("subject", [{}, {"id": "urn:uuid:0b2e0f6e-6f0c-4c59-8a0e-8f5a0d7d7a01"}])
def test_badge_that_names_nobody_leaves_it_open(subject):
    check = check_recipient({"credentialSubject": subject}, "ada@school.example")
    assert (check.code, check.failed) == ("no-identity", False)


@pytest.mark.parametrize(
    "document", [{}, {"credentialSubject": []}, {"credentialSubject": {"identifier": "x"}}]
)
def test_document_without_a_subject_leaves_it_open(document):
    assert check_recipient(document, "ada@school.example").code == "no-identity"


def test_single_identifier_counts_as_an_array():
    document = {"credentialSubject": {"identifier": plain("ada@school.example")}}
    assert check_recipient(document, "ada@school.example").passed


def test_random_id_of_the_award_is_recognised_when_it_is_asked_for():
    identifier = "urn:uuid:0b2e0f6e-6f0c-4c59-8a0e-8f5a0d7d7a01"
    assert code(identifier, id=identifier) == "is-recipient"
