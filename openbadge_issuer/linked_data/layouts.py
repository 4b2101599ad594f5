"""
Lines of which some parts are known beforehand, and writing them sorted.

A *piece* is a text, or the number of a place in the *pool*: a list of texts that is there when lines are written.
A *line*, of N-Quads, is made of pieces. All lines together are a *layout*, and only a part of their order depends
on the pool:

- Lines with different subjects sort as these do, since a subject ends with a space, and has none in it.
- Of two lines with one subject, take the text that follows it, up to the first place. Where these texts differ
  the lines differ in the same way, unless one text is the beginning of the other.

So lines whose order is known are joined beforehand into *units*, and units are sorted when they are written.
No other line can come to stand between two lines of a unit.
Subjects that are made of other pieces must be other texts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

Piece = str | int
Line = tuple[Piece, ...]
Pick = Callable[[Sequence[str]], Sequence[str]]


class Constants:
    """The texts of layouts that go into the pool, each once."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Return the place of a text in the pool."""
        return self._places.setdefault(text, self._offset + len(self._places))

    def texts(self) -> tuple[str, ...]:
        """Return all texts, in the order of their places."""
        return tuple(self._places)


class Layout:
    """
    Some lines, to be written with any pool, in code point order.

    Attributes:
        text: What is written whatever the pool; None if that depends on it.
    """

    def __init__(self, lines: Iterable[Line], constants: Constants) -> None:
        units = [*_units(lines)]
        self._known = ["".join(map(str, unit)) for unit in units if _is_known(unit)]
        self._units = tuple(_picked(unit, constants) for unit in units if not _is_known(unit))
        self.text = None if self._units else "".join(sorted(self._known))

    def write(self, pool: Sequence[str]) -> str:
        """Write the lines, sorted, in one text."""
        units = ["".join(pick(pool)) for pick in self._units]
        units += self._known
        units.sort()
        return "".join(units)


def pick(places: Sequence[int]) -> Pick:
    """Return a function that takes what stands at some places of a sequence."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda pool: [pool[place] for place in places]


def merged(pieces: Iterable[Piece]) -> Line:
    """Join the texts of a line that follow each other."""
    line: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and line and isinstance(line[-1], str):
            line[-1] += piece
        else:
            line.append(piece)
    return tuple(line)


def _is_known(line: Line) -> bool:
    return not any(isinstance(piece, int) for piece in line)


def _picked(line: Line, constants: Constants) -> Pick:
    return pick([piece if isinstance(piece, int) else constants.place(piece) for piece in line])


def _units(lines: Iterable[Line]) -> Iterator[Line]:
    """Join the lines whose order is known."""
    by_subject: defaultdict[Line, list[tuple[str, Line]]] = defaultdict(list)
    for line in lines:
        subject, head = _split(line)
        by_subject[subject].append((head, line))
    for group in by_subject.values():
        yield from _runs(sorted(group, key=itemgetter(0)))


def _split(line: Line) -> tuple[Line, str]:
    """Return the subject of a line, which ends before the first space, and the text that follows it."""
    index = next(index for index, piece in enumerate(line) if isinstance(piece, str) and " " in piece)
    before, _, after = str(line[index]).partition(" ")
    return (*line[:index], before), after


def _runs(group: list[tuple[str, Line]]) -> Iterator[Line]:
    """Join lines that follow each other whatever the pool; those with a beginning in common stay alone."""
    run: list[Piece] = []
    for cluster in _clusters(group):
        if len(cluster) == 1:
            run += cluster[0]
            continue
        if run:
            yield merged(run)
        run = []
        yield from cluster
    if run:
        yield merged(run)


def _clusters(group: list[tuple[str, Line]]) -> list[list[Line]]:
    """Put sorted lines together whose order the pool decides: the text of the first begins all."""
    clusters: list[list[Line]] = []
    leader = None
    for head, line in group:
        if leader is None or not head.startswith(leader):
            clusters.append([])
            leader = head
        clusters[-1].append(line)
    return clusters
