"""
Texts that know where in a document they stand.

Expansion turns a document inside out and says nothing of places, but it hands on the very texts it was given.
So a document whose texts carry their JSON path is expanded once more when something is wrong, to say where.
It is used on that path only: such texts cost time.
"""

from collections.abc import Callable
from typing import Any, Self

from openbadge_issuer.json_text import JsonObject, JsonValue, child_path, walk

ROOT = "$"

Where = Callable[[Any], str]
"""Tells where a value stands in the document, as a JSON path."""


def nowhere(_value: JsonValue) -> str:
    """Know no places: for a first look, when only whether something is wrong matters."""
    return ROOT


class Located(str):
    """A text with the JSON path of the value, or of the key, that it is."""

    __slots__ = ("path",)
    path: str

    def __new__(cls, text: str, path: str) -> Self:
        """Make the text, and keep the path."""
        self = super().__new__(cls, text)
        self.path = path
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Located":
        return self


def located(value: JsonValue, path: str = ROOT) -> JsonValue:
    """Copy a document so that its keys and texts know their places; contexts are left as they are."""
    if isinstance(value, str):
        return Located(value, path)
    if isinstance(value, list):
        return [located(item, child_path(path, index)) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            Located(key, child_path(path, key)): item
            if key == "@context"
            else located(item, child_path(path, key))
            for key, item in value.items()
        }
    return value


Place = tuple[str, JsonValue]
"""A JSON path, and the value that stands there."""


def places_of(document: JsonObject) -> list[Place]:
    """Return the places of a document where `path_of` looks: all but those in contexts."""
    return [(path, item) for path, item in walk(document) if "@context" not in path]


def path_of(value: JsonValue, places: list[Place]) -> str:
    """
    Return where a value stands in a document.

    Without a place of its own (numbers have none, nor has an IRI made from a prefix), it is the first place
    that holds an equal value, or a text that the value ends with; the whole document if there is none.
    """
    if isinstance(value, Located):
        return value.path
    alike = [place for place in places if type(place[1]) is type(value)]
    if not isinstance(value, str):
        return next((path for path, item in alike if item == value), ROOT)
    lowered = value.lower()
    equal = [path for path, item in alike if item.lower() == lowered]
    endings = [path for path, item in alike if item and value.endswith(item)]
    return next(iter([*equal, *endings]), ROOT)
