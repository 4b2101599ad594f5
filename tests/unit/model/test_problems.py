from datetime import UTC, date, datetime

import pytest
from unit.model.sample_badges import small_achievement, small_badge

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import Achievement, AchievementCredential, Image, Profile
from openbadge_issuer.model.problems import MAX_PROBLEMS, described, is_language_map

NOT_SIGNED = "The Open Badges context gives them no meaning, so no signature would cover them."


def problems_of(described_by, document):
    with pytest.raises(ModelError) as caught:
        described_by.from_document(document)
    return caught.value.problems


def only_problem(described_by, document):
    (problem,) = problems_of(described_by, document)
    return problem


def test_every_problem_is_told_at_once():
    document = small_badge() | {
        "id": "x",
        "validFrom": "today",
        "evidence": [{}, {"type": "Evidence", "name": 1}],
    }
    assert [
        ("not-a-uri", "$.id"),
        ("not-a-date-time", "$.validFrom"),
        ("missing", "$.evidence[0].type"),
        ("wrong-type", "$.evidence[1].name"),
    ] == sorted(
        ((problem.code, problem.path) for problem in problems_of(AchievementCredential, document)),
        key=lambda pair: (pair[1].count("."), pair[1].count("["), pair[1]),
    )


def test_missing_property_is_named_where_it_should_be():
    document = small_achievement()
    del document["criteria"]
    problem = only_problem(Achievement, document)
    assert str(problem) == "$.criteria: Expected `criteria`, which is required here; found nothing."
    assert problem.value is None


def test_missing_type_is_named_though_composing_has_a_default():
    assert str(only_problem(Profile, {"id": "urn:x:1"})) == (
        "$.type: Expected `type`, which is required here; found nothing."
    )


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        (3, "wrong-type", "Expected text; found 3."),
        (True, "wrong-type", "Expected text; found true."),
        ([], "wrong-type", "Expected text; found an empty array."),
        ({}, "wrong-type", "Expected text; found an empty object."),
        ({"title": "x"}, "wrong-type", "Expected text; found an object."),
        (None, "null", "Expected text; found null. A property without a value is left out."),
        (
            {"en": "Robots", "pt-BR": "Robôs"},
            "language-map",
            "Expected one plain text; found texts by language (en, pt-BR). " + NOT_SIGNED,
        ),
    ],
)
def test_wrong_value_is_told_in_plain_words(value, code, message):
    problem = only_problem(Achievement, small_achievement() | {"name": value})
    assert (code, "$.name", message) == (problem.code, problem.path, problem.message)


def test_wrong_object_is_told_by_its_class():
    assert str(
        only_problem(Achievement, small_achievement() | {"image": "https://school.example/a.png"})
    ) == ('$.image: Expected an object of type Image; found "https://school.example/a.png".')


def test_unknown_property_of_a_closed_class_is_told_with_the_known_ones():
    image = {"id": "https://school.example/a.png", "type": "Image", "alt": "A robot"}
    problem = only_problem(Profile, {"id": "urn:x:1", "type": "Profile", "image": image})
    assert str(problem) == "$.image.alt: Expected only id, type, caption; found `alt`."
    assert problem.code == "unknown-field"


def test_issuer_that_is_neither_object_nor_uri_is_told_once():
    assert [
        problem.path for problem in problems_of(AchievementCredential, small_badge() | {"issuer": 3})
    ] == ["$.issuer"]


def test_path_of_a_single_object_in_place_of_an_array_has_no_index():
    document = small_achievement() | {"alignment": {"type": "Alignment", "targetName": "x", "targetUrl": "y"}}
    assert only_problem(Achievement, document).path == "$.alignment.targetUrl"


def test_path_names_properties_as_json_does_when_composing():
    with pytest.raises(ModelError) as caught:
        Achievement(id="urn:x:1", name="x", description="y", criteria={"narrative": 3}, other_identifier=[{}])
    assert [problem.path for problem in caught.value.problems] == [
        "$.criteria.narrative",
        "$.otherIdentifier[0].identifier",
        "$.otherIdentifier[0].identifierType",
    ]


def test_found_value_is_shortened():
    problem = only_problem(Image, {"id": "x" * 100_000, "type": "Image"})
    assert len(problem.value) == 200
    assert len(problem.message) < 250


def test_found_object_is_shortened_in_depth_and_width():
    problem = only_problem(
        Achievement, small_achievement() | {"name": {f"a{n}": {"b": {"c": "d"}} for n in range(99)}}
    )
    assert problem.value.startswith('{"a0": {"b": "…"}, "a1": {"b": "…"}')


def test_no_more_problems_are_told_than_anybody_reads():
    document = small_achievement() | {"tag": list(range(5_000))}
    assert len(problems_of(Achievement, document)) == MAX_PROBLEMS


def test_control_characters_do_not_reach_the_message():
    assert "\\n" in only_problem(Image, {"id": "a\nb", "type": "Image"}).message


@pytest.mark.parametrize(
    "value",
    [10**5_000, [10**5_000], b"x", {1: 2}, {(1, 2): 3}, {"\ud800": "\ud800"}],
    ids=["long number", "long number in an array", "bytes", "number as key", "tuple as key", "half a pair"],
)
def test_what_json_does_not_have_can_be_told_all_the_same(value):
    problem = only_problem(Achievement, small_achievement() | {"name": value})
    assert str(problem).encode()
    assert problem.value.encode()


def test_name_of_a_property_that_is_no_text_is_refused():
    assert only_problem(Achievement, small_achievement() | {1: "x"}).message == (
        "Expected text as the name of a property; found an object."
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (False, "false"),
        (2.5, "2.5"),
        ("é", '"é"'),
        ([1], "an array"),
        (object(), "a Python object"),
        (date(2026, 5, 1), "2026-05-01"),
        (datetime(2026, 5, 1, 9, tzinfo=UTC), "2026-05-01T09:00:00+00:00"),
    ],
)
def test_values_are_described_as_json_has_them(value, text):
    assert text == described(value)


@pytest.mark.parametrize("value", [{}, {"title": "x"}, {"en": "x", "author": "y"}, "en", ["en"]])
def test_other_objects_are_no_language_maps(value):
    assert not is_language_map(value)
