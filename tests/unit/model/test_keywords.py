import pytest
from unit.model.sample_badges import small_achievement, small_badge

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    EXTENSIONS,
    OPEN_BADGES_V3,
    Achievement,
    AchievementCredential,
    Image,
)

FORMER = "https://purl.imsglobal.org/spec/ob/v3p0/"


def only_problem(described_by, document):
    with pytest.raises(ModelError) as caught:
        described_by.from_document(document)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("types", ["Achievement", ["Achievement"], ["Course", "Achievement"]])
def test_type_may_be_text_or_an_array_that_names_the_class(types):
    assert "Achievement" in Achievement.from_document(small_achievement() | {"type": types}).type


@pytest.mark.parametrize(
    ("types", "found"),
    [("Course", "Course"), (["Course", "Thing"], "Course, Thing"), ([], "no type"), ("", "no type")],
)
def test_type_that_does_not_name_the_class_is_refused(types, found):
    problem = only_problem(Achievement, small_achievement() | {"type": types})
    assert problem.code == "wrong-class"
    assert str(problem) == f"$.type: Expected `type` to name Achievement; found {found}."


@pytest.mark.parametrize(
    ("types", "missing"),
    [
        (["VerifiableCredential"], "AchievementCredential or OpenBadgeCredential"),
        (["OpenBadgeCredential"], "VerifiableCredential"),
        (["Thing"], "VerifiableCredential and AchievementCredential or OpenBadgeCredential"),
    ],
)
def test_credential_has_to_name_both_its_types(types, missing):
    assert (
        f"to name {missing};" in only_problem(AchievementCredential, small_badge() | {"type": types}).message
    )


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Picture", "wrong-class"),
        (["Image"], "wrong-type"),
        (3, "wrong-type"),
        (None, "null"),
        ({"en": "Image"}, "language-map"),
    ],
)
def test_type_that_is_one_constant_has_to_be_just_that(value, code):
    assert code == only_problem(Image, {"id": "urn:x:1", "type": value}).code


@pytest.mark.parametrize(
    "contexts",
    [
        [CREDENTIALS_V2, OPEN_BADGES_V3],
        [CREDENTIALS_V2, OPEN_BADGES_V3, EXTENSIONS, {"note": "https://school.example/note"}],
        [CREDENTIALS_V2, FORMER + "context.json"],
        [CREDENTIALS_V2, FORMER + "context-3.0.1.json"],
        [CREDENTIALS_V2, FORMER + "context/ob_v3p0.jsonld"],
    ],
)
def test_contexts_in_their_order_are_accepted(contexts):
    badge = AchievementCredential.from_document(small_badge() | {"@context": contexts})
    assert contexts == badge.to_document()["@context"]


@pytest.mark.parametrize(
    ("contexts", "path", "words"),
    [
        ([OPEN_BADGES_V3, CREDENTIALS_V2], "$['@context'][0]", f"{CREDENTIALS_V2} as the first context"),
        ([CREDENTIALS_V1, OPEN_BADGES_V3], "$['@context'][0]", f"{CREDENTIALS_V2} as the first context"),
        ([], "$['@context']", f"{CREDENTIALS_V2} as the first context; found nothing"),
        ([CREDENTIALS_V2], "$['@context']", f"{OPEN_BADGES_V3} as the second context; found nothing"),
        ([CREDENTIALS_V2, EXTENSIONS], "$['@context'][1]", f"{OPEN_BADGES_V3} as the second context"),
        ([CREDENTIALS_V2, {"a": "b"}], "$['@context'][1]", f"{OPEN_BADGES_V3} as the second context"),
        ([CREDENTIALS_V2, OPEN_BADGES_V3, "own.json"], "$['@context'][2]", "an absolute URI or an object"),
        (
            [CREDENTIALS_V2, OPEN_BADGES_V3, None],
            "$['@context'][2]",
            "an absolute URI or an object; found null",
        ),
        (CREDENTIALS_V2, "$['@context']", f"an array that begins with {CREDENTIALS_V2}"),
        ({}, "$['@context']", f"an array that begins with {CREDENTIALS_V2}"),
    ],
)
def test_contexts_out_of_order_are_refused(contexts, path, words):
    problem = only_problem(AchievementCredential, small_badge() | {"@context": contexts})
    assert ("wrong-context", path) == (problem.code, problem.path)
    assert words in problem.message


def test_missing_context_is_named():
    document = small_badge()
    del document["@context"]
    problem = only_problem(AchievementCredential, document | {"context": "unknown, and no place to look"})
    assert ("missing", "$['@context']") == (problem.code, problem.path)
