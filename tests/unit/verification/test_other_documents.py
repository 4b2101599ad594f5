"""Status lists, endorsements and profiles are verified in full, like badges."""

import pytest
from unit.verification.world import (
    BADGE,
    CREATED,
    PROFILE_URL,
    SCHOOL,
    SCHOOL_URL,
    Party,
    as_jwt,
    endorsement,
    signed,
)

from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.status.bitstring import Bitstring, encode
from openbadge_issuer.status.status_list import MIN_SIZE, build
from openbadge_issuer.verification.verifier import verify

PARTY = Party(identifier=None)
LIST_URL = "https://school.example/status/1"
VERSION_1 = "https://www.w3.org/2018/credentials/v1"
STATUS_LIST_2021 = "https://w3id.org/vc/status-list/2021/v1"


def codes(report):
    return {check.name: check.code for check in report.checks}


# --- status lists


def status_list(**subject):
    document = build(LIST_URL, PARTY.id, Bitstring(MIN_SIZE), valid_from=CREATED)
    return {**document, "credentialSubject": {**document["credentialSubject"], **subject}}


def older_list(**subject):
    return {
        "@context": [VERSION_1, STATUS_LIST_2021],
        "id": LIST_URL,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": PARTY.id,
        "issuanceDate": "2026-05-01T09:00:00Z",
        "credentialSubject": {
            "id": f"{LIST_URL}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": encode(Bitstring(MIN_SIZE))[1:],
            **subject,
        },
    }


def test_status_list_can_be_read(now):
    report = verify(signed(status_list(), PARTY.signer), now=now)
    assert (report.outcome, report.kind, codes(report)["list"]) == ("valid", "status list", "readable")


def test_status_list_as_jwt_can_be_read(now):
    method = did_key_method(PARTY.jwt_signer.public_key)
    document = {**status_list(), "issuer": method.partition("#")[0]}
    token = as_jwt(document, PARTY.jwt_signer, {"alg": "ES256", "kid": method})
    report = verify(token, now=now)
    assert (report.outcome, report.form, codes(report)["list"]) == ("valid", "jwt", "readable")


@pytest.mark.parametrize(
    "subject",
    [
        {"encodedList": encode(Bitstring(MIN_SIZE // 2))},
        {"encodedList": "uAAAA"},
        {"statusPurpose": []},
        {"statusPurpose": 7},
    ],
    ids=["short", "damaged", "no purpose", "strange purpose"],
)
def test_status_list_that_tells_nothing_is_invalid(now, subject):
    report = verify(status_list(**subject), now=now)
    assert (report.outcome, codes(report)["list"]) == ("invalid", "unreadable")


@pytest.mark.parametrize("purpose", [["revocation", "suspension"], "suspension", ["message"]])
def test_status_list_for_other_and_several_purposes_can_be_read(purpose, now):
    report = verify(signed(status_list(statusPurpose=purpose), PARTY.signer), now=now)
    assert codes(report)["list"] == "readable"


def test_forerunner_of_status_lists_is_judged_by_the_w3cs_data_model(now):
    good = verify(older_list(), now=now)
    bad = verify(older_list(encodedList="AAAA"), now=now)
    assert (codes(good)["structure"], codes(good)["list"]) == ("conforms", "readable")
    assert codes(bad)["list"] == "unreadable"


def test_other_documents_have_no_such_check(now):
    assert "list" not in codes(verify(BADGE, now=now))


# --- endorsements


def test_endorsement_says_what_it_is_about(now):
    report = verify(signed(endorsement(issuer=PARTY.id), PARTY.signer), now=now)
    assert (report.outcome, report.kind, report.endorses) == (
        "valid",
        "endorsement",
        "https://school.example/achievements/superbots",
    )


# --- profiles


def profile(identifier, **changes):
    return {
        "@context": BADGE["@context"],
        "id": identifier,
        "type": ["Profile"],
        "name": "Example Tech School",
        **changes,
    }


def test_profile_that_is_signed_by_whom_it_describes_is_valid(now):
    report = verify(signed(profile(PARTY.id), PARTY.signer), now=now)
    assert (report.outcome, report.kind, report.proven) == ("valid", "profile", f"the key {PARTY.id}")
    assert (report.issuer_id, report.issuer_name) == (PARTY.id, "Example Tech School")
    assert report.summary == f"The profile is valid. It is signed by the key {PARTY.id}."


def test_profile_of_a_domain_is_proven_by_the_domain(school, web, now):
    web.publish(SCHOOL_URL, school.document())
    report = verify(signed(profile(SCHOOL), school.signer, school.method()), fetcher=web, now=now)
    assert (report.outcome, report.proven) == ("valid", "the domain school.example")


def test_profile_that_is_signed_by_another_is_invalid(now):
    report = verify(signed(profile(SCHOOL), PARTY.signer), now=now)
    assert (report.outcome, codes(report)["issuer key"]) == ("invalid", "another-issuer")


def test_profile_cannot_name_an_issuer_beside_itself(now):
    document = profile(SCHOOL, issuer=PARTY.id)
    assert verify(document, now=now).issuer_id == SCHOOL


def test_changed_profile_is_invalid(now):
    report = verify({**signed(profile(PARTY.id), PARTY.signer), "name": "Another School"}, now=now)
    assert (report.outcome, codes(report)["proof"]) == ("invalid", "not-verified")


def test_profile_of_an_untrusted_issuer_is_invalid(now):
    report = verify(signed(profile(PARTY.id), PARTY.signer), trusted_issuers=[PROFILE_URL], now=now)
    assert (report.outcome, codes(report)["issuer trust"]) == ("invalid", "not-trusted")
