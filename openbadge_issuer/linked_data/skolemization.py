"""
Names for the unnamed parts of a document, so that a selection of it makes some of its very statements.

By themselves, blank nodes of a document and of a part of it cannot be told to be the same.
So each gets an id that says where it stands, before anything is selected; in the statements it becomes a label again
(ECDSA Cryptosuites 1.0, 3.4.6 to 3.4.10; there the document is expanded and compacted, here it gets its ids directly).

Objects get theirs in the document; what only comes to be by expansion, graphs and the links of lists, gets its after.
JSON literals and maps by language hold objects that are no parts: an id that expansion does not find is taken back.
Whether all this changed nothing is for the caller to make sure, by comparing canonical forms.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from openbadge_issuer.json_text import JsonObject, JsonValue
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.linked_data.expansion import expand
from openbadge_issuer.linked_data.located import nowhere
from openbadge_issuer.linked_data.rdf import RDF, Quad, Term
from openbadge_issuer.linked_data.statements import Statements

PREFIX: Final = "urn:bnid:"
"""What ids that are given here begin with."""


def skolemize(document: JsonObject, contexts: Contexts) -> JsonObject:
    """
    Return a copy of a document in which every object that is a part of it has an id.

    Raises:
        LinkedDataError: If it is not JSON-LD.
    """
    given: set[str] = set()
    named: JsonObject = _named(document, (f"{PREFIX}{number}" for number in count()), given)
    found = {node["@id"] for node in _nodes(expand(named, contexts).nodes) if "@id" in node}
    taken_back: JsonObject = _without(named, given - found) if given - found else named
    return taken_back


def to_quads(named: JsonObject, contexts: Contexts) -> frozenset[Quad]:
    """
    Return the statements of a document whose parts have names, or of a selection of it; names are labels again.

    Raises:
        LinkedDataError: If it is not JSON-LD.
    """
    nodes = [_completed(node, PREFIX) for node in expand(named, contexts).nodes]
    return frozenset(Quad(*map(_deskolemized, quad)) for quad in Statements(nodes, nowhere).quads)


def _named(value: JsonValue, names: Iterator[str], given: set[str]) -> JsonValue:
    if isinstance(value, list):
        return [_named(item, names, given) for item in value]
    if not isinstance(value, dict) or "@value" in value:
        return value
    members = {key: item if key == "@context" else _named(item, names, given) for key, item in value.items()}
    if "id" in members:
        return members
    name = next(names)
    given.add(name)
    return {"@id": name, **members}


def _without(value: JsonValue, names: set[str]) -> JsonValue:
    if isinstance(value, list):
        return [_without(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item if key == "@context" else _without(item, names)
        for key, item in value.items()
        if key != "@id" or item not in names
    }


def _nodes(value: JsonValue) -> Iterator[dict[str, Any]]:
    """Yield every node of an expanded document."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict) and "@value" not in value:
        yield value
        for item in value.values():
            yield from _nodes(item)


def _completed(value: JsonValue, place: str) -> JsonValue:
    """Give ids to graphs, which are named by what is in them, and write lists as the chains of nodes they stand for."""
    if not isinstance(value, dict) or "@value" in value:
        return value
    if "@list" in value:
        return _chain(value["@list"], place)
    name = value.get("@id") or _graph_name(value.get("@graph"), place)
    completed = {key: _values(item, f"{name} {key}", key) for key, item in value.items()}
    return {**completed, "@id": name}


def _values(values: JsonValue, place: str, key: str) -> JsonValue:
    if key in ("@id", "@type"):
        return values
    return [_completed(item, f"{place} {index}") for index, item in enumerate(values)]


def _chain(items: list[Any], place: str) -> JsonValue:
    """JSON-LD 1.1 API, 8.5: a list is a chain of links."""
    link: dict[str, Any] = {"@id": f"{RDF}nil"}
    for index, item in reversed([*enumerate(items)]):
        first = _completed(item, f"{place} {index}")
        link = {"@id": f"{PREFIX}{place} {index}", f"{RDF}first": [first], f"{RDF}rest": [link]}
    return link


def _graph_name(graph: JsonValue, place: str) -> str:
    inside = graph[0].get("@id") if graph else None
    return f"{PREFIX}{inside or place} graph"


def _deskolemized(term: Term) -> Term:
    return f"_:{term[len(PREFIX) + 1 : -1]}" if term.startswith(f"<{PREFIX}") else term
