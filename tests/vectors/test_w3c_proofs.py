"""The test vectors of the W3C EdDSA Cryptosuites specification, appendix B.1 and B.2, byte for byte."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.proofs.data_integrity import add_proof, proof_hashes, verify_proof
from openbadge_issuer.proofs.suite import HashData

PRIVATE_ED25519 = b"\x80\x26"
CASES = ["alumni", "employ"]
EXAMPLE_CONTEXTS = ["https://www.w3.org/ns/credentials/examples/v2", "https://w3id.org/citizenship/v4rc1"]


class Case:
    """One folder of vectors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unsigned: JsonObject = self.json("unsigned")
        self.signed: JsonObject = self.json("signed")
        self.proof: JsonObject = self.signed["proof"]
        self.key = PublicKey.from_multikey(self.json("keyPair")["publicKeyMultibase"])

    def json(self, name: str) -> JsonObject:
        document: JsonObject = json.loads((self.folder / f"{name}.json").read_bytes())
        return document

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")

    @property
    def signer(self) -> LocalSigner:
        secret = decode_multibase(self.json("keyPair")["privateKeyMultibase"])
        return LocalSigner.from_seed(KeyKind.ED25519, secret.removeprefix(PRIVATE_ED25519))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, vectors: Path) -> Case:
    return Case(vectors / "vectors" / "w3c" / "eddsa-rdfc-2022" / request.param)


@pytest.fixture
def contexts(vectors: Path) -> Contexts:
    folder = vectors / "vectors" / "w3c"
    files = {
        entry["url"]: entry["file"]
        for entry in json.loads((folder / "manifest.json").read_bytes())["contexts"]
    }
    known = shipped()
    for url in EXAMPLE_CONTEXTS:
        known = known.adding(url, folder / files[url])
    return known


@pytest.fixture
def data(case: Case, contexts: Contexts) -> HashData:
    return proof_hashes(case.unsigned, case.proof, case.key, contexts=contexts)


def test_canonical_forms_are_the_published_ones(case: Case, data: HashData) -> None:
    assert (case.text("canonDoc"), case.text("proofCanon")) == (data.canonical_document, data.canonical_proof)


def test_hashes_are_the_published_ones(case: Case, data: HashData) -> None:
    assert (case.text("docHash"), case.text("proofHash")) == (data.document_hash.hex(), data.proof_hash.hex())
    assert case.text("combinedHash") == data.signed.hex()


def test_published_proof_holds(case: Case, contexts: Contexts) -> None:
    verify_proof(case.unsigned, case.proof, case.key, contexts=contexts)


def test_published_signature_comes_out_again(case: Case, contexts: Contexts) -> None:
    again = add_proof(
        case.unsigned,
        case.signer,
        verification_method=case.proof["verificationMethod"],
        created=datetime.fromisoformat(case.proof["created"]),
        contexts=contexts,
    )
    assert case.signed == again
    assert case.text("sigBTC58") == again["proof"]["proofValue"]
    assert case.text("sigHex") == decode_multibase(again["proof"]["proofValue"]).hex()
