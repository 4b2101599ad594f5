"""Which proofs a proof builds on."""

from datetime import datetime
from typing import Any

import pytest

from openbadge_issuer.errors import ProofError, StrictnessError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.keys.multibase import encode_base58btc
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.data_integrity import proof_hashes, verify_proof
from openbadge_issuer.proofs.proof_chain import check_previous, previous_proofs

A: JsonObject = {"id": "urn:a"}
B: JsonObject = {"id": "urn:b"}
NAMELESS: JsonObject = {"type": "DataIntegrityProof"}


def link(previous: Any) -> JsonObject:
    return {"id": "urn:c", "previousProof": previous}


def test_proof_that_names_none_builds_on_none() -> None:
    assert previous_proofs(NAMELESS, [A, B, NAMELESS]) == []


@pytest.mark.parametrize("previous", ["urn:a", ["urn:a"], ["urn:a", "urn:a"]])
def test_proof_builds_on_the_one_it_names(previous: Any) -> None:
    proof = link(previous)
    assert previous_proofs(proof, [B, A, NAMELESS, "x", {"id": ["urn:a"]}, proof]) == [A]


def test_order_is_that_of_the_document() -> None:
    assert previous_proofs(link(["urn:b", "urn:a"]), [A, B]) == [A, B]


@pytest.mark.parametrize("previous", ["urn:x", ["urn:a", "urn:x"], "urn:c"])
def test_name_of_no_other_proof_is_refused(previous: Any) -> None:
    proof = link(previous)
    with pytest.raises(ProofError, match="no other proof of the document has that id") as error:
        previous_proofs(proof, [A, B, proof])
    assert error.value.path == "$.proof.previousProof"


def test_name_of_two_proofs_is_refused() -> None:
    with pytest.raises(ProofError, match="several proofs have that id"):
        previous_proofs(link("urn:a"), [A, dict(A)])


@pytest.mark.parametrize("previous", [None, 7, "", {}, [7], [""], [["urn:a"]], []])
def test_name_that_is_none_is_refused(previous: Any) -> None:
    with pytest.raises(ProofError, match="previousProof names"):
        previous_proofs(link(previous), [A])


def test_exactly_the_named_proofs_must_be_given() -> None:
    check_previous(link(["urn:a", "urn:b"]), [A, B])
    for proof, given in ((link("urn:a"), []), (link("urn:a"), [A, B]), (link("urn:a"), [B]), (NAMELESS, [A])):
        with pytest.raises(ProofError):
            check_previous(proof, given)


# --- signed


@pytest.fixture(params=["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def chain(
    request: pytest.FixtureRequest, badge: JsonObject, signer: LocalSigner, created: datetime
) -> list[JsonObject]:
    """A proof, and one that builds on it; without a function of our own to make it."""
    first: JsonObject = {
        "type": "DataIntegrityProof",
        "id": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
        "cryptosuite": request.param,
        "created": "2026-05-01T09:30:15Z",
        "verificationMethod": did_key_method(signer.public_key),
        "proofPurpose": "assertionMethod",
    }
    first["proofValue"] = value_of(badge, first, signer)
    second = {key: first[key] for key in first if key not in ("id", "proofValue")}
    second["previousProof"] = first["id"]
    second["proofValue"] = value_of(badge, second, signer, first)
    return [first, second]


def value_of(document: JsonObject, proof: JsonObject, signer: LocalSigner, *previous: JsonObject) -> str:
    return encode_base58btc(
        signer.sign(proof_hashes(document, proof, signer.public_key, previous=previous).signed)
    )


def test_link_holds_with_what_it_builds_on(
    badge: JsonObject, chain: list[JsonObject], signer: LocalSigner
) -> None:
    verify_proof(badge, chain[0], signer.public_key)
    verify_proof(badge, chain[1], signer.public_key, previous=previous_proofs(chain[1], chain))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("created", "2026-05-01T09:30:16Z"),
        ("proofValue", encode_base58btc(bytes(64))),
        ("domain", "x.example"),
        ("verificationMethod", "did:example:1#1"),
    ],
)
def test_link_does_not_hold_when_what_it_builds_on_was_changed(
    member: str, value: str, badge: JsonObject, chain: list[JsonObject], signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(badge, chain[1], signer.public_key, previous=[{**chain[0], member: value}])


def test_proof_does_not_become_a_link_or_the_other_way_round(
    badge: JsonObject, chain: list[JsonObject], signer: LocalSigner
) -> None:
    loose = {key: value for key, value in chain[1].items() if key != "previousProof"}
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(badge, loose, signer.public_key)
    tied = {**chain[0], "id": "urn:uuid:1", "previousProof": chain[0]["id"]}
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(badge, tied, signer.public_key, previous=[chain[0]])


def test_undefined_term_in_what_a_link_builds_on_is_refused(
    badge: JsonObject, chain: list[JsonObject], signer: LocalSigner
) -> None:
    with pytest.raises((StrictnessError, ProofError)):
        verify_proof(badge, chain[1], signer.public_key, previous=[{**chain[0], "undefined": "x"}])
