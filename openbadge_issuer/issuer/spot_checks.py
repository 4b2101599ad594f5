"""
Which badges of many are verified before they are given out: the first of each shape, and a sample of the rest.

Badges of one achievement differ in a few values.
What can go wrong in making them, a term without a meaning, a context that is at odds, a key that is not the
published one, goes wrong for every badge of the same shape, and so for the first.
What does not, a value that a program treats as no other, is looked for in every so-manieth of the rest.
"""

from collections.abc import Hashable

from openbadge_issuer.issuer.award import Award
from openbadge_issuer.issuer.given import several
from openbadge_issuer.json_text import JsonValue
from openbadge_issuer.model import Model

CHECK_EVERY = 1_000
"""
One badge in so many is verified, beside the first of each shape, by default.
A verification takes some 15 ms and making a badge 0.2 ms: so it adds a tenth, and a roster of a school year,
some thousands, still has several.
"""

MAX_SHAPES = 1_000
"""
Most shapes that are remembered; badges of further ones are each verified.
A programme has as many as there are ways to fill in its form: a dozen.
"""


class SpotChecks:
    """
    Chooses among the badges of one series, as they come.

    Args:
        every: One in so many is chosen, beside the first of each shape.
    """

    def __init__(self, every: int = CHECK_EVERY) -> None:
        if every < 1:
            raise ValueError(f"every must be 1 or more, the number of badges per check; found {every}.")
        self._every = every
        self._count = 0
        self._shapes: set[Hashable] = set()

    def choose(self, award: Award) -> bool:
        """Tell whether the badge of an award, the next one, is to be verified."""
        shape = shape_of(award)
        is_new = shape not in self._shapes
        if is_new and len(self._shapes) < MAX_SHAPES:
            self._shapes.add(shape)
        self._count += 1
        return is_new or self._count % self._every == 0


def shape_of(award: Award) -> Hashable:
    """
    Return what the badges of two awards have alike that differ in values only.

    All else that is in them, they have from the issuer and the achievement that their series shares.
    """
    recipient = award.recipient
    return (
        (recipient.email is None, recipient.id is None, recipient.identifier, recipient.show_name),
        _several(award.evidence),
        _several(award.results),
        (not award.narrative, not award.role, _number(award.credits_earned)),
        (award.valid_until is None, award.awarded_date is None),
        _keys(award.status),
    )


def _several(given: object) -> Hashable:
    return () if given == () else tuple([_part(item) for item in several(given)])


def _part(item: object) -> Hashable:
    """Return what is there in a value of the data model, without writing it: at least as much as tells shapes apart."""
    if isinstance(item, Model):
        found = {**item.__dict__, **(item.__pydantic_extra__ or {})}
        return tuple([(name, _part(value)) for name, value in found.items() if value is not None])
    if isinstance(item, list | tuple):
        return tuple([_part(value) for value in item])
    if isinstance(item, dict):
        return _keys(item)
    return type(item).__name__, not item, isinstance(item, float) and item.is_integer()


def _keys(value: JsonValue) -> Hashable:
    if isinstance(value, dict):
        return tuple([(key, _keys(item)) for key, item in value.items()])
    if isinstance(value, list):
        return tuple([_keys(item) for item in value])
    return None if value is None else type(value).__name__


def _number(value: float | None) -> Hashable:
    """Whole numbers are written as integers, others are not."""
    return None if value is None else float(value).is_integer()
