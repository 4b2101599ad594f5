"""
The cryptosuite `ecdsa-rdfc-2019`: ECDSA over canonical RDF (W3C ECDSA Cryptosuites 1.0, section 3.2).

With a P-384 key every hash is SHA-384, those within canonicalization too; otherwise SHA-256.
"""

from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.proofs import rdfc, signed_hashes
from openbadge_issuer.proofs.suite import Cryptosuite

SUITE = Cryptosuite(
    name="ecdsa-rdfc-2019",
    key_kinds=frozenset({KeyKind.P256, KeyKind.P384}),
    transform=rdfc.transform,  # 3.2.3 Transformation
    hash=signed_hashes.hash_texts,  # 3.2.4 Hashing
    configure=rdfc.configure,  # 3.2.5 Proof configuration
    serialize=signed_hashes.serialize,  # 3.2.6 Proof serialization
    verify=signed_hashes.verify,  # 3.2.7 Proof verification
)
