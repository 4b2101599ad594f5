"""Keys as issuers publish them: what our own documents hold is what the classes describe."""

import pytest

from openbadge_issuer.errors import ModelError
from openbadge_issuer.keys.did import PublishedKey, did_document, jwks
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.model import Jwk, Jwks, Multikey

SCHOOL = "did:web:school.example"
EC = {"kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ"}


@pytest.fixture(scope="module")
def published():
    keys = [LocalSigner.generate(kind).public_key for kind in (KeyKind.ED25519, KeyKind.P256)]
    return [PublishedKey(public_key=key, verification_method=f"{SCHOOL}#{key.fragment}") for key in keys]


def test_multikey_in_our_did_document_is_described(published):
    method = did_document(SCHOOL, published)["verificationMethod"][0]
    key = Multikey.from_document(method)
    assert (key.controller, key.public_key_multibase) == (SCHOOL, published[0].public_key.multikey)
    assert key.to_document() == method


def test_our_key_set_is_described(published):
    document = jwks(published, SCHOOL)
    keys = Jwks.from_document(document)
    assert [key.kid for key in keys.keys] == [key.verification_method for key in published]
    assert keys.to_document() == document


def test_members_are_written_as_the_standard_has_them():
    names = {"key_ops": ["verify"], "x5u": "urn:x", "x5c": ["MIIB"], "x5t": "aGFzaA", "x5t#S256": "aGFzaA"}
    key = Jwk(key_ops=["verify"], x5u="urn:x", x5c="MIIB", x5t="aGFzaA", x5t_s256="aGFzaA", **EC)
    assert key.to_document() == EC | names
    assert Jwk.from_document(EC | names) == key


@pytest.mark.parametrize(
    ("described_by", "document", "path"),
    [
        (Multikey, {"id": f"{SCHOOL}#1", "type": "JsonWebKey", "controller": SCHOOL}, "$.type"),
        (Multikey, {"id": "#1", "type": "Multikey", "controller": SCHOOL, "publicKeyMultibase": "z"}, "$.id"),
        (Multikey, {"id": f"{SCHOOL}#1", "type": "Multikey", "publicKeyMultibase": "z"}, "$.controller"),
        (Jwk, {"crv": "P-256"}, "$.kty"),
        (Jwk, EC | {"key_ops": [1]}, "$.key_ops[0]"),
        (Jwk, EC | {"x5t#S256": 1}, "$['x5t#S256']"),
        (Jwks, {}, "$.keys"),
        (Jwks, {"keys": [EC, {}]}, "$.keys[1].kty"),
    ],
)
def test_what_is_no_published_key_is_refused_with_its_place(described_by, document, path):
    with pytest.raises(ModelError) as caught:
        described_by.from_document(document)
    assert path in [problem.path for problem in caught.value.problems]
