"""did:key, DID documents, JWK Sets."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from openbadge_issuer.errors import KeyMaterialError, StrictnessError
from openbadge_issuer.keys.did import (
    PublishedKey,
    did_document,
    did_key,
    did_key_method,
    jwks,
    parse_did_key,
    parse_did_key_method,
)
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.canonicalization import canonicalize

KEYS = {kind: LocalSigner.generate(kind).public_key for kind in KeyKind}
DID = "did:web:school.example"

EXAMPLES = [
    "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
    "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
    "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
    "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9",
]


def published(kind: KeyKind, *, revoked: datetime | None = None) -> PublishedKey:
    key = KEYS[kind]
    return PublishedKey(public_key=key, verification_method=f"{DID}#{key.fragment}", revoked=revoked)


@pytest.mark.parametrize("did", EXAMPLES)
def test_published_did_keys_are_read_and_written(did: str) -> None:
    assert did == did_key(parse_did_key(did))


def test_method_of_a_did_key_names_the_key_twice() -> None:
    key = KEYS[KeyKind.ED25519]
    assert did_key_method(key) == f"did:key:{key.multikey}#{key.multikey}"
    assert key == parse_did_key_method(did_key_method(key))


def test_method_that_names_two_keys_is_refused() -> None:
    one, other = KEYS[KeyKind.ED25519], KEYS[KeyKind.P256]
    for method in (
        f"{did_key(one)}#{other.multikey}",
        did_key(one),
        f"{did_key(one)}#",
        f"{did_key(one)}#key-1",
    ):
        with pytest.raises(KeyMaterialError, match="last part again"):
            parse_did_key_method(method)


@pytest.mark.parametrize(
    "did",
    [
        "did:key:",
        "did:key:z",
        "did:web:school.example",
        "did:KEY:z6Mk",
        EXAMPLES[0] + "#x",
        EXAMPLES[0] + "/",
        "z6Mk",
    ],
)
def test_text_that_is_no_did_key_is_refused(did: str) -> None:
    with pytest.raises(KeyMaterialError):
        parse_did_key(did)


def test_rsa_key_has_no_did_key() -> None:
    with pytest.raises(KeyMaterialError, match="no Multikey form"):
        did_key(KEYS[KeyKind.RSA])


def test_did_document_lists_ed25519_as_multikey() -> None:
    key = published(KeyKind.ED25519)
    assert did_document(DID, [key]) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [
            {
                "id": key.verification_method,
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": key.public_key.multikey,
            }
        ],
        "assertionMethod": [key.verification_method],
    }


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384, KeyKind.RSA])
def test_did_document_lists_other_keys_as_jwk(kind: KeyKind) -> None:
    method = did_document(DID, [published(kind)])["verificationMethod"][0]
    assert method["type"] == "JsonWebKey"
    assert PublicKey.from_jwk(method["publicKeyJwk"]) == KEYS[kind]
    assert "publicKeyMultibase" not in method


def test_revoked_key_stays_listed_but_may_not_assert() -> None:
    moment = datetime(2026, 5, 1, 12, 0, 30, 999, tzinfo=timezone(timedelta(hours=2)))
    document = did_document(DID, [published(KeyKind.ED25519, revoked=moment), published(KeyKind.P256)])
    assert [method.get("revoked") for method in document["verificationMethod"]] == [
        "2026-05-01T10:00:30Z",
        None,
    ]
    assert [published(KeyKind.P256).verification_method] == document["assertionMethod"]


def test_key_of_another_did_or_listed_twice_is_refused() -> None:
    key = published(KeyKind.ED25519)
    with pytest.raises(KeyMaterialError, match="does not begin with the DID"):
        did_document("did:web:school.example.evil.example", [key])
    with pytest.raises(KeyMaterialError, match="stands there twice"):
        did_document(DID, [key, key])


def test_did_document_of_multikeys_hides_nothing_from_json_ld() -> None:
    other = LocalSigner.generate(KeyKind.ED25519).public_key
    revoked = PublishedKey(
        public_key=other,
        verification_method=f"{DID}#{other.fragment}",
        revoked=datetime(2026, 5, 1, tzinfo=UTC),
    )
    quads = canonicalize(did_document(DID, [published(KeyKind.ED25519), revoked]))
    assert [quads.count(key.multikey + '"') for key in (KEYS[KeyKind.ED25519], other)] == [1, 1]
    assert quads.count("<https://w3id.org/security#assertionMethod>") == 1
    assert quads.count("<https://w3id.org/security#revoked>") == 1


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA])
def test_form_of_a_jwk_is_all_that_the_contexts_do_not_define(kind: KeyKind) -> None:
    with pytest.raises(StrictnessError) as error:
        canonicalize(did_document(DID, [published(kind)]))
    found = {(problem.code, problem.path) for problem in error.value.problems}
    method = "$.verificationMethod[0]"
    assert found == {("undefined-term", f"{method}.publicKeyJwk"), ("undefined-type", f"{method}.type")}


def test_jwks_names_key_issuer_and_algorithm() -> None:
    keys = [published(kind) for kind in (KeyKind.ED25519, KeyKind.P256, KeyKind.RSA)]
    entries = jwks(keys, DID)["keys"]
    assert [(entry["kid"], entry["alg"], entry["use"], entry["iss"]) for entry in entries] == [
        (keys[0].verification_method, "EdDSA", "sig", DID),
        (keys[1].verification_method, "ES256", "sig", DID),
        (keys[2].verification_method, "RS256", "sig", DID),
    ]
    assert [key.public_key for key in keys] == [PublicKey.from_jwk(entry) for entry in entries]


def test_jwks_leaves_out_revoked_keys() -> None:
    assert jwks([published(KeyKind.P256, revoked=datetime(2026, 5, 1, tzinfo=UTC))], DID) == {"keys": []}
