"""Has the issuer taken it back? Only the issuer's own list can say so."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from unit.verification.world import (
    CREATED,
    PROFILE_URL,
    SCHOOL,
    SCHOOL_URL,
    FakeWeb,
    Party,
    as_jwt,
    signed,
    unsigned,
)

from openbadge_issuer.baking import bake
from openbadge_issuer.json_text import to_text, walk
from openbadge_issuer.proofs.jws import write_jws
from openbadge_issuer.status.bitstring import Bitstring, encode
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification import status_lists
from openbadge_issuer.verification.circumstances import CREDENTIAL_TYPES, Circumstances, Documents
from openbadge_issuer.verification.status import as_bitstring, check_status

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIST = "https://school.example/status/1"
ENTRY = entry(LIST, 23)
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def a_list(*revoked, url=LIST, issuer=SCHOOL, purpose="revocation", **changes):
    bits = Bitstring(MIN_SIZE)
    for index in revoked:
        bits.set(index)
    return {**build(url, issuer, bits, valid_from=CREATED, purpose=purpose), **changes}


@pytest.fixture
def publish(school, web):
    """Publish the school's keys and, signed with one of them, its status list."""

    def publish(document=None, *, url=LIST, signer=None, method=None):
        web.publish(SCHOOL_URL, school.document())
        document = a_list() if document is None else document
        web.publish(url, signed(document, signer or school.signer, method or school.method()))
        return web

    return publish


def checks(web, *, status=ENTRY, **changes):
    circumstances = Circumstances(now=NOW, documents=Documents(web))
    return check_status(unsigned(credentialStatus=status, **changes), circumstances)


def code(web, **changes):
    (check,) = checks(web, **changes)
    return check.code


def test_badge_without_status_is_skipped():
    (check,) = check_status(unsigned(), Circumstances(now=NOW, documents=Documents(None)))
    assert check.code == "no-status"


def test_type_of_a_status_may_stand_in_an_array(publish):
    assert code(publish(a_list(23)), status={**ENTRY, "type": ["BitstringStatusListEntry"]}) == "revoked"


def test_empty_status_is_none():
    assert code(None, status=[]) == "no-status"


def test_badge_whose_bit_is_not_set_is_not_revoked(publish):
    assert code(publish(a_list(22, 24))) == "not-revoked"


def test_badge_whose_bit_is_set_is_revoked(publish):
    (check,) = checks(publish(a_list(23)))
    assert (check.code, check.failed, check.path) == ("revoked", True, "$.credentialStatus")


def test_suspended_badge_has_its_own_code(publish):
    web = publish(a_list(23, purpose="suspension"))
    assert code(web, status=entry(LIST, 23, "suspension")) == "suspended"


@pytest.mark.parametrize(("purpose", "expected"), [("refresh", "refreshed"), ("other", "unsupported-status")])
def test_other_purposes_do_not_revoke(publish, purpose, expected):
    web = publish(a_list(23, purpose=purpose))
    assert code(web, status=entry(LIST, 23, purpose)) == expected
    assert code(web, status=entry(LIST, 24, purpose)) == "not-revoked"


def test_message_is_told(publish):
    messages = [{"status": "0x0", "message": "pending review"}, {"status": "0x1", "message": "accepted"}]
    web = publish(a_list(23, purpose="message"))
    status = {**entry(LIST, 23, "message"), "statusSize": 1, "statusMessage": messages}
    assert "accepted" in checks(web, status=status)[0].message
    assert "number 1" in checks(web, status={**status, "statusMessage": [7]})[0].message


def test_index_written_as_a_number_is_read_and_remarked(publish):
    (check,) = checks(publish(a_list(23)), status={**ENTRY, "statusListIndex": 23})
    assert check.code == "revoked"
    assert "written as a number" in check.message


def test_every_status_is_looked_up(publish):
    web = publish()
    publish(a_list(23, url=LIST + "/s", purpose="suspension"), url=LIST + "/s")
    found = checks(web, status=[ENTRY, entry(LIST + "/s", 23, "suspension")])
    assert [(check.code, check.path) for check in found] == [
        ("not-revoked", "$.credentialStatus[0]"),
        ("suspended", "$.credentialStatus[1]"),
    ]


def test_too_many_statuses_are_not_all_looked_up(publish):
    assert [check.code for check in checks(publish(), status=[ENTRY] * 4)] == ["not-revoked"] * 4
    found = checks(publish(), status=[ENTRY] * 5)
    assert [check.code for check in found] == ["not-revoked"] * 4 + ["unsupported-status"]


# --- lists that cannot be had or read


def test_without_a_fetcher_the_status_is_open():
    assert code(None) == "not-fetched"


def test_list_that_cannot_be_reached_leaves_the_status_open(web):
    assert code(web) == "unreachable"


@pytest.mark.parametrize("body", [b"<html>", b"{", b"\x89PNG", b"a.b.c"])
def test_list_that_cannot_be_read_leaves_the_status_open(web, body):
    web.publish(LIST, body)
    assert code(web) == "unreadable-list"


@pytest.mark.parametrize(
    "status",
    [
        "https://school.example/status/1",
        {},
        {"type": 7},
        {**ENTRY, "type": "VelocityRevocationListJan2021"},
        {**ENTRY, "statusListCredential": None},
        {**ENTRY, "statusListCredential": "file:///etc/passwd"},
        {**ENTRY, "statusListCredential": "https://school.example/\r\nHost: evil"},
        {**ENTRY, "statusListIndex": "-1"},
        {**ENTRY, "statusListIndex": True},
        {**ENTRY, "statusPurpose": None},
    ],
)
def test_entry_that_cannot_be_read_leaves_the_status_open(publish, status):
    (check,) = checks(publish(), status=status)
    assert check.code in {"unreadable-entry", "unsupported-status"}
    assert str(check.result) == "could not be checked"


@pytest.mark.parametrize(
    "change",
    [
        {"encodedList": "uAAAA"},
        {"encodedList": encode(Bitstring(MIN_SIZE // 2))},
        {"statusPurpose": "suspension"},
        {"type": "SomethingElse"},
    ],
)
def test_list_that_gives_no_answer_leaves_the_status_open(publish, change, school):
    document = a_list(23)
    document["credentialSubject"] |= change
    token = write_jws({"alg": "EdDSA", "kid": school.method()}, document, school.signer)
    web = publish()
    web.publish(LIST, token.encode())
    assert code(web) == "unreadable-list"


def test_index_beyond_the_list_leaves_the_status_open(publish):
    assert code(publish(), status=entry(LIST, MIN_SIZE)) == "unreadable-list"


# --- lists that cannot be believed


def test_list_with_a_broken_proof_is_not_believed(publish, school):
    web = publish()
    document = signed(a_list(), school.signer, school.method())
    document["credentialSubject"] = a_list(23)["credentialSubject"]
    web.publish(LIST, document)
    assert code(web) == "unproven-list"


def test_list_without_a_proof_is_not_believed(publish):
    web = publish()
    web.publish(LIST, a_list(23))
    assert code(web) == "unproven-list"


def test_list_signed_by_a_stranger_is_not_believed(publish, stranger):
    assert code(
        publish(a_list(23), signer=stranger.signer, method=f"{stranger.id}#{stranger.key.fragment}")
    ) == ("unproven-list")


def test_list_of_another_issuer_is_not_believed(publish, stranger):
    web = publish(
        a_list(23, issuer=stranger.id),
        signer=stranger.signer,
        method=f"{stranger.id}#{stranger.key.fragment}",
    )
    assert code(web) == "list-of-another-issuer"


def test_list_of_nobody_is_not_believed(publish, web):
    document = a_list(23)
    del document["issuer"]
    web.publish(LIST, document)
    assert code(web) == "list-of-another-issuer"


def test_another_list_of_the_same_issuer_cannot_clear_a_badge(publish):
    assert code(publish(a_list(url=LIST + "/other"))) == "another-list"


def test_another_list_of_the_same_issuer_can_still_revoke(publish):
    assert code(publish(a_list(23, url=LIST + "/other"))) == "revoked"


def test_list_that_several_statuses_name_is_proven_once(publish, monkeypatch):
    """Each endorsement of a badge could name the same lists, and each of these have many proofs."""
    web, proven = publish(), []
    prove = status_lists.check_signatures
    monkeypatch.setattr(
        status_lists, "check_signatures", lambda *given: proven.append(given) or prove(*given)
    )
    found = checks(web, status=[entry(LIST, index) for index in (3, 4, 5)])
    assert [check.code for check in found] == ["not-revoked"] * 3
    assert len(proven) == 1


def test_list_that_cannot_be_read_is_read_once(web, monkeypatch):
    web.publish(LIST, b"no list")
    tried = []
    read = status_lists.read
    monkeypatch.setattr(status_lists, "read", lambda body: tried.append(body) or read(body))
    found = checks(web, status=[ENTRY, ENTRY])
    assert [check.code for check in found] == ["unreadable-list"] * 2
    assert tried == [b"no list"]


def test_list_with_far_too_many_values_is_not_read(publish):
    assert (
        code(publish(a_list(name=[str(number) for number in range(status_lists.MAX_VALUES)])))
        == "unreadable-list"
    )


def test_list_with_as_many_values_as_are_read_is_read(publish, monkeypatch):
    web = publish(a_list(23))
    values = sum(1 for _ in walk(json.loads(web.documents[LIST][0])))
    monkeypatch.setattr(status_lists, "MAX_VALUES", values)
    assert code(web) == "revoked"
    monkeypatch.setattr(status_lists, "MAX_VALUES", values - 1)
    assert code(web) == "unreadable-list"


def test_list_that_has_lapsed_cannot_clear_a_badge(publish):
    lapsed = {"validUntil": "2026-05-20T00:00:00Z"}
    assert code(publish(a_list(**lapsed))) == "outdated-list"
    assert code(publish(a_list(23, **lapsed))) == "revoked"


def test_list_that_is_yet_to_begin_cannot_clear_a_badge(publish):
    assert code(publish(a_list(validFrom="2026-06-02T00:00:00Z"))) == "outdated-list"


# --- other forms


def test_list_as_a_jwt_is_read(publish, school):
    web = publish()
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    web.publish(LIST, as_jwt(a_list(23), school.jwt_signer, header).encode())
    assert code(web) == "revoked"


def test_list_as_a_jwt_needs_no_claims_but_they_must_agree(publish, school):
    web = publish()
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    web.publish(LIST, write_jws(header, a_list(), school.jwt_signer).encode())
    assert code(web) == "not-revoked"
    web.publish(LIST, as_jwt(a_list(), school.jwt_signer, header, iss="did:web:other.example").encode())
    assert code(web) == "unproven-list"


@pytest.mark.parametrize("picture", [b'<svg xmlns="http://www.w3.org/2000/svg"/>', PNG], ids=["svg", "png"])
def test_list_in_a_picture_is_not_read(publish, school, picture):
    web = publish()
    text = to_text(signed(a_list(), school.signer, school.method()))
    web.publish(LIST, bake(picture, text))
    (check,) = checks(web)
    assert (check.code, "picture" in check.message) == ("unreadable-list", True)


@pytest.mark.parametrize(("encoded", "now"), [("a+/X", "ua-_X"), ("a_-X==", "ua_-X"), ("", "u"), (7, "u7")])
def test_list_of_the_forerunner_is_written_as_today(encoded, now):
    document = {"type": ["StatusList2021Credential"], "credentialSubject": {"encodedList": encoded}}
    assert as_bitstring(document)["credentialSubject"]["encodedList"] == now


def test_forerunner_of_the_bitstring_list_is_read(publish, school):
    subject = {"id": f"{LIST}#list", "type": "StatusList2021", "statusPurpose": "revocation"}
    bits = Bitstring(MIN_SIZE)
    bits.set(23)
    document = {
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/vc/status-list/2021/v1"],
        "id": LIST,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": SCHOOL,
        "issuanceDate": "2026-05-01T00:00:00Z",
        "credentialSubject": {**subject, "encodedList": encode(bits).removeprefix("u") + "=="},
    }
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    web = publish()
    web.publish(LIST, write_jws(header, {"vc": document, "iss": SCHOOL}, school.jwt_signer).encode())
    assert code(web, status={**ENTRY, "type": "StatusList2021Entry"}) == "revoked"
    assert (
        code(web, status={**ENTRY, "type": "StatusList2021Entry", "statusListIndex": "24"}) == "not-revoked"
    )


@pytest.mark.parametrize("alphabet", ["", "+/"])
def test_forerunner_of_the_bitstring_list_may_be_in_either_base64(school, publish, alphabet):
    text = encode(Bitstring.from_bytes(bytes(range(256)) * 64)).removeprefix("u")
    if alphabet:
        text = text.translate(str.maketrans("-_", alphabet)) + "=" * (-len(text) % 4)
    subject = {"type": "StatusList2021", "statusPurpose": "revocation", "encodedList": text}
    types = ["VerifiableCredential", "StatusList2021Credential"]
    document = {"id": LIST, "type": types, "issuer": SCHOOL, "credentialSubject": subject}
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    web = publish()
    web.publish(LIST, write_jws(header, {"vc": document, "iss": SCHOOL}, school.jwt_signer).encode())
    status = {**ENTRY, "type": "StatusList2021Entry", "statusListIndex": "15"}
    assert code(web, status=status) == "revoked"
    assert code(web, status={**status, "statusListIndex": "8"}) == "not-revoked"


# --- lists of ids

IDS = {"id": "https://school.example/revoked", "type": "1EdTechRevocationList"}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([{"id": "urn:uuid:1"}], "revoked"),
        ({"id": "urn:uuid:1", "revoked": True}, "revoked"),
        ([{"id": "urn:uuid:2"}, {"id": "urn:uuid:1", "revoked": False}], "not-revoked"),
        ([], "not-revoked"),
        (["urn:uuid:1"], "unreadable-list"),
    ],
)
def test_list_of_ids_is_read(listed, expected):
    web = FakeWeb()
    web.publish(IDS["id"], {"id": IDS["id"], "issuer": SCHOOL, "revokedCredential": listed})
    assert code(web, status=IDS, id="urn:uuid:1") == expected


def test_reason_of_a_revocation_is_told(web):
    listed = [{"id": "urn:uuid:1", "revocationReason": "Issued in error"}]
    web.publish(IDS["id"], {"revokedCredential": listed})
    assert "Issued in error" in checks(web, status=IDS, id="urn:uuid:1")[0].message


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"issuer": "did:web:elsewhere.example"}, "list-of-another-issuer"),
        ({"issuer": None}, "list-of-another-issuer"),
        ({"id": "https://school.example/other"}, "another-list"),
        ({"id": None}, "another-list"),
        ({"issuer": {"id": SCHOOL}}, "not-revoked"),
    ],
)
def test_silence_of_a_list_of_ids_counts_only_if_it_is_that_list(web, changes, expected):
    web.publish(IDS["id"], {"id": IDS["id"], "issuer": SCHOOL, "revokedCredential": [], **changes})
    assert code(web, status=IDS) == expected


def test_list_that_names_nobody_revokes_nobody(web):
    web.publish(IDS["id"], {"id": IDS["id"], "issuer": SCHOOL})
    assert code(web, status=IDS) == "not-revoked"


def test_list_of_ids_that_is_not_on_the_web_is_not_asked_for(web):
    assert code(web, status={**IDS, "id": "urn:uuid:1"}) == "unreadable-entry"
    assert web.asked == []


def test_reason_that_is_no_text_is_left_out(web):
    web.publish(IDS["id"], {"revokedCredential": {"id": "urn:uuid:1", "revocationReason": 7}})
    (check,) = checks(web, status=IDS, id="urn:uuid:1")
    assert (check.code, check.message) == ("revoked", "The issuer has revoked it.")


@pytest.mark.parametrize("messages", [None, 7, {"status": "0x1"}, [7, {"status": "0x1", "message": 7}]])
def test_number_without_a_message_is_told_as_a_number(publish, messages):
    status = {**entry(LIST, 23, "message"), "statusMessage": messages}
    (check,) = checks(publish(a_list(23, purpose="message")), status=status)
    assert "number 1, without an explanation" in check.message


def test_list_of_ids_of_any_name_can_revoke(web):
    web.publish(
        IDS["id"], {"id": "urn:other", "issuer": "urn:other", "revokedCredential": {"id": "urn:uuid:1"}}
    )
    assert code(web, status=IDS, id="urn:uuid:1") == "revoked"


def test_badge_without_an_id_is_not_the_entry_without_one(web):
    web.publish(IDS["id"], {"id": IDS["id"], "issuer": SCHOOL, "revokedCredential": [{"revoked": True}]})
    assert code(web, status=IDS, id=None) == "unreadable-list"


def test_list_of_bits_is_no_list_of_ids(web):
    web.publish(IDS["id"], a_list(url=IDS["id"]))
    assert code(web, status=IDS) == "unreadable-list"


@pytest.mark.parametrize("document", [b"<html>", {}, {"keys": []}])
def test_what_is_no_list_of_ids_leaves_the_status_open(web, document):
    web.publish(IDS["id"], document)
    assert code(web, status=IDS) == "unreadable-list"


def test_list_of_ids_that_cannot_be_had_leaves_the_status_open(web):
    assert (code(web, status=IDS), code(None, status=IDS)) == ("unreachable", "not-fetched")
    assert code(web, status={"type": "1EdTechRevocationList"}) == "unreadable-entry"


def test_did_key_issuer_proves_its_own_list(stranger, web):
    method = f"{stranger.id}#{stranger.key.fragment}"
    web.publish(LIST, signed(a_list(23, issuer=stranger.id), stranger.signer, method))
    assert code(web, issuer=stranger.id) == "revoked"
    assert web.asked == [LIST]


def test_https_issuer_proves_its_list(web):
    party = Party(PROFILE_URL)
    web.publish(PROFILE_URL, party.document())
    web.publish(LIST, signed(a_list(23, issuer=PROFILE_URL), party.signer, party.method()))
    assert code(web, issuer=PROFILE_URL) == "revoked"


def test_each_list_must_be_proven_by_itself(publish, stranger):
    other = "https://school.example/status/2"
    web = publish(a_list())
    publish(a_list(url=other), url=other, signer=stranger.signer)
    found = checks(web, status=[ENTRY, entry(other, 23)])
    assert [check.code for check in found] == ["not-revoked", "unproven-list"]


def test_fragment_behind_the_address_of_a_list_is_no_part_of_its_id(publish):
    assert code(publish(), status={**ENTRY, "statusListCredential": f"{LIST}#list"}) == "not-revoked"


class KeepingWeb(FakeWeb):
    """A web seen through a fetcher that has kept a list from before the badge was revoked."""

    def __init__(self, age):
        super().__init__()
        self.age, self.kept, self.accepted = age, {}, {}

    def fetch(self, url, *, accept=(), max_age_seconds=float("inf")):
        self.accepted[url] = accept
        if url in self.kept and self.age <= max_age_seconds:
            return replace(self.kept[url], age_seconds=self.age)
        return super().fetch(url, accept=accept)


def revoked_after(age, ttl, school, *, url=LIST):
    """Keep a list for some seconds, in which a badge is revoked; ask for the badge's status then."""
    web, changes = KeepingWeb(age), {} if ttl is None else {"ttl": ttl}
    web.publish(SCHOOL_URL, school.document())
    for revoked in ([], [23]):
        document = a_list(*revoked)
        document["credentialSubject"] |= changes
        web.publish(LIST, signed(document, school.signer, school.method()))
        web.kept = web.kept or {LIST: FakeWeb.fetch(web, LIST)}
    web.asked.clear()
    found = code(web, status={**ENTRY, "statusListCredential": url})
    assert web.accepted[LIST] == CREDENTIAL_TYPES
    return found, web.asked


@pytest.mark.parametrize(("age", "ttl"), [(5.1, 5000), (0.1, 0), (0.1, "5000"), (0.1, -1)])
def test_list_kept_longer_than_it_may_be_is_fetched_anew(age, ttl, school):
    assert revoked_after(age, ttl, school) == ("revoked", [LIST, SCHOOL_URL])


def test_fragment_behind_the_address_of_a_list_keeps_none(school):
    assert revoked_after(1, 0, school, url=f"{LIST}#list") == ("revoked", [LIST, SCHOOL_URL])


@pytest.mark.parametrize(("age", "ttl"), [(5, 5000), (59, None), (0, 0)])
def test_list_is_used_as_long_as_it_may_be_kept(age, ttl, school):
    assert revoked_after(age, ttl, school) == ("not-revoked", [SCHOOL_URL])


def test_list_that_cannot_be_had_anew_leaves_the_status_open(publish, school):
    web = KeepingWeb(1)
    web.publish(SCHOOL_URL, school.document())
    document = a_list()
    document["credentialSubject"]["ttl"] = 0
    web.publish(LIST, signed(document, school.signer, school.method()))
    web.kept = {LIST: web.fetch(LIST)}
    del web.documents[LIST]
    assert code(web) == "unreachable"
