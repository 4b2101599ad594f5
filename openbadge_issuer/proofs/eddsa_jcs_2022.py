"""The cryptosuite `eddsa-jcs-2022`: Ed25519 over canonical JSON (W3C EdDSA Cryptosuites 1.0, section 3.3)."""

from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.proofs import jcs, signed_hashes
from openbadge_issuer.proofs.suite import Cryptosuite

SUITE = Cryptosuite(
    name="eddsa-jcs-2022",
    key_kinds=frozenset({KeyKind.ED25519}),
    signs_text=True,
    transform=jcs.transform,  # 3.3.3 Transformation
    hash=signed_hashes.hash_texts,  # 3.3.4 Hashing
    configure=jcs.configure,  # 3.3.5 Proof configuration
    serialize=signed_hashes.serialize,  # 3.3.6 Proof serialization
    verify=signed_hashes.verify,  # 3.3.7 Proof verification
)
