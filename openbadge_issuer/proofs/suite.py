"""
What a cryptosuite is: the named parts from which `data_integrity` makes and checks a proof.

A suite is one small file that has these parts in the order of its specification, and puts them together
in a `Cryptosuite`. It knows nothing of where documents, keys and contexts come from.

To add a suite: write such a file, and name its suite in the table in `suites`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from openbadge_issuer.errors import ComplexityError, InputError, LinkedDataError
from openbadge_issuer.json_text import JsonObject, to_text, walk
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.linked_data.rdfc10 import HashAlgorithm
from openbadge_issuer.proofs.proof_members import MAX_PROOF_VALUE, Base

MAX_TRANSFORMATIONS = 4
"""
Most canonical texts made of one document, each of up to a second in the worst case.
An issuer, and a witness who signs the issuer's proof too, in two forms each, take four.
"""


MAX_WORK = 8_000
"""
Most values in all canonical texts of one document together, beyond which there is only the first: 0.8 seconds.
A very rich badge has 1,000, so that all four can be made.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """
    What the parts may need to know beside the document.

    Attributes:
        kind: The kind of the key; with some suites it decides the hash.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        issuing: True while a proof is made, when a little more is refused than when one is checked.
        mandatory: JSON pointers to what a holder cannot leave out, for suites that disclose;
            None for what the suite takes for that.
        utf16_order: True to sort statements by UTF-16 units, as some processors do, in place of code points.
    """

    kind: KeyKind
    contexts: Contexts | None = None
    issuing: bool = False
    mandatory: tuple[str, ...] | None = None
    utf16_order: bool = False

    @property
    def hash_algorithm(self) -> HashAlgorithm:
        """The hash that belongs to the key: SHA-384 to P-384, SHA-256 to all others."""
        return "sha384" if self.kind is KeyKind.P384 else "sha256"


@dataclass(frozen=True, kw_only=True, slots=True)
class HashData:
    """
    What is signed, and what it was made from.

    Attributes:
        canonical_document: The transformed document.
        canonical_proof: The canonical proof configuration.
        document_hash: The hash of the first.
        proof_hash: The hash of the second.
    """

    canonical_document: str
    canonical_proof: str
    document_hash: bytes
    proof_hash: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that are signed: the hash of the proof configuration, then that of the document."""
        return self.proof_hash + self.document_hash


@dataclass(frozen=True, kw_only=True, slots=True)
class Cryptosuite:
    """
    A suite as its parts (Data Integrity 1.0, 3.1: cryptographic suites).

    Attributes:
        name: The name that proofs carry as `cryptosuite`.
        key_kinds: The kinds of key that sign with it.
        verifies_only: True if no new proofs are made with it.
        is_proof_type: True if proofs carry the name as their `type`, as was done before DataIntegrityProof.
        signs_text: True if it signs the JSON as it stands: then the context in the proof counts,
            and nobody has looked for what has no meaning in linked data.
        transform: Turns the document into canonical text.
        configure: Turns proof options and the document's context into canonical text.
        hash: Hashes the two.
        serialize: Signs the hashes; gives the bytes of the proof.
        verify: Raises ProofError unless the bytes of the proof sign the hashes.
        base: How the bytes of the proof are written in `proofValue`.
        max_proof_value: Longest `proofValue` read, in characters.
        create_base: Makes the bytes of a base proof of document, options and key, in place of `serialize`.
            With such a suite the issuer makes proofs for the holder, who derives those that are verified.
    """

    name: str
    key_kinds: frozenset[KeyKind]
    transform: Callable[[JsonObject, Options], str]
    configure: Callable[[JsonObject, JsonObject, Options], str]
    hash: Callable[[str, str, Options], HashData]
    serialize: Callable[[HashData, Signer], bytes]
    verify: Callable[[HashData, bytes, PublicKey], None]
    verifies_only: bool = False
    is_proof_type: bool = False
    signs_text: bool = False
    base: Base = "z"
    max_proof_value: int = MAX_PROOF_VALUE
    create_base: Callable[[JsonObject, JsonObject, Signer, Options], bytes] | None = None

    @property
    def discloses(self) -> bool:
        """True if the holder derives a proof of a part of what was signed, and that one is verified."""
        return self.create_base is not None


class Transformations:
    """
    The canonical texts of one document, each made once: several proofs sign the same ones.

    They differ by the form, by the hash and the order within it, by the context, and by the proofs that are signed too.
    What went wrong once is not tried again either; a document with many proofs costs no more than with one.

    Attributes:
        too_complex: Why one of them was given up, if one was.
    """

    def __init__(self) -> None:
        self._done: dict[object, str | LinkedDataError | InputError] = {}
        self._transformed: list[JsonObject] = []
        self.too_complex: ComplexityError | None = None

    def text(self, document: JsonObject, suite: Cryptosuite, options: Options) -> str:
        """
        Return the canonical text of the document; but for `@context` and `proof` it must be the same each time.

        Raises:
            LinkedDataError: As the suite's `transform`; ComplexityError if too many different ones are asked for.
            InputError: As the suite's `transform`.
        """
        asked = suite.transform, options.hash_algorithm, options.utf16_order, _varying(document)
        if asked not in self._done:
            self._spend(document)
            self._done[asked] = _transformed(document, suite, options)
        found = self._done[asked]
        if isinstance(found, str):
            return found
        if isinstance(found, ComplexityError):
            self.too_complex = found
        raise found

    def _spend(self, document: JsonObject) -> None:
        if len(self._done) >= MAX_TRANSFORMATIONS:
            raise ComplexityError(
                f"The proofs sign the document in more than {MAX_TRANSFORMATIONS} different ways."
            )
        self._transformed.append(document)
        if self._done and sum(map(_number_of_values, self._transformed)) > MAX_WORK:
            raise ComplexityError(
                f"The proofs sign the document in several ways, which together have more than {MAX_WORK:,} values."
            )


def _varying(document: JsonObject) -> object:
    """Return what tells apart the forms of one document; texts alone, as nearly all contexts are, as they are."""
    context = document.get("@context")
    if "proof" not in document and type(context) is list and {*map(type, context)} == {str}:
        return tuple(context)
    return to_text({name: document[name] for name in ("@context", "proof") if name in document})


def _number_of_values(document: JsonObject) -> int:
    """Count up to one more than is allowed; nobody asks while there is only one form, as in nearly all badges."""
    return sum(1 for _ in islice(walk(document), MAX_WORK + 1))


def _transformed(
    document: JsonObject, suite: Cryptosuite, options: Options
) -> str | LinkedDataError | InputError:
    try:
        return suite.transform(document, options)
    except (LinkedDataError, InputError) as error:
        return error
