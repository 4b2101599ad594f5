"""
Contexts written out inside a document.

A signature does not cover them, only what the document means by them:
whoever holds a signed document may add one.
So an inline context may do one thing: give a name of its own to an IRI that the other contexts do not name.
It cannot give `credentialStatus` a second name under which nobody looks, use a known name for something else,
alias a keyword, unmake a term, change how values are read, or open a prefix.
The name must be the one that the IRI ends with: the IRI is signed, the name is not,
so of a badge with `failed` (`https://school.example/terms#failed`) nobody can make one with `passed`.

What it names is not pinned. A reader who relies on such a term must compare the context itself.
"""

import re
from collections.abc import Iterator

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import JsonObject, JsonValue, child_path, shorten
from openbadge_issuer.linked_data.rdf import KEYWORDS, is_iri
from openbadge_issuer.linked_data.terms import Vocabulary

MAX_TERMS = 100
"""Most terms that the inline contexts of a document define. Every object takes longer with each."""

_DEFINITION_KEYS = {"@id", "@type", "@container"}
_CONTAINERS = ("@set", "@list", ["@set"], ["@list"])
_DELIMITER = re.compile(r"[/#?:]")
_SWITCHES = {"@version": (1.1,), "@protected": (True, False)}


def check_inline_contexts(contexts: list[tuple[str, JsonObject]], known: Vocabulary) -> list[Problem]:
    """
    Return what is wrong with the inline contexts of a document.

    Args:
        contexts: The objects that stand in a `@context`, each with the path of that `@context`.
        known: The terms of the contexts that the document names by URL.
    """
    problems: list[Problem] = []
    terms = 0
    for path, context in contexts:
        definitions = _unwrapped(context)
        terms += len(definitions)
        if terms > MAX_TERMS:
            message = f"Inline contexts may define {MAX_TERMS} terms; put them into a file, and add that."
            return [Problem(code="inline-context", path=path, message=message)]
        problems += _check(definitions, path, known)
    return problems


def _check(definitions: JsonObject, path: str, known: Vocabulary) -> Iterator[Problem]:
    for term, definition in definitions.items():
        reason = _refusal(term, definition, known)
        if reason:
            value = shorten(str(definition))
            yield Problem(
                code="inline-context", path=child_path(path, str(term)), message=reason, value=value
            )


def _unwrapped(context: JsonObject) -> JsonObject:
    """Some put the whole context document in: `{"@context": {…}}`."""
    wrapped = context.get("@context")
    return wrapped if len(context) == 1 and isinstance(wrapped, dict) else context


def _refusal(term: JsonValue, definition: JsonValue, known: Vocabulary) -> str | None:
    if not isinstance(term, str) or not term or ":" in term or "/" in term:
        return "A term of an inline context must be a plain name."
    if term.startswith("@"):
        allowed = any(definition is value or definition == value for value in _SWITCHES.get(term, ()))
        return None if allowed else f"{term} may not be set by an inline context."
    if isinstance(definition, str):
        definition = {"@id": definition}
    if not isinstance(definition, dict) or not definition.keys() <= _DEFINITION_KEYS:
        return "An inline context may define a term by an IRI, with @type and @container, and no more."
    if definition.get("@container", "@set") not in _CONTAINERS:
        return "The @container of a term in an inline context may be @set or @list."
    if not isinstance(definition.get("@type", ""), str):
        return "The @type of a term must be a text."
    return _iri_refusal(term, definition.get("@id"), known)


def _iri_refusal(term: str, iri: JsonValue, known: Vocabulary) -> str | None:
    if iri in ("@id", "@type"):
        same = term in known.names(iri)
        return None if same else f"{iri} has the names that the other contexts give it, and no more."
    if not is_iri(iri) or iri.partition(":")[0] in known.prefixes:
        return "A term of an inline context must stand for an absolute IRI."
    if iri[-1] in ":/?#[]@":
        return "A term of an inline context may not be a prefix; its IRI may not end like this one."
    return _name_refusal(term, iri, known)


def _name_refusal(term: str, iri: str, known: Vocabulary) -> str | None:
    if iri in KEYWORDS:
        return f"This IRI stands for {KEYWORDS[iri]}, which has no other name."
    last = _DELIMITER.split(iri)[-1]
    if last != term:
        return f"The IRI ends with {shorten(last, 40)!r}: that is signed, and must be the name of the term."
    names = sorted(known.names(iri))
    if names:
        return f"The document's other contexts name this IRI already, {names[0]!r}."
    return "The document's other contexts define this term already." if term in known.prefixes else None
