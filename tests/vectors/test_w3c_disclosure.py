"""The test vectors of `ecdsa-sd-2023` in the W3C ECDSA Cryptosuites specification, every intermediate value."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from deterministic_signer import DeterministicSigner

from openbadge_issuer import verify
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import encode_base58btc, encode_base64url
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.disclosure import DisclosableDocument
from openbadge_issuer.linked_data.json_pointer import follow
from openbadge_issuer.linked_data.relabelling import relabelled
from openbadge_issuer.proofs import rdfc
from openbadge_issuer.proofs.base_proof import ProofSecrets, create_base, transform
from openbadge_issuer.proofs.data_integrity import proof_hashes, verify_proof
from openbadge_issuer.proofs.derived_proof import sign_data, split
from openbadge_issuer.proofs.deriving import derive, disclose
from openbadge_issuer.proofs.disclosure_values import (
    MAX_PROOF_VALUE as LENGTH,
)
from openbadge_issuer.proofs.disclosure_values import (
    BaseProofValue,
    DerivedProofValue,
    read_base,
    read_derived,
)
from openbadge_issuer.proofs.proof_members import read_proof_value
from openbadge_issuer.proofs.suite import Options

CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"


class Case:
    """One folder of vectors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        keys = self.json("../SDKeyMaterial")
        self.key = PublicKey.from_multikey(keys["baseKeyPair"]["publicKeyMultibase"])
        self.signer = DeterministicSigner(keys["baseKeyPair"]["secretKeyMultibase"])
        self.secrets = ProofSecrets(
            hmac_key=bytes.fromhex(keys["hmacKeyString"]),
            statement_signer=DeterministicSigner(keys["proofKeyPair"]["secretKeyMultibase"]),
        )

    def json(self, name: str) -> Any:
        return json.loads((self.folder / f"{name}.json").read_bytes())

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")


def bare(document: JsonObject) -> JsonObject:
    return {key: value for key, value in document.items() if key != "proof"}


@pytest.fixture(scope="module")
def w3c(vectors: Path) -> Path:
    return vectors / "vectors" / "w3c"


@pytest.fixture(params=["employ", "prc"])
def case(request: pytest.FixtureRequest, w3c: Path) -> Case:
    return Case(w3c / "ecdsa-sd-2023" / request.param)


@pytest.fixture(scope="module")
def contexts(w3c: Path) -> Contexts:
    return shipped().adding(CITIZENSHIP, w3c / "contexts" / "citizenship-v4rc1.jsonld")


# --- base


@pytest.fixture
def signed(case: Case) -> JsonObject:
    """The signed document; in one case its description is another than that of the unsigned file."""
    document: JsonObject = case.json("addSignedSDBase")
    return document


@pytest.fixture
def whole(case: Case, signed: JsonObject, contexts: Contexts) -> DisclosableDocument:
    return DisclosableDocument(bare(signed), case.secrets.hmac_key, contexts=contexts)


@pytest.fixture
def options(contexts: Contexts, case: Case) -> Options:
    return Options(
        kind=KeyKind.P256, contexts=contexts, issuing=True, mandatory=tuple(case.json("mandatoryPointers"))
    )


def test_statements_and_labels_are_the_published_ones(case: Case, whole: DisclosableDocument) -> None:
    assert case.json("addBaseDocHMACCanon") == list(whole.statements)


def test_mandatory_pointers_point_at_the_published_values(case: Case, signed: JsonObject) -> None:
    for entry in case.json("addPointerValues"):
        value = signed
        for step in follow(bare(signed), entry["pointer"]):
            value = value[step]
        assert entry["value"] == value


def test_transformation_is_the_published_one(case: Case, signed: JsonObject, options: Options) -> None:
    expected = case.json("addBaseTransform")
    mandatory, others = transform(bare(signed), expected["mandatoryPointers"], case.secrets.hmac_key, options)
    assert [line for _, line in expected["mandatory"]["value"]] == mandatory
    assert [line for _, line in expected["nonMandatory"]["value"]] == others
    assert bytes.fromhex(expected["hmacKeyString"]) == case.secrets.hmac_key


def test_proof_configuration_and_hashes_are_the_published_ones(
    case: Case, signed: JsonObject, options: Options
) -> None:
    configuration, expected = case.json("addProofConfig"), case.json("addHashData")
    canonical = rdfc.configure(bare(signed), configuration, options)
    assert case.text("addProofConfigCanon") == canonical
    mandatory, _ = transform(bare(signed), options.mandatory or (), case.secrets.hmac_key, options)
    proof_hash = hashlib.sha256(canonical.encode()).digest()
    assert sign_data(proof_hash, b"", mandatory).hex() == expected["proofHash"] + expected["mandatoryHash"]


def test_base_proof_comes_out_again(case: Case, signed: JsonObject, options: Options) -> None:
    proof_options = {key: value for key, value in signed["proof"].items() if key != "proofValue"}
    made = create_base(bare(signed), proof_options, case.signer, options, case.secrets)
    expected, value = case.json("addRawBaseSignatureInfo"), read_base(made)
    assert expected["baseSignature"] == value.base_signature.hex()
    assert expected["publicKey"] == encode_base58btc(value.public_key)
    assert expected["signatures"] == [signature.hex() for signature in value.signatures]
    assert expected["mandatoryPointers"] == list(value.mandatory_pointers)
    assert signed["proof"]["proofValue"] == encode_base64url(made)


def test_unsigned_document_is_the_one_that_is_signed_but_for_one_word_order(
    case: Case, signed: JsonObject
) -> None:
    differing = {key for key, value in case.json("unsigned").items() if bare(signed)[key] != value}
    assert differing == ({"description"} if case.folder.name == "prc" else set())


# --- derive


@pytest.fixture
def base(signed: JsonObject) -> BaseProofValue:
    return read_base(read_proof_value(signed["proof"], base="u", max_length=LENGTH))


def test_base_proof_value_is_read_as_published(case: Case, base: BaseProofValue) -> None:
    expected = case.json("derivedRecoveredBaseData")
    assert expected["baseSignature"] == base.base_signature.hex()
    assert expected["proofPublicKey"] == encode_base58btc(base.public_key)
    assert expected["hmacKey"] == base.hmac_key.hex()
    assert expected["signatures"] == [signature.hex() for signature in base.signatures]
    assert expected["mandatoryPointers"] == list(base.mandatory_pointers)


def test_groups_are_the_published_ones(case: Case, whole: DisclosableDocument) -> None:
    mandatory, selective = case.json("mandatoryPointers"), case.json("selectivePointers")
    expected, groups = case.json("derivedGroupIndexes"), case.json("derivedAllGroupData")["groups"]
    for name, pointers in (
        ("mandatory", mandatory),
        ("selective", selective),
        ("combined", [*mandatory, *selective]),
    ):
        chosen = sorted(whole.indexes(pointers))
        assert expected[f"{name}Indexes"] == chosen
        assert groups[name]["matching"]["value"] == [[place, whole.statements[place]] for place in chosen]


def test_disclosure_data_is_the_published_one(
    case: Case, whole: DisclosableDocument, base: BaseProofValue
) -> None:
    expected = case.json("derivedDisclosureData")
    value = disclose(whole, base, case.json("selectivePointers"))
    assert expected["baseSignature"] == value.base_signature.hex()
    assert expected["publicKey"] == encode_base58btc(value.public_key)
    assert expected["signatures"] == [signature.hex() for signature in value.signatures]
    assert case.json("derivedAdjSignatures")["filteredSignatures"] == expected["signatures"]
    assert dict(expected["labelMap"]["value"]) == value.labels
    assert expected["mandatoryIndexes"] == list(value.mandatory_indexes)
    assert case.json("derivedAdjMandatoryIndexes")["adjMandatoryIndexes"] == expected["mandatoryIndexes"]


def test_what_is_shown_is_the_published_document_with_the_published_proof(
    case: Case, signed: JsonObject, contexts: Contexts
) -> None:
    derived = derive(signed, case.json("selectivePointers"), contexts=contexts)
    assert case.json("derivedUnsignedReveal") == bare(derived)
    assert case.json("derivedRevealDocument") == derived


# --- verify


@pytest.fixture
def shown(case: Case) -> JsonObject:
    document: JsonObject = case.json("derivedRevealDocument")
    return document


@pytest.fixture
def value(shown: JsonObject) -> DerivedProofValue:
    return read_derived(read_proof_value(shown["proof"], base="u", max_length=LENGTH))


def test_published_derived_proof_holds(case: Case, shown: JsonObject, contexts: Contexts) -> None:
    verify_proof(bare(shown), shown["proof"], case.key, contexts=contexts)
    assert verify(shown, contexts=contexts).check("proof").code == "verified-disclosure"


def test_published_derived_proof_value_is_read_and_written_again(
    case: Case, shown: JsonObject, value: DerivedProofValue
) -> None:
    expected = case.json("verifyDerivedProofValue")
    assert expected["baseSignature"] == value.base_signature.hex()
    assert expected["publicKey"] == encode_base58btc(value.public_key)
    assert expected["signatures"] == [signature.hex() for signature in value.signatures]
    assert dict(expected["labelMap"]) == value.labels
    assert expected["mandatoryIndexes"] == list(value.mandatory_indexes)
    assert value.to_bytes() == read_proof_value(shown["proof"], base="u", max_length=LENGTH)


def test_verify_data_is_the_published_one(
    case: Case, shown: JsonObject, value: DerivedProofValue, contexts: Contexts
) -> None:
    data = proof_hashes(bare(shown), shown["proof"], case.key, contexts=contexts)
    mandatory, others = split(data.canonical_document, value)
    expected = case.json("verifyCreateVerifyData")
    assert case.json("verifyNQuads") == relabelled(data.canonical_document, value.labels)
    assert (expected["proofHash"], expected["nonMandatory"]) == (data.proof_hash.hex(), others)
    hashed = (
        bytes.fromhex(expected["proofHash"]) + value.public_key + bytes.fromhex(expected["mandatoryHash"])
    )
    assert hashed == sign_data(data.proof_hash, value.public_key, mandatory)


def test_published_base_proof_is_for_the_holder(case: Case, contexts: Contexts) -> None:
    check = verify(case.json("addSignedSDBase"), contexts=contexts).check("proof")
    assert (check.code, check.path) == ("base-proof", "$.proof.proofValue")
