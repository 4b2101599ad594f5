"""Texts that know where they stand."""

import copy

from openbadge_issuer.linked_data.located import Located, located, nowhere, path_of, places_of

DOCUMENT = {"@context": ["urn:c"], "a": ["x", {"b": "x", "n": 3, "t": True}], "n": 3.0}


def test_keys_and_texts_know_their_places():
    copied = located(DOCUMENT)
    inner = copied["a"][1]
    assert [key.path for key in copied] == ["$['@context']", "$.a", "$.n"]
    assert (copied["a"][0].path, inner["b"].path) == ("$.a[0]", "$.a[1].b")
    assert copied == DOCUMENT


def test_contexts_stay_as_they_are():
    assert located(DOCUMENT)["@context"] is DOCUMENT["@context"]


def test_a_copy_knows_its_place_too():
    assert copy.deepcopy(located(DOCUMENT))["a"][0].path == "$.a[0]"


def test_a_located_text_has_its_own_place():
    assert path_of(Located("x", "$.a[1].b"), places_of(DOCUMENT)) == "$.a[1].b"


def test_any_other_value_has_the_first_place_that_fits():
    assert path_of("x", places_of(DOCUMENT)) == "$.a[0]"
    assert path_of(3, places_of(DOCUMENT)) == "$.a[1].n"
    assert path_of(3.0, places_of(DOCUMENT)) == "$.n"
    assert path_of(True, places_of(DOCUMENT)) == "$.a[1].t"
    assert path_of("https://a.example/x", places_of(DOCUMENT)) == "$.a[0]"
    assert path_of("X", places_of(DOCUMENT)) == "$.a[0]"


def test_a_value_that_stands_nowhere_has_the_place_of_the_document():
    assert path_of("urn:c", places_of(DOCUMENT)) == "$"
    assert path_of(None, places_of(DOCUMENT)) == "$"
    assert nowhere("x") == "$"
