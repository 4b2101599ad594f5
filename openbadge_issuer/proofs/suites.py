"""
The table of cryptosuites, and which of them a key or a proof asks for.

To add a suite, write its file and name it here.
"""

from collections.abc import Iterator
from typing import Final

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.proofs import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ecdsa_sd_2023,
    ed25519_signature_2020,
    eddsa_2022,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from openbadge_issuer.proofs.proof_members import PROOF_PURPOSE, PROOF_TYPE, check_members
from openbadge_issuer.proofs.suite import Cryptosuite

SUITES: Final[dict[str, Cryptosuite]] = {
    suite.name: suite
    for suite in (
        eddsa_rdfc_2022.SUITE,
        ecdsa_rdfc_2019.SUITE,
        eddsa_jcs_2022.SUITE,
        ecdsa_jcs_2019.SUITE,
        ecdsa_sd_2023.SUITE,
        eddsa_2022.SUITE,
        ed25519_signature_2020.SUITE,
    )
}
"""All suites by name; for each kind of key, the first that takes it signs unless another is asked for."""


def suite_of(proof: JsonObject) -> Cryptosuite | None:
    """Return the suite that a proof names; None if it is none that is known here."""
    is_older = proof.get("type") != PROOF_TYPE
    name = proof.get("type" if is_older else "cryptosuite")
    suite = SUITES.get(name) if isinstance(name, str) else None
    return suite if suite is not None and suite.is_proof_type == is_older else None


def signing_suite(public_key: PublicKey, name: str | None) -> Cryptosuite:
    """
    Choose the suite to sign with.

    Args:
        public_key: The key that signs.
        name: The name of the suite; None for the usual one of this kind of key.

    Raises:
        ProofError: If no suite, or not this one, signs with this kind of key.
    """
    usual = next(_able(public_key.kind), None)
    if usual is None:
        raise ProofError(
            f"No cryptosuite signs with a {public_key.kind} key.",
            hint="Sign with an Ed25519 key, or secure the document as a JWT.",
        )
    if name is None:
        return usual
    able = {suite.name: suite for suite in _able(public_key.kind)}
    if name not in able:
        asked = repr(shorten(name, 40))
        raise ProofError(f"A {public_key.kind} key signs with {' or '.join(able)}; asked for was {asked}.")
    return able[name]


def verifying_suite(proof: JsonObject, public_key: PublicKey, *, purpose: str = PROOF_PURPOSE) -> Cryptosuite:
    """
    Find the suite of a proof, which decides what kind of key may have made it.

    Args:
        proof: The proof.
        public_key: The key that `verificationMethod` names.
        purpose: What the proof must be for.

    Raises:
        ProofError: If the proof is malformed, of another purpose or an unknown suite,
            or the suite is for other keys.
    """
    named = suite_of(proof)
    known = SUITES.values() if named is None else [named]
    older = {suite.name for suite in known if suite.is_proof_type}
    check_members(proof, suites={suite.name for suite in known} - older, older=older, purpose=purpose)
    suite = SUITES[proof["cryptosuite" if proof["type"] == PROOF_TYPE else "type"]]
    if public_key.kind not in suite.key_kinds:
        kinds = " or ".join(sorted(suite.key_kinds))
        raise ProofError(
            f"The suite {suite.name} is for {kinds} keys; found one of the kind {public_key.kind}.",
            path="$.proof.verificationMethod",
        )
    return suite


def _able(kind: KeyKind) -> Iterator[Cryptosuite]:
    """Yield the suites that sign with a kind of key, the usual one first."""
    return (suite for suite in SUITES.values() if kind in suite.key_kinds and not suite.verifies_only)
