import pytest
from unit.model.sample_badges import (
    PROFILE,
    full_badge,
    in_version_1,
    small_badge,
    small_endorsement,
    status_list,
)

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    OPEN_BADGES_V3,
    AchievementCredential,
    AchievementCredentialv1p1,
    BitstringStatusListCredential,
    EndorsementCredential,
    EndorsementCredentialv1p1,
    Profile,
    check_document,
    class_of,
)


@pytest.mark.parametrize(
    ("document", "described_by"),
    [
        (small_badge(), AchievementCredential),
        (small_badge() | {"type": ["AchievementCredential", "VerifiableCredential"]}, AchievementCredential),
        (in_version_1(small_badge()), AchievementCredentialv1p1),
        (small_endorsement(), EndorsementCredential),
        (in_version_1(small_endorsement()), EndorsementCredentialv1p1),
        (status_list(), BitstringStatusListCredential),
        (PROFILE, Profile),
        (PROFILE | {"type": "Profile"}, Profile),
    ],
)
def test_class_is_chosen_by_type_and_version(document, described_by):
    assert described_by is class_of(document)
    assert check_document(document) == []


@pytest.mark.parametrize(
    ("contexts", "described_by"),
    [
        ([CREDENTIALS_V2, CREDENTIALS_V1], AchievementCredential),
        ([CREDENTIALS_V1, CREDENTIALS_V2], AchievementCredentialv1p1),
        ([OPEN_BADGES_V3, CREDENTIALS_V1], AchievementCredentialv1p1),
        ([OPEN_BADGES_V3], AchievementCredential),
        ([{"a": "b"}, ["x"], None], AchievementCredential),
        (CREDENTIALS_V1, AchievementCredentialv1p1),
        (None, AchievementCredential),
    ],
)
def test_version_is_told_by_the_context_that_comes_first(contexts, described_by):
    assert described_by is class_of(small_badge() | {"@context": contexts})


@pytest.mark.parametrize(
    ("document", "code", "found"),
    [
        ({}, "missing", "found nothing."),
        ({"type": []}, "wrong-class", "found nothing."),
        ({"type": ["VerifiableCredential", "DiplomaCredential"]}, "wrong-class", '"DiplomaCredential".'),
        ({"type": [3, {"a": "b"}, None]}, "wrong-class", "found 3, an object, null."),
        ({"type": {"en": "Profile"}}, "wrong-class", "found an object."),
    ],
)
def test_document_of_another_kind_is_refused_by_its_type(document, code, found):
    (problem,) = check_document(document)
    assert (code, "$.type") == (problem.code, problem.path)
    assert problem.message.endswith(found)


@pytest.mark.parametrize("document", [None, [], "x", 3])
def test_what_is_no_object_is_refused(document):
    (problem,) = check_document(document)
    assert ("wrong-type", "$") == (problem.code, problem.path)


def test_class_of_an_unknown_document_raises():
    with pytest.raises(ModelError, match=r"Not a valid document: \$\.type"):
        class_of({"type": "Person"})


def test_subject_of_another_type_is_named():
    badge = full_badge()
    badge["credentialSubject"]["type"] = ["Person"]
    assert [str(problem) for problem in check_document(badge)] == [
        "$.credentialSubject.type: Expected `type` to name AchievementSubject; found Person."
    ]
