"""
JSON-LD expansion: from terms to IRIs, done by PyLD (JSON-LD 1.1 API, section 5).

PyLD is asked through its public interface, with everything given per call: loader, no base IRI, caches.
Its processed contexts are kept between calls, since making them costs more than expanding a badge.
A cache serves one set of contexts, and one call at a time, because PyLD's are not safe for threads.

PyLD leaves out in silence what it cannot expand.
It says so for keys only; the rest is found by `statements`.
"""

from collections import deque
from functools import lru_cache
from typing import Any, NamedTuple

from pyld.jsonld import ContextResolver, JsonLdError, JsonLdProcessor

from openbadge_issuer.errors import ComplexityError, ContextError, LinkedDataError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.linked_data.loader import document_loader

CACHED_CONTEXTS = 200
"""Contexts in a cache, beyond which it is thrown away; the shipped ones and those within them are some 90."""

CACHES_KEPT = 4
"""Caches kept for one set of contexts, 1 MiB each: as many calls at once find one, the next makes its own."""

CONTEXT_SETS = 4
"""Sets of contexts for which caches are kept. An application has one or two."""

_SENTENCES = {
    "protected term redefinition": "A context redefines a term that another one protects."
    " The contexts do not go together, or stand in the wrong order.",
    "invalid context nullification": "A context tries to unmake terms that another one protects.",
    "invalid @id value": "An id must be a text.",
    "invalid type value": "A type must be a text, or an array of texts.",
    "colliding keywords": "An object has its id twice, under two names.",
    "invalid typed value": "The @type of a value must be one absolute IRI.",
    "invalid language-tagged value": "Only texts may have a language.",
    "invalid base direction": "A direction must be 'ltr' or 'rtl'.",
    "invalid value object": "A value may have a @type, or a @language and a @direction, and nothing else.",
    "invalid value object value": "The @value of a value must be a text, a number, true or false.",
    "invalid scoped context": "A context within a context is not valid.",
}


_Cache = dict[str, Any]


class Expansion(NamedTuple):
    """
    An expanded document.

    Attributes:
        nodes: The expanded form, a list of node objects.
        dropped: The keys that no context defines.
    """

    nodes: list[Any]
    dropped: list[str]


def expand(document: JsonObject, contexts: Contexts) -> Expansion:
    """
    Expand a document.

    Raises:
        ContextError: If it names a context that is not at hand.
        LinkedDataError: If it is not JSON-LD.
        ComplexityError: If it is nested too deeply.
    """
    caches = _caches(contexts)
    try:
        cache = caches.pop()
    except IndexError:
        cache = {}
    expansion = _expand(document, contexts, cache)
    if len(cache) <= CACHED_CONTEXTS:  # and not after an error: the cache may then hold something half made
        caches.append(cache)
    return expansion


@lru_cache(maxsize=CONTEXT_SETS)
def _caches(_contexts: Contexts) -> deque[_Cache]:
    return deque(maxlen=CACHES_KEPT)


def _expand(document: JsonObject, contexts: Contexts, cache: _Cache) -> Expansion:
    dropped: list[str] = []
    loader = document_loader(contexts)
    options = {"base": None, "documentLoader": loader, "contextResolver": ContextResolver(cache, loader)}
    processor = JsonLdProcessor(on_property_dropped=lambda key: dropped.append("" if key is None else key))
    try:
        return Expansion(processor.expand(document, options), dropped)
    except RecursionError as error:
        raise ComplexityError("The document, or one of its contexts, is nested too deeply.") from error
    except JsonLdError as error:
        raise _translated(error) from error
    except Exception as error:
        raise LinkedDataError(f"The document is not JSON-LD ({type(error).__name__}).") from error


def _translated(error: JsonLdError) -> LinkedDataError:
    """Make our error of PyLD's: the reason is in the last error of the chain that has one."""
    found = LinkedDataError(f"The document is not JSON-LD: {error.code or error.args[0]}.")
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ContextError):
            return cause
        if isinstance(cause, JsonLdError) and cause.code in _SENTENCES:
            found = LinkedDataError(_SENTENCES[cause.code])
        cause = cause.__cause__
    return found
