"""
What is kept between documents: programs, and which shapes were seen. Both are bounded.

Looking up takes no lock; everything else is done under the lock of whoever keeps it.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from openbadge_issuer.linked_data.program import Program
from openbadge_issuer.linked_data.settling import Settling

MAX_KEPT = 2_000_000
"""Programs kept, in characters of the texts they were made for: 400 usual ones, some 30 MiB."""

MAX_REMEMBERED = 2_000
"""Shapes remembered by their hashes, as seen once or as not to be compiled: 0.2 MiB each."""

KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(slots=True)
class KeptProgram:
    """
    A program, and what is known of it.

    Attributes:
        program: The program.
        size: How much room it takes, in characters of the text it was made for.
        proven: True once it gave what the reference path gave.
        used: True if it was used since it was last asked to make room.
        settling: What documents of the shape have in common beside it.
    """

    program: Program
    size: int
    settling: Settling = field(default_factory=Settling)
    proven: bool = False
    used: bool = False


class KeptPrograms(Generic[KeyT]):
    """Programs by what they are for. One that was not used for a whole round makes room first."""

    def __init__(self) -> None:
        self._kept: dict[KeyT, KeptProgram] = {}
        self._size = 0

    def find(self, key: KeyT) -> KeptProgram | None:
        """Return a program that is to be used now."""
        kept = self._kept.get(key)
        if kept is not None:
            kept.used = True
        return kept

    def keep(self, key: KeyT, kept: KeptProgram) -> None:
        """Keep a program, in place of the one there was, and of others if room is short."""
        self.drop(key)
        while self._kept and self._size + kept.size > MAX_KEPT:
            self._make_room()
        self._add(key, kept)

    def drop(self, key: KeyT) -> None:
        """Keep a program no longer, if there is one."""
        dropped = self._kept.pop(key, None)
        self._size -= dropped.size if dropped else 0

    def _make_room(self) -> None:
        """Give the oldest program up, or a second chance if it was used."""
        key = next(iter(self._kept))
        kept = self._kept[key]
        self.drop(key)
        if kept.used:
            kept.used = False
            self._add(key, kept)

    def _add(self, key: KeyT, kept: KeptProgram) -> None:
        self._kept[key] = kept
        self._size += kept.size


class Remembered:
    """The shapes that came last, by their hashes; two with the same hash count as one."""

    def __init__(self) -> None:
        self._hashes: dict[int, None] = {}

    def __contains__(self, found: int) -> bool:
        return found in self._hashes

    def add(self, found: int) -> None:
        """Remember one, and forget the one that was remembered first if there are too many."""
        self._hashes[found] = None
        if len(self._hashes) > MAX_REMEMBERED:
            del self._hashes[next(iter(self._hashes))]
