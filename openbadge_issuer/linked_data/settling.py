"""
What the documents of one shape have in common beside it, found out while they come.

The badges of one programme have most of their values in common.
Once in a while, a document is compared with one that came before; the values in which they are equal
are filled into the program, which takes a third of the time from then on.
Documents that have other values go on as before, and are looked for what they have in common in turn.

A filled-in program is for the very pattern of equal values that its documents have (`Program.sharing`):
all values on which that depends are filled in, or must differ.
It gives the text that the whole program gives, or none; and it is used once it has given the same.
"""

from collections.abc import Sequence

from openbadge_issuer.linked_data.layouts import Pick, pick
from openbadge_issuer.linked_data.program import Pattern, Program

LOOKED_AT = 50
"""
One in so many documents that the whole program answered is compared, and at the most one program made of it.
That takes a millisecond, so a flood of documents with other values each costs a tenth more.
"""

MIN_COMMON = 0.5
"""The part of values that documents must have in common for it to be worth it."""

MAX_SETTLED = 4
"""Filled-in programs kept of one shape, the latest; each is looked at in turn, which takes a microsecond."""


class _Settled:
    """A program with some values filled in, and what these are."""

    __slots__ = ("_common", "_program", "_rest", "_values")

    def __init__(
        self, program: Program, slots: Sequence[int], values: Sequence[str], rest: Sequence[int]
    ) -> None:
        self._program = program
        self._common: Pick = pick(slots)
        self._values = self._common(values)
        self._rest: Pick = pick(rest)

    def run(self, values: Sequence[str]) -> str | None:
        """Return the canonical N-Quads; None if the values are others, or that is not for sure."""
        return self._program.run(self._rest(values)) if self._common(values) == self._values else None


class Settling:
    """The programs with values filled in that belong to one shape."""

    __slots__ = ("_before", "_count", "_settled")

    def __init__(self) -> None:
        self._settled: tuple[_Settled, ...] = ()
        self._before: tuple[Pattern, Sequence[str]] | None = None
        self._count = 0

    def run(self, values: Sequence[str]) -> str | None:
        """
        Return the canonical N-Quads of a document of the shape, if one of the programs here can.

        Raises:
            ComplexityError: As the whole program does.
        """
        for settled in self._settled:
            text = settled.run(values)
            if text is not None:
                return text
        return None

    def learn(self, program: Program, pattern: Pattern, values: Sequence[str], text: str) -> None:
        """
        Take notice of a document.

        Args:
            program: The whole program for it.
            pattern: What that was compiled for.
            values: The values of the document.
            text: What the program gave.
        """
        self._count += 1
        if self._count % LOOKED_AT:
            return
        before, self._before = self._before, (pattern, values)
        if before is not None and before[0] == pattern:
            self._settle(program, pattern, values, before[1], text)

    def _settle(
        self, program: Program, pattern: Pattern, values: Sequence[str], before: Sequence[str], text: str
    ) -> None:
        slots = [slot for slot, (one, other) in enumerate(zip(values, before, strict=True)) if one == other]
        if len(slots) < MIN_COMMON * len(values):
            return
        settled = settle(program, pattern, values, slots)
        if settled is not None and settled.run(values) == text:
            self._settled = (settled, *self._settled[: MAX_SETTLED - 1])


def settle(
    program: Program, pattern: Pattern, values: Sequence[str], slots: Sequence[int]
) -> _Settled | None:
    """
    Fill values of a document into the program for it.

    Args:
        program: The program, which gave a text for the document.
        pattern: What it was compiled for.
        values: The values of the document.
        slots: The slots of those that are filled in.

    Returns:
        The program with these filled in; None if what is equal in the document depends on others too.
    """
    known = {slot: values[slot] for slot in slots}
    firsts = [first for _, first in pattern]
    if any(slot not in known and firsts.count(first) > 1 for slot, first in pattern):
        return None
    escaped = program.plain.escaped(values, issuing=program.issuing)
    if escaped is None:
        return None
    filled = program.filled_in(known, escaped, differing=sorted({*firsts}))
    return _Settled(filled, slots, values, [slot for slot in range(len(values)) if slot not in known])
