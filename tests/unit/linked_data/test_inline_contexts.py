"""What a context written out in a document may do, and what not."""

import pytest

from openbadge_issuer.linked_data.contexts import CREDENTIALS_V2, OPEN_BADGES_V3, shipped
from openbadge_issuer.linked_data.inline_contexts import MAX_TERMS, check_inline_contexts
from openbadge_issuer.linked_data.terms import Vocabulary

VALID_UNTIL = "https://www.w3.org/2018/credentials#validUntil"


def known():
    return Vocabulary(shipped().document(url) for url in (CREDENTIALS_V2, OPEN_BADGES_V3))


def problems(context):
    return check_inline_contexts([("$['@context'][2]", context)], known())


@pytest.mark.parametrize(
    "context",
    [
        {"gripper": "https://school.example/terms#gripper"},
        {"gripper": {"@id": "urn:x:gripper", "@type": "@id", "@container": "@set"}},
        {"@protected": True, "@version": 1.1, "gripper": "urn:x:gripper"},
        {"@context": {"gripper": "urn:x:gripper"}},
        {"id": "@id", "type": "@type"},
        {"gripperX": "urn:x:gripperX"},
        {},
    ],
)
def test_new_names_for_new_iris_are_allowed(context):
    assert problems(context) == []


@pytest.mark.parametrize(
    "context",
    [
        {"expires": VALID_UNTIL},
        {"expires": {"@id": VALID_UNTIL}},
        {"validUntil": VALID_UNTIL},
        {"credentialStatus": "https://school.example/terms#note"},
        {"creditsEarned": {"@id": "https://school.example/terms#note"}},
        {"Seal": "https://w3id.org/security#DataIntegrityProof"},
        {"hidden": None},
        {"hidden": {"@id": None}},
        {"hidden": {}},
        {"hidden": "@nest"},
        {"uri": "@id"},
        {"hidden": "name"},
        {"p": "https://school.example/"},
        {"p": "urn:x:"},
        {"a:b": "urn:x:b"},
        {"a/b": "urn:x:b"},
        {"hidden": "name:b"},
        {"hidden": "name:b:c"},
        {"": "urn:x:b"},
        {"hidden": 1},
        {"hidden": {"@id": "urn:x", "@container": "@index"}},
        {"hidden": {"@id": "urn:x", "@container": "@language"}},
        {"hidden": {"@id": "urn:x", "@context": {}}},
        {"hidden": {"@reverse": "urn:x"}},
        {"hidden": {"@id": "urn:x", "@type": 1}},
        {"@vocab": "https://school.example/terms#"},
        {"@vocab": None},
        {"@base": "https://school.example/"},
        {"@language": "en"},
        {"@import": CREDENTIALS_V2},
        {"@propagate": False},
        {"@version": 1.0},
        {"@protected": 1.5},
        {"@context": {"hidden": None}},
    ],
)
def test_tricks_are_refused(context):
    assert [problem.code for problem in problems(context)] == ["inline-context"]


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        ({"hidden": {"@id": "urn:x:hidden", "@container": "@index"}}, "@container"),
        ({"hidden": {"@id": "urn:x:hidden", "@container": ["@graph"]}}, "@container"),
        ({"hidden": {"@id": "urn:x:hidden", "@type": 1}}, "@type"),
        ({"hidden": {"@id": "urn:x:hidden", "@context": {}}}, "no more"),
        ({"hidden@": "urn:x:hidden@"}, "prefix"),
        ({"hidden]": "urn:x:hidden]"}, "prefix"),
        ({"hidden": "name:hidden"}, "absolute IRI"),
        ({"hidden": "name:b:hidden"}, "absolute IRI"),
        ({"encodingFormat": "https://schema.org/encodingFormat"}, "name this IRI already"),
        ({"credentialStatus": "https://school.example/terms#credentialStatus"}, "define this term already"),
    ],
)
def test_the_name_that_an_iri_ends_with_does_not_make_a_trick_right(context, reason):
    [problem] = problems(context)
    assert reason in problem.message


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize("name", ["kind", "type"])
def test_no_term_says_the_type_in_another_place(name):
    """What `type` says is signed as a statement with this IRI; under another key nobody looks for it."""
    (problem,) = problems({name: {"@id": TYPE, "@type": "@id"}})
    assert "@type" in problem.message


@pytest.mark.parametrize("part", ["first", "rest"])
def test_no_term_writes_a_list_as_objects(part):
    assert problems({part: TYPE.replace("#type", f"#{part}")})


@pytest.mark.parametrize(
    "iri", ["https://school.example/terms#failed", "https://school.example/failed", "urn:x:failed"]
)
def test_what_is_signed_as_failed_cannot_be_named_passed(iri):
    assert problems({"failed": iri}) == []
    (problem,) = problems({"passed": iri})
    assert "'failed'" in problem.message


def test_the_place_and_the_value_are_named():
    (problem,) = problems({"expires": VALID_UNTIL})
    assert problem.path == "$['@context'][2].expires"
    assert problem.value == VALID_UNTIL
    assert "'validUntil'" in problem.message


def test_too_many_terms_are_refused_at_once():
    many = [("$['@context']", {f"t{number}": None}) for number in range(MAX_TERMS + 1)]
    (problem,) = check_inline_contexts(many, known())
    assert (problem.code, problem.path) == ("inline-context", "$['@context']")
    assert len(check_inline_contexts(many[1:], known())) == MAX_TERMS
