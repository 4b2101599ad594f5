"""Base proofs: what the issuer signs, and what it refuses to sign."""

import hashlib

import pytest
from unit.proofs.disclosable import (
    CREATED,
    METHOD,
    SIGNER,
    base_signed,
    base_value,
    bytes_of,
    disclosable_badge,
)

from openbadge_issuer.errors import InputError, ProofError, StrictnessError
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.relabelling import hmac_label, relabelled
from openbadge_issuer.proofs import base_proof
from openbadge_issuer.proofs.base_proof import ProofSecrets, create_base
from openbadge_issuer.proofs.data_integrity import add_proof, append_proof
from openbadge_issuer.proofs.disclosure_values import (
    MAX_POINTER_BYTES,
    MAX_POINTERS,
    MAX_SIGNATURES,
    statement_key,
)
from openbadge_issuer.proofs.mandatory import mandatory_pointers
from openbadge_issuer.proofs.suite import Options
from openbadge_issuer.proofs.suites import SUITES


def statements(document, hmac_key):
    canonical = canonicalize(document)
    labels = {
        f"c14n{number}": hmac_label(f"c14n{number}", hmac_key) for number in range(canonical.count("_:"))
    }
    used = {label: other for label, other in labels.items() if f"_:{label} " in canonical}
    return relabelled(canonical, used)


def test_proof_says_how_when_by_what_key_and_what_for():
    proof = base_signed()["proof"]
    assert bytes_of(proof)[:3] == b"\xd9\x5d\x00"
    assert {key: value for key, value in proof.items() if key != "proofValue"} == {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": "2026-05-01T09:30:15Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }


def test_usual_pointers_are_mandatory_unless_others_are_given():
    assert list(base_value(base_signed()).mandatory_pointers) == mandatory_pointers(disclosable_badge())
    assert base_value(base_signed(mandatory_pointers=["/issuer"])).mandatory_pointers == ("/issuer",)
    assert base_value(base_signed(mandatory_pointers=[])).mandatory_pointers == ()


def test_each_other_statement_is_signed_in_order_by_the_key_of_the_proof():
    value = base_value(base_signed(mandatory_pointers=[]))
    lines = statements(disclosable_badge(), value.hmac_key)
    assert len(lines) == len(value.signatures)
    for line, signature in zip(lines, value.signatures, strict=True):
        statement_key(value.public_key).verify(signature, line.encode())


def test_issuer_signs_options_key_and_mandatory_statements():
    signed = base_signed(mandatory_pointers=[""])
    value = base_value(signed)
    options = {key: item for key, item in signed["proof"].items() if key != "proofValue"}
    configuration = canonicalize({**options, "@context": signed["@context"]})
    lines = statements(disclosable_badge(), value.hmac_key)
    hashes = [hashlib.sha256(text.encode()).digest() for text in (configuration, "".join(lines))]
    SIGNER.public_key.verify(value.base_signature, hashes[0] + value.public_key + hashes[1])
    assert value.signatures == ()


def test_each_proof_has_a_key_and_a_secret_of_its_own():
    one, other = base_value(base_signed()), base_value(base_signed())
    assert one.public_key != other.public_key
    assert one.hmac_key != other.hmac_key


def test_secrets_can_be_given_and_are_not_shown():
    given = ProofSecrets.fresh()
    options = Options(kind=KeyKind.P256, issuing=True)
    proof = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"}
    data = create_base(disclosable_badge(), proof, SIGNER, options, given)
    assert given.hmac_key in data
    assert repr(given) == "<ProofSecrets>"


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P384, KeyKind.RSA])
def test_other_keys_are_refused(kind):
    with pytest.raises(ProofError, match=f"{kind} key"):
        add_proof(
            disclosable_badge(),
            LocalSigner.generate(kind),
            verification_method=METHOD,
            created=CREATED,
            cryptosuite="ecdsa-sd-2023",
        )


@pytest.mark.parametrize("name", [name for name, suite in SUITES.items() if not suite.discloses])
def test_mandatory_pointers_are_refused_with_other_suites(name):
    suite = SUITES[name]
    signer = LocalSigner.generate(sorted(suite.key_kinds)[0])
    if not suite.verifies_only:
        with pytest.raises(ProofError, match=f"With {name} nothing can be left out"):
            add_proof(
                disclosable_badge(),
                signer,
                verification_method=METHOD,
                created=CREATED,
                cryptosuite=name,
                mandatory_pointers=["/issuer"],
            )


def test_base_proof_can_stand_beside_another_proof():
    signed = add_proof(
        disclosable_badge(),
        LocalSigner.generate(KeyKind.ED25519),
        verification_method=METHOD,
        created=CREATED,
    )
    both = append_proof(
        signed, SIGNER, verification_method=METHOD, created=CREATED, cryptosuite="ecdsa-sd-2023"
    )
    assert [proof["cryptosuite"] for proof in both["proof"]] == ["eddsa-rdfc-2022", "ecdsa-sd-2023"]


def test_pointer_that_leads_nowhere_is_named():
    with pytest.raises(InputError, match="'/credentialStatus' leads nowhere"):
        base_signed(mandatory_pointers=["/issuer", "/credentialStatus"])


def test_too_many_or_too_long_pointers_are_refused():
    with pytest.raises(ProofError, match="Found 201 mandatory pointers; a proof holds 200 at most"):
        base_signed(mandatory_pointers=["/issuer"] * (MAX_POINTERS + 1))
    with pytest.raises(ProofError, match="has more than 500 bytes"):
        base_signed(mandatory_pointers=["/" + "é" * (MAX_POINTER_BYTES // 2)])


@pytest.mark.parametrize(
    ("limit", "found"), [("MAX_SIGNATURES", 30), ("MAX_POINTERS", 1), ("MAX_POINTER_BYTES", len("/issuer"))]
)
def test_as_much_is_signed_as_a_proof_holds(limit, found, monkeypatch):
    monkeypatch.setattr(base_proof, limit, found)
    base_signed(mandatory_pointers=["/issuer"])
    monkeypatch.setattr(base_proof, limit, found - 1)
    with pytest.raises(ProofError):
        base_signed(mandatory_pointers=["/issuer"])


def test_pointer_that_is_no_text_is_refused():
    with pytest.raises(InputError, match="is a text; found a number"):
        base_signed(mandatory_pointers=[7])


def test_more_statements_than_a_proof_can_sign_are_refused():
    document = disclosable_badge()
    document["evidence"] = [
        {"type": ["Evidence"], "name": f"E{number}"} for number in range(MAX_SIGNATURES // 3 + 1)
    ]
    with pytest.raises(ProofError, match=r"5\d\d statements would be signed one by one; at most 500"):
        base_signed(document, mandatory_pointers=["/issuer"])


def test_least_that_must_be_shown_must_be_a_document_by_itself():
    document = disclosable_badge()
    aim = {"id": "urn:x:1", "type": ["Alignment"], "targetName": "Robots", "targetUrl": "https://x.example/"}
    document["credentialSubject"]["achievement"]["alignment"] = aim
    document["evidence"][0]["alignment"] = dict(aim)
    base_signed(document)
    pointers = ["/evidence", "/credentialSubject/achievement/alignment/type"]
    with pytest.raises(StrictnessError, match="same id and differs"):
        base_signed(document, mandatory_pointers=pointers)


def test_text_that_others_take_for_a_label_is_refused():
    document = disclosable_badge()
    document["evidence"][0]["narrative"] = "See _:b0 there."
    with pytest.raises(StrictnessError, match=r"take the _: in 'See _:b0 there\.' for a label") as caught:
        base_signed(document)
    assert caught.value.path == "$.evidence[0].narrative"


def test_text_in_a_context_is_no_label():
    document = disclosable_badge()
    document["@context"].append({"robot": "https://school.example/_:robot"})
    base_signed(document)


def test_what_would_not_be_signed_is_refused():
    with pytest.raises(StrictnessError):
        base_signed({**disclosable_badge(), "shoeSize": 42})
