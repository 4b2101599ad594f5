"""
What an issuer had better not sign: documents that are right, but that other processors write differently.

A verifier takes the standard's view of them (of the order, either view); these rules are for documents of our own.
They are about numbers, control characters, and the order of statements: some processors sort by UTF-16 units where
RDFC-1.0 says code points, which differs once a character beyond U+FFFF meets one from U+E000 to U+FFFF.
"""

import re
from collections.abc import Iterator

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import JsonObject, JsonValue, shorten, walk
from openbadge_issuer.linked_data.rdf import Quad, literal
from openbadge_issuer.linked_data.rdfc10 import HashAlgorithm, canonicalize_dataset

LARGEST_INTEGER = 2**53 - 1
"""JavaScript reads greater integers as other numbers (RFC 8259, section 6)."""

LARGEST_FRACTIONAL = 10**9
"""Up to here a number with six decimals has 15 digits, which every processor rounds alike."""

DECIMALS = 6
"""JavaScript writes smaller fractions with an exponent, and its JSON-LD processor then signs 0."""

_Place = tuple[str, str]
_NOWHERE = ("$", "")

_HIGH = re.compile("[\ue000-\uffff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NOT_CHARACTERS = re.compile("[\ufffe\uffff]")

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""All but tab and line ends. RDFC-1.0 escapes them, PyLD and all that is built on it does not: another hash."""


def check_for_issuing(
    document: JsonObject, quads: list[Quad], *, canonical: str, hash_algorithm: HashAlgorithm
) -> list[Problem]:
    """
    Return what in a document other processors would write differently.

    Args:
        document: The document.
        quads: The statements it makes.
        canonical: Their canonical form.
        hash_algorithm: The one that was used for it.
    """
    places = [(path, value) for path, value in walk(document) if "@context" not in path]
    problems = [problem for path, value in places for problem in _check_value(path, value)]
    if not is_sorted_alike(canonical):
        other = canonicalize_dataset(quads, hash_algorithm=hash_algorithm, order=utf16_units).nquads
        if other != canonical:
            texts = [place for place in places if isinstance(place[1], str) and _is_high(place[1])]
            problems += _order_problems(texts, canonical, other)
    return problems


def is_written_alike(text: str) -> bool:
    """Tell whether every processor writes each character of a text in the same way."""
    return not (_NOT_CHARACTERS.search(text) or _CONTROLS.search(text))


def is_sorted_alike(canonical: str) -> bool:
    """Tell whether every processor sorts these statements in the same order, as far as their characters tell."""
    return canonical.isascii() or not (_HIGH.search(canonical) and _ASTRAL.search(canonical))


def _check_value(path: str, value: JsonValue) -> Iterator[Problem]:
    if isinstance(value, str) and _NOT_CHARACTERS.search(value):
        message = "U+FFFE and U+FFFF are not characters; some processors write them differently."
        yield Problem(code="not-a-character", path=path, message=message, value=shorten(value))
    if isinstance(value, str) and (control := _CONTROLS.search(value)):
        message = (
            f"Some processors write the control character U+{ord(control[0]):04X} differently; leave it out."
        )
        yield Problem(code="control-character", path=path, message=message, value=shorten(repr(value)))
    reason = _number_refusal(value) if isinstance(value, int | float) else None
    if reason:
        yield Problem(code="ambiguous-number", path=path, message=reason, value=str(value))


def _number_refusal(value: float) -> str | None:
    if abs(value) > LARGEST_INTEGER:
        return f"Some processors cannot hold a number beyond {LARGEST_INTEGER:,}; write it as a text."
    if isinstance(value, int):
        return None
    if value.is_integer():
        return f"Some processors write this differently; write {int(value)}."
    if abs(value) >= LARGEST_FRACTIONAL or round(value, DECIMALS) != value:
        return f"A fractional number may have {DECIMALS} decimals and must be below {LARGEST_FRACTIONAL:,}."
    return None


def _order_problems(texts: list[_Place], canonical: str, other: str) -> list[Problem]:
    """Name two texts that stand the other way round in the other order."""
    first, second = next(
        pair for pair in zip(canonical.split("\n"), other.split("\n"), strict=True) if pair[0] != pair[1]
    )
    here = [place for place in texts if literal(place[1])[1:-1] in first]
    there = [place for place in texts if literal(place[1])[1:-1] in second]
    if here and there:
        one, two = max(here, key=_length), max(there, key=_length)
    else:  # only labels of blank nodes differ, as the texts meet in what is hashed for them
        by_code_points = sorted(texts, key=lambda place: place[1])
        by_utf16 = sorted(texts, key=lambda place: utf16_units(place[1]))
        pairs = zip(by_code_points, by_utf16, strict=True)
        one, two = next((pair for pair in pairs if pair[0] != pair[1]), (_NOWHERE, _NOWHERE))
    return [_order_problem(one, two), _order_problem(two, one)]


def _is_high(text: str) -> bool:
    return bool(_HIGH.search(text) or _ASTRAL.search(text))


def _length(place: _Place) -> int:
    return len(place[1])


def _order_problem(here: _Place, there: _Place) -> Problem:
    message = (
        f"Some processors sort this and {shorten(there[1], 60)!r} at {there[0]} the other way round, and"
        " could not verify the signature. Leave out the emoji or the full-width characters in one of them."
    )
    return Problem(code="order", path=here[0], message=message, value=shorten(here[1]))


def utf16_units(text: str) -> bytes:
    """Return a sort key for the order in which JavaScript and Java sort texts."""
    return text.encode("utf-16-be")
