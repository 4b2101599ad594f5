"""
From the expanded form of a document to RDF statements (JSON-LD 1.1 API, section 8), leaving nothing out.

The standard's algorithm skips what RDF cannot say.
This one has no such step: what makes no statement is a problem.
It is also where the expansion is checked, since nothing else stands between the document and this file:
every key must have become an absolute IRI, and every text, number and truth value is counted.

Nodes need no merging before they are written down, as statements about one id meet by themselves;
whether they may is decided in `merging`. Directions are written as `i18n` datatypes.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import JsonValue, shorten
from openbadge_issuer.linked_data.literals import NotWritableError, to_literal
from openbadge_issuer.linked_data.located import Where
from openbadge_issuer.linked_data.rdf import RDF, Quad, Term, iri, is_iri
from openbadge_issuer.linked_data.strictness import BLANK_NODE_ID, DUPLICATE, MAX_PROBLEMS

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_VALUE_KEYS = {"@value", "@type", "@language", "@direction"}


class Statements:
    """
    The statements that an expanded document makes.

    Attributes:
        quads: The statements, each once.
        leaves: How many ids, types and literals they were made from.
        empty_lists: How many lists are empty; a statement says so.
        empty_properties: How many properties have no value; no statement says so.
        problems: What cannot be said, or not so.
    """

    def __init__(self, nodes: list[Any], where: Where) -> None:
        self.quads: dict[Quad, None] = {}
        self.leaves = 0
        self.empty_lists = 0
        self.empty_properties = 0
        self.problems: list[Problem] = []
        self._where = where
        self._labels = (f"_:b{number}" for number in count())
        for node in nodes:
            self._add_member(node, "")

    def _add_member(self, node: JsonValue, graph: Term) -> None:
        """Add a node that no statement refers to; it must say something itself."""
        if isinstance(node, dict) and node.keys() - {"@id"} and not node.keys() & {"@value", "@list"}:
            self._add_node(node, graph)
        else:
            self._found(
                "says-nothing", _first_text(node), "This makes no statement, so it would not be signed."
            )

    def _add_node(self, node: dict[str, Any], graph: Term) -> Term:
        subject = self._term(node["@id"]) if "@id" in node else next(self._labels)
        for key, values in node.items():
            if key == "@type":
                self._add(subject, iri(RDF + "type"), [self._type(value) for value in values], graph, values)
            elif key == "@graph":
                for member in values:
                    self._add_member(member, subject)
            elif not key.startswith("@"):
                self._add_property(subject, key, values, graph)
            elif key != "@id":
                self._found("keyword", _first_text(values), f"{key} is not signed.")
        return subject

    def _add_property(self, subject: Term, predicate: str, values: list[Any], graph: Term) -> None:
        if not is_iri(predicate):
            message = f"A context makes the key of this {shorten(predicate)!r}, which is not an absolute IRI."
            self._found("iri", _first_text(values), message)
        self.empty_properties += not values
        self._add(subject, iri(predicate), [self._object(value, graph) for value in values], graph, values)

    def _add(
        self, subject: Term, predicate: Term, objects: list[Term], graph: Term, sources: list[Any]
    ) -> None:
        seen = set()
        for target, source in zip(objects, sources, strict=True):
            if target in seen:
                self._found("duplicate", _first_text(source), DUPLICATE)
            seen.add(target)
            self.quads[Quad(subject, predicate, target, graph)] = None

    def _object(self, value: JsonValue, graph: Term) -> Term:
        if "@value" in value:
            return self._literal(value)
        if "@list" in value:
            return self._list(value["@list"], graph)
        return self._add_node(value, graph)

    def _list(self, items: list[Any], graph: Term) -> Term:
        """8.5: a list is a chain of blank nodes."""
        self.empty_lists += not items
        head = iri(RDF + "nil")
        for item in reversed(items):
            link = next(self._labels)
            self.quads[Quad(link, iri(RDF + "first"), self._object(item, graph), graph)] = None
            self.quads[Quad(link, iri(RDF + "rest"), head, graph)] = None
            head = link
        return head

    def _literal(self, value: dict[str, Any]) -> Term:
        text, datatype, language = value["@value"], value.get("@type"), value.get("@language")
        self.leaves += sum(1 for _ in _scalars(text))
        if not value.keys() <= _VALUE_KEYS:
            self._found("keyword", text, f"{min(value.keys() - _VALUE_KEYS)} is not signed.")
        if language is not None and not _LANGUAGE_TAG.fullmatch(language):
            self._found("language", language, "This is not a language tag, such as en or pt-BR.")
        if datatype is not None and datatype != "@json" and not is_iri(datatype):
            self._found("iri", datatype, "The type of a value must be an absolute IRI.")
        try:
            return to_literal(text, datatype=datatype, language=language, direction=value.get("@direction"))
        except NotWritableError as error:
            self._found("value", text, str(error))
            return '""'

    def _term(self, value: JsonValue) -> Term:
        self.leaves += 1
        if isinstance(value, str) and value.startswith("_:"):
            self._found("blank-node-id", value, BLANK_NODE_ID)
        elif not is_iri(value):
            self._found("iri", value, "An id must be an absolute IRI, such as https://… or urn:uuid:….")
        return iri(str(value))

    def _type(self, value: JsonValue) -> Term:
        self.leaves += 1
        if not is_iri(value) or value.startswith("_:"):
            self._found("undefined-type", value, "No context of the document defines this type.")
        return iri(str(value))

    def _found(self, code: str, value: JsonValue, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            shown = shorten(str(value))
            self.problems.append(Problem(code=code, path=self._where(value), message=message, value=shown))


def _scalars(value: JsonValue) -> Iterator[JsonValue]:
    """Yield what was counted in the document: of a JSON literal, everything in it."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _scalars(item)
    else:
        yield value


def _first_text(value: JsonValue) -> JsonValue:
    """Return something of an expanded value by which its place can be found."""
    while isinstance(value, dict | list) and value:
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return value
