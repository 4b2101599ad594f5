"""
Which IRI each term of a context stands for.

PyLD expands documents. This file only reads context definitions, to find out what expansion does not tell:
whether a context plays with keywords, and whether one IRI has several names.

A second name is how a signed key could be hidden: the signature covers the IRI, a reader looks for the name.
A shorthand (a prefix, a term where an IRI may stand) is how a value could be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from openbadge_issuer.json_text import JsonObject, JsonValue


class Definition(NamedTuple):
    """A term of a context, and what it stands for: an IRI, a keyword, or None if the term is unmade."""

    term: str
    meaning: str | None


_Entry = tuple[str, JsonValue, Mapping[str, Any]]

_DELIMITERS = tuple(":/?#[]@")
"""What the IRI of a plain term ends with if the term may be a prefix (JSON-LD 1.1 API, 4.2.2, step 14.2.5)."""


class Vocabulary:
    """The terms of several contexts together, those of contexts within contexts included."""

    def __init__(self, documents: Iterable[JsonObject]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._shorthands: defaultdict[str, set[str]] = defaultdict(set)
        self.coerced: set[str] = set()
        """Terms whose texts have a type or a language by the context, in some place at least."""
        self.named: set[str] = {"type"}
        """Terms whose texts may be terms themselves: `type`, and those coerced to `@vocab`."""
        for document in documents:
            for term, definition, scope in _entries(document.get("@context")):
                self._add(term, definition, _meaning(term, scope, frozenset()))
        self.shorthands = frozenset(self._shorthands)
        """Terms that stand for the beginning of IRIs."""
        self.prefixes = frozenset().union(*self._names.values())
        """Every term: a term may stand before a colon."""
        self.class_names = frozenset().union(*map(_class_names, self._names.values()))
        """Names of classes whose IRI is a property's IRI too, such as `Criteria` beside `criteria`."""

    def names(self, iri: str) -> frozenset[str]:
        """Return every name an IRI has."""
        return frozenset(self._names.get(iri, ()))

    def expansions(self, text: str) -> frozenset[str]:
        """Return the IRIs that a text with a prefix may stand for (JSON-LD 1.1 API, 5.2, step 6); mostly none."""
        prefix, _, suffix = text.partition(":")
        if suffix.startswith("//"):
            return frozenset()
        return frozenset(iri + suffix for iri in self._shorthands.get(prefix, ()))

    def _add(self, term: str, definition: JsonValue, meaning: str | None) -> None:
        if meaning is None:
            return
        self._names[meaning].add(term)
        details = definition if isinstance(definition, dict) else {}
        if details.get("@prefix") is True or (isinstance(definition, str) and meaning[-1:] in _DELIMITERS):
            self._shorthands[term].add(meaning)
        if "@type" in details or "@language" in details:
            self.coerced.add(term)
        if details.get("@type") == "@vocab":
            self.named.add(term)


def definitions(context: JsonValue) -> Iterator[Definition]:
    """Yield the terms of a context and of the contexts within it; URLs of other contexts are not followed."""
    for term, _, scope in _entries(context):
        yield Definition(term, _meaning(term, scope, frozenset()))


def _entries(context: JsonValue, enclosing: Mapping[str, Any] | None = None) -> Iterator[_Entry]:
    """Yield each term with how it is defined, and with all definitions around it."""
    if isinstance(context, list):
        for part in context:
            yield from _entries(part, enclosing)
    if not isinstance(context, dict):
        return
    scope = {**(enclosing or {}), **context}
    for term, definition in context.items():
        if not term.startswith("@"):
            yield term, definition, scope
        if isinstance(definition, dict):
            yield from _entries(definition.get("@context"), scope)


def _meaning(text: str, scope: Mapping[str, Any], seen: frozenset[str]) -> str | None:
    """Follow a term, a compact IRI or an IRI to what it stands for (JSON-LD 1.1 API, 5.2, in short)."""
    if text in scope and text not in seen and not text.startswith("@"):
        definition = scope[text]
        target = (
            definition.get("@id", definition.get("@reverse", text))
            if isinstance(definition, dict)
            else definition
        )
        if not isinstance(target, str):
            return None
        if target != text:
            return _meaning(target, scope, seen | {text})
    prefix, colon, suffix = text.partition(":")
    if colon and prefix in scope and not suffix.startswith("//"):
        return f"{_meaning(prefix, scope, seen | {text}) or prefix + ':'}{suffix}"
    if colon or text.startswith("@"):
        return text
    return f"{scope.get('@vocab') or ''}{text}"


def _class_names(names: set[str]) -> set[str]:
    classes = {name for name in names if name[:1].isupper()}
    return classes if len(classes) < len(names) else set()
