"""
The test vectors of the W3C EdDSA and ECDSA Cryptosuites specifications, byte for byte.

Ed25519 signatures come out again; ECDSA signatures are random by design, so ours are checked, and theirs.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest

from openbadge_issuer import verify
from openbadge_issuer.errors import OpenBadgeError, ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.proofs.data_integrity import add_proof, proof_hashes, verify_proof
from openbadge_issuer.proofs.proof_chain import previous_proofs
from openbadge_issuer.proofs.suite import HashData
from openbadge_issuer.proofs.suites import SUITES, suite_of

SECRET_PREFIX_BYTES = 2
"""The multicodec before a secret key, in bytes: 0x8026 Ed25519, 0x8626 P-256, 0x8726 P-384."""

CASES = [
    "eddsa-rdfc-2022/alumni",
    "eddsa-rdfc-2022/employ",
    "eddsa-jcs-2022/alumni",
    "Ed25519Signature2020/alumni",
    "ecdsa-rdfc-2019/p256-alumni",
    "ecdsa-rdfc-2019/p256-employ",
    "ecdsa-rdfc-2019/p384-alumni",
    "ecdsa-rdfc-2019/p384-employ",
    "ecdsa-jcs-2019/p256-alumni",
    "ecdsa-jcs-2019/p384-alumni",
]
EXAMPLE_CONTEXTS = ["https://www.w3.org/ns/credentials/examples/v2", "https://w3id.org/citizenship/v4rc1"]


class Case:
    """One folder of vectors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signed: JsonObject = self.json("signed")
        self.proof: JsonObject = self.signed["proof"]
        # The unsigned file of Ed25519Signature2020 lacks the context that signing adds.
        self.unsigned = {key: value for key, value in self.signed.items() if key != "proof"}
        self.key = PublicKey.from_multikey(self.json("keyPair")["publicKeyMultibase"])

    def json(self, name: str) -> JsonObject:
        document: JsonObject = json.loads((self.folder / f"{name}.json").read_bytes())
        return document

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")

    @property
    def signer(self) -> LocalSigner:
        pair = self.json("keyPair")
        return signer_of(pair.get("privateKeyMultibase") or pair["secretKeyMultibase"], self.key.kind)


def signer_of(secret: str, kind: KeyKind) -> LocalSigner:
    return LocalSigner.from_seed(kind, decode_multibase(secret)[SECRET_PREFIX_BYTES:])


@pytest.fixture(scope="module")
def w3c(vectors: Path) -> Path:
    return vectors / "vectors" / "w3c"


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, w3c: Path) -> Case:
    return Case(w3c / request.param)


@pytest.fixture(scope="module")
def contexts(w3c: Path) -> Contexts:
    files = {
        entry["url"]: entry["file"] for entry in json.loads((w3c / "manifest.json").read_bytes())["contexts"]
    }
    known = shipped()
    for url in EXAMPLE_CONTEXTS:
        known = known.adding(url, w3c / files[url])
    return known


@pytest.fixture
def data(case: Case, contexts: Contexts) -> HashData:
    return proof_hashes(case.unsigned, case.proof, case.key, contexts=contexts)


def test_every_published_case_is_tried(w3c: Path) -> None:
    cases = json.loads((w3c / "manifest.json").read_bytes())["cases"]
    assert [case["dir"] for case in cases if case["cryptosuite"] in SUITES and case["dir"] not in CASES] == []


def test_canonical_forms_are_the_published_ones(case: Case, data: HashData) -> None:
    assert (case.text("canonDoc"), case.text("proofCanon")) == (data.canonical_document, data.canonical_proof)


def test_hashes_are_the_published_ones(case: Case, data: HashData) -> None:
    assert (case.text("docHash"), case.text("proofHash")) == (data.document_hash.hex(), data.proof_hash.hex())
    assert case.text("combinedHash") == data.signed.hex()


def test_published_proof_holds(case: Case, contexts: Contexts) -> None:
    verify_proof(case.unsigned, case.proof, case.key, contexts=contexts)


def test_published_proof_value_is_the_published_signature(case: Case) -> None:
    value = case.proof["proofValue"]
    assert (case.text("sigBTC58"), case.text("sigHex")) == (value, decode_multibase(value).hex())


def test_published_ed25519_signature_comes_out_again(case: Case, data: HashData) -> None:
    if case.key.kind is KeyKind.ED25519:
        assert case.text("sigHex") == case.signer.sign(data.signed).hex()


def test_published_document_comes_out_again(case: Case, contexts: Contexts) -> None:
    suite = suite_of(case.proof)
    if suite is None or suite.verifies_only:
        return
    again = add_proof(
        case.unsigned,
        case.signer,
        verification_method=case.proof["verificationMethod"],
        created=datetime.fromisoformat(case.proof["created"]),
        cryptosuite=suite.name,
        contexts=contexts,
    )
    verify_proof(case.unsigned, again["proof"], case.key, contexts=contexts)
    if case.key.kind is not KeyKind.ED25519:
        again["proof"]["proofValue"] = case.proof["proofValue"]
    assert case.signed == again


@pytest.mark.parametrize(
    "member", ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
)
def test_proof_with_a_changed_member_does_not_hold(member: str, case: Case, contexts: Contexts) -> None:
    changed = {**case.proof, member: case.proof.get(member, "") + "1"}
    with pytest.raises(ProofError):
        verify_proof(case.unsigned, changed, case.key, contexts=contexts)


def test_proof_without_one_of_its_members_does_not_hold(case: Case, contexts: Contexts) -> None:
    for member in case.proof:
        less = {key: value for key, value in case.proof.items() if key != member}
        with pytest.raises(ProofError):
            verify_proof(case.unsigned, less, case.key, contexts=contexts)


def test_proof_of_a_changed_document_does_not_hold(case: Case, contexts: Contexts) -> None:
    for changed in ({"name": "Another"}, {"validFrom": "2024-01-01T00:00:00Z"}, {"id": "urn:uuid:1"}):
        with pytest.raises(ProofError, match="does not match"):
            verify_proof({**case.unsigned, **changed}, case.proof, case.key, contexts=contexts)


def test_signature_with_one_changed_bit_does_not_hold(case: Case, contexts: Contexts) -> None:
    signature = decode_multibase(case.proof["proofValue"])
    for place in range(0, len(signature), 7):
        flipped = bytes(byte ^ (index == place) for index, byte in enumerate(signature))
        with pytest.raises(ProofError):
            verify_proof(
                case.unsigned,
                {**case.proof, "proofValue": encode_base58btc(flipped)},
                case.key,
                contexts=contexts,
            )


# --- sets and chains

SETS = ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"]


def several(document: JsonObject) -> tuple[JsonObject, list[JsonObject]]:
    bare = {key: value for key, value in document.items() if key != "proof"}
    proofs = document["proof"]
    return bare, proofs if isinstance(proofs, list) else [proofs]


@pytest.fixture(params=SETS)
def chained(request: pytest.FixtureRequest, w3c: Path) -> JsonObject:
    folder = w3c / "eddsa-rdfc-2022" / "proof-set-chain"
    document: JsonObject = json.loads((folder / f"{request.param}.json").read_bytes())
    return document


@pytest.fixture
def signers(w3c: Path) -> dict[str, LocalSigner]:
    pairs = json.loads((w3c / "eddsa-rdfc-2022" / "proof-set-chain" / "multiKeyPairs.json").read_bytes())
    return {
        pair["publicKeyMultibase"]: signer_of(pair["privateKeyMultibase"], KeyKind.ED25519)
        for pair in pairs.values()
    }


def test_every_signature_of_a_published_set_or_chain_comes_out_again(
    chained: JsonObject, signers: dict[str, LocalSigner], contexts: Contexts
) -> None:
    bare, proofs = several(chained)
    for proof in proofs:
        signer = signers[proof["verificationMethod"].partition("#")[2]]
        previous = previous_proofs(proof, proofs)
        data = proof_hashes(bare, proof, signer.public_key, previous=previous, contexts=contexts)
        assert proof["proofValue"] == encode_base58btc(signer.sign(data.signed))
        verify_proof(bare, proof, signer.public_key, previous=previous, contexts=contexts)


def test_all_proofs_of_a_published_set_or_chain_verify(chained: JsonObject, contexts: Contexts) -> None:
    report = verify(chained, contexts=contexts)
    codes = [check.code for check in report.checks if check.name == "proof"]
    assert codes == ["verified"] * len(several(chained)[1])
    assert report.check("strictness").code == "all-signed"


def test_chain_without_its_first_proof_is_broken(w3c: Path, contexts: Contexts) -> None:
    document = json.loads((w3c / "eddsa-rdfc-2022/proof-set-chain/signedProofChain2.json").read_bytes())
    report = verify({**document, "proof": document["proof"][1:]}, contexts=contexts)
    codes = [check.code for check in report.checks if check.name == "proof"]
    assert codes == ["verified", "broken-chain", "verified"]


def test_chain_whose_first_proof_was_replaced_does_not_hold(
    w3c: Path, signers: dict[str, LocalSigner], contexts: Contexts
) -> None:
    document = json.loads((w3c / "eddsa-rdfc-2022/proof-set-chain/signedProofChain1.json").read_bytes())
    bare, proofs = several(document)
    signer = signers[proofs[0]["verificationMethod"].partition("#")[2]]
    other = {**proofs[0], "created": "2024-01-01T00:00:00Z"}
    data = proof_hashes(bare, other, signer.public_key, contexts=contexts)
    other["proofValue"] = encode_base58btc(signer.sign(data.signed))
    report = verify({**bare, "proof": [other, *proofs[1:]]}, contexts=contexts)
    codes = [check.code for check in report.checks if check.name == "proof"]
    assert codes == ["verified", "verified", "not-verified"]


def test_published_fixtures_of_previous_proof_give_what_their_names_say(w3c: Path) -> None:
    files = sorted((w3c / "eddsa-rdfc-2022" / "previousProof-fixtures").glob("*.json"))
    for file in files:
        report = verify(file.read_bytes())
        checks = [check for check in report.checks if check.name == "proof"]
        expected = "verified" if "Ok" in file.name else "broken-chain"
        assert checks[-1].code == expected, f"{file.name}: {checks[-1]}"
    assert len(files) == 12


def test_nothing_else_than_our_errors_comes_of_a_part_of_a_published_proof(
    case: Case, contexts: Contexts
) -> None:
    for value in (None, 7, [], {}, [case.proof["created"]], {"@value": 1}, "\ud800"):
        for member in case.proof:
            with pytest.raises(OpenBadgeError):
                verify_proof(case.unsigned, {**case.proof, member: value}, case.key, contexts=contexts)
