"""
JSON pointers: where something stands in a document, as `/credentialSubject/result/0` (RFC 6901).

Every error names the pointer and the step that leads nowhere.
"""

import re
from typing import Final

from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import JsonObject, JsonValue, name_of, shorten

MAX_POINTERS = 1_000
"""Most pointers followed at a time. To show each part of a very rich badge takes 300."""

Step = str | int
"""A key of an object, or an index of an array."""

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_BAD_ESCAPE: Final = re.compile(r"~(?![01])")


def parse_pointer(pointer: str) -> list[str]:
    """
    Take a pointer apart (RFC 6901, 3 and 4); "" points at the whole document.

    Raises:
        InputError: If it is no JSON pointer.
    """
    if not isinstance(pointer, str):
        raise InputError(f"A JSON pointer is a text; found {name_of(pointer)}.")
    if pointer and not pointer.startswith("/"):
        raise InputError(
            f"A JSON pointer begins with a slash, as in /credentialSubject/achievement; found {_shown(pointer)}."
        )
    if _BAD_ESCAPE.search(pointer):
        raise InputError(f"In the JSON pointer {_shown(pointer)} a ~ must be written ~0, and a slash ~1.")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def write_pointer(*steps: Step) -> str:
    """Write the pointer that takes some steps."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def follow(document: JsonObject, pointer: str) -> list[Step]:
    """
    Find the steps of a pointer through a document.

    Raises:
        InputError: If it is no JSON pointer, or leads nowhere.
    """
    steps: list[Step] = []
    value: JsonValue = document
    for token in parse_pointer(pointer):
        step = _step(value, token)
        if step is None:
            found = name_of(value) if not isinstance(value, list) else f"an array of {len(value)}"
            place = _shown(write_pointer(*steps)) if steps else "the document"
            raise InputError(
                f"The JSON pointer {_shown(pointer)} leads nowhere: {place} is {found} without {_shown(token)}."
            )
        value = value[step]
        steps.append(step)
    return steps


def _step(value: JsonValue, token: str) -> Step | None:
    """RFC 6901, 4: a key as it is, an index in digits without leading zeros."""
    if isinstance(value, dict):
        return token if token in value else None
    if isinstance(value, list) and _INDEX.fullmatch(token):
        return int(token) if int(token) < len(value) else None
    return None


def _shown(pointer: str) -> str:
    return repr(shorten(pointer, 100))
