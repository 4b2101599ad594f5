"""
What an expanded document says, and what it cannot say.

Documents in which these things happen are mostly refused before they are expanded;
a context that nobody thought of must not be able to bring them back.
"""

import pytest

from openbadge_issuer.linked_data.located import nowhere
from openbadge_issuer.linked_data.statements import Statements
from openbadge_issuer.linked_data.strictness import MAX_PROBLEMS


def problems(value, **members):
    """Return the codes of what is wrong with a node that has one value."""
    found = Statements([{"@id": "urn:a", "urn:p": [value], **members}], nowhere).problems
    return [problem.code for problem in found]


def test_a_value_makes_a_statement():
    statements = Statements([{"@id": "urn:a", "urn:p": [{"@value": "x"}]}], nowhere)
    assert [quad.line() for quad in statements.quads] == ['<urn:a> <urn:p> "x" .\n']
    assert statements.problems == []
    assert statements.leaves == 2


@pytest.mark.parametrize("keyword", ["@index", "@included", "@reverse", "@nest"])
def test_a_keyword_that_makes_no_statement_is_found(keyword):
    assert problems({"@value": "x"}, **{keyword: ["y"]}) == ["keyword"]
    assert problems({"@value": "x", keyword: "y"}) == ["keyword"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"@value": "x", "@language": "e_n"}, "language"),
        ({"@value": "x", "@type": "relative"}, "iri"),
        ({"@value": "1.5", "@type": "http://www.w3.org/2001/XMLSchema#double"}, "value"),
        ({"@id": "relative", "urn:q": [{"@value": "x"}]}, "iri"),
        ({"@id": "urn:b", "@type": ["_:t"]}, "undefined-type"),
        ({"@id": "urn:b", "relative": [{"@value": "x"}]}, "iri"),
    ],
)
def test_a_value_that_is_not_written_alike_by_all_is_found(value, code):
    assert problems(value) == [code]


def test_a_value_that_stands_twice_is_found_once():
    found = Statements([{"@id": "urn:a", "urn:p": [{"@value": "x"}, {"@value": "x"}]}], nowhere)
    assert [problem.code for problem in found.problems] == ["duplicate"]


def test_findings_are_told_up_to_a_number():
    nodes = [{"@id": f"relative-{number}", "urn:p": [{"@value": "x"}]} for number in range(MAX_PROBLEMS + 1)]
    assert len(Statements(nodes, nowhere).problems) == MAX_PROBLEMS


def test_empty_properties_and_lists_are_counted_wherever_they_stand():
    node = {"@id": "urn:a", "urn:p": [], "urn:q": [], "urn:r": [{"@value": "x"}]}
    assert Statements([node], nowhere).empty_properties == 2
    lists = [{"@list": []}, {"@list": [{"@value": "x"}]}]
    assert Statements([{"@id": "urn:a", "urn:p": lists}], nowhere).empty_lists == 1


def test_a_list_in_a_graph_stays_in_it():
    node = {"@id": "urn:a", "urn:p": [{"@list": [{"@value": "x"}]}]}
    statements = Statements([{"@id": "urn:g", "@graph": [node]}], nowhere)
    assert len(statements.quads) == 3
    assert {quad.graph for quad in statements.quads} == {"<urn:g>"}


@pytest.mark.parametrize(
    ("value", "leaves"), [([1, [2, 3]], 3), ({"a": [1, 2]}, 2), ({"a": {"b": {"c": 1}}}, 1)]
)
def test_everything_in_a_json_literal_is_counted(value, leaves):
    node = {"@id": "urn:a", "urn:p": [{"@value": value, "@type": "@json"}]}
    assert Statements([node], nowhere).leaves == 1 + leaves
