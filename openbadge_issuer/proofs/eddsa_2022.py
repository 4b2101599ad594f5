"""
The cryptosuite `eddsa-2022`: what `eddsa-rdfc-2022` was called in drafts of 2023; verified only.

The name is signed with the rest of the proof, so one cannot be made into the other.
"""

from dataclasses import replace

from openbadge_issuer.proofs import eddsa_rdfc_2022

SUITE = replace(eddsa_rdfc_2022.SUITE, name="eddsa-2022", verifies_only=True)
