"""
The way PyLD asks for contexts, answered from the contexts at hand.

Handed to PyLD with every call, never set as its global loader.
Anything else is refused; there is no network here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from openbadge_issuer.linked_data.contexts import Contexts

DocumentLoader = Callable[[str, Mapping[str, Any]], dict[str, Any]]


def document_loader(contexts: Contexts) -> DocumentLoader:
    """
    Return a PyLD document loader that serves these contexts.

    The loader raises `ContextError` for any other URL; PyLD wraps that into an error of its own.
    """

    def load(url: str, _options: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": contexts.document(url),  # a new object each time: PyLD rewrites what it is given
            "tag": "static",  # PyLD may keep the processed context
        }

    return load
