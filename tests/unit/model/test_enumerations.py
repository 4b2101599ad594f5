import pytest
from unit.model.sample_badges import small_achievement

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import Achievement, AchievementType, Result, ResultStatusType


def achievement_type_problem(term):
    with pytest.raises(ModelError) as caught:
        Achievement.from_document(small_achievement() | {"achievementType": term})
    return caught.value.problems[0]


@pytest.mark.parametrize("term", [*AchievementType, "ext:Hackathon", "ext:a.b_c-1"])
def test_terms_of_the_standard_and_extensions_are_accepted(term):
    achievement = Achievement.from_document(small_achievement() | {"achievementType": term})
    assert term == achievement.achievement_type
    assert type(achievement.achievement_type) is str


@pytest.mark.parametrize("term", ["badge", "", "ext:", "ext:a b", "xext:a", "ext:a\n", "ext:ä", "Badge "])
def test_other_terms_are_not_allowed(term):
    assert achievement_type_problem(term).code == "not-allowed"


def test_refusal_lists_what_is_allowed_and_guesses_what_was_meant():
    problem = achievement_type_problem("MicroCredentail")
    assert problem.path == "$.achievementType"
    assert "one of Achievement, ApprenticeshipCertificate, " in problem.message
    assert problem.message.endswith(
        ', or a term that begins with ext: (such as ext:Hackathon); found "MicroCredentail".'
        " Did you mean MicroCredential?"
    )


def test_status_of_a_result_cannot_be_extended():
    with pytest.raises(ModelError) as caught:
        Result(status="ext:Postponed")
    assert str(caught.value.problems[0]) == (
        "$.status: Expected one of Completed, Enrolled, Failed, InProgress, OnHold, Provisional, Withdrew;"
        ' found "ext:Postponed".'
    )


def test_member_of_an_enumeration_is_written_as_text():
    written = Result(status=ResultStatusType.ON_HOLD).to_document()
    assert written == {"type": ["Result"], "status": "OnHold"}
    assert type(written["status"]) is str
