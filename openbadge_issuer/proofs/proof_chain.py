"""
Chains: proofs that sign other proofs together with the document (W3C Data Integrity 1.0, 2.1.2 and 4.5).

A proof names the earlier ones by their ids in `previousProof`; they are then part of what it signs.
It says that they were there, whole, when it was made; whether they hold is for each to show by itself.
Proofs cannot name each other in a circle, since each would have to contain the other's signature.
"""

from collections.abc import Sequence
from typing import Any

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import JsonObject, name_of, shorten

_PATH = "$.proof.previousProof"


def previous_proofs(proof: JsonObject, proofs: Sequence[Any]) -> list[JsonObject]:
    """
    Find the proofs that a proof builds on (4.5, step 3).

    Args:
        proof: The proof.
        proofs: All proofs of the document.

    Returns:
        Those it names, in the order in which they stand in the document; none if it names none.

    Raises:
        ProofError: If `previousProof` is not a text or texts, or names a proof that is not there, or twice there.
    """
    names = _names(proof)
    found = [
        other for other in proofs if other is not proof and isinstance(other, dict) and _id(other) in names
    ]
    _check_found(names, found)
    return found


def check_previous(proof: JsonObject, previous: Sequence[JsonObject]) -> None:
    """
    Make sure that some proofs are exactly those that a proof builds on.

    Raises:
        ProofError: If one is missing or too many, or `previousProof` is malformed.
    """
    names = _names(proof)
    _check_found(names, previous)
    if len(previous) != len(names):
        raise ProofError("There are other proofs given than the proof builds on.", path=_PATH)


def _names(proof: JsonObject) -> list[str]:
    if "previousProof" not in proof:
        return []
    value = proof["previousProof"]
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str) or not name:
            raise ProofError(f"previousProof names proofs by their ids; found {name_of(name)}.", path=_PATH)
    if not names:
        raise ProofError("previousProof names no proof; leave it out.", path=_PATH)
    return list(dict.fromkeys(names))


def _check_found(names: Sequence[str], found: Sequence[JsonObject]) -> None:
    identifiers = [_id(proof) for proof in found]
    for name in names:
        if identifiers.count(name) != 1:
            count = "several proofs have" if name in identifiers else "no other proof of the document has"
            raise ProofError(f"The proof builds on {shorten(name, 80)!r}; {count} that id.", path=_PATH)


def _id(proof: JsonObject) -> str | None:
    found = proof.get("id")
    return found if isinstance(found, str) else None
