"""Keys that anyone can sign with are known by their public halves."""

import json
from pathlib import Path
from typing import Any

import pytest

from openbadge_issuer.json_text import walk
from openbadge_issuer.keys.known_test_keys import PUBLISHED_TEST_KEYS, is_published_test_key
from openbadge_issuer.keys.multibase import decode_base64url
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner

ED25519_SEEDS = [
    *(number.to_bytes(32).hex() for number in (0, 1, 2, 3, 5)),
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
]
P256_SCALARS = [
    "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
    "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",
]


@pytest.mark.parametrize("seed", ED25519_SEEDS)
def test_keys_of_the_rfcs_and_of_did_key_are_known(seed: str) -> None:
    assert is_published_test_key(LocalSigner.from_seed(KeyKind.ED25519, bytes.fromhex(seed)).public_key)


@pytest.mark.parametrize("scalar", P256_SCALARS)
def test_keys_of_the_jose_rfcs_are_known(scalar: str) -> None:
    assert is_published_test_key(LocalSigner.from_seed(KeyKind.P256, decode_base64url(scalar)).public_key)


@pytest.mark.parametrize("kind", KeyKind)
def test_new_key_is_none_of_them(kind: KeyKind) -> None:
    assert not is_published_test_key(LocalSigner.generate(kind).public_key)


@pytest.mark.parametrize("text", sorted(PUBLISHED_TEST_KEYS))
def test_each_entry_is_a_key(text: str) -> None:
    assert PublicKey.from_multikey(text).multikey == text


def test_every_vector_with_a_private_key_is_known(vectors: Path) -> None:
    documents = [json.loads(path.read_bytes()) for path in (vectors / "vectors").rglob("*.json")]
    published = {public for document in documents for public in public_halves(document)}
    assert len(published) >= 9
    assert published <= PUBLISHED_TEST_KEYS


def public_halves(document: Any) -> list[str]:
    objects = [item for _, item in walk(document) if isinstance(item, dict)]
    secret = {"privateKeyMultibase", "secretKeyMultibase"}
    pairs = [item for item in objects if secret & item.keys() and "publicKeyMultibase" in item]
    return [pair["publicKeyMultibase"] for pair in pairs if isinstance(pair["publicKeyMultibase"], str)]
