import pytest
from unit.model.sample_badges import ACHIEVEMENT, fresh, small_achievement

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import Achievement, Alignment, Criteria, Image, ResultDescription


def test_full_achievement_is_written_as_it_was_read():
    assert Achievement.from_document(fresh(ACHIEVEMENT)).to_document() == ACHIEVEMENT


@pytest.mark.parametrize("criteria", [{"narrative": "Build."}, {"id": "https://school.example/criteria"}])
def test_criteria_may_be_a_narrative_or_a_page(criteria):
    assert criteria == Criteria.from_document(criteria).to_document()


@pytest.mark.parametrize("criteria", [{}, {"narrative": ""}, {"note": "x"}])
def test_criteria_that_say_nothing_are_refused(criteria):
    with pytest.raises(ModelError) as caught:
        Achievement.from_document(small_achievement() | {"criteria": criteria})
    assert [str(problem) for problem in caught.value.problems] == [
        "$.criteria: Expected a `narrative` or an `id`, or both; found neither."
    ]


def test_achievement_is_composed_of_values():
    achievement = Achievement(
        id="https://school.example/achievements/superbots",
        name="Superbots",
        description="Robotics in industry.",
        criteria=Criteria(narrative="Design, build and pitch a robot."),
        achievement_type="Course",
        image=Image(id="https://school.example/robot.png", caption="A robot"),
        alignment=[Alignment(target_name="Robotics", target_url="https://skills.example/1")],
        result_description=[ResultDescription(id="urn:x:1", name="Grade", result_type="LetterGrade")],
        tag=["robots"],
    )
    assert Achievement.from_document(achievement.to_document()) == achievement
