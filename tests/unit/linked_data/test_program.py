"""What programs give, and where they give up."""

import pytest
from unit.linked_data.test_compiling import compiled, values_of

from openbadge_issuer.errors import ComplexityError
from openbadge_issuer.linked_data.canonicalization import canonicalize


def test_equal_values_of_one_property_are_given_up(badge):
    program = compiled(badge)
    badge["credentialSubject"]["achievement"]["tag"] = ["robotics", "robotics"]
    assert program.run(values_of(badge)) is None


def test_equal_values_of_a_list_are_fine(badge):
    program = compiled(badge)
    (result,) = badge["credentialSubject"]["achievement"]["resultDescription"]
    result["allowedValue"] = ["A", "A", "A"]
    assert program.run(values_of(badge)) == canonicalize(badge)


@pytest.mark.parametrize("iri", ["relative", "_:b0", "@id", "sec:x", "tag:x", "https://a b", ""])
def test_ids_that_are_no_plain_iris_are_given_up(badge, iri):
    program = compiled(badge)
    badge["credentialStatus"]["id"] = iri
    assert program.run(values_of(badge)) is None


def test_half_a_surrogate_pair_is_given_up(badge):
    program = compiled(badge)
    badge["evidence"][0]["narrative"] = "\ud800"
    assert program.run(values_of(badge)) is None


def test_control_characters_are_given_up_for_issuing_only(badge):
    for_issuing, other = compiled(badge, issuing=True), compiled(badge)
    badge["evidence"][0]["narrative"] = "\x07"
    assert for_issuing.run(values_of(badge)) is None
    assert other.run(values_of(badge)) == canonicalize(badge)


@pytest.mark.parametrize("alike", [True, False])
def test_what_sorts_differently_by_utf_16_is_given_up_for_issuing_only(badge, alike):
    if alike:
        badge["credentialSubject"]["result"] = [{"type": ["Result"], "value": text} for text in "AB"]
    for_issuing, other = compiled(badge, issuing=True), compiled(badge)
    badge["credentialSubject"]["achievement"]["tag"] = ["！", "😀"]
    if alike:
        badge["credentialSubject"]["result"] = [{"type": ["Result"], "value": "A"} for _ in range(2)]
    assert for_issuing.run(values_of(badge)) is None
    assert other.run(values_of(badge)) == canonicalize(badge)


@pytest.mark.parametrize("hash_algorithm", ["sha256", "sha384"])
def test_blank_nodes_that_come_to_look_alike_are_told_apart_by_the_whole_algorithm(badge, hash_algorithm):
    results = [{"type": ["Result"], "value": text} for text in "AB"]
    badge["credentialSubject"]["result"] = results
    results[0]["alignment"], results[1]["alignment"] = (
        [{"type": ["Alignment"], "targetCode": code}] for code in "12"
    )
    program = compiled(badge, hash_algorithm=hash_algorithm)
    results[0]["value"] = "B"
    assert program.run(values_of(badge)) == canonicalize(badge, hash_algorithm=hash_algorithm)


def test_too_many_look_alikes_are_refused_as_on_the_reference_path(badge):
    (result,) = badge["credentialSubject"]["achievement"]["resultDescription"]
    result["allowedValue"] = [str(grade) for grade in range(300)]
    program = compiled(badge)
    result["allowedValue"] = ["A"] * 300
    with pytest.raises(ComplexityError) as expected:
        canonicalize(badge)
    with pytest.raises(ComplexityError) as error:
        program.run(values_of(badge))
    assert error.value.to_dict() == expected.value.to_dict()


def test_a_document_without_blank_nodes_has_nothing_to_tell_apart(small_badge):
    document = small_badge()
    assert compiled(document).run(values_of(document)) == canonicalize(document)


def test_one_blank_node_has_the_first_label(small_badge):
    document = small_badge(evidence=[{"type": ["Evidence"], "narrative": "A film."}])
    assert compiled(document).run(values_of(document)) == canonicalize(document)
    assert "_:c14n0 " in canonicalize(document)


def test_two_blank_nodes_are_told_apart(small_badge):
    document = small_badge(evidence=[{"type": ["Evidence"], "name": name} for name in "AB"])
    assert compiled(document).run(values_of(document)) == canonicalize(document)
    assert "_:c14n1 " in canonicalize(document)


def test_what_is_compared_is_what_stands_in_objects_that_share_an_id(small_badge):
    """All ids of objects, and the names of the two profiles: not the description, nor the name of the evidence."""
    profile = {"id": "urn:uuid:1", "type": ["Profile"], "name": "School"}
    evidence = {"id": "urn:uuid:2", "type": ["Evidence"], "name": "School"}
    document = small_badge(description="x", issuer={**profile}, evidence=[evidence])
    document["credentialSubject"]["source"] = {**profile}
    credential, subject, source, name, _, issuer, same_name, about, _ = range(9)
    assert compiled(document).sharing(values_of(document)) == (
        (credential, credential), (subject, subject), (source, source), (name, name), (issuer, source),
        (same_name, name), (about, about),
    )  # fmt: skip
