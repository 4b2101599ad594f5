"""Which documents have a program, and what it gives."""

import copy

import pytest
from unit.model.sample_badges import in_version_1

from openbadge_issuer.errors import OpenBadgeError, StrictnessError
from openbadge_issuer.linked_data import compiling
from openbadge_issuer.linked_data.canonicalization import canonicalize, to_quads
from openbadge_issuer.linked_data.compiling import MARKER, compile_program
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.marked_statements import NotCompilableError
from openbadge_issuer.linked_data.plain_texts import PlainTexts
from openbadge_issuer.linked_data.shapes import read, with_values
from openbadge_issuer.linked_data.strictness import vocabulary


def plain():
    return PlainTexts(vocabulary(shipped(), frozenset(shipped())))


def values_of(document):
    return read(document, plain().fixed_keys).values


def compiled(document, *, pattern=(), contexts=None, hash_algorithm="sha256", issuing=False):
    return compile_program(
        document,
        read(document, plain().fixed_keys),
        pattern=pattern,
        contexts=contexts or shipped(),
        plain=plain(),
        hash_algorithm=hash_algorithm,
        issuing=issuing,
    )


@pytest.mark.parametrize("hash_algorithm", ["sha256", "sha384"])
@pytest.mark.parametrize("issuing", [True, False])
def test_program_gives_the_text_of_the_reference_path(badge, hash_algorithm, issuing):
    options = {"hash_algorithm": hash_algorithm, "issuing": issuing}
    assert compiled(badge, **options).run(values_of(badge)) == canonicalize(badge, **options)


def test_program_serves_other_documents_of_the_shape(badge):
    program = compiled(badge)
    badge["id"], badge["evidence"][0]["narrative"] = "urn:uuid:5", 'A "film"\nof it'
    assert program.run(values_of(badge)) == canonicalize(badge)


def test_objects_with_one_id_are_compiled_for_what_is_equal_in_them(endorsed_badge):
    program = compiled(endorsed_badge)
    pattern = program.sharing(values_of(endorsed_badge))
    assert program.run(values_of(endorsed_badge)) is None
    special = compiled(endorsed_badge, pattern=pattern)
    assert special.run(values_of(endorsed_badge)) == canonicalize(endorsed_badge)
    assert special.sharing(values_of(endorsed_badge)) == ()


def test_what_is_equal_elsewhere_makes_no_difference(endorsed_badge):
    program = compiled(endorsed_badge)
    before = program.sharing(values_of(endorsed_badge))
    endorsed_badge["evidence"][0]["narrative"] = endorsed_badge["issuer"]["name"]
    assert program.sharing(values_of(endorsed_badge)) == before
    endorsed_badge["credentialSubject"]["achievement"]["description"] = "Superbots"
    assert program.sharing(values_of(endorsed_badge)) != before


@pytest.mark.parametrize("number", range(30))
@pytest.mark.parametrize(
    "iri",
    ["https://www.w3.org/2018/credentials#VerifiableCredential", "https://w3id.org/security#assertionMethod"],
)
def test_values_may_be_what_the_shape_has(endorsed_badge, number, iri):
    values = values_of(endorsed_badge)
    values[number] = iri
    changed = with_values(endorsed_badge, iter(values), plain().fixed_keys)
    pattern = compiled(changed).sharing(values)
    try:
        expected = canonicalize(changed)
    except StrictnessError:
        expected = None
    else:
        assert compiled(changed, pattern=pattern).run(values) == expected
    assert compiled(endorsed_badge).run(values) in (expected, None)


def test_one_text_in_several_languages_has_a_program(small_badge):
    document = small_badge(
        name=[{"@value": "x", "@language": "en"}, {"@value": "x", "@language": "de"}, "x", 5]
    )
    assert compiled(document).run(values_of(document)) == canonicalize(document)


def test_what_reads_like_a_compact_iri_in_the_shape_has_no_program(small_badge):
    """Whether it is refused depends on the ids: here the prefix is none, but the reference path is careful."""
    document = in_version_1(small_badge(validFrom="2026-06-01T12:00:00Z", issuer="did:example:a", name="x"))
    document["credentialSubject"] = {"id": "urn:uuid:1", "type": "sec:Own"}
    assert canonicalize(document)
    with pytest.raises(NotCompilableError):
        compiled(document)
    with pytest.raises(StrictnessError):
        canonicalize({**document, "id": "https://w3id.org/security#Own"})


def test_markers_are_nowhere_else_in_the_document(small_badge):
    document = small_badge(type=["VerifiableCredential", f"{MARKER}0:1", f"{MARKER}1:0"])
    assert compiled(document).run(values_of(document)) == canonicalize(document)
    document["id"] = f"{MARKER}2:1"
    assert compiled(document).run(values_of(document)) == canonicalize(document)


@pytest.mark.parametrize(
    "members",
    [
        {"name": [{"@value": "x", "@type": "@json"}, "x"]},
        {"name": {"@value": "x", "@type": "@json"}},
        {"issuer": {"id": "did:example:a", "address": {"geo": {"latitude": "5"}}}},
        {"unknown": "x"},
        {"name": None},
        {"name": 10**22},
    ],
)
def test_what_the_shape_does_not_decide_has_no_program(small_badge, members):
    with pytest.raises((NotCompilableError, OpenBadgeError)):
        compiled(small_badge(**members))


def test_contexts_of_an_application_have_no_program(small_badge):
    own = {"note": "https://school.example/note"}
    document = small_badge(note="x")
    document["@context"].append(own)
    assert canonicalize(document)
    with pytest.raises((NotCompilableError, OpenBadgeError)):
        compiled(document)
    contexts = shipped().adding("https://school.example/terms.json", {"@context": own})
    document["@context"][-1] = "https://school.example/terms.json"
    assert canonicalize(document, contexts=contexts)
    with pytest.raises(NotCompilableError):
        compiled(document, contexts=contexts)


def test_what_issuers_had_better_not_sign_has_no_program_for_issuing(small_badge):
    document = small_badge(name=1e-7)
    assert compiled(document).run(values_of(document)) == canonicalize(document)
    with pytest.raises(OpenBadgeError):
        compiled(document, issuing=True)


@pytest.mark.parametrize("hash_algorithm", ["sha256", "sha384"])
def test_shape_whose_order_some_could_mistake_is_left_to_the_reference_path(small_badge, hash_algorithm):
    types = {"type": ["VerifiableCredential", "https://school.example/！"]}
    parts = [{"type": ["https://school.example/😀"], "name": str(number)} for number in range(5)]
    document = small_badge(**types, evidence=parts)
    options = {"hash_algorithm": hash_algorithm, "issuing": True}
    assert canonicalize(document, **options)
    assert compiled(document, **options).run(values_of(document)) is None


def test_the_document_is_left_as_it_is(endorsed_badge):
    before = copy.deepcopy(endorsed_badge)
    compiled(endorsed_badge, issuing=True)
    assert endorsed_badge == before


def test_a_value_that_makes_no_statement_has_no_program(badge, monkeypatch):
    monkeypatch.setattr(
        compiling, "to_quads", lambda *arguments, **options: to_quads(*arguments, **options)[1:]
    )
    with pytest.raises(NotCompilableError):
        compiled({**badge, "name": "x"})


def test_a_subject_that_is_no_id_of_an_object_has_no_program(badge, monkeypatch):
    monkeypatch.setattr(compiling, "nodes", lambda *_: [])
    with pytest.raises(NotCompilableError):
        compiled(badge)
