"""
Which IRI each term of a context stands for.

PyLD expands documents. This file only reads context definitions, to find out what expansion does not tell:
whether a context plays with keywords, and whether one IRI has several names.

A second name is how a signed key could be hidden: the signature covers the IRI, a reader looks for the name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from openbadge_issuer.json_text import JsonObject, JsonValue


class Definition(NamedTuple):
    """A term of a context, and what it stands for: an IRI, a keyword, or None if the term is unmade."""

    term: str
    meaning: str | None


class Vocabulary:
    """The terms of several contexts together, those of contexts within contexts included."""

    def __init__(self, documents: Iterable[JsonObject]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for document in documents:
            for term, meaning in definitions(document.get("@context")):
                if meaning is not None:
                    self._names[meaning].add(term)
        self.prefixes = frozenset().union(*self._names.values())
        """Every term: a term may stand before a colon."""
        self.class_names = frozenset().union(*map(_class_names, self._names.values()))
        """Names of classes whose IRI is a property's IRI too, such as `Criteria` beside `criteria`."""

    def names(self, iri: str) -> frozenset[str]:
        """Return every name an IRI has."""
        return frozenset(self._names.get(iri, ()))


def definitions(context: JsonValue, enclosing: Mapping[str, Any] | None = None) -> Iterator[Definition]:
    """Yield the terms of a context and of the contexts within it; URLs of other contexts are not followed."""
    if isinstance(context, list):
        for part in context:
            yield from definitions(part, enclosing)
    if not isinstance(context, dict):
        return
    scope = {**(enclosing or {}), **context}
    for term, definition in context.items():
        if not term.startswith("@"):
            yield Definition(term, _meaning(term, scope, frozenset()))
        if isinstance(definition, dict):
            yield from definitions(definition.get("@context"), scope)


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
