"""
The plan of a program: what `compiling` finds out about a shape, before anything is made ready to run.

In a plan, values can be filled in. What comes out is the plan for documents that have these values in common:
it has a slot for each of the others, and the texts of statements are longer and fewer.
That is all there is to the badges of one programme, which share the issuer and the achievement:
a program of which most values are filled in is a program like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from openbadge_issuer.linked_data.layouts import Line, Pick, Piece, merged, pick

Lines = tuple[Line, ...]

_Filling = Mapping[int, Piece]
"""What comes in the place of a place: a text, or another place."""


class Group(NamedTuple):
    """
    Values that must differ.

    Attributes:
        slots: The slots of those that are not known.
        known: Those that are.
    """

    slots: tuple[int, ...]
    known: tuple[str, ...] = ()

    def pick(self) -> Pick:
        """Return a function that takes all of them, the known ones included, from the values."""
        take = pick(self.slots)
        return (lambda values: (*self.known, *take(values))) if self.known else take


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """
    What is known of all documents of a shape.

    Places in lines are those of the values, then those of the labels of blank nodes.

    Attributes:
        slots: How many values there are.
        subjects: The slots of values that are subjects of statements.
        iris: The slots of values that become IRIs.
        groups: Values that must differ: the subjects, and those that stand in one array.
        labels: What the reference path calls the blank nodes.
        document: The statements.
        blanks: For each blank node the statements that are hashed to tell it from others; empty if there is but one.
        quads: The statements in the order of the reference path, each as its four terms.
    """

    slots: int
    subjects: tuple[int, ...]
    iris: tuple[int, ...]
    groups: tuple[Group, ...]
    labels: tuple[str, ...]
    document: Lines
    blanks: tuple[Lines, ...]
    quads: tuple[Lines, ...]

    def filled_in(
        self, known: Mapping[int, str], escaped: Sequence[str], *, differing: Sequence[int] = ()
    ) -> "Plan":
        """
        Return the plan for documents of which some values are known.

        Args:
            known: These values, by their slots. A program of this plan has taken them.
            escaped: All values of one such document, as they stand in literals.
            differing: Slots whose values must differ too, for equal ones would be another pattern.
        """
        rest = [slot for slot in range(self.slots) if slot not in known]
        places = {place: index for index, place in enumerate([*rest, *self._label_places()])}
        filling: _Filling = {**places, **{slot: escaped[slot] for slot in known}}
        groups = (*self.groups, Group(tuple(differing)))
        return Plan(
            slots=len(rest),
            subjects=_moved(self.subjects, places),
            iris=_moved(self.iris, places),
            groups=tuple(
                _filled_group(group, known, places) for group in groups if {*group.slots} - known.keys()
            ),
            labels=self.labels,
            document=_filled(self.document, filling),
            blanks=tuple(_filled(lines, filling) for lines in self.blanks),
            quads=tuple(_filled(terms, filling) for terms in self.quads),
        )

    def _label_places(self) -> range:
        return range(self.slots, self.slots + len(self.labels))


def _moved(slots: Sequence[int], places: Mapping[int, int]) -> tuple[int, ...]:
    return tuple([places[slot] for slot in slots if slot in places])


def _filled(lines: Sequence[Line], filling: _Filling) -> Lines:
    return tuple(
        [merged([piece if isinstance(piece, str) else filling[piece] for piece in line]) for line in lines]
    )


def _filled_group(group: Group, known: Mapping[int, str], places: Mapping[int, int]) -> Group:
    return Group(
        _moved(group.slots, places), (*group.known, *(known[slot] for slot in group.slots if slot in known))
    )
