"""
A document as statements that can be shown one by one (ECDSA Cryptosuites 1.0, 3.4.16 and 3.4.17).

Every statement has its place in the whole, with labels that say nothing of the rest (`relabelling`).
JSON pointers choose a part of the document, and so some of the statements.
"""

from collections.abc import Sequence

from openbadge_issuer.errors import InputError, LinkedDataError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.rdf import Quad
from openbadge_issuer.linked_data.rdfc10 import canonicalize_dataset
from openbadge_issuer.linked_data.relabelling import hmac_label
from openbadge_issuer.linked_data.selection import select
from openbadge_issuer.linked_data.skolemization import skolemize, to_quads


class DisclosableDocument:
    """
    A document, its statements, and which of them a choice of its parts makes.

    Args:
        document: The document without its proof.
        hmac_key: The secret for labels.
        contexts: The contexts at hand; those shipped with the package by default.
        issuing: Refuse also what other processors are known to write differently.

    Attributes:
        statements: The statements as lines of N-Quads, in order.

    Raises:
        LinkedDataError: As `canonicalize`; or if its parts cannot be told apart.
        InputError: As `canonicalize`.
    """

    def __init__(
        self,
        document: JsonObject,
        hmac_key: bytes,
        *,
        contexts: Contexts | None = None,
        issuing: bool = False,
    ) -> None:
        expected = canonicalize(document, contexts=contexts, issuing=issuing)
        self._contexts = shipped() if contexts is None else contexts
        self._named = skolemize(document, self._contexts)
        self._quads = to_quads(self._named, self._contexts)
        canonical = canonicalize_dataset(self._quads)
        if canonical.nquads != expected:
            raise LinkedDataError(
                "The document has parts that cannot be shown one by one: it uses ids that begin with urn:bnid:,"
                " or a context of it makes keys of what should be values."
            )
        self._labels = {
            f"_:{own}": f"_:{hmac_label(label, hmac_key)}" for own, label in canonical.identifiers.items()
        }
        self.statements = tuple(sorted(map(self._line, self._quads)))
        self._places = {line: place for place, line in enumerate(self.statements)}
        self._chosen: dict[tuple[str, ...], frozenset[Quad]] = {}

    def indexes(self, pointers: Sequence[str]) -> frozenset[int]:
        """
        Return the places of the statements that some pointers choose.

        Raises:
            InputError: If a pointer leads nowhere, or into something that can only be shown whole; names it.
        """
        return frozenset(self._places[self._line(quad)] for quad in self._selected(pointers))

    def labels(self, pointers: Sequence[str]) -> dict[str, str]:
        """
        Return what a verifier needs to tell the labels: canonical label in what is chosen → label here.

        Raises:
            InputError: As `indexes`.
        """
        canonical = canonicalize_dataset(self._selected(pointers))
        return {
            label: self._labels[f"_:{own}"].removeprefix("_:") for own, label in canonical.identifiers.items()
        }

    def _selected(self, pointers: Sequence[str]) -> frozenset[Quad]:
        key = tuple(pointers)
        if key not in self._chosen:
            self._chosen[key] = self._checked(pointers)
        return self._chosen[key]

    def _checked(self, pointers: Sequence[str]) -> frozenset[Quad]:
        quads = self._quads_of(pointers)
        if not quads <= self._quads:
            wrong = next((one for one in pointers if not self._quads_of([one]) <= self._quads), pointers[0])
            raise InputError(
                f"The JSON pointer {shorten(wrong, 100)!r} leads into something that is one value,"
                " such as a list whose order matters; point at the whole of it."
            )
        return quads

    def _quads_of(self, pointers: Sequence[str]) -> frozenset[Quad]:
        selection = select(self._named, pointers)
        if selection is self._named:
            return self._quads
        return frozenset() if selection is None else to_quads(selection, self._contexts)

    def _line(self, quad: Quad) -> str:
        return Quad(*(self._labels.get(term, term) for term in quad)).line()
