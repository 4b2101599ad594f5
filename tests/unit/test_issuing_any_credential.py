"""A credential of any kind is issued in the name of the key, or not at all."""

from datetime import UTC, datetime

import pytest

from openbadge_issuer import KeyKind, LocalSigner, verify_credential
from openbadge_issuer.errors import ModelError, ProofError
from openbadge_issuer.issuer.any_credential import issue_credential
from openbadge_issuer.keys.did import did_key

CREATED = datetime(2026, 5, 1, 9, tzinfo=UTC)
KEY = LocalSigner.generate(KeyKind.P384)
PLAIN = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": {"id": "did:example:issuer", "name": "We"},
    "credentialSubject": {"id": "did:example:subject"},
}


def test_issuer_becomes_the_key_and_keeps_the_rest(now):
    issued = issue_credential(PLAIN, KEY, created=CREATED)
    assert issued["issuer"] == {"id": did_key(KEY.public_key), "name": "We"}
    assert verify_credential(issued, now=now)
    assert PLAIN["issuer"]["id"] == "did:example:issuer"


def test_what_the_data_model_forbids_is_not_signed():
    with pytest.raises(ModelError, match=r"\$.credentialSubject"):
        issue_credential({**PLAIN, "credentialSubject": []}, KEY, created=CREATED)


def test_signature_that_does_not_hold_is_not_given_out():
    class Broken:
        public_key = KEY.public_key

        def sign(self, data):
            return bytes(96)

    with pytest.raises(ProofError, match="not given out"):
        issue_credential(PLAIN, Broken(), created=CREATED)
