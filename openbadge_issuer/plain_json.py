"""
Writing plain documents as JSON text, fast: those of nothing but objects, arrays, texts, integers, true, false and null.

Nearly all badges are. A native library (orjson) writes them in a tenth of the time that Python takes.
It writes fractions in a spelling of its own, takes NaN for null, and other things of Python for texts;
so what is in a document is looked at first, and whatever is not plain is left to Python's own writer.
The text is the same, character for character: ASCII, without spaces, in the order of the document.
"""

import json
import re
from typing import Any

import orjson

MAX_CONTAINERS = 4_000
"""Most objects and arrays in a plain document; a very rich badge has 500. What holds itself would have no end."""

_SCALARS = frozenset({int, bool, type(None)})
_ESCAPED = re.compile("[^ -~]+")
"""What is written as an escape: all that is not ASCII, and U+007F."""

_ENCODER = json.JSONEncoder(ensure_ascii=True)


def count_objects(document: dict[str, Any]) -> int | None:
    """
    Count the objects in a plain document.

    Returns:
        None if it has anything of another type, fractions among them, or too many objects and arrays.
    """
    if type(document) is not dict:
        return None
    containers: list[Any] = [document]
    objects = 0
    for container in containers:  # grows while it is gone through
        is_object = type(container) is dict
        objects += is_object
        for value in container.values() if is_object else container:
            kind = type(value)
            if kind is str:  # most are
                continue
            if kind is dict or kind is list:
                containers.append(value)
            elif kind not in _SCALARS:
                return None
        if len(containers) > MAX_CONTAINERS:
            return None
    return objects


def plain_text(document: dict[str, Any]) -> str | None:
    """
    Write a plain document whose texts hold no braces, ampersands or angle brackets.

    Returns:
        None if it is none, or cannot be written so (half a surrogate pair, huge integers): Python's own writer
        then knows what becomes of it.
    """
    objects = count_objects(document)
    if objects is None:
        return None
    try:
        text = orjson.dumps(document).decode()
    except TypeError:
        return None
    if text.count("{") != objects or text.count("}") != objects or "&" in text or "<" in text or ">" in text:
        return None
    if text.isascii() and "\x7f" not in text:
        return text
    return _ESCAPED.sub(lambda found: _ENCODER.encode(found[0])[1:-1], text)
