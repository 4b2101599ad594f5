"""The worked example of the Open Badges 3.0 Implementation Guide, byte for byte."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.data_integrity import add_proof, proof_hashes, verify_proof


class Guide:
    """The example's files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values: JsonObject = json.loads((folder / "ob-vector-values.json").read_bytes())
        self.signed: JsonObject = json.loads((folder / "ob-signed-credential.json").read_bytes())
        self.unsigned = {key: value for key, value in self.signed.items() if key != "proof"}
        self.proof: JsonObject = self.signed["proof"]
        self.key = PublicKey.from_multikey(self.values["publicKeyMultibase"])

    @property
    def signer(self) -> LocalSigner:
        # an older form than W3C's: two bytes of prefix, the seed, and the public key once more
        secret = decode_multibase(self.values["secretKeyMultibase"])
        return LocalSigner.from_seed(KeyKind.ED25519, secret[2:34])


@pytest.fixture
def guide(vectors: Path) -> Guide:
    return Guide(vectors / "vectors" / "1edtech" / "guide")


def test_canonical_forms_and_hashes_are_the_published_ones(guide: Guide) -> None:
    data = proof_hashes(guide.unsigned, guide.proof, guide.key)
    assert (guide.folder / "document-canon.txt").read_text(encoding="utf-8") == data.canonical_document
    assert (guide.folder / "proof-canon.txt").read_text(encoding="utf-8") == data.canonical_proof
    assert guide.values["documentHashHex"] == data.document_hash.hex()
    assert guide.values["proofHashHex"] == data.proof_hash.hex()


def test_published_proof_holds(guide: Guide) -> None:
    verify_proof(guide.unsigned, guide.proof, guide.key)


def test_published_signature_comes_out_again(guide: Guide) -> None:
    again = add_proof(
        guide.unsigned,
        guide.signer,
        verification_method=guide.proof["verificationMethod"],
        created=datetime.fromisoformat(guide.proof["created"]),
    )
    assert guide.key == guide.signer.public_key
    assert guide.values["proofValue"] == again["proof"]["proofValue"]
