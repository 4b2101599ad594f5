"""
A program: what is left to do for a document once its shape is known, some twenty microseconds.

`compiling` makes programs, and says why they are right. This file runs them:

1. Look at the values, and give up where the shape alone does not say what becomes of them.
2. Write each value as N-Quads does, into the places it has in the statements.
3. Hash the blank nodes, each as it looks from its own statements, and label them in the order of the hashes.
   If two look alike, hand the statements to the whole algorithm (`rdfc10`).
4. Write the statements, sorted.

Who gets no text asks the reference path, which finds out why and says so. Nothing is refused here, but for what
the whole algorithm refuses: it has the same statements, in the same order, as on the reference path.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from openbadge_issuer.linked_data.issuing import is_sorted_alike
from openbadge_issuer.linked_data.layouts import Constants, Layout, Line, Pick, pick
from openbadge_issuer.linked_data.plain_texts import PlainTexts
from openbadge_issuer.linked_data.plan import Plan
from openbadge_issuer.linked_data.rdf import Quad
from openbadge_issuer.linked_data.rdfc10 import HashAlgorithm, canonicalize_dataset
from openbadge_issuer.linked_data.shapes import Node

Pattern = tuple[tuple[int, int], ...]
"""Which values must be equal: slots, each with the first slot that has the same value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """
    A shape, compiled: its plan, made ready.

    The pool has the values first, then the labels of blank nodes, then constants.

    Attributes:
        plan: What it was made of.
        plain: Tells which texts stand for themselves.
        hash_algorithm: The one by which blank nodes are told apart.
        issuing: True if what other processors write differently is given up too.
        nodes: The objects whose ids are subjects of statements.
        subjects: Takes the ids of these from the values.
        iris: Takes the values that become IRIs.
        groups: Each takes values that must differ.
        constants: The last texts in the pool.
        blanks: For each blank node what is hashed to tell it from others; empty if there is but one.
        hashes: The hash of each of these, where it is the same for all values.
        document: The canonical statements.
    """

    plan: Plan
    plain: PlainTexts
    hash_algorithm: HashAlgorithm
    issuing: bool
    nodes: tuple[Node, ...]
    subjects: Pick
    iris: Pick
    groups: tuple[Pick, ...]
    constants: tuple[str, ...]
    blanks: tuple[Layout, ...]
    hashes: tuple[bytes | None, ...]
    document: Layout

    @classmethod
    def of(
        cls,
        plan: Plan,
        *,
        plain: PlainTexts,
        hash_algorithm: HashAlgorithm,
        issuing: bool,
        nodes: tuple[Node, ...] = (),
    ) -> Self:
        """Make a plan ready to run; without `nodes`, what is equal in them must be known from elsewhere."""
        constants = Constants(plan.slots + len(plan.labels))
        document, *blanks = [Layout(lines, constants) for lines in (plan.document, *plan.blanks)]
        return cls(
            plan=plan,
            plain=plain,
            hash_algorithm=hash_algorithm,
            issuing=issuing,
            nodes=nodes,
            subjects=pick(plan.subjects),
            iris=pick(plan.iris),
            groups=tuple([group.pick() for group in plan.groups]),
            constants=constants.texts(),
            blanks=tuple(blanks),
            hashes=tuple([_hash(blank.text, hash_algorithm) for blank in blanks]),
            document=document,
        )

    def filled_in(
        self, known: Mapping[int, str], escaped: Sequence[str], *, differing: Sequence[int]
    ) -> Self:
        """Return the program of its plan with some values filled in; see there."""
        return self.of(
            self.plan.filled_in(known, escaped, differing=differing),
            plain=self.plain,
            hash_algorithm=self.hash_algorithm,
            issuing=self.issuing,
        )

    def sharing(self, values: Sequence[str]) -> Pattern:
        """
        Return what is equal in objects that have the same id; empty if all ids differ.

        Such objects merge, or may not stand together: that depends on everything in them.
        """
        ids = self.subjects(values)
        if len(set(ids)) == len(ids):
            return ()
        count = Counter(ids)
        slots = {node.id for node in self.nodes}
        for node in self.nodes:
            if count[values[node.id]] > 1:
                slots.update(range(node.start, node.end))
        first: dict[str, int] = {}
        return tuple((slot, first.setdefault(values[slot], slot)) for slot in sorted(slots))

    def run(self, values: Sequence[str]) -> str | None:
        """
        Return the canonical N-Quads of the document that has these values; None if that is not for sure.

        Args:
            values: As many as the shape has slots; what `sharing` says of them must be what this was compiled for.

        Raises:
            ComplexityError: If it would take too much work, as on the reference path.
        """
        texts = self.plain.escaped(values, issuing=self.issuing)
        if texts is None or not self._are_in_place(values):
            return None
        pool = [*texts, *self.plan.labels, *self.constants]
        labels = self._told_apart(pool)
        if labels is None:
            canonical = self._told_apart_by_neighbours(pool)
        else:
            pool[len(texts) : len(texts) + len(labels)] = labels
            canonical = self.document.write(pool)
        return None if self.issuing and not is_sorted_alike(canonical) else canonical

    def _are_in_place(self, values: Sequence[str]) -> bool:
        """Tell whether IRIs are IRIs, and whatever must differ does."""
        for group in self.groups:
            picked = group(values)
            if len(set(picked)) < len(picked):
                return False
        return self.plain.are_iris(self.iris(values))

    def _told_apart(self, pool: list[str]) -> list[str] | None:
        """Return the labels of the blank nodes (RDFC-1.0, 4.4, steps 3 and 4); None if two look alike."""
        if not self.blanks:
            return ["_:c14n0"] * len(self.plan.labels)
        digest = getattr(hashlib, self.hash_algorithm)
        hashes = [
            known or digest(blank.write(pool).encode()).digest()
            for known, blank in zip(self.hashes, self.blanks, strict=True)
        ]
        ranks = {found: f"_:c14n{rank}" for rank, found in enumerate(sorted(hashes))}
        return [ranks[found] for found in hashes] if len(ranks) == len(hashes) else None

    def _told_apart_by_neighbours(self, pool: Sequence[str]) -> str:
        quads = [Quad(*(_filled(term, pool) for term in quad)) for quad in self.plan.quads]
        return canonicalize_dataset(quads, hash_algorithm=self.hash_algorithm).nquads


def _hash(text: str | None, hash_algorithm: HashAlgorithm) -> bytes | None:
    return None if text is None else hashlib.new(hash_algorithm, text.encode()).digest()


def _filled(line: Line, pool: Sequence[str]) -> str:
    return "".join(pool[piece] if isinstance(piece, int) else piece for piece in line)
