"""
RDF statements, and N-Quads in its canonical form.

A term is its own canonical N-Quads text: `<https://school.example>`, `_:b0`, `"text"`, `"3"^^<…#integer>`.
So two terms are equal exactly when their texts are, and writing a statement is joining four texts.
The canonical form (RDF 1.2 N-Quads, section 3, as RDFC-1.0 wants it) writes each character in one way only.

The parser reads N-Quads 1.1 as published test vectors use it; documents never come in through it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openbadge_issuer.errors import LinkedDataError

Term = str
"""An IRI, a blank node or a literal as canonical N-Quads writes it; "" stands for the default graph."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

XSD_STRING = XSD + "string"
RDF_LANG_STRING = RDF + "langString"

KEYWORDS = {RDF + "type": "@type", RDF + "first": "@list", RDF + "rest": "@list"}
"""
IRIs of what JSON-LD writes with a keyword (JSON-LD 1.1 API, 8.2 and 8.5), and with which.

A term for one would say the same without a trace in the statements, where nobody looks for it.
"""

_ECHAR = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_UCHAR = [*range(0x20), 0x7F, 0xFFFE, 0xFFFF]
"""Other controls, and what is not a character in XML 1.1."""
_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in _UCHAR},
    **{ord(char): text for char, text in _ECHAR.items()},
}
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')

_UNESCAPES = {text: char for char, text in _ECHAR.items()} | {"\\'": "'"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\.")

_HEX = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# Possessive: what was read is not read again otherwise, so that long texts take no memory to turn back.
_IRI = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]++|{_HEX})*+)>'
_BLANK = r"_:\w(?:[\w.\-\u00B7]*[\w\-\u00B7])?"
_LITERAL = rf'"([^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+)"(?:\^\^{_IRI}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?'
_QUAD = re.compile(
    rf"[ \t]*(?:{_IRI}|({_BLANK}))"  # subject: groups 1, 2
    rf"[ \t]*{_IRI}"  # predicate: 3
    rf"[ \t]*(?:{_IRI}|({_BLANK})|{_LITERAL})"  # object: 4, 5, 6 with datatype 7 or language 8
    rf"[ \t]*(?:{_IRI}|({_BLANK}))?"  # graph: 9, 10
    r"[ \t]*\.[ \t]*(?:#.*)?"
)

_SURROGATE = re.compile("[\ud800-\udfff]")

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s\x00-\x20<>\"{}|\\^`\x7f-\x9f\ufffe\uffff]+")
"""RFC 3987, loosely: a scheme, and no character that N-Quads forbids or that some take for space."""


class Quad(NamedTuple):
    """One statement, in a graph."""

    subject: Term
    predicate: Term
    object: Term
    graph: Term = ""

    def line(self) -> str:
        """Write the statement as a line of canonical N-Quads, with its line feed."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


def iri(value: str) -> Term:
    """Make the term of an IRI; does not check that it is one."""
    return f"<{value}>"


def is_iri(value: object) -> bool:
    """Tell whether a value is the text of an absolute IRI."""
    return isinstance(value, str) and _ABSOLUTE_IRI.fullmatch(value) is not None


def literal(value: str, *, datatype: str = XSD_STRING, language: str | None = None) -> Term:
    """Make the term of a literal; a language implies the datatype `rdf:langString`."""
    text = value.translate(_ESCAPES) if _TO_ESCAPE.search(value) else value
    if language is not None:
        return f'"{text}"@{language}'
    return f'"{text}"' if datatype == XSD_STRING else f'"{text}"^^<{datatype}>'


def is_blank(term: Term) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")


def parse(text: str) -> list[Quad]:
    """
    Read N-Quads; statements that stand twice are returned once.

    Raises:
        LinkedDataError: If a line is not a statement, or a character is half a surrogate pair.
    """
    if _SURROGATE.search(text):
        raise LinkedDataError("Half a surrogate pair is not a character; N-Quads are UTF-8.")
    return list(dict.fromkeys(_parse_lines(text)))


def serialize(quads: Iterable[Quad]) -> str:
    """Write statements as canonical N-Quads, in code point order."""
    return "".join(sorted(quad.line() for quad in quads))


def _parse_lines(text: str) -> Iterator[Quad]:
    for number, line in enumerate(re.split(r"[\r\n]+", text), start=1):
        if line.strip(" \t") and not line.lstrip(" \t").startswith("#"):
            yield _parse_line(line, number)


def _parse_line(line: str, number: int) -> Quad:
    match = _QUAD.fullmatch(line)
    if not match:
        raise LinkedDataError(f"Line {number} is not an N-Quads statement.")
    subject, blank_subject, predicate, target, blank_target, value, datatype, language, graph, blank_graph = (
        match.groups()
    )
    return Quad(
        blank_subject or iri(_unescape(subject)),
        iri(_unescape(predicate)),
        blank_target
        or (_parse_literal(value, datatype, language) if target is None else iri(_unescape(target))),
        blank_graph or ("" if graph is None else iri(_unescape(graph))),
    )


def _parse_literal(value: str, datatype: str | None, language: str | None) -> Term:
    return literal(_unescape(value), datatype=_unescape(datatype or XSD_STRING), language=language)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_unescape_one, text) if "\\" in text else text


def _unescape_one(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    code = int(digits, 16) if digits else -1
    if match[0] not in _UNESCAPES and (not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF):
        raise LinkedDataError(f"{match[0]} does not stand for a character.")
    return chr(code) if digits else _UNESCAPES[match[0]]
