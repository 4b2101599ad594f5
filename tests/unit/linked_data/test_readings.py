"""
What contexts of an application may not do to a document.

Each of these documents has the very canonical form of an honest one, so that a signature over that holds.
"""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openbadge_issuer.errors import ComplexityError, OpenBadgeError, StrictnessError
from openbadge_issuer.linked_data import readings
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
UNPROTECTED = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
OWN = "https://school.example/context.json"
VOCAB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CREDENTIALS = "https://www.w3.org/2018/credentials#"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"


def refusals(document, own):
    with pytest.raises(StrictnessError) as error:
        canonicalize(document, contexts=shipped().adding(OWN, {"@context": own}))
    return {(problem.code, problem.path) for problem in error.value.problems}


def canonical(document, own):
    return canonicalize(document, contexts=shipped().adding(OWN, {"@context": own}))


def badge(**members):
    return {
        "@context": [V2, OPEN_BADGES, OWN],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        **members,
    }


def about(achievement):
    return {
        "type": "AchievementSubject",
        "achievement": {"id": "urn:a", "type": "Achievement", **achievement},
    }


@pytest.mark.parametrize(
    ("own", "members", "found"),
    [
        ({"nom": "https://schema.org/name"}, {"nom": "Superbots"}, ("second-name", "$.nom")),
        (
            {"bis": {"@id": CREDENTIALS + "validUntil", "@type": DATE_TIME}},
            {"bis": "2020-01-01T00:00:00Z"},
            ("second-name", "$.bis"),
        ),
        (
            {"etat": {"@id": CREDENTIALS + "credentialStatus", "@type": "@id"}},
            {"etat": {"id": "urn:s", "type": "BitstringStatusListEntry"}},
            ("second-name", "$.etat.id"),
        ),
        (
            {"Preuve": VOCAB + "Evidence"},
            {"evidence": {"id": "urn:e", "type": "Preuve"}},
            ("second-name", "$.evidence.id"),
        ),
        (
            {"zuviel": {"@id": VOCAB + "creditsEarned", "@type": "https://www.w3.org/2001/XMLSchema#float"}},
            {"credentialSubject": {"type": "AchievementSubject", "zuviel": 3}},
            ("second-name", "$.credentialSubject.zuviel"),
        ),
        (
            {"nom": "https://schema.org/name"},
            {"name": "Superbots", "nom": "Minibots"},
            ("other-reading", "$.nom"),
        ),
        ({"school": "https://school.example/"}, {"issuer": "school:issuer"}, ("compact-iri", "$.issuer")),
        (
            {"school": {"@id": "https://school.example/x", "@prefix": True}},
            {"id": "school:1"},
            ("compact-iri", "$.id"),
        ),
    ],
)
def test_a_second_name_for_what_the_standards_name_is_refused(own, members, found):
    assert found in refusals(badge(**members), own)


@pytest.mark.parametrize(
    "own",
    [
        {
            "Achievement": {
                "@id": VOCAB + "Achievement",
                "@context": {"name": "https://schema.org/description"},
            }
        },
        {"Achievement": {"@id": VOCAB + "Achievement", "@context": {"name": "urn:other"}}},
        {"name": "urn:other"},
        {"name": {"@id": "https://schema.org/name", "@language": "fr"}},
        {"name": {"@id": "https://schema.org/name", "@container": "@list"}},
    ],
)
def test_another_meaning_for_a_term_of_the_standards_is_refused(own):
    document = badge(credentialSubject=about({"name": "Superbots"}))
    document["@context"] = [V1, UNPROTECTED, OWN]
    assert {code for code, _ in refusals(document, own)} <= {"other-reading", "second-name"}


def test_another_meaning_for_a_whole_part_is_refused():
    document = badge(credentialSubject=about({"criteria": {"id": "urn:c", "narrative": "Build."}}))
    document["@context"] = [V1, UNPROTECTED, OWN]
    own = {
        "Achievement": {
            "@id": VOCAB + "Achievement",
            "@context": {"criteria": "urn:other", "narrative": "urn:narrative"},
        }
    }
    assert ("other-reading", "$.credentialSubject.achievement.criteria.id") in refusals(document, own)


def test_another_type_for_a_class_of_the_standards_is_refused():
    document = badge(credentialSubject=about({}))
    document["@context"] = [V1, UNPROTECTED, OWN]
    own = {"Achievement": {"@id": "urn:other"}}
    assert ("other-reading", "$.credentialSubject.achievement.id") in refusals(document, own)


def test_second_names_within_an_applications_own_part_are_refused():
    own = {"extra": {"@id": "urn:extra", "@context": {"titre": "https://schema.org/name"}}}
    assert ("second-name", "$.extra.titre") in refusals(badge(extra={"id": "urn:x", "titre": "x"}), own)


def test_second_names_in_a_list_of_an_applications_own_are_refused():
    own = {"extra": {"@id": "urn:extra", "@container": "@list"}, "titre": "https://schema.org/name"}
    found = refusals(badge(extra=[{"id": "urn:x", "titre": "x"}]), own)
    assert ("second-name", "$.extra[0].titre") in found


def test_an_own_part_may_not_turn_terms_of_the_standards_around():
    own = {"extra": {"@id": "urn:extra", "@context": {"name": "https://schema.org/description"}}}
    assert refusals(badge(extra={"id": "urn:x", "name": "x"}), own) >= {("other-reading", "$.extra.name")}


def test_an_embedded_credentials_contexts_are_compared_too():
    endorsement = {
        "@context": [V2, OPEN_BADGES, OWN],
        "id": "urn:e",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "nom": "Well done",
    }
    document = {**badge(endorsement=[endorsement]), "@context": [V2, OPEN_BADGES]}
    found = refusals(document, {"nom": "https://schema.org/name"})
    assert ("second-name", "$.endorsement[0].nom") in found


@pytest.mark.parametrize(
    ("own", "members"),
    [
        ({"nom": "https://schema.org/name"}, {"name": "Superbots"}),
        ({"gripper": "urn:gripper"}, {"gripper": [1, True, "strong"]}),
        (
            {"gripper": {"@id": "urn:gripper", "@type": "@id"}},
            {"gripper": {"id": "urn:g", "name": "Gripper"}},
        ),
        (
            {
                "Place": {"@id": "urn:Place", "@context": {"latitude": "http://schema.org/latitude"}},
                "place": "urn:p",
            },
            {"place": {"type": "Place", "name": "Perth", "latitude": 1.5}},
        ),
        (
            {"steps": {"@id": "urn:steps", "@container": "@list"}},
            {"steps": [{"name": "one"}, {"name": "two"}]},
        ),
        ({"grade": {"@id": "urn:grade", "@type": "@vocab"}, "High": "urn:High"}, {"grade": "High"}),
        ({"Bonus": "urn:Bonus"}, {"evidence": {"type": ["Evidence", "Bonus"], "name": "Film"}}),
        ({"level": VOCAB + "level"}, {"level": "B2"}),
        (
            {"Bonus": "urn:Bonus", "extra": "urn:extra"},
            {"extra": [{"type": "Bonus"}, {"type": "Bonus", "name": "x"}]},
        ),
    ],
)
def test_an_applications_own_terms_are_welcome(own, members):
    assert canonical(badge(**members), own)


def test_a_type_that_the_standards_know_in_other_places_only_keeps_its_name():
    name = "ManualRefreshService2018"
    document = badge(evidence={"id": "urn:e", "type": ["Evidence", name]})
    document["@context"] = [V1, UNPROTECTED, OWN]
    assert canonical(document, {name: CREDENTIALS + name})
    document["evidence"]["type"][1] = "Manual"
    assert ("second-name", "$.evidence.id") in refusals(document, {"Manual": CREDENTIALS + name})


def test_what_an_own_context_names_is_written_by_its_name():
    own = {"grade": {"@id": "urn:grade", "@type": "@vocab"}, "High": "urn:High"}
    assert refusals(badge(grade="urn:High"), own) == {("iri-as-name", "$.grade")}


def test_a_list_of_the_standards_is_compared_item_by_item():
    description = {"id": "urn:r", "type": "ResultDescription", "allowedValue": ["A", "B"]}
    document = badge(credentialSubject=about({"resultDescription": [description]}))
    assert canonical(document, {"gripper": "urn:gripper"})


def test_a_document_that_would_take_too_long_to_read_again_is_refused():
    many = [{"id": f"urn:e:{number}", "type": "Evidence"} for number in range(900)]
    parts = [{**part, "name": "x", "genre": "y", "audience": "z"} for part in many]
    assert canonicalize({**badge(evidence=parts), "@context": [V2, OPEN_BADGES]})
    with pytest.raises(ComplexityError, match="more than 4,000 values"):
        canonical(badge(evidence=parts), {"gripper": "urn:gripper"})


def test_as_many_values_as_are_compared_are_compared(monkeypatch):
    """Three of the document itself, and a text."""
    document = badge(gripper="x")
    monkeypatch.setattr(readings, "MAX_LEAVES", 4)
    assert canonical(document, {"gripper": "urn:gripper"})
    monkeypatch.setattr(readings, "MAX_LEAVES", 3)
    with pytest.raises(ComplexityError):
        canonical(document, {"gripper": "urn:gripper"})


def test_a_context_of_an_embedded_credential_may_be_a_single_text():
    endorsement = {
        "@context": OPEN_BADGES,
        "id": "urn:e",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "credentialSubject": {"id": "urn:a", "type": ["EndorsementSubject"], "endorsementComment": "Good."},
    }
    document = {**badge(gripper=endorsement), "@context": [V2, OWN], "type": ["VerifiableCredential"]}
    assert canonical(document, {"gripper": "urn:gripper"})


@pytest.mark.parametrize("url", shipped())
def test_beside_every_standard_context_an_application_may_define_what_a_document_is(url):
    document = {"@context": [url, OWN], "id": "urn:a", "type": ["Bonus"], "gripper": "x"}
    own = {"id": "@id", "type": "@type", "Bonus": "urn:Bonus", "gripper": "urn:gripper"}
    assert canonical(document, own).count("<urn:a>") == 2


def test_a_document_with_contexts_of_an_application_only_is_read_by_them():
    document = {"@context": OWN, "id": "urn:x", "titre": "x"}
    assert canonical(document, {"id": "@id", "titre": "https://schema.org/name"})


def test_a_prefix_that_one_context_takes_from_another_is_seen_through():
    document = {**badge(issuer="school:issuer"), "@context": [V2, OPEN_BADGES, OWN, OWN + "2"]}
    contexts = shipped().adding(OWN, {"@context": {"base": "https://school.example/"}})
    with pytest.raises(StrictnessError) as error:
        canonicalize(document, contexts=contexts.adding(OWN + "2", {"@context": {"school": "base:"}}))
    assert [(problem.code, problem.path) for problem in error.value.problems] == [
        ("other-reading", "$.issuer")
    ]


TERMS = st.sampled_from(["nom", "name", "type", "id", "Bonus", "achievement", "extra", "a"])
IRIS = st.sampled_from(
    ["https://schema.org/name", VOCAB + "Achievement", "urn:own", "https://school.example/"]
)
DETAILS = st.fixed_dictionaries(
    {"@id": IRIS},
    optional={
        "@type": st.sampled_from(["@id", "@vocab", "@json", "urn:t"]),
        "@container": st.sampled_from(["@list", "@set", "@index", "@language", "@graph", "@id", "@type"]),
        "@prefix": st.just(True),
        "@protected": st.just(True),
        "@context": st.dictionaries(TERMS, IRIS, max_size=2),
    },
)
LEAVES = st.sampled_from(["x", "urn:z", "a:b", "Bonus", 1, 2.5, True])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TERMS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(
    own=st.dictionaries(TERMS, IRIS | DETAILS, min_size=1, max_size=4),
    members=st.dictionaries(TERMS, VALUES, max_size=4),
    standard=st.lists(st.sampled_from(list(shipped())), max_size=2),
)
def test_any_document_with_any_context_is_read_or_refused_by_an_error_of_ours(own, members, standard):
    document = {"id": "urn:a", **members, "@context": [*standard, OWN]}
    with contextlib.suppress(OpenBadgeError):
        assert canonical(document, own)


def test_switches_and_numbers_in_a_context_stay_what_they_are():
    document = badge(gripper=2)
    document["@context"] = [
        V2,
        OPEN_BADGES,
        {"@version": 1.1, "@protected": True, "gripper": "urn:x:gripper"},
    ]
    assert '<urn:x:gripper> "2"^^<http://www.w3.org/2001/XMLSchema#integer>' in canonicalize(document)
