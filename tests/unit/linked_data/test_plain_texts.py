"""Texts that mean what they are."""

import pytest
from both_paths import CONTROLS

from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.plain_texts import PlainTexts
from openbadge_issuer.linked_data.rdf import literal
from openbadge_issuer.linked_data.strictness import vocabulary
from openbadge_issuer.linked_data.terms import Vocabulary


def plain():
    return PlainTexts(vocabulary(shipped(), frozenset(shipped())))


@pytest.mark.parametrize("text", ["", "x", "a b", "é", "😀", "|", "%s", "sec", "name: x", "a xsd:b"])
def test_usual_texts_stand_for_themselves(text):
    assert plain().escaped([text, "x"], issuing=True) == [text, "x"]


@pytest.mark.parametrize(
    "text", ['"', "\\", "\n", "\t", "\x00", "\x7f", "\xa0", "\u3000", "\ufffe", *CONTROLS]
)
def test_other_texts_are_escaped(text):
    assert plain().escaped([text, f"x{text}y"], issuing=False) == [
        literal(text)[1:-1],
        literal(f"x{text}y")[1:-1],
    ]


@pytest.mark.parametrize(
    "text", ["\ufffe", "\uffff", *(char for char in CONTROLS if char <= "\x7f" and char not in "\t\n\r")]
)
def test_what_other_processors_write_differently_is_not_plain_for_issuing(text):
    assert plain().escaped([text], issuing=True) is None
    assert plain().escaped(["x\n", f"x{text}y"], issuing=True) is None


@pytest.mark.parametrize("text", ["a\tb\r\nc", "\\b", "\\f", "\\u0041", 'a "b"', "\x85", "\u2028"])
def test_line_ends_and_quotes_are_plain_for_issuing(text):
    assert plain().escaped([text], issuing=True) == [literal(text)[1:-1]]


@pytest.mark.parametrize("text", ["\ud800", "x\udfffy", "sec:x", "xsd:", "cred://x", "a|sec:x"])
def test_half_surrogates_and_compact_iris_are_not_plain(text):
    assert plain().escaped(["x", text], issuing=False) is None


@pytest.mark.parametrize(
    "iri",
    [
        "https://",
        "https://a.example/?x=(1)#%20[]",
        "urn:uuid:",
        "did:web:a",
        "did:x:y",
        "mailto:a@b",
        "https://é",
        "a+b:c",
    ],
)
def test_absolute_iris_are_iris(iri):
    assert plain().are_iris([iri])
    assert plain().are_iris(["https://x", iri, "urn:uuid:1"])


NO_IRIS = [
    "", "x", "/x", "#x", "_:b0", "@id", "urn:", "https:", "https://a b", "https://a|b", "https://a|https://b",
    "https://a|https://b|https://c",    "https://x\n", "https://a<", "sec:x", "tag:x", "image:x",
]  # fmt: skip


@pytest.mark.parametrize("iri", NO_IRIS)
def test_all_else_is_none(iri):
    assert not plain().are_iris([iri])
    assert not plain().are_iris(["https://x", iri, "urn:uuid:1"])
    assert not plain().are_iris(["https://x", iri])
    assert not plain().are_iris([iri, "https://x"])


def test_no_texts_are_iris():
    assert plain().are_iris([])


def test_usual_schemes_are_looked_at_where_they_are_terms():
    known = Vocabulary([{"@context": {"urn": "https://a.example/", "p": "https://a.example/p"}}])
    assert PlainTexts(known).are_iris(["https://x", "did:web:x"])
    assert not PlainTexts(known).are_iris(["urn:uuid:x"])


def test_keys_whose_texts_are_looked_up_belong_to_the_shape():
    assert plain().fixed_keys == {"@context", "@type", "@language", "@direction", "type", "proofPurpose"}


def test_other_names_of_types_belong_to_the_shape_too():
    assert "kind" in PlainTexts(Vocabulary([{"@context": {"kind": "@type"}}])).fixed_keys
