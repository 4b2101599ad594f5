"""
The cryptosuite `ecdsa-jcs-2019`: ECDSA over canonical JSON (W3C ECDSA Cryptosuites 1.0, section 3.3).

With a P-384 key the hashes are SHA-384, otherwise SHA-256.
"""

from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.proofs import jcs, signed_hashes
from openbadge_issuer.proofs.suite import Cryptosuite

SUITE = Cryptosuite(
    name="ecdsa-jcs-2019",
    key_kinds=frozenset({KeyKind.P256, KeyKind.P384}),
    signs_text=True,
    transform=jcs.transform,  # 3.3.3 Transformation
    hash=signed_hashes.hash_texts,  # 3.3.4 Hashing
    configure=jcs.configure,  # 3.3.5 Proof configuration
    serialize=signed_hashes.serialize,  # 3.3.6 Proof serialization
    verify=signed_hashes.verify,  # 3.3.7 Proof verification
)
