"""
The cryptosuite `ecdsa-sd-2023`: selective disclosure with P-256 (W3C ECDSA Cryptosuites 1.0, section 3.6).

The issuer makes a base proof, for the holder. The holder derives a proof, which shows a part of the document;
that is what is verified (`deriving`). A base proof is not: it holds the secret that would tell what was left out.
The suite is for P-256 keys only, as its sizes and hashes are those of P-256, and other verifiers take no other.
"""

from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.proofs import rdfc, signed_hashes
from openbadge_issuer.proofs.base_proof import create_base
from openbadge_issuer.proofs.derived_proof import verify_derived
from openbadge_issuer.proofs.disclosure_values import MAX_PROOF_VALUE
from openbadge_issuer.proofs.suite import Cryptosuite

SUITE = Cryptosuite(
    name="ecdsa-sd-2023",
    key_kinds=frozenset({KeyKind.P256}),
    create_base=create_base,  # 3.6.1 Create base proof, with 3.6.2, 3.6.3 and 3.6.5
    configure=rdfc.configure,  # 3.6.4 Base proof configuration
    transform=rdfc.transform,  # 3.6.7 Verify derived proof, from what is shown
    hash=signed_hashes.hash_texts,  # the options count; of the document, each statement is checked by itself
    serialize=signed_hashes.serialize,
    verify=verify_derived,
    base="u",
    max_proof_value=MAX_PROOF_VALUE,
)
