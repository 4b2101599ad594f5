"""What is refused, with the place where it is."""

import pytest

from openbadge_issuer.errors import (
    ComplexityError,
    ContextError,
    InputError,
    LinkedDataError,
    StrictnessError,
)
from openbadge_issuer.json_text import MAX_DEPTH
from openbadge_issuer.linked_data import strictness
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.strictness import (
    MAX_CONTEXTS,
    MAX_PARTS,
    MAX_PROBLEMS,
    MAX_VALUES,
    check_document,
)

VALID_UNTIL = "https://www.w3.org/2018/credentials#validUntil"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
EVIDENCE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Evidence"
PURPOSE = "https://w3id.org/security#assertionMethod"


def refusals(document, **options):
    with pytest.raises(StrictnessError) as error:
        canonicalize(document, **options)
    return [(problem.code, problem.path) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"nope": 1}, [("undefined-term", "$.nope")]),
        ({"nope": {"neither": 1}}, [("undefined-term", "$.nope")]),
        ({"": 1}, [("undefined-term", "$['']")]),
        ({"issuer": {"id": "urn:i", "phone": "1"}}, [("undefined-term", "$.issuer.phone")]),
        ({"type": ["VerifiableCredential", "Nope"]}, [("undefined-type", "$.type[1]")]),
        ({"evidence": {"type": "Nope"}}, [("undefined-type", "$.evidence.type")]),
        ({"id": "relative"}, [("iri", "$.id")]),
        ({"id": "urn:with space"}, [("iri", "$.id")]),
        ({"id": "urn:a\n"}, [("iri", "$.id")]),
        ({"id": ""}, [("iri", "$.id")]),
        ({"issuer": "issuers/1"}, [("iri", "$.issuer")]),
        ({"issuer": "https://a.example/<b>"}, [("iri", "$.issuer")]),
        ({"id": "_:b0"}, [("blank-node-id", "$.id")]),
        ({"issuer": "_:b0"}, [("blank-node-id", "$.issuer")]),
        ({"type": ["VerifiableCredential", "_:t"]}, [("undefined-type", "$.type[1]")]),
        ({"name": None}, [("null", "$.name")]),
        ({"evidence": [None]}, [("null", "$.evidence[0]")]),
        ({"evidence": []}, [("empty-array", "$.evidence")]),
        ({"evidence": [{"name": []}]}, [("empty-array", "$.evidence[0].name")]),
        ({"name": [["x"]]}, [("nested-array", "$.name[0]")]),
        ({"name": ["x", []]}, [("nested-array", "$.name[1]")]),
        ({"name": ["x", "x"]}, [("duplicate", "$.name[1]")]),
        ({"type": ["VerifiableCredential", "VerifiableCredential"]}, [("duplicate", "$.type[1]")]),
        (
            {"type": ["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential"]},
            [("duplicate", "$.type[1]")],
        ),
        ({"evidence": ["urn:e", {"id": "urn:e"}]}, [("duplicate", "$.evidence[1].id")]),
        ({"proof": {}}, [("says-nothing", "$.proof")]),
        ({"proof": "urn:p"}, [("says-nothing", "$.proof")]),
        ({"proof": {"id": "urn:p"}}, [("says-nothing", "$.proof.id")]),
        ({"@id": "urn:a"}, [("keyword", "$['@id']")]),
        ({"@type": "VerifiableCredential"}, [("keyword", "$['@type']")]),
        ({"@graph": []}, [("keyword", "$['@graph']")]),
        ({"@nest": {}}, [("keyword", "$['@nest']")]),
        ({"@included": []}, [("keyword", "$['@included']")]),
        ({"@reverse": {}}, [("keyword", "$['@reverse']")]),
        ({"@index": "1"}, [("keyword", "$['@index']")]),
        ({"@nope": 1}, [("keyword", "$['@nope']")]),
        ({"evidence": {"@set": ["urn:e"]}}, [("keyword", "$.evidence['@set']")]),
        ({"evidence": {"@list": ["urn:e"]}}, [("keyword", "$.evidence['@list']")]),
        ({"evidence": {"@language": "en"}}, [("keyword", "$.evidence['@language']")]),
        ({VALID_UNTIL: {"@value": "x", "@type": DATE_TIME}}, [("iri-as-key", f"$['{VALID_UNTIL}']")]),
        ({"schema:name": "x"}, [("iri-as-key", "$['schema:name']")]),
        ({"_:p": "x"}, [("iri-as-key", "$['_:p']")]),
        ({"name": {"@value": "x", "id": "urn:x"}}, [("value-object", "$.name")]),
        ({"name": {"@value": "x", "@index": "1"}}, [("value-object", "$.name")]),
        ({"name": {"@value": "x", "@context": {}}}, [("value-object", "$.name")]),
        ({"name": {"@value": "x", "@type": None}}, [("value-object", "$.name['@type']")]),
        ({"name": {"@value": "x", "@language": ["en"]}}, [("value-object", "$.name['@language']")]),
        ({"name": {"@value": None, "@language": "en"}}, [("null", "$.name['@value']")]),
        ({"name": {"@value": "x"}}, [("value-object", "$.name")]),
        ({"name": ["x", {"@value": "y"}]}, [("value-object", "$.name[1]")]),
        (
            {"validUntil": {"@value": "2026-01-01T00:00:00Z", "@type": DATE_TIME}},
            [("value-object", "$.validUntil")],
        ),
        ({"evidence": {"type": EVIDENCE}}, [("iri-as-name", "$.evidence.type")]),
        ({"evidence": {"type": ["urn:own", EVIDENCE]}}, [("iri-as-name", "$.evidence.type[1]")]),
        ({"name": {"@value": "x", "@language": "no tag"}}, [("language", "$.name['@language']")]),
        ({"name": {"@value": "x", "@language": ""}}, [("language", "$.name['@language']")]),
        ({"name": "\ud800"}, [("surrogate", "$.name")]),
        ({"\udc00": "x"}, [("surrogate", "$['\\udc00']")]),
        ({"name": float("nan")}, [("number", "$.name")]),
        ({"name": float("inf")}, [("number", "$.name")]),
        ({"name": 10**21}, [("number", "$.name")]),
        ({"name": 10**4000}, [("number", "$.name")]),
        ({"name": ("x",)}, [("not-json", "$.name")]),
        ({"evidence": {1: "x"}}, [("not-json", "$.evidence")]),
    ],
)
def test_what_would_not_be_signed_is_refused(small_badge, members, expected):
    assert refusals(small_badge(**members)) == expected


def test_repeated_types_are_refused_before_they_are_expanded(small_badge, monkeypatch):
    monkeypatch.setattr("openbadge_issuer.linked_data.canonicalization.expand", None)
    document = small_badge(evidence={"type": ["Evidence", 7, "Evidence"]})
    assert refusals(document) == [("duplicate", "$.evidence.type[2]")]


def test_parts_knotted_by_labels_are_refused_before_they_are_expanded(small_badge, monkeypatch):
    knots = [{"id": f"_:b{number}", "type": ["Evidence"]} for number in range(3)]
    monkeypatch.setattr("openbadge_issuer.linked_data.canonicalization.expand", None)
    expected = [("blank-node-id", f"$.evidence[{number}].id") for number in range(3)]
    assert refusals(small_badge(evidence=knots)) == expected


def test_a_class_of_the_standards_is_no_key_whatever_properties_share_its_iri(small_badge):
    document = small_badge()
    document["@context"] = [
        document["@context"][0],
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    ]
    document["Profile"] = {"id": "urn:p", "type": "Profile"}
    assert refusals(document) == [("class-as-key", "$.Profile")]


def test_a_type_that_no_context_names_may_be_an_iri(small_badge):
    document = small_badge(evidence={"type": ["Evidence", "https://w3id.org/openbadges#Assertion"]})
    assert "<https://w3id.org/openbadges#Assertion>" in canonicalize(document)


def test_a_purpose_is_written_by_its_name(small_badge):
    proof = {"type": "DataIntegrityProof", "proofPurpose": PURPOSE, "created": "2026-01-01T00:00:00Z"}
    assert refusals(small_badge(**proof)) == [("iri-as-name", "$.proofPurpose")]


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"id": "cred:badge"}, "$.id"),
        ({"issuer": "sec:issuer"}, "$.issuer"),
        ({"evidence": [{"id": "urn:e"}, {"id": "cred:e"}]}, "$.evidence[1].id"),
    ],
)
def test_an_iri_that_a_prefix_shortens_is_refused(small_badge, members, path):
    document = {
        **small_badge(**members),
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
    }
    document["issuanceDate"] = document.pop("validFrom", "2026-01-01T00:00:00Z")
    assert refusals(document) == [("compact-iri", path)]


def test_a_text_that_only_looks_like_a_shortened_iri_is_let_be(small_badge):
    document = {
        **small_badge(name="sec: a course about security"),
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
    }
    document["issuanceDate"] = document.pop("validFrom", "2026-01-01T00:00:00Z")
    assert '"sec: a course about security"' in canonicalize(document)


@pytest.mark.parametrize(
    ("context", "code"),
    [
        (None, "inner-context"),
        ([], "inner-context"),
        ("https://www.w3.org/ns/did/v1", "inner-context"),
        ({"evidence": None}, "inner-context"),
    ],
)
def test_a_context_on_an_inner_object_is_refused(small_badge, context, code):
    document = small_badge(evidence={"@context": context, "type": "Evidence"})
    assert refusals(document)[0] == (code, "$.evidence['@context']")


def test_an_inner_context_that_is_the_outer_one_is_allowed(small_badge):
    document = small_badge()
    assert canonicalize({**document, "evidence": {"@context": document["@context"], "type": "Evidence"}})


def test_a_context_that_is_neither_url_nor_object_is_refused(small_badge):
    for context in (None, 1, True, [[]]):
        assert refusals({**small_badge(), "@context": context})[0][0] == "context"


def test_an_inline_context_cannot_hide_a_date_under_another_name(small_badge):
    document = small_badge(expires="2020-01-01T00:00:00Z")
    document["@context"].append({"expires": {"@id": VALID_UNTIL, "@type": DATE_TIME}})
    assert refusals(document) == [("inline-context", "$['@context'].expires")]


def test_an_inline_context_may_define_what_nobody_else_does(small_badge):
    document = small_badge(gripper="strong")
    document["@context"].append({"gripper": "https://school.example/terms#gripper"})
    assert '<https://school.example/terms#gripper> "strong"' in canonicalize(document)


def test_a_class_name_cannot_stand_for_a_property(badge):
    achievement = badge["credentialSubject"]["achievement"]
    achievement["Criteria"] = achievement.pop("criteria")
    assert refusals(badge) == [("class-as-key", "$.credentialSubject.achievement.Criteria")]


def test_several_findings_are_reported_together_in_the_document_s_order(small_badge):
    document = small_badge(nope=1, issuer={"id": "x", "phone": 1})
    assert refusals(document) == [
        ("undefined-term", "$.nope"),
        ("iri", "$.issuer.id"),
        ("undefined-term", "$.issuer.phone"),
    ]


def test_the_same_text_elsewhere_does_not_mislead_the_finder(small_badge):
    document = small_badge(name="Nope", description="relative", evidence={"type": "Nope", "id": "relative"})
    assert refusals(document) == [("undefined-type", "$.evidence.type"), ("iri", "$.evidence.id")]


def test_the_first_finding_is_the_message(small_badge):
    with pytest.raises(StrictnessError) as error:
        canonicalize(small_badge(nope=1, neither=2))
    assert str(error.value) == "$.nope: No context of the document defines this key. (and 1 more)"
    assert error.value.path == "$.nope"
    assert error.value.problems[1].value == "neither"


def test_findings_are_few_and_short(small_badge):
    document = small_badge(name=[None] * 1000, description="x")
    assert len(refusals(document)) == MAX_PROBLEMS
    with pytest.raises(StrictnessError) as error:
        canonicalize(small_badge(**{"n" * 1000: 1}))
    assert len(error.value.problems[0].value) == 200


@pytest.mark.parametrize("document", [{}, {"id": "urn:a"}, {"type": []}])
def test_a_document_that_says_nothing_is_refused(document, small_badge):
    with pytest.raises(StrictnessError):
        canonicalize({"@context": small_badge()["@context"], **document})


def test_a_document_without_contexts_is_refused_key_by_key():
    assert refusals({"id": "urn:a", "name": "x"}) == [
        ("undefined-term", "$.id"),
        ("undefined-term", "$.name"),
    ]


@pytest.mark.parametrize("document", [[], "x", None, 1])
def test_only_an_object_is_a_document(document):
    with pytest.raises(InputError, match="Expected a JSON object"):
        canonicalize(document)


def test_a_context_that_is_not_at_hand_is_named(small_badge):
    with pytest.raises(ContextError, match=r"https://elsewhere\.example/v1"):
        canonicalize({**small_badge(), "@context": ["https://elsewhere.example/v1"]})


def test_without_any_context_at_hand_none_is_taken_from_elsewhere(small_badge):
    with pytest.raises(ContextError, match="not at hand"):
        canonicalize(small_badge(), contexts=Contexts({}))


def test_contexts_that_do_not_go_together_are_explained(small_badge):
    document = small_badge()
    document["@context"][1] = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    with pytest.raises(LinkedDataError, match="do not go together"):
        canonicalize(document)


def test_deep_nesting_is_refused(small_badge):
    document = small_badge(evidence={})
    document["evidence"]["evidence"] = document["evidence"]
    with pytest.raises(InputError, match="levels deep"):
        canonicalize(document)


@pytest.mark.parametrize(
    ("innermost", "height"),
    [
        ("x", 1),
        (["x"], 2),
        ({"name": "x"}, 2),
        ([{"name": ["x"]}], 4),
        ({"@value": "x", "@language": "en"}, 2),
    ],
)
def test_the_deepest_level_that_is_allowed_is_read(innermost, height):
    document = innermost
    for _ in range(MAX_DEPTH - height):
        document = {"evidence": document}
    assert check_document(document, shipped()).leaves == 1
    with pytest.raises(InputError, match="levels deep"):
        check_document({"evidence": document}, shipped())


@pytest.mark.parametrize(("limit", "number"), [("MAX_PARTS", 4), ("MAX_VALUES", 5), ("MAX_CONTEXTS", 2)])
def test_as_much_as_is_allowed_is_read(small_badge, monkeypatch, limit, number):
    """Two objects and two types make four parts, with the list of types five values."""
    document = {"@context": small_badge()["@context"], "type": ["A", "B"], "evidence": {}}
    monkeypatch.setattr(strictness, limit, number)
    assert check_document(document, shipped()).contexts == small_badge()["@context"]
    monkeypatch.setattr(strictness, limit, number - 1)
    with pytest.raises(ComplexityError):
        check_document(document, shipped())


def test_too_many_parts_are_refused_at_once(small_badge):
    with pytest.raises(ComplexityError, match="2,000"):
        canonicalize(small_badge(evidence=[{}] * MAX_PARTS))
    with pytest.raises(ComplexityError, match="2,000"):
        canonicalize(small_badge(evidence={"type": ["Evidence"] * MAX_PARTS}))


def test_too_many_values_are_refused_at_once(small_badge):
    with pytest.raises(ComplexityError, match="10,000"):
        canonicalize(small_badge(name=["x"] * MAX_VALUES))


def test_too_many_contexts_are_refused_at_once(small_badge):
    document = small_badge()
    with pytest.raises(ComplexityError, match="contexts"):
        canonicalize({**document, "@context": document["@context"] * MAX_CONTEXTS})


def test_a_class_name_is_found_also_below_a_key_that_looks_like_a_context(badge):
    badge["@context"].append({"my@context": "https://school.example/terms#my"})
    badge["my@context"] = {"type": ["Achievement"], "Criteria": {"narrative": "Easy."}}
    assert ("class-as-key", "$['my@context'].Criteria") in refusals(badge)


def test_values_within_values_are_not_followed_without_end():
    value = "x"
    for _ in range(1_000):
        value = {"@value": value, "@type": "@json"}
    with pytest.raises(InputError, match="nested more than 64 levels"):
        canonicalize({"name": value})


def test_objects_may_repeat_the_context_around_them_wherever_they_stand(small_badge):
    evidence = {"type": ["Evidence"], "name": "A film."}
    repeated = {"@context": small_badge()["@context"], **evidence}
    assert canonicalize(small_badge(evidence=[repeated])) == canonicalize(small_badge(evidence=[evidence]))
    profile = {"id": "urn:x", "type": ["Profile"]}
    around, bare = (
        {**profile, "address": {**context, "type": ["Address"], "addressLocality": "Perth"}}
        for context in ({"@context": small_badge()["@context"]}, {})
    )
    assert canonicalize(small_badge(issuer=around)) == canonicalize(small_badge(issuer=bare))


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF], ids=hex)
def test_half_a_surrogate_pair_is_refused(small_badge, code):
    assert refusals(small_badge(name=chr(code))) == [("surrogate", "$.name")]


def test_an_applications_own_property_may_be_capitalized(small_badge):
    terms = {"Gripper": "https://school.example/Gripper"}
    contexts = shipped().adding("https://school.example/terms", {"@context": terms})
    document = small_badge(Gripper="two fingers")
    document["@context"] = [*document["@context"], "https://school.example/terms"]
    assert canonicalize(document, contexts=contexts)


def test_a_class_of_an_application_is_no_property(small_badge):
    """Its IRI is that of a property too, which is what readers look for."""
    terms = dict.fromkeys(("Gripper", "gripper"), "https://school.example/gripper")
    contexts = shipped().adding("https://school.example/terms", {"@context": terms})
    document = small_badge(Gripper="two fingers")
    document["@context"] = [*document["@context"], "https://school.example/terms"]
    assert refusals(document, contexts=contexts) == [("class-as-key", "$.Gripper")]


def test_texts_may_be_iris_that_the_contexts_have_a_name_for(small_badge):
    """Only where a name could stand must it stand: as a type, or what a proof is for."""
    assert canonicalize(small_badge(name=EVIDENCE, evidence={"id": PURPOSE, "type": ["Evidence"]}))
    assert refusals(small_badge(type=["VerifiableCredential", EVIDENCE])) == [("iri-as-name", "$.type[1]")]
