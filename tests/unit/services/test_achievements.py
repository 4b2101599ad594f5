"""Achievements, in versions."""

from dataclasses import replace

import pytest

from openbadge_issuer.errors import (
    BakingError,
    ConflictError,
    InputError,
    ModelError,
    NotFoundError,
    StrictnessError,
)
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.services.achievements import AchievementDraft, AlignmentDraft, ResultDescriptionDraft

DRAFT = AchievementDraft(name="Course", description="A course.", criteria="Attend **all**.")
FULL = AchievementDraft(
    name="Course",
    description="A course.",
    criteria="Attend **all**.",
    criteria_url="https://school.example/course",
    achievement_type="Course",
    tags=("robots", "teamwork"),
    image_caption="A robot",
    alignments=(
        AlignmentDraft(target_name="Robotics", target_url="https://skills.example/1", target_code="R1"),
    ),
    creator={"id": "https://robotics.example", "type": ["Profile"], "name": "Example Robotics"},
    in_language="en-AU",
    credits_available=2.5,
    field_of_study="Robotics",
    specialization="Arms",
    human_code="ROB-1",
    result_descriptions=(
        ResultDescriptionDraft(name="Grade", result_type="LetterGrade", allowed_values=("C", "B", "A")),
        ResultDescriptionDraft(name="点数", result_type="RawScore", value_min="0", value_max="100"),
    ),
)


@pytest.fixture
def create(school, now):
    def create(draft=DRAFT, slug="course"):
        return school.achievements.create("school", slug, draft, now=now)

    return create


def test_an_achievement_has_one_stable_id_and_a_version(create):
    document = create().document
    assert document["id"] == "https://badges.school.example/achievements/course"
    assert document["version"] == "1"


def test_all_that_is_said_comes_back(create, school, png):
    create(replace(FULL, image=png))
    assert school.achievements.draft("course") == replace(FULL, image=png)


def test_nothing_empty_is_written(create):
    assert set(create().document) == {"id", "type", "name", "description", "criteria", "version"}


def test_results_get_ids_from_their_names(create):
    ids = [item["id"].partition("#")[2] for item in create(FULL).document["resultDescription"]]
    assert ids == ["result-grade", "result-2"]


def test_editing_makes_a_version_and_keeps_the_old_one(create, school, now):
    first = create()
    second = school.achievements.edit("course", replace(DRAFT, name="Better Course"), now=now)
    assert (second.version, second.document["name"]) == (2, "Better Course")
    assert school.achievements.current("course") == second
    assert school.achievements.version("course", 1) == first
    assert second.document["id"] == first.document["id"]


def test_editing_without_a_change_makes_no_version(create, school, now, png):
    first = create(replace(FULL, image=png))
    assert school.achievements.edit("course", replace(FULL, image=png), now=now) == first
    assert school.achievements.edit("course", FULL, now=now) == first


def test_a_new_picture_is_a_new_version_with_its_own_address(create, school, now, png, other_png):
    first = create(replace(DRAFT, image=png))
    second = school.achievements.edit("course", replace(DRAFT, image=other_png), now=now)
    urls = [record.document["image"]["id"] for record in (first, second)]
    bodies = [school.hosting.at(school.addresses.parse(url)).body for url in urls]
    assert bodies == [png, other_png]


def test_a_draft_without_picture_keeps_the_picture(create, school, now, png):
    create(replace(DRAFT, image=png))
    edited = school.achievements.edit("course", replace(DRAFT, name="Better Course"), now=now)
    assert school.hosting.achievement_image("course").body == png
    assert edited.document["image"]["id"].endswith("/versions/2/image")


def test_editing_never_changes_an_issued_badge(school, issue, now):
    before = issue().record
    school.achievements.edit("superbots", DRAFT, now=now)
    served = school.hosting.credential(before.id).body.decode()
    assert served == before.json
    assert parse_object(served)["credentialSubject"]["achievement"]["name"] == "Superbots"
    assert school.verifying.verify(served, now=now).valid
    assert school.hosting.page(before.id, now=now).achievement.version == 1


def test_a_slug_is_taken_once_on_the_domain(create, school, now):
    create()
    school.issuers.create("partner", "Partner", url="https://partner.example", now=now)
    with pytest.raises(ConflictError, match="already, of the issuer 'school'") as caught:
        school.achievements.create("partner", "course", DRAFT, now=now)
    assert caught.value.path == "slug"


@pytest.mark.parametrize(
    ("error", "changes", "path"),
    [
        (ModelError, {"achievement_type": "Kurs"}, "$.achievementType"),
        (ModelError, {"creator": {"name": "untyped"}}, "$.creator.id"),
        (ModelError, {"criteria_url": "not a url"}, "$.criteria.id"),
        (
            StrictnessError,
            {"creator": {**FULL.creator, "favouriteColour": "red"}},
            "$.creator.favouriteColour",
        ),
        (
            InputError,
            {"result_descriptions": (FULL.result_descriptions[0],) * 2},
            "$.resultDescription[1].name",
        ),
    ],
)
def test_what_would_be_no_sound_badge_is_refused_with_its_place(create, school, error, changes, path):
    with pytest.raises(error) as caught:
        create(replace(FULL, **changes))
    assert path in [problem.path for problem in caught.value.problems]
    with pytest.raises(NotFoundError):
        school.achievements.current("course")


def test_a_picture_must_be_bakeable(create):
    with pytest.raises(BakingError, match="JPEG"):
        create(replace(DRAFT, image=b"\xff\xd8\xff\xe0"))


def test_an_unknown_achievement_names_the_nearest(school):
    with pytest.raises(NotFoundError, match="no achievement 'superbot'") as caught:
        school.achievements.current("superbot")
    assert caught.value.hint == "There are: superbots, mentor."


def test_an_achievement_belongs_to_an_issuer(services, now):
    with pytest.raises(NotFoundError):
        services.achievements.create("nobody", "course", DRAFT, now=now)


def test_holders_are_a_number(school, issue):
    issue()
    issue(email="bob@school.example")
    assert (school.achievements.holders("superbots"), school.achievements.holders("mentor")) == (2, 0)


def test_an_achievement_is_served_with_its_context(school):
    served = parse_object(school.hosting.achievement("superbots").body)
    assert served.pop("@context")[0] == "https://www.w3.org/ns/credentials/v2"
    assert served == school.achievements.current("superbots").document


def test_credits_below_nothing_are_refused(school, now):
    draft = AchievementDraft(name="N", description="D", criteria="C", credits_available=-4)
    with pytest.raises(InputError, match="from 0 to"):
        school.achievements.create("school", "credits", draft, now=now)


def test_versions_come_with_the_current_one_first(school, monkeypatch, now):
    draft = school.achievements.draft("mentor")
    for number in range(2, 5):
        school.achievements.edit("mentor", replace(draft, description=f"Version {number}"), now=now)
    assert [found.version for found in school.achievements.versions("mentor")] == [4, 3, 2, 1]
    monkeypatch.setattr("openbadge_issuer.services.achievements.MAX_VERSIONS", 2)
    assert [found.version for found in school.achievements.versions("mentor")] == [4, 3]
