"""A proof says what it is for, and counts for nothing else."""

import pytest

from openbadge_issuer.errors import ProofError
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.proofs.data_integrity import add_proof, verify_proof
from openbadge_issuer.proofs.proof_use import ASSERTION, AUTHENTICATION, ProofUse

LOGIN = ProofUse(purpose=AUTHENTICATION, challenge="c-1", domain="school.example")


@pytest.fixture
def shown(badge, signer, created):
    method = did_key_method(signer.public_key)
    return add_proof(badge, signer, verification_method=method, created=created, use=LOGIN)["proof"]


def test_proof_names_its_purpose_challenge_and_domain(shown):
    members = {name: shown[name] for name in ("proofPurpose", "challenge", "domain")}
    assert members == {"proofPurpose": "authentication", "challenge": "c-1", "domain": "school.example"}


def test_assertion_names_nothing_else():
    assert ASSERTION.members() == {"proofPurpose": "assertionMethod"}


def test_proof_holds_for_its_own_purpose(badge, shown, signer):
    verify_proof(badge, shown, signer.public_key, purpose=AUTHENTICATION)


def test_proof_made_to_log_in_asserts_nothing(badge, shown, signer):
    with pytest.raises(ProofError, match="assertionMethod"):
        verify_proof(badge, shown, signer.public_key)


@pytest.mark.parametrize("member", ["challenge", "domain"])
def test_challenge_and_domain_are_signed(badge, shown, signer, member):
    with pytest.raises(ProofError, match="signature"):
        verify_proof(badge, {**shown, member: "other"}, signer.public_key, purpose=AUTHENTICATION)
