"""
The statements of a document that has markers for values, read as lines with places (see `layouts`).

A marker must be a whole IRI as a subject, an object or the name of a graph, or the whole text of a literal.
Anywhere else, something is made of the value that depends on what it says.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from openbadge_issuer.linked_data.layouts import Line, Piece, merged
from openbadge_issuer.linked_data.rdf import Quad, Term, is_blank

Lines = tuple[Line, Line, Line, Line]
"""The terms of a statement: subject, predicate, object and graph, each as a line."""


class NotCompilableError(Exception):
    """The shape of a document does not say what becomes of all of its values."""


class MarkedStatements:
    """
    Statements with places: first those of the values, then those of the labels of blank nodes.

    Args:
        quads: The statements, as the reference path makes them.
        marker: What each marker begins with; the number of its slot follows.
        slots: How many values there are.

    Attributes:
        terms: The terms of each statement, in the order given.
        blanks: The labels of blank nodes, in the order of their places.
        used: The slots whose markers are there at all.
        iris: Those of values that are IRIs.
        subjects: Those of values that are subjects, or names of graphs.

    Raises:
        NotCompilableError: If a marker stands where it must not.
    """

    def __init__(self, quads: list[Quad], marker: str, slots: int) -> None:
        self._marker = marker
        self._marked = re.compile(rf'(?:(<)|"){marker}([0-9]+)(?(1)>|(".*))', re.DOTALL)
        blanks = dict.fromkeys(term for quad in quads for term in quad if is_blank(term))
        self._places = {blank: slots + number for number, blank in enumerate(blanks)}
        self.blanks = tuple(blanks)
        self.used: set[int] = set()
        self.iris: set[int] = set()
        self.subjects: set[int] = set()
        self.terms: list[Lines] = [self._read(quad) for quad in quads]

    def lines(self) -> Iterator[Line]:
        """Yield the statements as lines of N-Quads."""
        return map(_line, self.terms)

    def disguised(self) -> Iterator[list[Line]]:
        """Yield for each blank node the lines that are hashed to tell it from others (RDFC-1.0, 4.6)."""
        around: defaultdict[Piece, list[Lines]] = defaultdict(list)
        for terms in self.terms:
            for place in {term[0] for term in terms if _is_blank(term)}:
                around[place].append(terms)
        for place in self._places.values():
            yield [_line([_disguise(term, place) for term in terms]) for terms in around[place]]

    def groups(self) -> Iterator[list[int]]:
        """
        Yield the slots of values that could make one object of one subject and predicate, where there are several.

        Raises:
            NotCompilableError: If a value could make an object that is there already.
        """
        objects: defaultdict[tuple[Line, Line, Line], list[Line]] = defaultdict(list)
        for subject, predicate, target, graph in self.terms:
            objects[subject, predicate, graph].append(target)
        for targets in objects.values():
            yield from _groups(targets)

    def _read(self, quad: Quad) -> Lines:
        subject, graph = self._node(quad.subject), self._node(quad.graph)
        if self._marker in quad.predicate:
            raise NotCompilableError
        return subject, (quad.predicate,), self._term(quad.object), graph

    def _node(self, term: Term) -> Line:
        """Read the term of a subject or of a graph: a value, a blank node, or the default graph."""
        line = self._term(term) if term else ()
        if term and not _is_blank(line):
            if len(line) == 1:
                raise NotCompilableError
            self.subjects.update(piece for piece in line if isinstance(piece, int))
        return line

    def _term(self, term: Term) -> Line:
        if is_blank(term):
            return (self._places[term],)
        if self._marker not in term:
            return (term,)
        marked = self._marked.fullmatch(term)
        if not marked or term.count(self._marker) > 1:
            raise NotCompilableError
        slot = int(marked[2])
        self.used.add(slot)
        if marked[1]:
            self.iris.add(slot)
            return "<", slot, ">"
        return '"', slot, marked[3]


def _is_blank(term: Line) -> bool:
    return len(term) == 1 and isinstance(term[0], int)


def _groups(objects: list[Line]) -> Iterator[list[int]]:
    """Yield the slots of objects that begin and end alike; others are never equal, whatever the values."""
    forms: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    constants: list[str] = []
    for term in objects:
        match term:
            case (str(begin), int(slot), str(end)):
                forms[begin, end].append(slot)
            case (str(text),):
                constants.append(text)
    for (begin, end), slots in forms.items():
        if any(text.startswith(begin) and text.endswith(end) for text in constants):
            raise NotCompilableError
        if len(slots) > 1:
            yield slots


def _disguise(term: Line, place: Piece) -> Line:
    if not _is_blank(term):
        return term
    return ("_:a",) if term[0] == place else ("_:z",)


def _line(terms: Iterable[Line]) -> Line:
    pieces = [piece for term in terms if term for piece in (*term, " ")]
    return merged([*pieces, ".\n"])
