"""Embedded proofs: made, checked, and refused."""

import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from openbadge_issuer.errors import LinkedDataError, ProofError, StrictnessError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc, encode_base64url
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.data_integrity import add_proof, proof_hashes, verify_proof
from openbadge_issuer.proofs.eddsa_rdfc_2022 import SUITE
from openbadge_issuer.proofs.suites import SUITES


@pytest.fixture
def signed(badge: JsonObject, signer: LocalSigner, created: datetime) -> JsonObject:
    return add_proof(badge, signer, verification_method=did_key_method(signer.public_key), created=created)


@pytest.fixture
def proof(signed: JsonObject) -> JsonObject:
    return dict(signed["proof"])


def resigned(document: JsonObject, proof: JsonObject, signer: LocalSigner) -> JsonObject:
    """Sign whatever a proof says, as an issuer with other software might."""
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    try:
        signature = signer.sign(proof_hashes(document, options, signer.public_key).signed)
    except LinkedDataError:
        signature = bytes(64)
    return {**options, "proofValue": encode_base58btc(signature)}


def test_proof_that_was_added_holds(badge: JsonObject, proof: JsonObject, signer: LocalSigner) -> None:
    verify_proof(badge, proof, signer.public_key)


def test_document_is_left_as_it_was_and_the_proof_comes_last(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    before = copy.deepcopy(badge)
    signed = add_proof(badge, signer, verification_method="https://school.example/keys#1", created=created)
    assert before == badge
    assert [*badge, "proof"] == list(signed)


def test_proof_says_how_when_by_what_key_and_what_for(proof: JsonObject, signer: LocalSigner) -> None:
    value = proof.pop("proofValue")
    assert len(decode_multibase(value)) == 64
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-05-01T09:30:15Z",
        "verificationMethod": did_key_method(signer.public_key),
        "proofPurpose": "assertionMethod",
    }


def test_whole_numbers_are_signed_as_integers(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    badge["credentialSubject"]["creditsEarned"] = 3.0
    signed = add_proof(badge, signer, verification_method=did_key_method(signer.public_key), created=created)
    assert repr(signed["credentialSubject"]["creditsEarned"]) == "3"


def test_signed_document_is_not_signed_again(
    signed: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    with pytest.raises(ProofError, match="has a proof already"):
        add_proof(signed, signer, verification_method="did:example:1#1", created=created)


def test_document_without_context_is_not_signed(signer: LocalSigner, created: datetime) -> None:
    with pytest.raises(ProofError, match="no @context"):
        add_proof({"id": "urn:x:1"}, signer, verification_method="did:example:1#1", created=created)


def test_time_without_zone_is_not_signed(badge: JsonObject, signer: LocalSigner, created: datetime) -> None:
    with pytest.raises(ProofError, match="without a zone"):
        add_proof(badge, signer, verification_method="did:example:1#1", created=created.replace(tzinfo=None))


def test_key_that_no_suite_takes_is_refused(
    badge: JsonObject, signers: dict[KeyKind, LocalSigner], created: datetime
) -> None:
    with pytest.raises(ProofError, match="No cryptosuite signs with a RSA key"):
        add_proof(badge, signers[KeyKind.RSA], verification_method="did:example:1#1", created=created)


def test_undefined_term_is_not_signed(badge: JsonObject, signer: LocalSigner, created: datetime) -> None:
    badge["credentialSubject"]["shoeSize"] = 42
    with pytest.raises(StrictnessError):
        add_proof(badge, signer, verification_method="did:example:1#1", created=created)


def test_relative_verification_method_is_not_signed(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    with pytest.raises(StrictnessError):
        add_proof(badge, signer, verification_method="#key-1", created=created)


# --- changed after signing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", "Superbot"),
        ("validFrom", "2026-05-01T09:00:01Z"),
        ("id", "https://school.example/credentials/2"),
    ],
)
def test_changed_document_is_refused(
    member: str, value: str, badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof({**badge, member: value}, proof, signer.public_key)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("created", "2026-05-01T09:30:16Z"),
        ("verificationMethod", "did:example:1#1"),
        ("expires", "2030-01-01T00:00:00Z"),
        ("domain", "school.example"),
        ("challenge", "1"),
        ("id", "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        ("nonce", "1"),
    ],
)
def test_changed_proof_is_refused(
    member: str, value: str, badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(badge, {**proof, member: value}, signer.public_key)


def test_term_added_after_signing_is_refused(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    for document, changed in (({**badge, "honours": "yes"}, proof), (badge, {**proof, "honours": "yes"})):
        with pytest.raises(StrictnessError):
            verify_proof(document, changed, signer.public_key)


def test_proof_by_another_key_is_refused(badge: JsonObject, proof: JsonObject) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(badge, proof, LocalSigner.generate(KeyKind.ED25519).public_key)


def test_hashes_in_the_other_order_are_refused(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    data = proof_hashes(badge, proof, signer.public_key)
    swapped = signer.sign(data.document_hash + data.proof_hash)
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(badge, {**proof, "proofValue": encode_base58btc(swapped)}, signer.public_key)


# --- not what a proof must be -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"])
@pytest.mark.parametrize("value", [None, "", 1, ["DataIntegrityProof"], {"id": "did:example:1#1"}])
def test_member_that_is_no_text_is_refused(
    name: str, value: Any, badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match=f"{name} as a string") as error:
        verify_proof(badge, {**proof, name: value}, signer.public_key)
    assert f"$.proof.{name}" == error.value.path


@pytest.mark.parametrize("name", ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"])
def test_missing_member_is_refused(
    name: str, badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    del proof[name]
    with pytest.raises(ProofError, match="found nothing"):
        verify_proof(badge, proof, signer.public_key)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "Ed25519Signature2018"),
        ("type", "eddsa-rdfc-2022"),
        ("cryptosuite", "bbs-2023"),
        ("cryptosuite", "Ed25519Signature2020"),
        ("cryptosuite", "eddsa-rdf-2022"),
        ("proofPurpose", "authentication"),
        ("proofPurpose", "https://w3id.org/security#assertionMethod"),
    ],
)
def test_other_type_suite_or_purpose_is_refused_though_signed(
    name: str, value: str, badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match=f"{name} must be"):
        verify_proof(badge, {**proof, name: value}, signer.public_key)


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384, KeyKind.RSA])
def test_key_of_another_kind_is_refused(
    kind: KeyKind, badge: JsonObject, proof: JsonObject, signers: dict[KeyKind, LocalSigner]
) -> None:
    with pytest.raises(ProofError, match="eddsa-rdfc-2022 is for Ed25519 keys"):
        verify_proof(badge, proof, signers[kind].public_key)


def test_proof_value_in_another_form_is_refused(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    right = decode_multibase(proof["proofValue"])
    values = [
        encode_base64url(right),
        proof["proofValue"][1:],
        proof["proofValue"] + " ",
        "z",
        "z" + "1" * 64,
        "z" + "2" * 1000,
        encode_base58btc(right[:-1]),
        encode_base58btc(b"\0" + right),
        encode_base58btc(bytes(64)),
    ]
    for value in values:
        with pytest.raises(ProofError):
            verify_proof(badge, {**proof, "proofValue": value}, signer.public_key)


def test_older_type_with_a_suite_beside_it_is_refused(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="it has no cryptosuite"):
        verify_proof(badge, {**proof, "type": "Ed25519Signature2020"}, signer.public_key)


def test_link_of_a_chain_is_refused_without_what_it_builds_on(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    chained = {**proof, "previousProof": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"}
    with pytest.raises(ProofError, match="no other proof of the document has that id"):
        verify_proof(badge, chained, signer.public_key)


def test_document_with_its_proof_is_refused(
    signed: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="checked without"):
        verify_proof(signed, proof, signer.public_key)


def test_proof_without_created_holds(badge: JsonObject, proof: JsonObject, signer: LocalSigner) -> None:
    del proof["created"]
    verify_proof(badge, resigned(badge, proof, signer), signer.public_key)


@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize("value", ["2026-05-01T09:30:15", "2026-05-01", "yesterday", 1777627815, None, ["x"]])
def test_time_that_is_none_is_refused(
    name: str, value: Any, badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="time with a zone") as error:
        verify_proof(badge, {**proof, name: value}, signer.public_key)
    assert f"$.proof.{name}" == error.value.path


def test_expired_proof_is_refused_from_the_moment_on(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner, now: datetime
) -> None:
    expiring = resigned(badge, {**proof, "expires": "2026-06-01T12:00:00Z"}, signer)
    verify_proof(badge, expiring, signer.public_key)
    verify_proof(badge, expiring, signer.public_key, now=now - timedelta(seconds=1))
    with pytest.raises(ProofError, match="expired at 2026-06-01T12:00:00Z"):
        verify_proof(badge, expiring, signer.public_key, now=now)


# --- a context in the proof ---------------------------------------------------------------------------------


def test_proof_may_repeat_the_context_or_its_beginning(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    for context in (badge["@context"], badge["@context"][:1], badge["@context"][0]):
        verify_proof(badge, {**proof, "@context": context}, signer.public_key)


def test_proof_with_another_context_is_refused(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    others = [
        [],
        badge["@context"][::-1],
        badge["@context"][1:],
        [*badge["@context"], "https://w3id.org/security/data-integrity/v2"],
        {"created": None},
    ]
    for context in others:
        with pytest.raises(ProofError, match="not the beginning"):
            verify_proof(badge, {**proof, "@context": context}, signer.public_key)


# --- suites -------------------------------------------------------------------------------------------------


def test_suite_needs_no_more_than_an_entry_in_the_table(
    badge: JsonObject, signers: dict[KeyKind, LocalSigner], created: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = replace(SUITE, name="example-2026", key_kinds=frozenset({KeyKind.P256}))
    monkeypatch.setitem(SUITES, suite.name, suite)
    signer = signers[KeyKind.P256]
    signed = add_proof(
        badge, signer, verification_method="did:example:1#1", created=created, cryptosuite="example-2026"
    )
    assert signed["proof"]["cryptosuite"] == "example-2026"
    verify_proof(badge, signed["proof"], signer.public_key)
