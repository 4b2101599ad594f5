"""
JSON as a hostile writer sees it: objects are lists of pairs, so a key can stand twice; numbers are any text.

Reading is lenient and writing refuses nothing, since what the strict reader does with it is the question.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring, encode_basestring_ascii

DEEPEST = 200
"""Deepest nesting read, in levels; what is deeper can only be changed as bytes."""


_SURROGATE = re.compile("[\ud800-\udfff]")


class Members(list):
    """An object: its members as pairs of key and value, in order, repetitions included."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Text that is written as it stands: a number with any digits, brackets without end."""

    text: str


def read(data):
    """Read JSON; None if it is none, or too deep."""
    try:
        value = json.loads(
            data, object_pairs_hook=Members, parse_int=Raw, parse_float=Raw, parse_constant=Raw
        )
    except (ValueError, RecursionError):
        return None
    return value if _depth(value) <= DEEPEST else None


@lru_cache(maxsize=512)
def bank(data):
    """List the values and the keys in some JSON, for others to take; the values must not be changed."""
    value = read(data)
    found = places(value) if isinstance(value, list) else []
    keys = [container[index][0] for container, index in found if isinstance(container, Members)]
    return [value_at(*place) for place in found], list(dict.fromkeys(keys))


def write(value):
    """Write a value that was read, and changed, as bytes."""
    return _text(value).encode("utf-8", "surrogatepass")


def places(value):
    """List every value below an object or array as (container, index), the index counting pairs in an object."""
    found, stack = [], [value]
    while stack:
        container = stack.pop()
        for index, item in enumerate(container):
            found.append((container, index))
            inner = item[1] if isinstance(container, Members) else item
            if isinstance(inner, list):
                stack.append(inner)
    return found


def value_at(container, index):
    """Return the value at a place."""
    return container[index][1] if isinstance(container, Members) else container[index]


def put(container, index, value):
    """Put a value at a place."""
    container[index] = (container[index][0], value) if isinstance(container, Members) else value


def _depth(value):
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        depth += 1
        containers = [item for item in level if isinstance(item, list)]
        level = [
            item[1] if isinstance(container, Members) else item
            for container in containers
            for item in container
        ]
    return depth


def _text(value):
    match value:
        case Raw():
            return value.text
        case Members():
            return "{" + ",".join(f"{_string(key)}:{_text(item)}" for key, item in value) + "}"
        case list():
            return "[" + ",".join(map(_text, value)) + "]"
        case str():
            return _string(value)
        case _:
            return json.dumps(value)


def _string(text):
    """Write a text, half surrogate pairs as escapes: as bytes they would not even be UTF-8."""
    return encode_basestring_ascii(text) if _SURROGATE.search(text) else encode_basestring(text)
