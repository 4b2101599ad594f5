"""Each of several subjects must be what the standard describes, as if it stood alone."""

import copy

import pytest
from unit.verification.world import endorsement, signed, unsigned

from openbadge_issuer.verification.recipient import check_recipient
from openbadge_issuer.verification.subjects import MAX_SUBJECTS, find_problems
from openbadge_issuer.verification.verifier import verify

ADA, BOB = "did:example:ada", "did:example:bob"


def with_subjects(*subjects, issuer="did:web:school.example"):
    document = unsigned(issuer=issuer)
    one = document["credentialSubject"]
    return {**document, "credentialSubject": [{**copy.deepcopy(one), **subject} for subject in subjects]}


def paths(document):
    return [problem.path for problem in find_problems(document)]


def test_badge_about_two_is_valid(stranger, now):
    document = with_subjects({"id": ADA}, {"id": BOB}, issuer=stranger.id)
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, report.check("structure").code) == ("valid", "conforms")


@pytest.mark.parametrize("index", [0, 1, 2])
def test_subject_that_does_not_conform_is_named_by_its_place(index):
    document = with_subjects({}, {}, {})
    del document["credentialSubject"][index]["achievement"]["criteria"]
    assert paths(document) == [f"$.credentialSubject[{index}].achievement.criteria"]


def test_subject_that_is_none_is_named_by_its_place():
    document = with_subjects({})
    document["credentialSubject"].append(7)
    assert paths(document) == ["$.credentialSubject[1]"]


def test_what_else_is_wrong_is_named_once():
    assert paths({**with_subjects({}, {}), "validFrom": 7}) == ["$.validFrom"]


def test_badge_about_nobody_does_not_conform():
    assert paths({**unsigned(), "credentialSubject": []})


def test_member_of_a_like_name_is_left_alone():
    document = {**with_subjects({}, {}), "credentialSubjects": 7, "credentialSchema": 7}
    assert paths(document) == ["$.credentialSchema"]


def test_too_many_subjects_are_refused():
    (problem,) = find_problems(with_subjects(*[{}] * (MAX_SUBJECTS + 1)))
    assert (problem.code, problem.path) == ("too-many", "$.credentialSubject")
    assert "too-many" not in {problem.code for problem in find_problems(with_subjects(*[{}] * MAX_SUBJECTS))}


def test_endorsement_can_have_several_as_well():
    document = endorsement(issuer="did:web:partner.example")
    subject = document["credentialSubject"]
    assert paths({**document, "credentialSubject": [subject, {"id": "https://x.example/"}]}) == [
        "$.credentialSubject[1].type"
    ]


def test_status_list_is_judged_by_what_a_list_needs():
    """The name of its issuer is not needed, whatever it is; the W3C's model alone would look at it."""
    subject = {
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
    }
    document = {**unsigned(), "type": ["VerifiableCredential", "BitstringStatusListCredential"]}
    document |= {"issuer": {**document["issuer"], "name": 7}, "credentialSubject": subject}
    assert paths(document) == []
    assert paths({**document, "type": ["VerifiableCredential", "StatusList2021Credential"]})


def test_status_list_has_one():
    assert paths({"type": ["BitstringStatusListCredential"], "credentialSubject": [{}, {}]})


@pytest.mark.parametrize(("recipient", "path"), [(ADA, "[0]"), (BOB, "[1]")])
def test_any_of_them_may_be_the_recipient_and_the_report_says_which(recipient, path):
    check = check_recipient(with_subjects({"id": ADA}, {"id": BOB}), recipient)
    assert (check.code, check.path) == ("is-recipient", f"$.credentialSubject{path}")


def test_none_of_them_is_the_recipient():
    assert check_recipient(with_subjects({"id": ADA}, {"id": BOB}), "eve").code == "not-the-recipient"


def test_nobody_is_named_by_subjects_that_are_none():
    assert check_recipient({"credentialSubject": [7, {}]}, "eve").code == "no-identity"
