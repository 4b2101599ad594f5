"""Documents as canonical N-Quads."""

import copy

import pytest
from pyld import jsonld

from openbadge_issuer.errors import ContextError, LinkedDataError, StrictnessError
from openbadge_issuer.linked_data.canonicalization import canonicalize, to_quads
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.issuing import utf16_units
from openbadge_issuer.linked_data.loader import document_loader
from openbadge_issuer.linked_data.rdfc10 import canonicalize_dataset

OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def by_pyld(document):
    """What PyLD makes of a document, asked for the same: no base, directions as datatypes."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "base": None}
    options |= {"documentLoader": document_loader(shipped()), "rdfDirection": "i18n-datatype"}
    return jsonld.normalize(document, options)


def test_a_small_badge_is_a_handful_of_statements(small_badge):
    credential = "<https://school.example/credentials/1>"
    types = ["https://www.w3.org/2018/credentials#VerifiableCredential", OB + "OpenBadgeCredential"]
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    expected = [f"<did:example:ada> {rdf_type} <{OB}AchievementSubject> .\n"]
    expected += [f"{credential} {rdf_type} <{name}> .\n" for name in types]
    expected += [
        f"{credential} <https://www.w3.org/2018/credentials#credentialSubject> <did:example:ada> .\n"
    ]
    assert canonicalize(small_badge()) == "".join(sorted(expected))


def test_the_canonical_form_is_pyld_s_where_pyld_is_right(badge, endorsed_badge):
    assert canonicalize(badge) == by_pyld(badge)
    assert canonicalize(endorsed_badge) == by_pyld(endorsed_badge)


def test_the_document_is_left_as_it_is(endorsed_badge):
    before = copy.deepcopy(endorsed_badge)
    canonicalize(endorsed_badge, issuing=True)
    assert endorsed_badge == before


def test_order_of_keys_and_of_sets_does_not_matter(badge):
    turned = {key: badge[key] for key in reversed(badge)}
    turned["credentialSubject"]["result"] = turned["credentialSubject"]["result"][::-1]
    assert canonicalize(turned) == canonicalize(badge)


def test_another_order_can_be_asked_for(small_badge):
    parts = [{"name": ["😀", "！"], "description": str(number)} for number in range(5)]
    document = small_badge(evidence=parts)
    expected = canonicalize_dataset(to_quads(document), order=utf16_units).nquads
    assert canonicalize(document, order=utf16_units) == expected != canonicalize(document)


def test_order_of_lists_matters(badge):
    before = canonicalize(badge)
    (result,) = badge["credentialSubject"]["achievement"]["resultDescription"]
    result["allowedValue"] = ["A", "A", "B"]
    assert canonicalize(badge) != before


def test_an_empty_list_is_a_statement(badge):
    (result,) = badge["credentialSubject"]["achievement"]["resultDescription"]
    result["allowedValue"] = []
    assert f"<{OB}allowedValue> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>" in canonicalize(badge)


def test_datatypes_are_what_the_contexts_say(badge):
    canonical = canonicalize(badge)
    assert '"2.5E0"^^<https://www.w3.org/2001/XMLSchema#float>' in canonical
    assert '"2026-05-01T00:00:00Z"^^<xsd:dateTime>' in canonical
    assert '"https://skills.example/teamwork"^^<https://www.w3.org/2001/XMLSchema#anyURI>' in canonical
    assert f'"-3.19505E1"^^<{XSD}double>' in canonical
    assert f'"116"^^<{XSD}integer>' in canonical


def test_languages_and_directions_are_signed(badge):
    canonical = canonicalize(badge)
    assert '"Superbots"^^<https://www.w3.org/ns/i18n#en_ltr>' in canonical
    assert '"Superroboter"@de' in canonical


def test_json_literals_are_signed(small_badge):
    canonical = canonicalize(small_badge(cnf={"jwk": {"kty": "OKP", "crv": "Ed25519"}}))
    json = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"
    assert rf'"{{\"crv\":\"Ed25519\",\"kty\":\"OKP\"}}"^^{json}' in canonical


def test_an_embedded_proof_is_a_graph_of_its_own(endorsed_badge):
    graphs = {quad.graph for quad in to_quads(endorsed_badge)}
    assert len(graphs) == 2
    assert canonicalize(endorsed_badge).count("_:c14n") > 0


@pytest.mark.parametrize(
    "char", ["\0", "\b", "\t", "\x1f", "\x7f", "\u2028", "\ufeff", "\u0301", "😀", '"', "\\", "\r\n"]
)
def test_every_character_survives(small_badge, char):
    other = canonicalize(small_badge(name="ab"))
    assert canonicalize(small_badge(name=f"a{char}b")) != other


def test_the_hash_algorithm_can_be_chosen(badge):
    assert canonicalize(badge, hash_algorithm="sha384") != canonicalize(badge)


def test_an_application_s_own_context_is_used(small_badge):
    url = "https://school.example/contexts/robots.json"
    contexts = shipped().adding(url, {"@context": {"gripper": "https://school.example/terms#gripper"}})
    document = small_badge(gripper="strong")
    document["@context"].append(url)
    assert "terms#gripper" in canonicalize(document, contexts=contexts)
    with pytest.raises(ContextError):
        canonicalize(document)


def with_map(small_badge, definition, value):
    url = "https://school.example/contexts/maps.json"
    contexts = shipped().adding(url, {"@context": {"map": {"@id": "urn:map", **definition}}})
    document = small_badge(map=value)
    document["@context"].append(url)
    return canonicalize(document, contexts=contexts)


def test_language_maps_are_signed(small_badge):
    canonical = with_map(small_badge, {"@container": "@language"}, {"en": "x", "de": ["y", "z"]})
    assert all(f"<urn:map> {text} .\n" in canonical for text in ('"x"@en', '"y"@de', '"z"@de'))


@pytest.mark.parametrize("value", [{}, {"en": []}, {"@none": "x"}, {"no tag": "x"}, {"en": None}])
def test_language_maps_hide_nothing(small_badge, value):
    with pytest.raises(StrictnessError):
        with_map(small_badge, {"@container": "@language"}, value)


@pytest.mark.parametrize(
    ("definition", "value"),
    [
        ({"@container": "@index"}, {"en": "x"}),
        ({"@container": "@index", "@index": "name"}, {"en": {"type": "Evidence"}}),
        ({"@container": "@id"}, {"urn:x": {"type": "Evidence"}}),
        ({"@container": "@type"}, {"Evidence": {"name": "x"}}),
        ({"@container": ["@graph", "@id"]}, {"urn:x": {"type": "Evidence"}}),
    ],
)
def test_other_maps_are_refused(small_badge, definition, value):
    with pytest.raises(LinkedDataError):
        with_map(small_badge, definition, value)
