"""
What documents have in common, and what is each one's own: the shape, and the values.

A thousand badges of one programme have the same keys, contexts, types and numbers, nested in the same way.
That is their *shape*. The texts that differ are the *values*, in the order of the document;
the place where one stands is a *slot*.

A text belongs to the shape where JSON-LD may look for a meaning behind it: a context, a type, a language,
and whatever a term maps through the vocabulary. All other texts are values.

Two documents have equal shapes exactly if they differ in values only, because a shape can be read back:
the keys of an object as a tuple, the length of an array as a number, `str` for a value, the text itself
where it belongs to the shape, and of anything else its type, and then how Python writes it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from openbadge_issuer.json_text import JsonObject, JsonValue

MAX_ENTRIES = 4_000
"""Longest shape, in entries: objects, arrays, texts and numbers. One with every property of the standard has 400."""

QUALIFIERS = frozenset({"@context", "@type", "@language", "@direction"})
"""Keywords whose texts say how something else is read."""

Shape = tuple[object, ...]


class Reading(NamedTuple):
    """The shape of a document, and its values in the order of the document."""

    shape: Shape
    values: list[str]


class Node(NamedTuple):
    """
    An object with an id that is a value, as slots.

    Attributes:
        id: The slot of its id.
        start: The first slot in it.
        end: The slot after its last one, those of objects in it included.
    """

    id: int
    start: int
    end: int


class _NotPlainError(Exception):
    """The document is too large, or holds something else than the plain types that JSON is read into."""


def read(document: JsonObject, fixed: frozenset[str]) -> Reading | None:
    """
    Take a document apart; None if it is too large, or not made of Python's own types for JSON.

    Args:
        document: Any document; nothing in it is checked.
        fixed: The keys whose texts belong to the shape.
    """
    shape: list[object] = []
    values: list[str] = []
    if type(document) is not dict:
        return None
    try:
        _read_object(document, fixed, shape, values)
    except (_NotPlainError, RecursionError, ValueError):  # Python writes no integers of 5,000 digits
        return None
    return Reading(tuple(shape), values)


def _read_object(value: JsonObject, fixed: frozenset[str], shape: list[object], values: list[str]) -> None:
    if len(shape) + len(value) > MAX_ENTRIES:
        raise _NotPlainError
    shape.append(tuple(value))
    for key, item in value.items():
        kind = type(item)
        if kind is str and key not in fixed:
            shape.append(str)
            values.append(item)
        elif kind is dict:
            _read_object(item, fixed, shape, values)
        elif kind is list:
            _read_array(item, fixed, shape, values, is_fixed=key in fixed)
        else:
            _read_constant(item, shape)


def _read_array(
    value: list[Any], fixed: frozenset[str], shape: list[object], values: list[str], *, is_fixed: bool
) -> None:
    if len(shape) + len(value) > MAX_ENTRIES:
        raise _NotPlainError
    shape.append(len(value))
    for item in value:
        kind = type(item)
        if kind is str and not is_fixed:
            shape.append(str)
            values.append(item)
        elif kind is dict:
            _read_object(item, fixed, shape, values)
        else:
            _read_constant(item, shape)


def _read_constant(item: JsonValue, shape: list[object]) -> None:
    kind = type(item)
    if kind is str:
        shape.append(item)
    elif kind is int or kind is float or kind is bool or item is None:
        # As a text: 0.0 and -0.0 are equal, and anybody can make numbers that have equal hashes.
        shape.append(kind)
        shape.append(repr(item))
    else:
        raise _NotPlainError


def with_values(document: JsonObject, values: Iterator[str], fixed: frozenset[str]) -> JsonObject:
    """Copy a document that could be read, with other values in its slots."""
    return {key: _with_values(item, values, fixed, is_fixed=key in fixed) for key, item in document.items()}


def _with_values(
    value: JsonValue, values: Iterator[str], fixed: frozenset[str], *, is_fixed: bool
) -> JsonValue:
    if isinstance(value, dict):
        return with_values(value, values, fixed)
    if isinstance(value, list):
        return [_with_values(item, values, fixed, is_fixed=is_fixed) for item in value]
    return next(values) if isinstance(value, str) and not is_fixed else value


def nodes(document: JsonObject, fixed: frozenset[str]) -> list[Node]:
    """Return the objects of a document that could be read whose id is a value, inner ones first."""
    found: list[Node] = []
    _find_nodes(document, 0, fixed, found)
    return found


def _find_nodes(value: JsonObject, start: int, fixed: frozenset[str], found: list[Node]) -> int:
    """Find the nodes in an object that begins at a slot; return the slot after it."""
    slot, id_slot = start, None
    for key, item in value.items():
        if key == "id" and isinstance(item, str) and key not in fixed:
            id_slot = slot
        for part in item if isinstance(item, list) else [item]:
            if isinstance(part, dict):
                slot = _find_nodes(part, slot, fixed, found)
            elif isinstance(part, str) and key not in fixed:
                slot += 1
    if id_slot is not None:
        found.append(Node(id_slot, start, slot))
    return slot
