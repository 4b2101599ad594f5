"""
The proof type `Ed25519Signature2020`, from before there was DataIntegrityProof; verified only.

All is done as in `eddsa-rdfc-2022`, but the type itself names the suite (W3C EdDSA Cryptosuites 1.0, appendix).
Its terms come from a context of its own, https://w3id.org/security/suites/ed25519-2020/v1, in the document.
"""

from dataclasses import replace

from openbadge_issuer.proofs import eddsa_rdfc_2022

SUITE = replace(eddsa_rdfc_2022.SUITE, name="Ed25519Signature2020", verifies_only=True, is_proof_type=True)
