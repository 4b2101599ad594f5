"""
What a cryptosuite is: the named parts from which `data_integrity` makes and checks a proof.

A suite is one small file that has these parts in the order of its specification, and puts them together
in a `Cryptosuite`. It knows nothing of where documents, keys and contexts come from.

To add a suite: write such a file, and name its suite in the table in `data_integrity`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.contexts import Contexts


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """
    What the parts may need to know beside the document.

    Attributes:
        kind: The kind of the key; with some suites it decides the hash.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        issuing: True while a proof is made, when a little more is refused than when one is checked.
    """

    kind: KeyKind
    contexts: Contexts | None = None
    issuing: bool = False


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
        transform: Turns the document into canonical text.
        configure: Turns proof options and the document's context into canonical text.
        hash: Hashes the two.
        serialize: Signs the hashes; gives the bytes of the proof.
        verify: Raises ProofError unless the bytes of the proof sign the hashes.
    """

    name: str
    key_kinds: frozenset[KeyKind]
    transform: Callable[[JsonObject, Options], str]
    configure: Callable[[JsonObject, JsonObject, Options], str]
    hash: Callable[[str, str, Options], HashData]
    serialize: Callable[[HashData, Signer], bytes]
    verify: Callable[[HashData, bytes, PublicKey], None]
