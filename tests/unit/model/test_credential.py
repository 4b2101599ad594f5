from datetime import UTC, datetime

import pytest
from unit.model.sample_badges import full_badge, small_badge

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    CREDENTIALS_V2,
    OPEN_BADGES_V3,
    Achievement,
    AchievementCredential,
    AchievementSubject,
    Criteria,
    IdentityObject,
    OpenBadgeCredential,
    Profile,
)

STATUS = {"id": "urn:x:status", "type": ["ResultDescription"], "name": "Progress", "resultType": "Status"}


def problems_of(document):
    with pytest.raises(ModelError) as caught:
        AchievementCredential.from_document(document)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def with_subject(**properties):
    badge = small_badge()
    subject = badge["credentialSubject"] | properties
    badge["credentialSubject"] = {name: value for name, value in subject.items() if value is not None}
    return badge


def with_results(descriptions, results):
    badge = with_subject(result=results)
    badge["credentialSubject"]["achievement"]["resultDescription"] = descriptions
    return badge


def test_full_badge_is_written_as_it_was_read():
    assert AchievementCredential.from_document(full_badge()).to_document() == full_badge()


def test_badge_is_composed_of_values():
    badge = OpenBadgeCredential(
        id="urn:uuid:7c9d1f30-3b43-4f70-8f10-7e8d9c0b1a2f",
        issuer=Profile(id="did:web:school.example", name="Example Tech School"),
        valid_from=datetime(2026, 6, 1, 12, tzinfo=UTC),
        credential_subject=AchievementSubject(
            identifier=[
                IdentityObject(hashed=False, identity_hash="4711", identity_type="ext:studentNumber")
            ],
            achievement=Achievement(
                id="urn:x:1", name="Superbots", description="Robots.", criteria=Criteria(narrative="Build.")
            ),
        ),
    )
    written = badge.to_document()
    assert written["@context"] == [CREDENTIALS_V2, OPEN_BADGES_V3]
    assert written["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert written["validFrom"] == "2026-06-01T12:00:00Z"
    assert AchievementCredential.from_document(written) == badge


@pytest.mark.parametrize("name", ["AchievementCredential", "OpenBadgeCredential"])
def test_both_names_of_the_class_are_known(name):
    badge = small_badge() | {"type": ["VerifiableCredential", name]}
    assert AchievementCredential.from_document(badge).type == ("VerifiableCredential", name)


def test_issuer_may_be_a_bare_uri():
    assert AchievementCredential.from_document(small_badge() | {"issuer": "urn:x:1"}).issuer == "urn:x:1"


@pytest.mark.parametrize(
    ("issuer", "problem"),
    [
        ("school", ("not-a-uri", "$.issuer")),
        ({"id": "urn:x:1"}, ("missing", "$.issuer.type")),
        ({"en": "urn:x:1"}, ("language-map", "$.issuer")),
        (None, ("null", "$.issuer")),
        ([{"id": "urn:x:1", "type": "Profile"}], ("wrong-type", "$.issuer")),
    ],
)
def test_wrong_issuer_is_refused_once(issuer, problem):
    assert problems_of(small_badge() | {"issuer": issuer}) == [problem]


@pytest.mark.parametrize("identifier", [None, []])
def test_subject_has_to_say_who_earned_it(identifier):
    assert problems_of(with_subject(id=None, identifier=identifier)) == [
        ("no-recipient", "$.credentialSubject")
    ]


def test_identifier_is_enough_to_say_who_earned_it():
    identifier = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "4711",
        "identityType": "userName",
    }
    assert AchievementCredential.from_document(with_subject(id=None, identifier=identifier))


def test_several_subjects_are_refused():
    subject = small_badge()["credentialSubject"]
    assert problems_of(small_badge() | {"credentialSubject": [subject, subject]}) == [
        ("wrong-type", "$.credentialSubject")
    ]


def test_identity_object_is_closed():
    identifier = {
        "type": "IdentityObject",
        "hashed": 1,
        "identityHash": "x",
        "identityType": "name",
        "note": "y",
    }
    assert problems_of(with_subject(identifier=[identifier])) == [
        ("wrong-type", "$.credentialSubject.identifier[0].hashed"),
        ("unknown-field", "$.credentialSubject.identifier[0].note"),
    ]


def test_result_has_to_name_a_description_of_the_achievement():
    badge = with_results([STATUS], [{"type": ["Result"], "resultDescription": "urn:x:other"}])
    assert problems_of(badge) == [("no-such-result", "$.credentialSubject.result[0].resultDescription")]


def test_single_result_is_named_without_an_index():
    badge = with_results([], {"type": ["Result"], "resultDescription": "urn:x:other"})
    assert problems_of(badge) == [("no-such-result", "$.credentialSubject.result.resultDescription")]


def test_result_of_a_status_has_to_have_one():
    results = [{"type": ["Result"], "resultDescription": "urn:x:status", "value": "x"}] * 2
    assert problems_of(with_results([STATUS], results)) == [
        ("no-status", "$.credentialSubject.result[0]"),
        ("no-status", "$.credentialSubject.result[1]"),
    ]


@pytest.mark.parametrize(
    "result",
    [{"type": ["Result"], "resultDescription": "urn:x:status", "status": "Failed"}, {"type": "Result"}],
)
def test_results_that_fit_are_accepted(result):
    assert AchievementCredential.from_document(with_results([STATUS], [result]))
