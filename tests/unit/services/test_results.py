"""Results of an award, matched with the result descriptions of its achievement."""

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.model import Result
from openbadge_issuer.services.orders import OrderedResult
from openbadge_issuer.services.results import allowed_values, results_of

URL = "https://school.example/a"


def achievement(*descriptions):
    named = [{"id": f"{URL}#{number}", **item} for number, item in enumerate(descriptions)]
    return {"name": "A", "resultDescription": named}


GRADE = {"name": "Final Grade", "resultType": "LetterGrade", "allowedValue": ["C", "B", "A"]}
POINTS = {"name": "Points", "resultType": "RawScore", "valueMin": "0"}
STARS = {"name": "Stars", "resultType": "RawScore", "valueMin": "F", "valueMax": "A"}
RUBRIC = {
    "name": "Teamwork",
    "resultType": "RubricCriterionLevel",
    "rubricCriterionLevel": [{"id": f"{URL}#good", "name": "Good"}, {"id": f"{URL}#great", "name": "Great"}],
}


def results(value, *descriptions, name=None):
    return results_of([OrderedResult(description=name, value=value)], achievement(*descriptions))


def test_the_only_description_needs_no_name():
    assert results("b", GRADE) == [Result(result_description=f"{URL}#0", value="B")]


def test_of_several_descriptions_one_must_be_named():
    with pytest.raises(InputError, match="which result this is: Final Grade, Points"):
        results("B", GRADE, POINTS)


@pytest.mark.parametrize("name", ["final  GRADE", f"{URL}#0"])
def test_a_description_is_named_by_name_or_id(name):
    assert results("A", GRADE, POINTS, name=name) == [Result(result_description=f"{URL}#0", value="A")]


def test_a_rubric_level_is_reached_by_its_name():
    assert allowed_values(achievement(RUBRIC)["resultDescription"][0]) == ["Good", "Great"]
    assert results("great", RUBRIC) == [Result(result_description=f"{URL}#0", achieved_level=f"{URL}#great")]


def test_limits_that_are_no_numbers_limit_nothing():
    assert results("whatever", STARS)[0].value == "whatever"


@pytest.mark.parametrize("value", ["0", "1e", "-1", "many"])
def test_one_limit_is_enough(value):
    if value == "0":
        assert results(value, POINTS)[0].value == "0"
        return
    with pytest.raises(InputError, match="a number from 0 is"):
        results(value, POINTS)


def test_all_wrong_results_are_named_at_once():
    ordered = [
        OrderedResult(description="Final Grade", value="E"),
        OrderedResult(description="Point", value="1"),
    ]
    with pytest.raises(InputError) as caught:
        results_of(ordered, achievement(GRADE, POINTS))
    assert [problem.path for problem in caught.value.problems] == ["result:Final Grade", "result:Point"]


def test_an_achievement_without_results_has_none():
    assert results_of([], achievement()) == []
    with pytest.raises(InputError, match="has no results"):
        results("A")
