"""
Where endorsements stand in a document, and what each of them may be about (Open Badges 3.0, "EndorsementCredential").

Badges, achievements and profiles (issuer, creator, source, parentOrg, …) hold what others say about them:
`endorsement` credentials with a proof of their own, `endorsementJwt` credentials as a JWT.
An endorsement is about the thing that it stands in.
One that stands in the badge itself may also be about the achievement and the profiles in the badge:
so the standard describes the property. What the badge only refers to, as related or as evidence, is not in it.

Endorsements within endorsements are found when their turn comes. Nothing is verified here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openbadge_issuer.json_text import JsonObject, JsonValue, child_path
from openbadge_issuer.verification.source import document_kind, types_of

EMBEDDED = "endorsement"
JWT = "endorsementJwt"

_FORMS: dict[str, type[Any]] = {EMBEDDED: dict, JWT: str}
_ENDORSED = frozenset({"Achievement", "Profile"})
_PLACE = re.compile(r"\.(issuer|achievement|creator|source|parentOrg)(\[\d+\])?\Z")
"""Where achievements and profiles stand that a badge is about (Open Badges 3.0, data model)."""
_CONTAINERS = (dict, list)
_Place = tuple[Any, str | int] | None
"""Where a value stands: the place of what it stands in, and its key there; None for the document. Few become paths."""
_APART = frozenset({EMBEDDED, JWT, "proof", "@context"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Endorsement:
    """
    An endorsement where it was found.

    Attributes:
        path: Where it stands.
        value: A credential, or a JWT that should hold one.
        holders: The ids that it may be about.
    """

    path: str
    value: JsonObject | str
    holders: frozenset[str]


def find_endorsements(document: JsonObject) -> Iterator[Endorsement]:
    """Yield every endorsement in a document, in its order, those within endorsements left out."""
    for place, holder in _objects(document):
        if EMBEDDED not in holder and JWT not in holder:
            continue
        path, is_badge = _path(place), place is None and document_kind(document) == "badge"
        ids = frozenset(_ids(document) if is_badge else _id_of(holder))
        for name in (EMBEDDED, JWT):
            for inner, value in _items(holder, name, path):
                if isinstance(value, _FORMS[name]):
                    yield Endorsement(path=inner, value=value, holders=ids)


def without_endorsements(document: JsonObject) -> JsonObject:
    """
    Return a document without its endorsements, which are looked at by themselves.

    What stands in their place and is none (a number, say) is kept: that is the document's own fault.
    """
    found: JsonObject = _stripped(document) if _names_any(document) else document
    return found


def _names_any(document: JsonObject) -> bool:
    """Tell whether a key for endorsements stands anywhere; in most documents none does."""
    values: list[JsonValue] = [document]
    for value in values:  # grows while it is gone through
        kind = type(value)  # of what was read from JSON; asking for subclasses takes twice as long
        if kind is dict:
            if EMBEDDED in value or JWT in value:
                return True
            values += value.values()
        elif kind is list:
            values += value
    return False


def _objects(document: JsonObject) -> Iterator[tuple[_Place, JsonObject]]:
    """Yield every object that can hold an endorsement, parents before children, in the order of the document."""
    stack: list[tuple[_Place, JsonObject | list[Any]]] = [(None, document)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, dict):
            yield place, value
        stack += reversed(_inside(place, value))


def _inside(place: _Place, value: JsonObject | list[Any]) -> list[tuple[_Place, JsonObject | list[Any]]]:
    """Return the objects and arrays within one; nothing stands in a text or a number."""
    pairs: Iterable[tuple[str | int, JsonValue]] = (
        value.items() if isinstance(value, dict) else enumerate(value)
    )
    return [
        ((place, key), item) for key, item in pairs if isinstance(item, _CONTAINERS) and key not in _APART
    ]


def _path(place: _Place) -> str:
    return "$" if place is None else child_path(_path(place[0]), place[1])


def _items(holder: JsonObject, name: str, path: str) -> Iterator[tuple[str, JsonValue]]:
    found, here = holder.get(name), child_path(path, name)
    if isinstance(found, list):
        yield from ((child_path(here, index), item) for index, item in enumerate(found))
    elif found is not None:
        yield here, found


def _ids(document: JsonObject) -> Iterator[str]:
    """Yield the ids of the badge itself, its achievements and its profiles."""
    for place, value in _objects(document):
        if place is None or (types_of(value) & _ENDORSED and _PLACE.search(_path(place))):
            yield from _id_of(value)


def _id_of(holder: JsonObject) -> list[str]:
    identifier = holder.get("id")
    return [identifier] if isinstance(identifier, str) else []


def _stripped(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_stripped(item) if isinstance(item, _CONTAINERS) else item for item in value]
    return {
        key: _stripped(item) if isinstance(item, _CONTAINERS) else item
        for key, item in value.items()
        if key not in _FORMS or not _holds_only(_FORMS[key], item)
    }


def _holds_only(form: type[Any], value: JsonValue) -> bool:
    items = value if isinstance(value, list) and value else [value]
    return all(isinstance(item, form) for item in items)
