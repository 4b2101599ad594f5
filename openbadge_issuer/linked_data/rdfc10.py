"""
RDFC-1.0: one text for one RDF dataset, whatever its blank nodes were called (W3C Recommendation, May 2024).

The numbers in comments are those of the Recommendation's section 4.
Blank nodes that look alike from near by are told apart by trying their orders, which can take for ever;
a budget ends that, so that a dataset made to be hard ("poison graph") is refused quickly.

This file knows nothing of JSON-LD.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any, Literal, NamedTuple

from openbadge_issuer.errors import ComplexityError
from openbadge_issuer.linked_data.rdf import Quad, Term, is_blank

HashAlgorithm = Literal["sha256", "sha384"]

WORK_LIMIT = 12_000
"""
Work allowed for telling look-alike blank nodes apart, in statements looked at.

The hardest published test that must succeed needs 6,168, a badge with 200 equal results 1,200;
using all of it takes some 30 ms.
"""

Order = Callable[[str], Any]


class Canonical(NamedTuple):
    """
    A canonicalised dataset.

    Attributes:
        nquads: Its canonical N-Quads, one statement a line.
        identifiers: The canonical label of each blank node of the input, both without `_:`.
    """

    nquads: str
    identifiers: dict[str, str]


def canonicalize_dataset(
    quads: Iterable[Quad],
    *,
    hash_algorithm: HashAlgorithm = "sha256",
    work_limit: int = WORK_LIMIT,
    order: Order | None = None,
) -> Canonical:
    """
    Canonicalise a dataset.

    Args:
        quads: Its statements; their blank nodes may have any labels.
        hash_algorithm: SHA-256 unless a cryptosuite says otherwise.
        work_limit: How many statements may be looked at while telling look-alikes apart.
        order: A sort key to use in place of code point order, to find out what a processor
            that sorts otherwise would make of the dataset.

    Raises:
        ComplexityError: If the work limit is reached.
    """
    try:
        return _Canonicalization(hash_algorithm, work_limit, order).run(dict.fromkeys(quads))
    except RecursionError as error:  # a very long chain of look-alikes
        raise _too_complex() from error


@dataclass(slots=True)
class _Issuer:
    """4.5: gives labels in the order in which they are asked for."""

    prefix: str
    issued: dict[Term, str] = field(default_factory=dict)

    def issue(self, blank: Term) -> str:
        return self.issued.setdefault(blank, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalization:
    """4.3: the state, and the algorithms that work on it."""

    def __init__(self, hash_algorithm: HashAlgorithm, work_limit: int, order: Order | None) -> None:
        self._hash_function = getattr(hashlib, hash_algorithm)
        self._work_left = work_limit
        self._order = order
        self._quads: defaultdict[Term, list[Quad]] = defaultdict(list)
        self._first_hashes: dict[Term, str] = {}
        self._canonical = _Issuer("c14n")

    def run(self, quads: Iterable[Quad]) -> Canonical:
        """4.4: the canonicalization algorithm."""
        quads = list(quads)
        for quad in quads:  # (2)
            for blank in dict.fromkeys(term for term in quad if is_blank(term)):
                self._quads[blank].append(quad)
        blanks_by_hash: defaultdict[str, list[Term]] = defaultdict(list)
        for blank in self._quads:  # (3)
            blanks_by_hash[self._hash_first_degree(blank)].append(blank)
        look_alikes = []
        for _, blanks in sorted(blanks_by_hash.items()):  # (4)
            if len(blanks) == 1:
                self._canonical.issue(blanks[0])
            else:
                look_alikes.append(blanks)
        for blanks in look_alikes:  # (5)
            self._tell_apart(blanks)
        return self._result(quads)  # (6), (7)

    def _tell_apart(self, blanks: list[Term]) -> None:
        """4.4 (5): label blank nodes with the same first degree hash."""
        results = []
        for blank in blanks:  # (5.2)
            if blank not in self._canonical.issued:
                issuer = _Issuer("b")
                issuer.issue(blank)
                results.append(self._hash_n_degree(blank, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):  # (5.3)
            for blank in issuer.issued:
                self._canonical.issue(blank)

    def _result(self, quads: Iterable[Quad]) -> Canonical:
        labels = {blank: f"_:{label}" for blank, label in self._canonical.issued.items()}
        lines = [Quad(*(labels.get(term, term) for term in quad)).line() for quad in quads]
        identifiers = {blank[2:]: label for blank, label in self._canonical.issued.items()}
        return Canonical("".join(sorted(lines, key=self._order)), identifiers)

    def _hash_first_degree(self, blank: Term) -> str:
        """4.6: what the blank node looks like from its own statements."""
        if blank not in self._first_hashes:
            lines = []
            for quad in self._quads[blank]:
                lines.append(Quad(*(_disguise(term, blank) for term in quad)).line())
            self._first_hashes[blank] = self._hash("".join(sorted(lines, key=self._order)))
        return self._first_hashes[blank]

    def _hash_related(self, related: Term, quad: Quad, issuer: _Issuer, position: str) -> str:
        """4.7: what a neighbour looks like from here."""
        predicate = "" if position == "g" else quad.predicate
        label = self._label(related, issuer) or self._hash_first_degree(related)
        return self._hash(f"{position}{predicate}{label}")

    def _hash_n_degree(self, blank: Term, issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8: what the blank node looks like from its neighbours, theirs, and so on."""
        data = []
        for related_hash, blanks in sorted(self._related(blank, issuer).items()):  # (5)
            path, issuer = self._shortest_path(blanks, issuer)
            data += [related_hash, path]  # (5.1), (5.5), (5.6)
        return self._hash("".join(data)), issuer  # (6)

    def _related(self, blank: Term, issuer: _Issuer) -> dict[str, list[Term]]:
        """4.8 (3): the neighbours, by what they look like."""
        found: defaultdict[str, list[Term]] = defaultdict(list)
        self._spend(len(self._quads[blank]))
        for quad in self._quads[blank]:
            for position, term in (("s", quad.subject), ("o", quad.object), ("g", quad.graph)):
                if is_blank(term) and term != blank:
                    found[self._hash_related(term, quad, issuer, position)].append(term)
        return found

    def _shortest_path(self, blanks: list[Term], issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8 (5.2) to (5.4): try the orders of neighbours that look alike, and keep the least path."""
        chosen: tuple[str, _Issuer] | None = None
        for order in _orders(blanks):
            found = self._path(order, issuer.copy(), chosen[0] if chosen else None)
            if found and (chosen is None or found[0] < chosen[0]):
                chosen = found  # (5.4.6)
        return chosen or ("", issuer)

    def _path(self, blanks: Iterable[Term], issuer: _Issuer, best: str | None) -> tuple[str, _Issuer] | None:
        """4.8 (5.4.1) to (5.4.5): the path of one order; None once it cannot be the least."""
        path = ""
        to_visit = []
        for blank in blanks:  # (5.4.4)
            self._spend(1)
            if not self._label(blank, issuer):
                to_visit.append(blank)
                issuer.issue(blank)
            path += self._label(blank, issuer)
            if _cannot_win(path, best):
                return None
        for blank in to_visit:  # (5.4.5)
            result, deeper = self._hash_n_degree(blank, issuer)
            path += f"_:{issuer.issue(blank)}<{result}>"
            issuer = deeper
            if _cannot_win(path, best):
                return None
        return path, issuer

    def _label(self, blank: Term, issuer: _Issuer) -> str:
        label = self._canonical.issued.get(blank) or issuer.issued.get(blank)
        return f"_:{label}" if label else ""

    def _hash(self, text: str) -> str:
        return str(self._hash_function(text.encode()).hexdigest())

    def _spend(self, work: int) -> None:
        self._work_left -= work
        if self._work_left < 0:
            raise _too_complex()


def _too_complex() -> ComplexityError:
    return ComplexityError(
        "Too many parts of the document have no id and look alike; telling them apart would take too long.",
        hint="Give these parts ids, or leave out the repetitions.",
    )


def _disguise(term: Term, blank: Term) -> Term:
    """4.6 (3.1.1): the blank node itself becomes `_:a`, every other one `_:z`."""
    if not is_blank(term):
        return term
    return "_:a" if term == blank else "_:z"


def _orders(blanks: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Yield every order of neighbours once; one that is met in several statements is in the list as often."""
    if len(set(blanks)) == len(blanks):
        yield from permutations(blanks)
        return
    for blank in dict.fromkeys(blanks):
        rest = list(blanks)
        rest.remove(blank)
        yield from ((blank, *order) for order in _orders(rest))


def _cannot_win(path: str, best: str | None) -> bool:
    """4.8 (5.4.4.3): the path is as long as the best one already, and greater."""
    return best is not None and len(path) >= len(best) and path > best
