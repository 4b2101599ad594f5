"""Statements with markers, read as lines with places."""

import pytest

from openbadge_issuer.linked_data.marked_statements import MarkedStatements, NotCompilableError
from openbadge_issuer.linked_data.rdf import Quad


def read(*quads, slots=3):
    return MarkedStatements([Quad(*quad) for quad in quads], "urn:m:", slots)


def test_markers_become_places():
    found = read(("<urn:m:0>", "<p>", '"urn:m:1"@en'), ("_:b7", "<p>", "<x>", "<urn:m:2>"))
    assert [*found.lines()] == [("<", 0, '> <p> "', 1, '"@en .\n'), (3, " <p> <x> <", 2, "> .\n")]
    assert (found.used, found.iris, found.subjects) == ({0, 1, 2}, {0, 2}, {0, 2})
    assert found.blanks == ("_:b7",)


def test_blank_nodes_are_disguised_as_the_standard_says():
    found = read(("_:x", "<p>", "_:y"), ("_:y", "<q>", '"urn:m:0"'), ("_:x", "<p>", "_:x"))
    assert [*found.disguised()] == [
        [("_:a <p> _:z .\n",), ("_:a <p> _:a .\n",)],
        [("_:z <p> _:a .\n",), ('_:a <q> "', 0, '" .\n')],
    ]


def test_values_of_one_property_are_a_group():
    quads = [
        ("<urn:m:0>", "<p>", '"urn:m:1"'),
        ("<urn:m:0>", "<p>", '"urn:m:2"'),
        ("<urn:m:0>", "<q>", '"urn:m:1"'),
    ]
    assert [*read(*quads).groups()] == [[1, 2]]


def test_blank_nodes_beside_values_are_no_matter():
    found = read(("_:b", "<p>", '"urn:m:1"'), ("_:b", "<p>", "_:c"), ("_:b", "<p>", "_:d"))
    assert [*found.groups()] == []


def test_values_of_different_kinds_are_never_equal():
    quads = [
        ("_:b", "<p>", target)
        for target in ("<urn:m:0>", '"urn:m:1"@en', '"urn:m:2"@de', '"urn:m:3"', '"5"^^<n>')
    ]
    assert [*read(*quads).groups()] == []
    assert [*read(*quads, ("_:b", "<p>", '"urn:m:4"@de')).groups()] == [[2, 4]]


@pytest.mark.parametrize(
    ("value", "constant"), [('"urn:m:1"', '"5"'), ('"urn:m:1"@en', '"x"@en'), ("<urn:m:1>", "<x>")]
)
def test_values_that_could_become_a_constant_beside_them_are_not_compiled(value, constant):
    with pytest.raises(NotCompilableError):
        [*read(("_:b", "<p>", value), ("_:b", "<p>", constant)).groups()]


@pytest.mark.parametrize(
    "quad",
    [
        ("_:b", "<urn:m:0>", "<x>"),
        ("_:b", "<p>", "<urn:m:0/x>"),
        ("_:b", "<p>", '"x urn:m:0"'),
        ("_:b", "<p>", '"\\"urn:m:0\\""'),
        ("_:b", "<p>", '"urn:m:0x"'),
        ("_:b", "<p>", '"x"^^<urn:m:0>'),
        ("_:b", "<p>", '"urn:m:0"^^<urn:m:1>'),
        ("_:b", "<p>", '"urn:m:0>"'),
        ("<x>", "<p>", "<urn:m:0>"),
        ("_:b", "<p>", "<urn:m:0>", "<x>"),
    ],
)
def test_markers_anywhere_else_and_constant_subjects_are_not_compiled(quad):
    with pytest.raises(NotCompilableError):
        read(quad)
