"""Parts with the same id."""

import copy

import pytest

from openbadge_issuer.errors import StrictnessError
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.located import nowhere
from openbadge_issuer.linked_data.merging import (
    _OF_SUBJECTS,
    ACHIEVEMENT_SUBJECT,
    ENDORSEMENT_COMMENT,
    ENDORSEMENT_SUBJECT,
    PROFILE,
    PROOF,
    find_merges,
)
from openbadge_issuer.linked_data.strictness import MAX_PROBLEMS

SCHOOL = {"id": "https://school.example/issuers/1", "type": ["Profile"], "name": "Example Tech School"}
ACHIEVEMENT = "https://school.example/achievements/superbots"


def refused_at(document):
    with pytest.raises(StrictnessError) as error:
        canonicalize(document)
    return [problem.path for problem in error.value.problems if problem.code == "same-id"]


def achievement_of(badge):
    return badge["credentialSubject"]["achievement"]


def test_equal_parts_may_have_one_id(badge):
    achievement_of(badge)["creator"] = copy.deepcopy(badge["issuer"])
    assert canonicalize(badge)


def test_bare_references_may_name_what_stands_elsewhere(badge):
    assert achievement_of(badge)["creator"] == {"id": badge["issuer"]["id"]}
    assert canonicalize(badge)


def test_profile_may_be_described_in_parts_that_do_not_disagree(badge):
    """The issuer is often the creator too, and described there more briefly, or by other properties."""
    badge["issuer"] = {**SCHOOL, "url": "https://school.example", "email": "office@school.example"}
    for creator in (SCHOOL, {**SCHOOL, "description": "A school."}):
        achievement_of(badge)["creator"] = creator
        assert canonicalize(badge)


def test_an_issuer_may_award_something_to_itself(badge):
    badge["issuer"] = SCHOOL
    badge["credentialSubject"] = {**badge["credentialSubject"], "id": SCHOOL["id"], "creditsEarned": 3}
    assert canonicalize(badge)
    achievement_of(badge)["creator"] = {**SCHOOL, "description": "A school."}
    assert canonicalize(badge)
    achievement_of(badge)["creator"] = {**SCHOOL, "name": "Another"}
    assert refused_at(badge)


@pytest.mark.parametrize(
    ("place", "more"),
    [
        ("credentialSubject", {"narrative": "Only in part."}),
        ("credentialSubject", {"image": {"id": "https://school.example/1.png", "type": "Image"}}),
        ("credentialSubject", {"name": "Example Tech School"}),
        ("credentialSubject", {"type": ["AchievementSubject", "Profile"]}),
        ("issuer", {"type": ["Profile", "AchievementSubject"]}),
    ],
)
def test_what_issuer_and_subject_can_both_say_needs_two_ids(badge, place, more):
    """It could be moved from the one to the other, and the signature would hold."""
    badge["issuer"] = SCHOOL
    badge["credentialSubject"]["id"] = SCHOOL["id"]
    badge[place] = {**badge[place], **more}
    assert refused_at(badge)


def test_two_subjects_of_one_id_must_say_the_same(badge):
    subject = {**badge["credentialSubject"], "id": SCHOOL["id"]}
    badge["issuer"], badge["credentialSubject"] = SCHOOL, [subject, {**subject, "role": "Pilot"}]
    assert refused_at(badge)


def test_endorsements_of_a_profile_may_stand_where_they_will(badge):
    others = [{"id": f"urn:x:{number}", "type": ["VerifiableCredential"]} for number in range(2)]
    badge["issuer"] = {**SCHOOL, "endorsement": others[:1]}
    achievement_of(badge)["creator"] = {**SCHOOL, "endorsement": others[1:], "endorsementJwt": ["a.b.c"]}
    assert canonicalize(badge)


@pytest.mark.parametrize(
    ("more", "allowed"), [({}, True), ({"name": "Superbots"}, False), ({"type": ["Evidence"]}, False)]
)
def test_newer_versions_may_be_had_at_the_badges_own_id(badge, more, allowed):
    """But nothing else may stand there: what limits the badge could be moved to it."""
    badge["@context"] = [*badge["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    badge["refreshService"] = {"id": badge["id"], "type": "1EdTechCredentialRefresh", **more}
    if allowed:
        assert canonicalize(badge)
    else:
        assert refused_at(badge)


def test_picture_may_have_a_caption_in_one_place_only(badge):
    picture = {"id": "https://school.example/robot.png", "type": "Image"}
    badge["image"] = picture
    achievement_of(badge)["image"] = {**picture, "caption": "A robot"}
    assert canonicalize(badge)


@pytest.mark.parametrize(
    "change", [{"name": "Another School"}, {"type": ["Profile", "Image"]}, {"name": ["a", "b"]}]
)
def test_parts_that_disagree_may_not_have_one_id(badge, change):
    badge["issuer"] = SCHOOL
    achievement_of(badge)["creator"] = {**SCHOOL, **change}
    assert refused_at(badge) == ["$.issuer.id"]


def test_third_place_must_agree_with_both_others(badge):
    badge["issuer"] = {**SCHOOL, "email": "office@school.example"}
    achievement_of(badge)["creator"] = {**SCHOOL, "description": "A school."}
    badge["credentialSubject"]["source"] = {**SCHOOL, "email": "another@school.example"}
    assert refused_at(badge)


def test_other_things_are_not_described_in_parts(badge):
    """What limits a badge, or is counted, could be moved to where nobody looks for it."""
    part = {"id": "urn:x:1", "type": ["Evidence"], "name": "Film"}
    badge["evidence"] = [part, {**part, "description": "Of the finals."}]
    assert refused_at(badge)


def test_badge_is_not_described_in_parts(badge):
    badge["evidence"] = [{"id": badge["id"], "type": ["Evidence"], "name": "Film"}]
    assert refused_at(badge)


def test_a_criteria_may_not_be_the_achievement(badge):
    achievement_of(badge)["criteria"]["id"] = ACHIEVEMENT
    assert refused_at(badge) == ["$.credentialSubject.achievement.criteria.id"]


def test_true_and_1_are_different_content(badge):
    badge["issuer"] = {**SCHOOL, "description": 1}
    achievement_of(badge)["creator"] = {**SCHOOL, "description": True}
    assert refused_at(badge)


def test_parts_of_different_proofs_do_not_meet(badge):
    proof = {"id": "urn:proof", "type": "DataIntegrityProof"}
    badge["proof"] = [{**proof, "nonce": "1"}, {**proof, "nonce": "2"}]
    assert canonicalize(badge)


def test_an_endorsement_speaks_for_itself(endorsed_badge):
    endorsement = achievement_of(endorsed_badge)["endorsement"][0]
    assert endorsement["credentialSubject"]["id"] == ACHIEVEMENT
    assert canonicalize(endorsed_badge)


def test_two_endorsers_may_say_different_things_of_one_achievement(endorsed_badge):
    endorsements = achievement_of(endorsed_badge)["endorsement"]
    for comment in ("Strong.", None):
        second = copy.deepcopy(endorsements[0])
        second["id"] = f"urn:uuid:00000000-0000-4000-8000-{len(endorsements):012}"
        second["credentialSubject"].pop("endorsementComment", None)
        second["credentialSubject"] |= {"endorsementComment": comment} if comment else {}
        endorsements.append(second)
    assert canonicalize(endorsed_badge)


def test_the_second_endorsement_needs_a_proof_of_its_own_as_well(endorsed_badge):
    endorsements = achievement_of(endorsed_badge)["endorsement"]
    second = copy.deepcopy(endorsements[0])
    second["id"] = "urn:uuid:00000000-0000-4000-8000-000000000002"
    second["credentialSubject"]["endorsementComment"] = "Strong."
    del second["proof"]
    endorsements.append(second)
    assert refused_at(endorsed_badge)


def test_without_a_proof_of_its_own_it_does_not(endorsed_badge):
    del achievement_of(endorsed_badge)["endorsement"][0]["proof"]
    assert refused_at(endorsed_badge)


def test_what_an_endorsement_says_of_one_thing_must_agree(endorsed_badge):
    endorsement = achievement_of(endorsed_badge)["endorsement"][0]
    endorsement["evidence"] = {**endorsement["issuer"], "name": "Somebody else"}
    assert refused_at(endorsed_badge) == [
        "$.credentialSubject.achievement.endorsement[0].issuer.id",
    ]


def test_two_endorsements_may_not_have_one_id(endorsed_badge):
    endorsements = achievement_of(endorsed_badge)["endorsement"]
    endorsements.append({**copy.deepcopy(endorsements[0]), "name": "Another"})
    assert "$.credentialSubject.achievement.endorsement[1].id" in refused_at(endorsed_badge)


def test_a_date_cannot_be_moved_from_the_badge_into_an_endorsement_of_it(endorsed_badge):
    (endorsement,) = achievement_of(endorsed_badge)["endorsement"]
    endorsement["credentialSubject"]["id"] = endorsed_badge["id"]
    endorsed_badge["validUntil"] = "2026-12-31T00:00:00Z"
    signed = canonicalize(endorsed_badge)
    subject = endorsement["credentialSubject"]
    subject["validUntil"] = endorsed_badge.pop("validUntil")
    subject["type"] += endorsed_badge["type"]
    with pytest.raises(StrictnessError):
        assert canonicalize(endorsed_badge) != signed


@pytest.mark.parametrize("name", ["name", "description", "image", "narrative", "url", "awardedDate"])
def test_what_any_object_may_say_cannot_be_moved_from_the_badge_into_an_endorsement_of_it(
    name, endorsed_badge
):
    (endorsement,) = achievement_of(endorsed_badge)["endorsement"]
    endorsement["credentialSubject"]["id"] = endorsed_badge["id"]
    endorsed_badge[name] = "https://school.example/1" if name in ("image", "url") else "2026-05-01T00:00:00Z"
    assert canonicalize(endorsed_badge)
    endorsement["credentialSubject"][name] = endorsed_badge.pop(name)
    assert refused_at(endorsed_badge)


def test_what_an_endorsement_says_cannot_be_moved_into_what_it_endorses(endorsed_badge):
    (endorsement,) = achievement_of(endorsed_badge)["endorsement"]
    endorsement["credentialSubject"]["description"] = "Rather weak."
    assert refused_at(endorsed_badge)


@pytest.mark.parametrize("types", [["Achievement"], ["EndorsementSubject", "Related"]])
def test_the_subject_of_an_endorsement_is_of_one_type(types, endorsed_badge):
    (endorsement,) = achievement_of(endorsed_badge)["endorsement"]
    endorsement["credentialSubject"] = {"id": ACHIEVEMENT, "type": types, "name": "Superbots"}
    assert refused_at(endorsed_badge)


def test_nobody_but_the_subject_of_an_endorsement_may_differ(endorsed_badge):
    (endorsement,) = achievement_of(endorsed_badge)["endorsement"]
    endorsement["issuer"] = {"id": ACHIEVEMENT, "type": ["Profile"]}
    assert refused_at(endorsed_badge)


ONE, OTHER = ({"@id": "urn:a", "urn:p": [{"@value": text}]} for text in "xy")
PRAISE, BLAME = (
    {"@id": "urn:a", "@type": [ENDORSEMENT_SUBJECT], ENDORSEMENT_COMMENT: [{"@value": text}]} for text in "xy"
)


@pytest.mark.parametrize(
    "nodes",
    [
        [ONE, OTHER],
        [{"urn:l": [{"@list": [ONE, OTHER]}]}],
        [ONE, {"urn:l": [{"@list": [OTHER]}]}],
        [{"urn:l": [{"@list": [PRAISE, BLAME]}]}],
        [{"urn:g": [{"@graph": [ONE, OTHER]}]}],
        [{"urn:g": [{"@graph": [PRAISE, BLAME]}]}],
        [PRAISE, BLAME],
    ],
)
def test_parts_meet_in_lists_and_within_one_graph(nodes):
    assert [problem.code for problem in find_merges(nodes, nowhere)] == ["same-id"]


@pytest.mark.parametrize(
    "nodes",
    [
        [ONE, {"urn:g": [{"@graph": [OTHER]}]}],
        [{"urn:g": [{"@graph": [ONE]}, {"@graph": [OTHER]}]}],
        [{PROOF: [{"@graph": [ONE]}]}],
    ],
)
def test_parts_of_different_graphs_do_not_meet(nodes):
    assert find_merges(nodes, nowhere) == []


def test_order_of_keys_in_a_json_literal_is_no_difference():
    one, other = (
        {"@id": "urn:a", "urn:p": [{"@value": value, "@type": "@json"}]}
        for value in ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    )
    assert find_merges([one, other], nowhere) == []


def test_subject_may_say_all_that_only_subjects_say():
    said = {name: [{"@value": "x"}] for name in _OF_SUBJECTS}
    subject = {**said, "@id": "urn:a", "@type": [ACHIEVEMENT_SUBJECT]}
    profile = {"@id": "urn:a", "@type": [PROFILE], "urn:p": [{"@value": "x"}]}
    assert find_merges([profile, subject], nowhere) == []
    assert find_merges([profile, {**subject, "urn:p": [{"@value": "x"}]}], nowhere)


def test_no_more_is_named_than_anybody_mends():
    nodes = [
        {"@id": f"urn:{number}", "urn:p": [{"@value": text}]}
        for number in range(MAX_PROBLEMS + 1)
        for text in "xy"
    ]
    assert len(find_merges(nodes, nowhere)) == MAX_PROBLEMS
