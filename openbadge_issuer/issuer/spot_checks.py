"""
Which badges of many are verified before they are given out: the first of each shape, and a sample of the rest.

Badges of one achievement differ in a few values.
What can go wrong in making them, a term without a meaning, a context that is at odds, a key that is not the
published one, goes wrong for every badge of the same shape, and so for the first.
What does not, a value that a program treats as no other, is looked for in every so-manieth of the rest.
"""

from collections.abc import Hashable

from openbadge_issuer.json_text import JsonObject, JsonValue

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

_SAID_ONCE = ("issuer", "achievement")
"""Parts that all badges of a series have in common."""

_BY_VALUE = ("@context", "type")
"""Properties whose values, not only their number, make a shape."""


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

    def choose(self, document: JsonObject) -> bool:
        """Tell whether a badge, the next one, is to be verified."""
        shape = shape_of(document)
        is_new = shape not in self._shapes
        if is_new and len(self._shapes) < MAX_SHAPES:
            self._shapes.add(shape)
        self._count += 1
        return is_new or self._count % self._every == 0


def shape_of(value: JsonValue, name: str = "") -> Hashable:
    """Return what two badges of a series have alike that differ in values only: keys, types, lengths of lists."""
    if isinstance(value, dict):
        return tuple((key, shape_of(item, key)) for key, item in value.items() if key not in _SAID_ONCE)
    if isinstance(value, list):
        return tuple([shape_of(item, name) for item in value])
    return str(value) if name in _BY_VALUE else type(value).__name__
