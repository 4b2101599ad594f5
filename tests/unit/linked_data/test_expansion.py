"""Expansion by PyLD: errors, caches, threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pyld import jsonld

from openbadge_issuer.errors import ComplexityError, ContextError, LinkedDataError
from openbadge_issuer.linked_data import expansion
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.expansion import expand

NAME = "https://schema.org/name"
OWN = "https://school.example/contexts/robots.json"


def test_terms_become_iris(small_badge):
    expanded = expand(small_badge(name="Superbots"), shipped())
    assert expanded.nodes[0][NAME] == [{"@value": "Superbots"}]
    assert expanded.dropped == []


def test_keys_that_no_context_defines_are_told(small_badge):
    assert expand(small_badge(nope=1, neither=2), shipped()).dropped == ["neither", "nope"]


def test_relative_ids_are_not_resolved_against_anything(small_badge):
    expanded = expand({**small_badge(), "id": "relative"}, shipped())
    assert expanded.nodes[0]["@id"] == "relative"


def test_a_context_that_is_not_at_hand_is_an_error_of_ours():
    with pytest.raises(ContextError, match=r"https://elsewhere\.example/v1"):
        expand({"@context": "https://elsewhere.example/v1"}, shipped())


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"@context": ["https://www.w3.org/ns/credentials/v2", {"name": "urn:n"}]}, "another one protects"),
        ({"id": 1}, "An id must be a text"),
        ({"type": {}}, "A type must be a text"),
        ({"@id": "urn:a", "id": "urn:b"}, "under two names"),
        ({"name": {"@value": ["x"]}}, "@value of a value must be"),
        ({"name": {"@value": 1, "@language": "en"}}, "Only texts"),
        ({"@graph": "x"}, "not JSON-LD: invalid @graph value"),
    ],
)
def test_errors_of_pyld_become_sentences(small_badge, members, sentence):
    with pytest.raises(LinkedDataError, match=sentence):
        expand({**small_badge(), **members}, shipped())


def test_python_s_own_errors_do_not_leak():
    with pytest.raises(LinkedDataError, match="not JSON-LD"):
        expand({"@context": {"@vocab": None}, "a": 1}, shipped())


def test_endless_nesting_is_an_error_of_ours():
    document = {"@context": "https://www.w3.org/ns/credentials/v2"}
    document["name"] = document
    for _ in range(2000):
        document = {"name": document}
    with pytest.raises(ComplexityError):
        expand(document, shipped())


def test_pyld_s_global_loader_and_cache_are_not_touched(small_badge):
    loader, cached = jsonld.get_document_loader(), dict(jsonld._resolved_context_cache)
    expand(small_badge(), shipped())
    assert jsonld.get_document_loader() is loader
    assert dict(jsonld._resolved_context_cache) == cached


def test_sets_of_contexts_do_not_share_what_they_mean(small_badge):
    document = {**small_badge(), "@context": [OWN], "grip": "strong"}
    for iri in ("urn:first", "urn:second"):
        contexts = shipped().adding(OWN, {"@context": {"grip": iri}})
        assert iri in expand(document, contexts).nodes[0]


def test_caches_do_not_grow_without_end(small_badge):
    expansion._caches.cache_clear()
    for number in range(300):
        document = small_badge()
        document["@context"].append({f"term{number}": f"urn:t:{number}"})
        expand(document, shipped())
    assert all(len(cache) <= expansion.CACHED_CONTEXTS for cache in expansion._caches(shipped()))


def test_threads_do_not_disturb_each_other(badge, endorsed_badge):
    documents = [badge, endorsed_badge] * 20
    expected = [expand(document, shipped()) for document in documents]
    expansion._caches.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda document: expand(document, shipped()), documents)) == expected
