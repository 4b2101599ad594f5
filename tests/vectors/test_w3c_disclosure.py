"""The test vectors of `ecdsa-sd-2023` in the W3C ECDSA Cryptosuites specification, every intermediate value."""

import json
from pathlib import Path
from typing import Any

import pytest

from openbadge_issuer import verify
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import encode_base58btc
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.relabelling import relabelled
from openbadge_issuer.proofs.data_integrity import proof_hashes, verify_proof
from openbadge_issuer.proofs.derived_proof import sign_data, split
from openbadge_issuer.proofs.disclosure_values import DerivedProofValue, read_derived
from openbadge_issuer.proofs.proof_members import read_proof_value

CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
LENGTH = 300_000


class Case:
    """One folder of vectors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = PublicKey.from_multikey(self.json("../SDKeyMaterial")["baseKeyPair"]["publicKeyMultibase"])

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
