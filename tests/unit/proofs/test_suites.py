"""What holds for every suite in the table alike whose proof is one signature; others have tests of their own."""

from datetime import datetime
from typing import Any

import pytest

from openbadge_issuer.errors import (
    ComplexityError,
    ContextError,
    InputError,
    LinkedDataError,
    ProofError,
    StrictnessError,
)
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.proofs.data_integrity import add_proof, append_proof, proof_hashes, verify_proof
from openbadge_issuer.proofs.suite import MAX_TRANSFORMATIONS, MAX_WORK, Transformations
from openbadge_issuer.proofs.suites import SUITES, suite_of

METHOD = "https://school.example/keys#1"
OLDER_CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1"
CASES = [
    (name, kind) for name, suite in SUITES.items() for kind in sorted(suite.key_kinds) if not suite.discloses
]
SIGNING = [(name, kind) for name, kind in CASES if not SUITES[name].verifies_only]
TEXT = [(name, kind) for name, kind in CASES if SUITES[name].signs_text]

every_suite = pytest.mark.parametrize(("name", "kind"), CASES)
every_signing_suite = pytest.mark.parametrize(("name", "kind"), SIGNING)
every_text_suite = pytest.mark.parametrize(("name", "kind"), TEXT)


@pytest.fixture
def document(badge: JsonObject) -> JsonObject:
    """A badge with the terms of every kind of proof."""
    return {**badge, "@context": [*badge["@context"], OLDER_CONTEXT]}


@pytest.fixture
def key(kind: KeyKind, signers: dict[KeyKind, LocalSigner]) -> LocalSigner:
    return signers[kind]


def resigned(document: JsonObject, proof: JsonObject, signer: LocalSigner) -> JsonObject:
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    signature = signer.sign(proof_hashes(document, options, signer.public_key).signed)
    return {**options, "proofValue": encode_base58btc(signature)}


@pytest.fixture
def proof(name: str, document: JsonObject, key: LocalSigner) -> JsonObject:
    """A proof of each suite, also of those that make none here."""
    named = (
        {"type": name} if SUITES[name].is_proof_type else {"type": "DataIntegrityProof", "cryptosuite": name}
    )
    options = {
        **named,
        "created": "2026-05-01T09:30:15Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }
    return resigned(document, options, key)


@every_suite
def test_proof_holds(name: str, document: JsonObject, proof: JsonObject, key: LocalSigner) -> None:
    verify_proof(document, proof, key.public_key)
    assert suite_of(proof) is SUITES[name]


@every_suite
@pytest.mark.parametrize(
    ("member", "value"), [("name", "Superbot"), ("validFrom", "2026-05-01T09:00:01Z"), ("id", "urn:uuid:2")]
)
def test_changed_document_is_refused(
    member: str, value: str, document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof({**document, member: value}, proof, key.public_key)


@pytest.mark.parametrize(
    ("name", "kind"), [*SIGNING, *((name, KeyKind.P256) for name, suite in SUITES.items() if suite.discloses)]
)
def test_what_others_write_differently_is_not_signed(
    name: str, document: JsonObject, key: LocalSigner, created: datetime
) -> None:
    odd = {**document, "name": "Super\abots"}
    with pytest.raises(StrictnessError, match="control character"):
        add_proof(odd, key, verification_method=METHOD, created=created, cryptosuite=name)


@every_suite
@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("created", "2026-05-01T09:30:16Z"),
        ("verificationMethod", "did:example:1#1"),
        ("expires", "2030-01-01T00:00:00Z"),
        ("domain", "school.example"),
        ("challenge", "1"),
        ("nonce", "1"),
        ("id", "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ],
)
def test_changed_proof_is_refused(
    member: str, value: str, document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(document, {**proof, member: value}, key.public_key)


@every_suite
@pytest.mark.parametrize("other", SUITES)
def test_proof_does_not_hold_under_the_name_of_another_suite(
    name: str, other: str, document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    renamed = {key: value for key, value in proof.items() if key != "cryptosuite"}
    renamed |= (
        {"type": other}
        if SUITES[other].is_proof_type
        else {"type": "DataIntegrityProof", "cryptosuite": other}
    )
    if name != other:
        with pytest.raises(ProofError):
            verify_proof(document, renamed, key.public_key)


@every_suite
@pytest.mark.parametrize("member", ["type", "proofPurpose", "verificationMethod", "proofValue"])
@pytest.mark.parametrize("value", [None, "", 7, ["x"], {}])
def test_member_that_is_no_text_is_refused(
    member: str, value: Any, document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    with pytest.raises(ProofError, match=f"{member} as a string"):
        verify_proof(document, {**proof, member: value}, key.public_key)


@every_suite
def test_key_of_a_kind_that_the_suite_does_not_take_is_refused(
    name: str, document: JsonObject, proof: JsonObject, signers: dict[KeyKind, LocalSigner]
) -> None:
    for kind in set(KeyKind) - SUITES[name].key_kinds:
        with pytest.raises(ProofError, match=f"{name} is for"):
            verify_proof(document, proof, signers[kind].public_key)


@every_suite
def test_other_key_of_the_same_kind_is_refused(
    kind: KeyKind, document: JsonObject, proof: JsonObject
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(document, proof, LocalSigner.generate(kind).public_key)


@pytest.mark.parametrize("name", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
@pytest.mark.parametrize("kind", [KeyKind.P256])
def test_signature_of_one_curve_is_refused_with_a_key_of_the_other(
    document: JsonObject, proof: JsonObject, signers: dict[KeyKind, LocalSigner]
) -> None:
    with pytest.raises(ProofError, match="has 96 bytes; found 64"):
        verify_proof(document, proof, signers[KeyKind.P384].public_key)


@every_suite
def test_signature_of_another_length_is_refused(
    document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    right = decode_multibase(proof["proofValue"])
    for wrong in (right[:-1], b"\0" + right, right + b"\0", right[: len(right) // 2], b"\0"):
        with pytest.raises(ProofError, match="bytes; found"):
            verify_proof(document, {**proof, "proofValue": encode_base58btc(wrong)}, key.public_key)


@every_suite
def test_hashes_in_the_other_order_are_refused(
    document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    data = proof_hashes(document, proof, key.public_key)
    swapped = encode_base58btc(key.sign(data.document_hash + data.proof_hash))
    with pytest.raises(ProofError, match="does not match"):
        verify_proof(document, {**proof, "proofValue": swapped}, key.public_key)


@every_suite
def test_hash_is_the_one_of_the_key(
    kind: KeyKind, document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    data = proof_hashes(document, proof, key.public_key)
    size = 48 if kind is KeyKind.P384 else 32
    assert (len(data.document_hash), len(data.proof_hash)) == (size, size)


# --- made here


@every_signing_suite
def test_suite_that_is_asked_for_signs(
    name: str, badge: JsonObject, key: LocalSigner, created: datetime
) -> None:
    signed = add_proof(badge, key, verification_method=METHOD, created=created, cryptosuite=name)
    assert signed["proof"]["cryptosuite"] == name
    verify_proof(badge, signed["proof"], key.public_key)


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        (KeyKind.ED25519, "eddsa-rdfc-2022"),
        (KeyKind.P256, "ecdsa-rdfc-2019"),
        (KeyKind.P384, "ecdsa-rdfc-2019"),
    ],
)
def test_each_kind_of_key_has_its_usual_suite(
    usual: str, badge: JsonObject, key: LocalSigner, created: datetime
) -> None:
    signed = add_proof(badge, key, verification_method=METHOD, created=created)
    assert signed["proof"]["cryptosuite"] == usual


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ecdsa-rdfc-2019", KeyKind.ED25519),
        ("eddsa-jcs-2022", KeyKind.P256),
        ("eddsa-2022", KeyKind.ED25519),
        ("Ed25519Signature2020", KeyKind.ED25519),
        ("bbs-2023", KeyKind.P384),
        ("", KeyKind.P384),
    ],
)
def test_suite_that_does_not_sign_with_the_key_is_refused(
    name: str, badge: JsonObject, key: LocalSigner, created: datetime
) -> None:
    with pytest.raises(ProofError, match="key signs with"):
        add_proof(badge, key, verification_method=METHOD, created=created, cryptosuite=name)


@every_signing_suite
def test_undefined_term_is_not_signed(
    name: str, badge: JsonObject, key: LocalSigner, created: datetime
) -> None:
    for changed in ({**badge, "shoeSize": 42}, {**badge, "evidence": []}, {**badge, "description": None}):
        with pytest.raises(StrictnessError):
            add_proof(changed, key, verification_method=METHOD, created=created, cryptosuite=name)


@every_signing_suite
def test_relative_verification_method_is_not_signed(
    name: str, badge: JsonObject, key: LocalSigner, created: datetime
) -> None:
    with pytest.raises(StrictnessError):
        add_proof(badge, key, verification_method="#key-1", created=created, cryptosuite=name)


# --- JSON as it stands


@every_text_suite
def test_proof_of_the_text_carries_the_context(
    name: str, badge: JsonObject, key: LocalSigner, created: datetime
) -> None:
    signed = add_proof(badge, key, verification_method=METHOD, created=created, cryptosuite=name)
    assert signed["proof"]["@context"] == badge["@context"]


@every_text_suite
def test_proof_of_the_text_covers_what_has_no_meaning(
    document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    odd = {**document, "shoeSize": [None, [], 4.5]}
    again = resigned(odd, {**proof, "width": "E"}, key)
    verify_proof(odd, again, key.public_key)
    for changed in ({**odd, "shoeSize": [None, []]}, document):
        with pytest.raises(ProofError, match="does not match"):
            verify_proof(changed, again, key.public_key)


@every_text_suite
def test_context_may_grow_after_signing_only_at_its_end(
    document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    context = document["@context"]
    signed = resigned(document, {**proof, "@context": context}, key)
    verify_proof({**document, "@context": [*context, "https://w3id.org/x"]}, signed, key.public_key)
    for other in (context[:-1], [*context[1:], context[0]], ["https://w3id.org/x", *context], context[0]):
        with pytest.raises(ProofError, match="not the beginning"):
            verify_proof({**document, "@context": other}, signed, key.public_key)


@every_text_suite
def test_context_of_a_proof_that_carries_none_may_not_grow(
    document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    with pytest.raises(ProofError, match="does not match"):
        verify_proof({**document, "@context": [*document["@context"], "urn:x"]}, proof, key.public_key)


@every_text_suite
def test_integer_that_readers_round_is_refused(
    document: JsonObject, proof: JsonObject, key: LocalSigner
) -> None:
    with pytest.raises(InputError, match="no canonical JSON"):
        verify_proof({**document, "count": 2**53}, proof, key.public_key)


# --- several proofs


@pytest.fixture
def set_of_two(badge: JsonObject, signers: dict[KeyKind, LocalSigner], created: datetime) -> JsonObject:
    first = add_proof(badge, signers[KeyKind.ED25519], verification_method=METHOD, created=created)
    return append_proof(first, signers[KeyKind.P384], verification_method=METHOD, created=created)


def test_second_proof_stands_beside_the_first_and_both_hold(
    badge: JsonObject, set_of_two: JsonObject, signers: dict[KeyKind, LocalSigner]
) -> None:
    first, second = set_of_two["proof"]
    assert [*badge, "proof"] == list(set_of_two)
    verify_proof(badge, first, signers[KeyKind.ED25519].public_key)
    verify_proof(badge, second, signers[KeyKind.P384].public_key)


def test_third_proof_comes_to_the_end(set_of_two: JsonObject, signer: LocalSigner, created: datetime) -> None:
    third = append_proof(
        set_of_two, signer, verification_method=METHOD, created=created, cryptosuite="eddsa-jcs-2022"
    )
    assert third["proof"][:2] == set_of_two["proof"]
    assert [proof["cryptosuite"] for proof in third["proof"]] == [
        "eddsa-rdfc-2022",
        "ecdsa-rdfc-2019",
        "eddsa-jcs-2022",
    ]


def test_document_is_left_as_it_was_when_a_proof_is_added(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    signed = {**badge, "proof": {"type": "DataIntegrityProof"}}
    more = append_proof(signed, signer, verification_method=METHOD, created=created)
    assert signed["proof"] == {"type": "DataIntegrityProof"}
    assert {**more, "proof": None} == {**badge, "proof": None}


def test_number_that_others_write_differently_is_neither_changed_nor_signed_again(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    badge["credentialSubject"]["creditsEarned"] = 3.0
    signed = {**badge, "proof": {"type": "DataIntegrityProof"}}
    with pytest.raises(StrictnessError, match="write 3"):
        append_proof(signed, signer, verification_method=METHOD, created=created)


@pytest.mark.parametrize("proof", [None, [], "x", ["x"], [{}, None]])
def test_proof_is_not_added_beside_none(
    proof: Any, badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    with pytest.raises(ProofError, match="no proof yet"):
        append_proof({**badge, "proof": proof}, signer, verification_method=METHOD, created=created)


def test_proof_is_not_added_to_an_unsigned_document(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    with pytest.raises(ProofError, match="no proof yet"):
        append_proof(badge, signer, verification_method=METHOD, created=created)


def test_proof_is_not_added_to_a_document_without_context(signer: LocalSigner, created: datetime) -> None:
    with pytest.raises(ProofError, match="no @context"):
        append_proof({"proof": {}}, signer, verification_method=METHOD, created=created)


def test_document_is_transformed_in_a_few_ways_only(badge: JsonObject, signer: LocalSigner) -> None:
    shared = Transformations()
    options = {
        "cryptosuite": "eddsa-jcs-2022",
        "type": "DataIntegrityProof",
        "proofPurpose": "assertionMethod",
    }
    for count in range(MAX_TRANSFORMATIONS):
        link = {**options, "verificationMethod": METHOD, "previousProof": f"urn:{count}"}
        proof_hashes(
            badge, link, signer.public_key, previous=[{"id": f"urn:{count}"}], transformations=shared
        )
    with pytest.raises(ComplexityError, match=f"more than {MAX_TRANSFORMATIONS} different ways"):
        proof_hashes(
            badge, {**options, "verificationMethod": METHOD}, signer.public_key, transformations=shared
        )


def test_large_document_is_transformed_in_one_way_only(badge: JsonObject, signer: LocalSigner) -> None:
    shared, large = Transformations(), {**badge, "tag": ["x"] * MAX_WORK}
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "proofPurpose": "assertionMethod",
    }
    proof = {**options, "verificationMethod": METHOD}
    proof_hashes(large, proof, signer.public_key, transformations=shared)
    link = {**proof, "previousProof": "urn:x"}
    with pytest.raises(ComplexityError, match="several ways"):
        proof_hashes(large, link, signer.public_key, previous=[{"id": "urn:x"}], transformations=shared)


def test_suites_with_one_form_and_hash_share_the_text(
    document: JsonObject, signers: dict[KeyKind, LocalSigner], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        "openbadge_issuer.proofs.rdfc.canonical_text",
        lambda part, **options: asked.append(part.get("issuer") and options["hash_algorithm"]) or "",
    )
    shared = Transformations()
    for name, kind in CASES:
        named = (
            {"type": name}
            if SUITES[name].is_proof_type
            else {"type": "DataIntegrityProof", "cryptosuite": name}
        )
        options = {**named, "verificationMethod": METHOD, "proofPurpose": "assertionMethod"}
        proof_hashes(document, options, signers[kind].public_key, transformations=shared)
    assert [algorithm for algorithm in asked if algorithm] == ["sha256", "sha384"]


def test_failure_of_a_transformation_is_kept(badge: JsonObject, signer: LocalSigner) -> None:
    shared = Transformations()
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
    }
    for _ in range(2):
        with pytest.raises(LinkedDataError):
            proof_hashes(
                {**badge, "undefined": "x"},
                {**options, "verificationMethod": METHOD},
                signer.public_key,
                transformations=shared,
            )


@pytest.mark.parametrize(
    "proof",
    [
        {},
        {"type": "DataIntegrityProof"},
        {"type": ["DataIntegrityProof"], "cryptosuite": "eddsa-rdfc-2022"},
        {"type": "eddsa-rdfc-2022"},
        {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"},
        {"type": "DataIntegrityProof", "cryptosuite": ["eddsa-rdfc-2022"]},
    ],
)
def test_proof_that_names_no_suite_has_none(proof: JsonObject) -> None:
    assert suite_of(proof) is None


def test_second_proof_is_made_with_the_contexts_that_are_given(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    url = "https://school.example/context.json"
    contexts = shipped().adding(url, {"@context": {"gripper": "https://school.example/terms#gripper"}})
    own = {**badge, "@context": [*badge["@context"], url], "gripper": "two fingers"}
    first = add_proof(own, signer, verification_method=METHOD, created=created, contexts=contexts)
    both = append_proof(first, signer, verification_method=METHOD, created=created, contexts=contexts)
    assert len(both["proof"]) == 2
    with pytest.raises(ContextError):
        append_proof(first, signer, verification_method=METHOD, created=created)


def test_second_proof_that_discloses_nothing_makes_nothing_mandatory(
    badge: JsonObject, signer: LocalSigner, created: datetime
) -> None:
    first = add_proof(badge, signer, verification_method=METHOD, created=created)
    with pytest.raises(ProofError, match="nothing can be made mandatory"):
        append_proof(
            first, signer, verification_method=METHOD, created=created, mandatory_pointers=["/issuer"]
        )
