"""
Making a base proof: the issuer signs what must be shown, and each other statement by itself
(ECDSA Cryptosuites 1.0, 3.6.1 to 3.6.5).

Every base proof has a key of its own, made for it and forgotten with it, which signs the other statements;
the issuer's key signs that key with the mandatory ones. So a badge takes one signature of the issuer's key,
which may be slow or far away, and statements of two badges cannot be mixed.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from openbadge_issuer.errors import ProofError, StrictnessError
from openbadge_issuer.json_text import JsonObject, shorten, walk
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.keys.signer import LocalSigner, Signer
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.disclosure import DisclosableDocument
from openbadge_issuer.linked_data.json_pointer import parse_pointer
from openbadge_issuer.linked_data.selection import select
from openbadge_issuer.proofs import rdfc
from openbadge_issuer.proofs.derived_proof import sign_data
from openbadge_issuer.proofs.disclosure_values import (
    HMAC_BYTES,
    MAX_POINTER_BYTES,
    MAX_POINTERS,
    MAX_SIGNATURES,
    BaseProofValue,
)
from openbadge_issuer.proofs.mandatory import mandatory_pointers
from openbadge_issuer.proofs.signed_hashes import hash_texts
from openbadge_issuer.proofs.suite import Options

_LOOKS_LIKE_A_LABEL: Final = re.compile(r"_:\S")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofSecrets:
    """
    What is random in a base proof.

    Attributes:
        hmac_key: The secret for labels; the holder gets it, verifiers do not.
        statement_signer: The key that signs the statements of this one proof.
    """

    hmac_key: bytes
    statement_signer: Signer

    @classmethod
    def fresh(cls) -> Self:
        """Make new ones."""
        return cls(
            hmac_key=secrets.token_bytes(HMAC_BYTES), statement_signer=LocalSigner.generate(KeyKind.P256)
        )

    def __repr__(self) -> str:
        return "<ProofSecrets>"


def create_base(
    document: JsonObject,
    proof_options: JsonObject,
    signer: Signer,
    options: Options,
    proof_secrets: ProofSecrets | None = None,
) -> bytes:
    """
    Make the bytes of a base proof.

    Args:
        document: The document without a proof.
        proof_options: The proof without its value.
        signer: The issuer's key, of the kind P-256.
        options: `mandatory` are the pointers to what must be shown; None for what `mandatory_pointers` finds.
        proof_secrets: What is random in it; None for new ones.

    Raises:
        ProofError: If there is more to sign than such a proof can hold.
        InputError: If a pointer leads nowhere; names it.
        LinkedDataError: If something in it would not be signed, or what must be shown is not a document by itself.
    """
    random = proof_secrets or ProofSecrets.fresh()
    pointers = mandatory_pointers(document) if options.mandatory is None else list(options.mandatory)
    _check_pointers(pointers)
    mandatory, others = transform(document, pointers, random.hmac_key, options)
    canonical_proof = rdfc.configure(document, proof_options, options)
    proof_hash = hash_texts("", canonical_proof, options).proof_hash  # 3.6.3
    public_key = decode_multibase(random.statement_signer.public_key.multikey)
    return BaseProofValue(  # 3.6.5
        base_signature=signer.sign(sign_data(proof_hash, public_key, mandatory)),
        public_key=public_key,
        hmac_key=random.hmac_key,
        signatures=tuple(random.statement_signer.sign(line.encode("utf-8")) for line in others),
        mandatory_pointers=tuple(pointers),
    ).to_bytes()


def transform(
    document: JsonObject, pointers: Sequence[str], hmac_key: bytes, options: Options
) -> tuple[list[str], list[str]]:
    """
    Make the statements of a document: first the mandatory ones, then the others (3.6.2).

    Raises:
        ProofError: If there are more others than one proof can sign.
        InputError: As `create_base`.
        LinkedDataError: As `create_base`.
    """
    _check_texts(document)
    whole = DisclosableDocument(document, hmac_key, contexts=options.contexts, issuing=options.issuing)
    chosen = whole.indexes(pointers)
    others = [line for place, line in enumerate(whole.statements) if place not in chosen]
    if len(others) > MAX_SIGNATURES:
        raise ProofError(
            f"{len(others):,} statements would be signed one by one; at most {MAX_SIGNATURES:,} are.",
            hint="Make more of the document mandatory.",
        )
    least = select(document, pointers)
    if least is not None:
        canonicalize(least, contexts=options.contexts)  # or nobody could show the least that must be shown
    return [line for place, line in enumerate(whole.statements) if place in chosen], others


def _check_pointers(pointers: Sequence[str]) -> None:
    if len(pointers) > MAX_POINTERS:
        raise ProofError(f"Found {len(pointers)} mandatory pointers; a proof holds {MAX_POINTERS} at most.")
    for pointer in pointers:
        parse_pointer(pointer)
        if len(pointer.encode("utf-8", "surrogatepass")) > MAX_POINTER_BYTES:
            shown = repr(shorten(pointer, 100))
            raise ProofError(f"The mandatory pointer {shown} has more than {MAX_POINTER_BYTES} bytes.")


def _check_texts(document: JsonObject) -> None:
    """Other processors replace labels wherever they seem to stand, in texts too, and then find another signature."""
    for path, value in walk(document):
        if isinstance(value, str) and _LOOKS_LIKE_A_LABEL.search(value) and "@context" not in path:
            raise StrictnessError(
                f"Some processors take the _: in {shorten(value, 60)!r} for a label, and could not verify it in"
                " parts; put a space behind it, or leave it out.",
                path=path,
            )
