"""Short names in URLs, and the nearest of those there are when one is not found."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from openbadge_issuer.errors import InputError, Problem
from openbadge_issuer.json_text import shorten

MAX_SLUG = 63
"""Longest slug, in characters: what a host name's label may have, so that a slug can become one."""

MAX_NAMES = 10
"""How many names an error lists at most: what a person reads before looking the rest up."""

_SLUG = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{MAX_SLUG - 2}}}[a-z0-9])?")


def check_slug(slug: str) -> None:
    """
    Make sure that a name can stand in a URL for ever.

    Raises:
        InputError: If it has anything but lower-case letters, digits and inner hyphens, or is too long.
    """
    if not _SLUG.fullmatch(slug):
        raise InputError(
            f"{shorten(slug, 80)!r} cannot be a short name in URLs: "
            f"1 to {MAX_SLUG} lower-case letters, digits and inner hyphens are, as in robotics-2026.",
            hint=f"Try {slug_of(slug)}." if slug_of(slug) else None,
            path="slug",
        )


def slug_of(name: str) -> str:
    """Make a slug of a name, as well as that goes: "Câblage & Robots" becomes "cablage-robots"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-")


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """List names, those most like a given one first; at most `MAX_NAMES`."""
    return sorted(names, key=lambda other: (-_likeness(name, other), other))[:MAX_NAMES]


def listed(name: str, names: Iterable[str]) -> str:
    """Say which names there are, those most like a given one first."""
    known = list(names)
    more = len(known) - MAX_NAMES
    return ", ".join(nearest(name, known)) + (f" and {more} more" if more > 0 else "")


def problem(field: str, message: str, *, code: str, value: str | None = None) -> Problem:
    """Describe what is wrong with one field of an order or a draft."""
    return Problem(code=code, path=field, message=message, value=None if value is None else shorten(value))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(a=one.casefold(), b=other.casefold()).ratio()
