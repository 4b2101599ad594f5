"""
How large a document may be before it is looked at at all.

Reading JSON text has limits of its own; these hold for documents that come as Python objects too,
and keep the list of findings, which grows with the document, from being made for nothing.
"""

from typing import Any

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import MAX_DEPTH

MAX_VALUES = 20_000
"""Values in one document (objects, arrays, texts, numbers). A badge with everything in it has a thousand."""


_CONTAINERS = (dict, list, tuple)


def oversize(document: object) -> Problem | None:
    """Return what is wrong with a document's size, or None if nothing is."""
    level: list[Any] = [document]
    values = 1
    for _ in range(MAX_DEPTH + 1):
        within: list[Any] = []
        for value in level:
            if type(value) is not str and isinstance(value, _CONTAINERS):  # most are texts
                within += value.values() if isinstance(value, dict) else value
        if not within:
            return None
        level, values = within, values + len(within)
        if values > MAX_VALUES:
            message = f"Expected at most {MAX_VALUES:,} values in one document; found more."
            return Problem(code="too-large", path="$", message=message)
    message = f"Expected at most {MAX_DEPTH} levels of objects and arrays; found more."
    return Problem(code="too-deep", path="$", message=message)
