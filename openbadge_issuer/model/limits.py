"""
How large a document may be before it is looked at at all.

Reading JSON text has limits of its own; these hold for documents that come as Python objects too,
and keep the list of findings, which grows with the document, from being made for nothing.
"""

from collections.abc import Iterable

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import MAX_DEPTH

MAX_VALUES = 20_000
"""Values in one document (objects, arrays, texts, numbers). A badge with everything in it has a thousand."""


def oversize(document: object) -> Problem | None:
    """Return what is wrong with a document's size, or None if nothing is."""
    level, values = [document], 0
    for _ in range(MAX_DEPTH + 1):
        values += len(level)
        if values > MAX_VALUES:
            message = f"Expected at most {MAX_VALUES:,} values in one document; found more."
            return Problem(code="too-large", path="$", message=message)
        level = [child for value in level for child in _children(value)]
        if not level:
            return None
    message = f"Expected at most {MAX_DEPTH} levels of objects and arrays; found more."
    return Problem(code="too-deep", path="$", message=message)


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple) else ()
