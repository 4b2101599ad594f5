"""
The cryptosuite `eddsa-rdfc-2022`: Ed25519 over canonical RDF (W3C EdDSA Cryptosuites 1.0, section 3.2).

The one suite that every verifier of badges takes, and so the one we sign with.
Creating (3.2.1) and verifying (3.2.2) put the parts together in the way of all suites: see `data_integrity`.
"""

from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.proofs import rdfc, signed_hashes
from openbadge_issuer.proofs.suite import Cryptosuite

SUITE = Cryptosuite(
    name="eddsa-rdfc-2022",
    key_kinds=frozenset({KeyKind.ED25519}),
    transform=rdfc.transform,  # 3.2.3 Transformation
    hash=signed_hashes.hash_texts,  # 3.2.4 Hashing
    configure=rdfc.configure,  # 3.2.5 Proof configuration
    serialize=signed_hashes.serialize,  # 3.2.6 Proof serialization
    verify=signed_hashes.verify,  # 3.2.7 Proof verification
)
