import pytest
from unit.model.sample_badges import full_badge, in_version_1, small_badge

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import CREDENTIALS_V1, AchievementCredentialv1p1, AchievementSubjectv1p1


def old_badge(**properties):
    return in_version_1(small_badge()) | properties


def problems_of(document):
    with pytest.raises(ModelError) as caught:
        AchievementCredentialv1p1.from_document(document)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_full_old_badge_is_written_as_it_was_read():
    document = in_version_1(full_badge())
    assert AchievementCredentialv1p1.from_document(document).to_document() == document


@pytest.mark.parametrize("name", ["name", "issuanceDate"])
def test_old_badge_needs_what_version_1_1_required(name):
    document = old_badge()
    del document[name]
    assert problems_of(document) == [("missing", f"$.{name}")]


def test_issuer_of_an_old_badge_is_an_object():
    assert problems_of(old_badge(issuer="urn:x:1")) == [("wrong-type", "$.issuer")]


def test_subject_of_an_old_badge_is_closed():
    document = old_badge()
    document["credentialSubject"]["note"] = "x"
    assert problems_of(document) == [("unknown-field", "$.credentialSubject.note")]


def test_end_of_an_old_badge_is_not_before_its_beginning():
    assert problems_of(old_badge(expirationDate="2020-01-01T00:00:00Z")) == [
        ("ends-before-it-begins", "$.expirationDate")
    ]


def test_rules_for_subjects_hold_in_both_versions():
    document = old_badge()["credentialSubject"]
    del document["id"]
    with pytest.raises(ModelError, match="an `id` or at least one `identifier`"):
        AchievementSubjectv1p1.from_document(document)


def test_old_badge_is_composed_with_the_old_context():
    subject = AchievementSubjectv1p1.from_document(old_badge()["credentialSubject"])
    badge = AchievementCredentialv1p1(
        id="urn:x:1",
        name="Superbots",
        issuer={"id": "urn:x:2"},
        issuance_date="2020-01-01T00:00:00Z",
        credential_subject=subject,
    )
    assert badge.to_document()["@context"][0] == CREDENTIALS_V1
