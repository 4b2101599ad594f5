"""Parts of documents that were found to conform lately, and what that must not change."""

import copy

import pytest
from unit.model.sample_badges import full_badge, in_version_1, small_badge, small_endorsement

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    Achievement,
    AchievementCredential,
    EndorsementCredential,
    Profile,
    check_document,
    known_parts,
)
from openbadge_issuer.model.base import Model
from openbadge_issuer.model.known_parts import with_known_parts


def parts_of(document):
    known = with_known_parts(AchievementCredential, document)
    return known["issuer"], known["credentialSubject"]["achievement"]


def test_issuer_and_achievement_become_what_was_read_before():
    first, second = parts_of(full_badge()), parts_of(full_badge())
    assert [*map(type, first)] == [Profile, Achievement]
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_an_endorsement_is_known_as_a_whole():
    read = [with_known_parts(EndorsementCredential, small_endorsement()) for _ in range(2)]
    assert isinstance(read[0], EndorsementCredential)
    assert read[0] is read[1]


def test_the_document_stays_as_it_is():
    badge = full_badge()
    parts_of(badge)
    assert badge == full_badge()


@pytest.mark.parametrize("other", [True, 1.0, "1"])
def test_parts_are_the_same_only_if_their_types_are(other):
    badge, strange = full_badge(), full_badge()
    badge["credentialSubject"]["achievement"]["creditsAvailable"] = 1
    strange["credentialSubject"]["achievement"]["creditsAvailable"] = other
    assert check_document(badge) == []
    assert bool(check_document(strange)) is (other != 1.0 or other is True)


def test_a_part_that_does_not_conform_stays_and_is_found_where_it_stands():
    badge = full_badge()
    del badge["credentialSubject"]["achievement"]["criteria"]
    for _ in range(2):
        assert parts_of(badge)[1] == badge["credentialSubject"]["achievement"]
        assert [problem.path for problem in check_document(badge)] == [
            "$.credentialSubject.achievement.criteria"
        ]


def test_what_is_said_about_the_whole_is_found_beside_known_parts():
    badge = small_badge()
    assert check_document(badge) == []
    badge["credentialSubject"]["result"] = [{"type": ["Result"], "resultDescription": "urn:uuid:5"}]
    assert [problem.code for problem in check_document(badge)] == ["no-such-result"]


@pytest.mark.parametrize("subject", [None, "urn:x", [], {}, {"achievement": "urn:x"}])
def test_what_has_no_such_parts_is_found_out_as_ever(subject):
    badge = small_badge() | {"credentialSubject": subject, "issuer": None}
    assert [problem.code for problem in check_document(badge)] == codes_alone(badge)


def codes_alone(document):
    with pytest.raises(ModelError) as refusal:
        AchievementCredential.from_document(document)
    return [problem.code for problem in refusal.value.problems]


def test_former_versions_are_read_as_ever():
    badge = in_version_1(small_badge())
    assert with_known_parts(type("Other", (Model,), {}), badge) is badge
    assert check_document(badge) == []


def test_what_is_not_json_is_left_alone():
    badge = small_badge()
    badge["issuer"] = {**badge["issuer"], "name": type("Text", (str,), {})("School")}
    assert parts_of(badge)[0] is badge["issuer"]


def test_large_parts_are_not_kept(monkeypatch):
    monkeypatch.setattr(known_parts, "MAX_LENGTH", 10)
    badge = small_badge()
    assert parts_of(badge)[0] is badge["issuer"]


def test_a_document_that_is_too_large_is_refused_although_its_parts_are_known(monkeypatch):
    badge = small_badge()
    assert check_document(badge) == []
    badge["credentialSubject"]["tag"] = [*range(30_000)]
    assert [problem.code for problem in check_document(copy.deepcopy(badge))] == ["too-large"]
