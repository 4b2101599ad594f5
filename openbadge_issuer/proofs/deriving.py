"""
Deriving a proof: a holder shows a part of what was signed (ECDSA Cryptosuites 1.0, 3.6.6).

What the issuer made mandatory is always shown. What comes out verifies like any signed document, and says nothing of
the rest: neither what was left out, nor how much. No key is needed; having the document with its base proof suffices.
"""

import copy
from collections.abc import Sequence

from openbadge_issuer.errors import InputError, ProofError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.keys.multibase import encode_base64url
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.linked_data.disclosure import DisclosableDocument
from openbadge_issuer.linked_data.selection import select
from openbadge_issuer.proofs.derived_proof import split, verify_statements
from openbadge_issuer.proofs.disclosure_values import (
    MAX_PROOF_VALUE,
    BaseProofValue,
    DerivedProofValue,
    is_base,
    read_base,
)
from openbadge_issuer.proofs.proof_members import read_proof_value


def derive(
    document: JsonObject, pointers: Sequence[str] = (), *, contexts: Contexts | None = None
) -> JsonObject:
    """
    Show a part of a document that was signed for selective disclosure (`ecdsa-sd-2023`).

    Whether the issuer's own signature holds is not checked, as that takes its key: `verify` what comes out.

    Args:
        document: The document with its base proof; it is not changed.
        pointers: What to show beside what must be shown, as JSON pointers such as `/credentialSubject/result`;
            `""` shows all of it.
        contexts: The JSON-LD contexts at hand; None for those that are shipped.

    Returns:
        A new document with what is shown, and a proof derived for it; other proofs are left out,
        as they hold for the whole document only.

    Raises:
        ProofError: If there is no base proof or more than one, or it is not that of this document.
        InputError: If a pointer leads nowhere, into a value that can only be shown whole, or nothing is to be shown.
        LinkedDataError: If what is shown would not be a document by itself, as when one thing is shown twice,
            in two different parts.
        TypeError: If the pointers are one text.
    """
    if isinstance(pointers, str):
        raise TypeError(
            f"pointers are several JSON pointers; found one text. Write [{shorten(pointers, 80)!r}]."
        )
    proof = _base_proof(document)
    base = read_base(read_proof_value(proof, base="u", max_length=MAX_PROOF_VALUE))
    bare = {key: value for key, value in document.items() if key != "proof"}
    combined = [*base.mandatory_pointers, *pointers]
    value = disclose(DisclosableDocument(bare, base.hmac_key, contexts=contexts), base, pointers)
    shown = select(bare, combined)
    if shown is None:
        raise InputError("Nothing is to be shown; name a part of the document by a JSON pointer.")
    _, others = split(canonicalize(shown, contexts=contexts), value)
    verify_statements(others, value)
    return {**copy.deepcopy(shown), "proof": {**proof, "proofValue": encode_base64url(value.to_bytes())}}


def disclose(whole: DisclosableDocument, base: BaseProofValue, pointers: Sequence[str]) -> DerivedProofValue:
    """
    Choose the signatures and labels that go with what is shown (3.5.4 createDisclosureData).

    Raises:
        ProofError: If the base proof signs another number of statements.
        InputError: If a pointer leads nowhere, or into a value that can only be shown whole.
    """
    combined = [*base.mandatory_pointers, *pointers]
    mandatory, chosen = whole.indexes(base.mandatory_pointers), whole.indexes(combined)
    others = [place for place in range(len(whole.statements)) if place not in mandatory]
    if len(others) != len(base.signatures):
        raise ProofError(
            f"The base proof signs {len(base.signatures)} statements one by one; the document has {len(others)}."
            " It was changed, or the proof belongs to another."
        )
    return DerivedProofValue(
        base_signature=base.base_signature,
        public_key=base.public_key,
        signatures=tuple(
            signature for place, signature in zip(others, base.signatures, strict=True) if place in chosen
        ),
        labels=whole.labels(combined),
        mandatory_indexes=tuple(
            relative for relative, place in enumerate(sorted(chosen)) if place in mandatory
        ),
    )


def _base_proof(document: JsonObject) -> JsonObject:
    """Find the one proof to derive from."""
    proofs = document.get("proof")
    found = [
        proof
        for proof in (proofs if isinstance(proofs, list) else [proofs])
        if isinstance(proof, dict) and is_base(proof.get("proofValue"))
    ]
    if len(found) != 1:
        raise ProofError(
            f"The document has {len(found) or 'no'} base proofs; one is needed, to show a part of it.",
            hint="Its issuer makes one with the suite ecdsa-sd-2023, as 'openbadge-issuer sign --disclosable' does.",
            path="$.proof",
        )
    if found[0].get("cryptosuite") != "ecdsa-sd-2023" or "previousProof" in found[0]:
        raise ProofError(
            "From this base proof nothing can be derived: it is of another suite, or builds on others."
        )
    return found[0]
