"""
A part of a document, chosen by JSON pointers (ECDSA Cryptosuites 1.0, 3.4.11 to 3.4.14).

What encloses a chosen value comes along with its context, its id and its types, since without them it would be
about something else. Arrays close their gaps. Members keep the order that they have in the document.
"""

from collections.abc import Sequence
from typing import Final, Union

from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import JsonObject, JsonValue
from openbadge_issuer.linked_data.json_pointer import MAX_POINTERS, Step, follow

ALWAYS: Final = frozenset({"@context", "id", "@id", "type"})
"""What every object that is shown in part is shown with (3.4.12 createInitialSelection)."""

_Chosen = dict[Step, Union["_Chosen", None]]
"""What is chosen of an object or array; None for a value that is chosen whole."""


def select(document: JsonObject, pointers: Sequence[str]) -> JsonObject | None:
    """
    Return what some pointers choose of a document, or None if there are none (3.4.14 selectJsonLd).

    The values are those of the document, not copies.

    Raises:
        InputError: If a pointer is none, or leads nowhere; names it.
    """
    if len(pointers) > MAX_POINTERS:
        raise InputError(f"Found {len(pointers):,} JSON pointers; at most {MAX_POINTERS:,} are followed.")
    chosen: _Chosen = {}
    for pointer in pointers:
        steps = follow(document, pointer)
        if not steps:
            return document
        _choose(chosen, steps)
    selected: JsonObject = _selected(document, chosen)
    return selected if pointers else None


def _choose(chosen: _Chosen, steps: Sequence[Step]) -> None:
    for step in steps[:-1]:
        below = chosen.setdefault(step, {})
        if below is None:  # a pointer to what encloses it has chosen it already
            return
        chosen = below
    chosen[steps[-1]] = None


def _selected(value: JsonValue, chosen: _Chosen | None) -> JsonValue:
    if chosen is None:
        return value
    if isinstance(value, list):
        return [_selected(item, chosen[index]) for index, item in enumerate(value) if index in chosen]
    return {
        key: item if key in ALWAYS else _selected(item, chosen[key])
        for key, item in value.items()
        if key in ALWAYS or key in chosen
    }
