"""What the terms of a context stand for."""

import pytest

from openbadge_issuer.linked_data.contexts import CREDENTIALS_V2, OPEN_BADGES_V3, shipped
from openbadge_issuer.linked_data.terms import Vocabulary, definitions


@pytest.mark.parametrize(
    ("context", "meaning"),
    [
        ({"t": "https://a.example/t"}, "https://a.example/t"),
        ({"t": {"@id": "urn:t"}}, "urn:t"),
        ({"t": {"@reverse": "urn:t"}}, "urn:t"),
        ({"t": "p:t", "p": "https://a.example/"}, "https://a.example/t"),
        ({"t": "other", "other": "urn:t"}, "urn:t"),
        ({"t": {}, "@vocab": "https://a.example/"}, "https://a.example/t"),
        ({"t": "@id"}, "@id"),
        ({"t": None}, None),
        ({"t": "unknown:t"}, "unknown:t"),
        ({"t": "other", "other": "t"}, "t"),
        ({"t": "p:t:u", "p": "https://a.example/"}, "https://a.example/t:u"),
        ({"t": "p://t", "p": "https://a.example/"}, "p://t"),
        ({"t": "p:t", "p": None}, "p:t"),
        ({"t": "@id", "@vocab": "https://a.example/"}, "@id"),
        ({"t": "unknown:t", "@vocab": "https://a.example/"}, "unknown:t"),
        ({"t": "@vocab", "@vocab": "https://a.example/"}, "@vocab"),
    ],
)
def test_a_term_is_followed_to_what_it_stands_for(context, meaning):
    assert dict(definitions(context))["t"] == meaning


def test_contexts_within_contexts_see_the_terms_around_them():
    context = [{"p": "https://a.example/"}, {"T": {"@id": "urn:T", "@context": {"q": "urn:q:", "t": "q:t"}}}]
    assert ("t", "urn:q:t") in list(definitions(context))
    inner = {"@id": "urn:T", "@context": [{"t": "p:t"}]}
    assert ("t", "https://a.example/t") in list(definitions({"p": "https://a.example/", "T": inner}))


def test_a_class_that_shares_its_iri_with_a_property_is_known():
    vocabulary = Vocabulary([shipped().document(OPEN_BADGES_V3)])
    assert vocabulary.class_names == {"Criteria", "GeoCoordinates"}


def test_every_name_of_an_iri_is_known():
    vocabulary = Vocabulary(shipped().document(url) for url in (CREDENTIALS_V2, OPEN_BADGES_V3))
    badge = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"
    assert vocabulary.names(badge) == {"OpenBadgeCredential", "AchievementCredential"}
    assert vocabulary.names("https://elsewhere.example/") == frozenset()


def test_no_property_of_the_shipped_contexts_has_two_names():
    vocabulary = Vocabulary(shipped().document(url) for url in shipped())
    meanings = {
        meaning for url in shipped() for _, meaning in definitions(shipped().document(url)["@context"])
    }
    for names in map(vocabulary.names, meanings):
        assert len([name for name in names if name[0].islower()]) <= 1


@pytest.mark.parametrize(
    ("definition", "expansions"),
    [
        ("https://a.example/", {"https://a.example/b"}),
        ({"@id": "https://a.example/x", "@prefix": True}, {"https://a.example/xb"}),
        ({"@id": "https://a.example/"}, set()),
        ("https://a.example/x", set()),
    ],
)
def test_only_a_prefix_shortens_iris(definition, expansions):
    vocabulary = Vocabulary([{"@context": {"a": definition}}])
    assert vocabulary.expansions("a:b") == expansions
    assert vocabulary.expansions("a://b") == frozenset()
    assert vocabulary.expansions("b:a") == frozenset()


def test_a_prefix_ends_with_the_first_colon():
    vocabulary = Vocabulary([{"@context": {"a": "https://a.example/"}}])
    assert vocabulary.expansions("a:b:c") == {"https://a.example/b:c"}


def test_terms_say_what_kind_of_text_they_hold():
    context = {
        "plain": "urn:plain",
        "moment": {"@id": "urn:moment", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
        "title": {"@id": "urn:title", "@language": "en"},
        "grade": {"@id": "urn:grade", "@type": "@vocab"},
    }
    vocabulary = Vocabulary([{"@context": context}])
    assert vocabulary.coerced == {"moment", "title", "grade"}
    assert vocabulary.named == {"type", "grade"}


def test_a_term_that_is_unmade_stands_for_nothing():
    vocabulary = Vocabulary([{"@context": {"gone": None, "kept": "urn:kept"}}])
    assert vocabulary.names("urn:kept") == {"kept"}
    assert vocabulary.prefixes == {"kept"}
