"""Public keys: Multikey and JWK both ways, thumbprints, equality."""

import pickle
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa, x25519

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.multibase import base64url, decode_base64url, decode_multibase, encode_base58btc
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner

SIGNERS = {kind: LocalSigner.generate(kind) for kind in KeyKind}
KEYS = {kind: signer.public_key for kind, signer in SIGNERS.items()}
WITH_MULTIKEY = [KeyKind.ED25519, KeyKind.P256, KeyKind.P384]

RFC_8037_A = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1


def changed(key: PublicKey, **members: Any) -> dict[str, Any]:
    return {**key.jwk, **members}


@pytest.mark.parametrize("kind", WITH_MULTIKEY)
def test_multikey_is_read_as_the_key_it_was_written_from(kind: KeyKind) -> None:
    assert KEYS[kind] == PublicKey.from_multikey(KEYS[kind].multikey)


@pytest.mark.parametrize("kind", KeyKind)
def test_jwk_is_read_as_the_key_it_was_written_from(kind: KeyKind) -> None:
    assert KEYS[kind] == PublicKey.from_jwk(KEYS[kind].jwk)


@pytest.mark.parametrize(
    ("kind", "beginning"), [(KeyKind.ED25519, "z6Mk"), (KeyKind.P256, "zDna"), (KeyKind.P384, "z82L")]
)
def test_multikey_begins_with_the_letters_of_its_kind(kind: KeyKind, beginning: str) -> None:
    assert KEYS[kind].multikey.startswith(beginning)


def test_rsa_key_has_no_multikey_and_takes_its_thumbprint_as_fragment() -> None:
    with pytest.raises(KeyMaterialError, match="no Multikey form"):
        _ = KEYS[KeyKind.RSA].multikey
    assert KEYS[KeyKind.RSA].thumbprint == KEYS[KeyKind.RSA].fragment


def test_other_keys_take_their_multikey_as_fragment() -> None:
    assert KEYS[KeyKind.P256].multikey == KEYS[KeyKind.P256].fragment


def test_thumbprint_is_that_of_rfc_8037() -> None:
    assert PublicKey.from_jwk(RFC_8037_A).thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_same_key_is_equal_and_hashes_alike_however_it_was_written() -> None:
    key = KEYS[KeyKind.P256]
    assert {key} == {PublicKey.from_multikey(key.multikey), PublicKey.from_jwk(key.jwk)}
    assert key != KEYS[KeyKind.ED25519]


def test_public_key_can_be_pickled_and_shows_itself() -> None:
    key = KEYS[KeyKind.ED25519]
    assert key == pickle.loads(pickle.dumps(key))
    assert repr(key) == f"<PublicKey Ed25519 {key.multikey}>"


def test_kind_and_bytes_must_belong_together() -> None:
    with pytest.raises(KeyMaterialError, match="not those of a key of the kind P-384"):
        PublicKey(KeyKind.P384, KEYS[KeyKind.P256].der)


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.BrainpoolP256R1()).public_key(),
        ec.generate_private_key(ec.SECP224R1()).public_key(),
        x25519.X25519PrivateKey.generate().public_key(),
        dsa.generate_private_key(1024).public_key(),
    ],
)
def test_keys_of_other_kinds_are_refused(key: Any) -> None:
    with pytest.raises(KeyMaterialError, match="P-256"):
        PublicKey.from_cryptography(key)


# --- Multikey -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WITH_MULTIKEY)
def test_multikey_of_another_length_is_refused(kind: KeyKind) -> None:
    data = decode_multibase(KEYS[kind].multikey)
    for wrong in (data[:-1], data + b"\0", data[:2]):
        with pytest.raises(KeyMaterialError):
            PublicKey.from_multikey(encode_base58btc(wrong))


def test_uncompressed_point_in_a_multikey_is_refused() -> None:
    jwk = KEYS[KeyKind.P256].jwk
    point = b"\x04" + decode_base64url(jwk["x"]) + decode_base64url(jwk["y"])
    for form in (point, point[:33]):
        with pytest.raises(KeyMaterialError, match="Multikey"):
            PublicKey.from_multikey(encode_base58btc(b"\x80\x24" + form))


def test_compressed_point_off_the_curve_is_refused() -> None:
    off_curve = next(x for x in range(1, 100) if not is_on_p256(x))
    with pytest.raises(KeyMaterialError, match="not on the curve"):
        PublicKey.from_multikey(encode_base58btc(b"\x80\x24\x02" + off_curve.to_bytes(32)))


def test_coordinate_that_is_not_reduced_is_refused() -> None:
    on_curve = next(x for x in range(1, 100) if is_on_p256(x))
    PublicKey.from_multikey(encode_base58btc(b"\x80\x24\x02" + on_curve.to_bytes(32)))
    with pytest.raises(KeyMaterialError, match="not on the curve"):
        PublicKey.from_multikey(encode_base58btc(b"\x80\x24\x02" + (on_curve + P256_PRIME).to_bytes(32)))


def test_small_order_point_in_a_multikey_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="small order"):
        PublicKey.from_multikey(encode_base58btc(b"\xed\x01\x01" + bytes(31)))


@pytest.mark.parametrize("prefix", ["8026", "8626", "8726"])
def test_private_multikey_is_refused_and_not_repeated(prefix: str) -> None:
    text = encode_base58btc(bytes.fromhex(prefix) + b"\x07" * 32)
    with pytest.raises(KeyMaterialError, match="Found a private key") as caught:
        PublicKey.from_multikey(text)
    assert text not in str(caught.value.to_dict())


@pytest.mark.parametrize("prefix", ["ec01", "1200", "8524", "ea01", ""])
def test_multikey_of_another_kind_is_refused(prefix: str) -> None:
    with pytest.raises(KeyMaterialError, match="by its first two bytes"):
        PublicKey.from_multikey(encode_base58btc(bytes.fromhex(prefix) + bytes(32)[: 32 if prefix else 0]))


def test_multikey_in_another_base_is_refused() -> None:
    data = decode_multibase(KEYS[KeyKind.ED25519].multikey)
    with pytest.raises(KeyMaterialError, match="begins with z"):
        PublicKey.from_multikey("u" + base64url(data))


@pytest.mark.parametrize("text", ["", "z", "z" + "1" * 200, "z6Mk0OIl", "zß"])
def test_text_that_is_no_multikey_is_refused(text: str) -> None:
    with pytest.raises(KeyMaterialError):
        PublicKey.from_multikey(text)


# --- JWK ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_private_jwk_is_refused_and_not_repeated(member: str) -> None:
    with pytest.raises(KeyMaterialError, match="private or symmetric") as caught:
        PublicKey.from_jwk(changed(KEYS[KeyKind.P256], **{member: "c2VjcmV0"}))
    assert "c2VjcmV0" not in str(caught.value.to_dict())


def test_symmetric_jwk_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="symmetric"):
        PublicKey.from_jwk({"kty": "oct"})


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "EC"},
        {"kty": "EC", "crv": "P-224", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": ["P-256"], "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "Ed25519", "x": "AA"},
        {"kty": "OKP", "crv": "P-256", "x": "AA"},
        {"kty": "OKP", "crv": ["Ed25519"], "x": "AA"},
        {"kty": 7, "crv": None},
    ],
)
def test_jwk_of_another_kind_is_refused(jwk: dict[str, Any]) -> None:
    with pytest.raises(KeyMaterialError, match="known are"):
        PublicKey.from_jwk(jwk)


@pytest.mark.parametrize("x", [None, 7, "", "AA", "AA==", "A" * 44, "!" * 43, "A" * 5000])
def test_jwk_with_a_coordinate_in_another_form_is_refused(x: Any) -> None:
    for kind in WITH_MULTIKEY:
        with pytest.raises(KeyMaterialError, match="member x"):
            PublicKey.from_jwk(changed(KEYS[kind], x=x))


def test_jwk_of_a_point_off_the_curve_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="not on the curve"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.P256], y=KEYS[KeyKind.P256].jwk["x"]))


def test_point_at_infinity_is_refused() -> None:
    zero = base64url(bytes(32))
    with pytest.raises(KeyMaterialError, match="not on the curve"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.P256], x=zero, y=zero))


def test_rsa_number_with_leading_zero_is_refused() -> None:
    padded = base64url(b"\0" + decode_base64url(KEYS[KeyKind.RSA].jwk["n"]))
    with pytest.raises(KeyMaterialError, match="without leading zero"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.RSA], n=padded))


@pytest.mark.parametrize("exponent", [b"\x01", b"\x02", b"\x01\x00\x00", b"\xff" * 9])
def test_rsa_exponent_that_cannot_be_one_is_refused(exponent: bytes) -> None:
    with pytest.raises(KeyMaterialError, match="RSA"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.RSA], e=base64url(exponent)))


@pytest.mark.parametrize("bits", [512, 1024, 2047, 8200])
def test_rsa_modulus_too_short_or_too_long_is_refused(bits: int) -> None:
    modulus = (1 << bits - 1 | 1).to_bytes((bits + 7) // 8)
    with pytest.raises(KeyMaterialError, match=r"bits; it must have|member n"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.RSA], n=base64url(modulus)))


def test_rsa_key_of_2048_bits_is_taken() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    assert PublicKey.from_cryptography(key).kind is KeyKind.RSA


@pytest.mark.parametrize(
    "members", [{"use": "enc"}, {"use": None}, {"key_ops": ["sign"]}, {"key_ops": "verify"}]
)
def test_jwk_meant_for_something_else_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(KeyMaterialError, match="not for checking signatures"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.P256], **members))


@pytest.mark.parametrize("algorithm", ["ES384", "RS256", "HS256", "none", 7, ["ES256"]])
def test_jwk_for_an_algorithm_of_another_kind_is_refused(algorithm: Any) -> None:
    with pytest.raises(KeyMaterialError, match="a P-256 key signs with ES256"):
        PublicKey.from_jwk(changed(KEYS[KeyKind.P256], alg=algorithm))


def test_jwk_may_carry_what_is_not_looked_at() -> None:
    jwk = changed(KEYS[KeyKind.P256], kid="1", use="sig", key_ops=["verify"], alg="ES256", x5c=["…"], iss="x")
    assert PublicKey.from_jwk(jwk) == KEYS[KeyKind.P256]


def is_on_p256(x: int) -> bool:
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    return pow((x**3 - 3 * x + b) % P256_PRIME, (P256_PRIME - 1) // 2, P256_PRIME) == 1
