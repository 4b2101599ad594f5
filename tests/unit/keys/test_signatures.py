"""Signatures: known answers, and everything that only looks like one."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from openbadge_issuer.errors import ProofError
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signatures import JWS_ALGORITHMS
from openbadge_issuer.keys.signer import LocalSigner

SIGNERS = {kind: LocalSigner.generate(kind) for kind in KeyKind}
EC_KINDS = [KeyKind.P256, KeyKind.P384]
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493

P256_A_2_5 = LocalSigner.from_seed(
    KeyKind.P256, bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
).public_key
"""RFC 6979 A.2.5."""
P256_SAMPLE = bytes.fromhex(
    "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
)
P384_A_2_6 = LocalSigner.from_seed(
    KeyKind.P384,
    bytes.fromhex(
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5"
    ),
).public_key
"""RFC 6979 A.2.6."""
P384_SAMPLE = bytes.fromhex(
    "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46"
    "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"
)
ED25519_TEST_2 = LocalSigner.from_seed(
    KeyKind.ED25519, bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
)
"""RFC 8032 7.1, TEST 2."""
ED25519_SIGNATURE_2 = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def refused(key: PublicKey, signature: bytes, data: bytes = b"sample") -> None:
    with pytest.raises(ProofError):
        key.verify(signature, data)


@pytest.mark.parametrize("kind", KeyKind)
def test_what_a_signer_signs_its_public_key_verifies(kind: KeyKind) -> None:
    SIGNERS[kind].public_key.verify(SIGNERS[kind].sign(b"badge"), b"badge")


@pytest.mark.parametrize("kind", KeyKind)
def test_other_data_or_another_key_is_refused(kind: KeyKind) -> None:
    signature = SIGNERS[kind].sign(b"badge")
    refused(SIGNERS[kind].public_key, signature, b"badges")
    refused(LocalSigner.generate(kind).public_key, signature, b"badge")


def test_published_ecdsa_signatures_verify() -> None:
    P256_A_2_5.verify(P256_SAMPLE, b"sample")
    P384_A_2_6.verify(P384_SAMPLE, b"sample")


def test_published_ed25519_signature_comes_out_byte_for_byte() -> None:
    assert ED25519_TEST_2.sign(b"\x72") == ED25519_SIGNATURE_2
    ED25519_TEST_2.public_key.verify(ED25519_SIGNATURE_2, b"\x72")


def test_high_and_low_s_both_verify() -> None:
    r, s = P256_SAMPLE[:32], int.from_bytes(P256_SAMPLE[32:])
    P256_A_2_5.verify(r + (P256_ORDER - s).to_bytes(32), b"sample")


@pytest.mark.parametrize("kind", KeyKind)
def test_signature_of_another_length_is_refused(kind: KeyKind) -> None:
    signature = SIGNERS[kind].sign(b"sample")
    for wrong in (b"", signature[:-1], signature + b"\0", b"\0" + signature, signature * 2):
        refused(SIGNERS[kind].public_key, wrong)


def test_ecdsa_signature_in_der_is_refused() -> None:
    der = bytes.fromhex("3046022100") + P256_SAMPLE[:32] + b"\x02\x21\x00" + P256_SAMPLE[32:]
    refused(P256_A_2_5, der)


@pytest.mark.parametrize("kind", EC_KINDS)
def test_zero_r_or_s_is_refused(kind: KeyKind) -> None:
    signature = SIGNERS[kind].sign(b"sample")
    half = len(signature) // 2
    for wrong in (bytes(2 * half), bytes(half) + signature[half:], signature[:half] + bytes(half)):
        refused(SIGNERS[kind].public_key, wrong)


def test_r_or_s_beyond_the_order_is_refused() -> None:
    r, s = int.from_bytes(P256_SAMPLE[:32]), int.from_bytes(P256_SAMPLE[32:])
    one, order = (1).to_bytes(32), P256_ORDER.to_bytes(32)
    for wrong in (order + order, one + order, order + one, P256_SAMPLE[:32] + b"\xff" * 32):
        refused(P256_A_2_5, wrong)
    assert r + P256_ORDER >= 2**256
    assert s + P256_ORDER >= 2**256


def test_ed25519_signature_with_s_beyond_the_order_is_refused() -> None:
    s = int.from_bytes(ED25519_SIGNATURE_2[32:], "little") + ED25519_ORDER
    refused(ED25519_TEST_2.public_key, ED25519_SIGNATURE_2[:32] + s.to_bytes(32, "little"), b"\x72")


def test_ed25519_signature_of_zeros_is_refused() -> None:
    refused(ED25519_TEST_2.public_key, bytes(64), b"\x72")
    refused(ED25519_TEST_2.public_key, b"\x01" + bytes(63), b"\x72")


@pytest.mark.parametrize("kind", KeyKind)
def test_algorithm_of_another_kind_of_key_is_refused(kind: KeyKind) -> None:
    signature = SIGNERS[kind].sign(b"sample")
    others = {name for names in JWS_ALGORITHMS.values() for name in names} - set(JWS_ALGORITHMS[kind])
    for algorithm in {*others, "none", "None", "HS256", "Ed448", "", JWS_ALGORITHMS[kind][0].lower()}:
        with pytest.raises(ProofError, match="signs with"):
            SIGNERS[kind].public_key.verify_jws(algorithm, signature, b"sample")


def test_signature_by_p384_with_the_hash_of_p256_is_refused() -> None:
    with pytest.raises(ProofError):
        P384_A_2_6.verify_jws("ES256", P384_SAMPLE, b"sample")


@pytest.mark.parametrize("algorithm", JWS_ALGORITHMS[KeyKind.RSA])
def test_rsa_signatures_hold_for_their_own_algorithm_only(algorithm: str) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    digest = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}[algorithm[2:]]
    pss = padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)
    signature = private.sign(b"sample", pss if algorithm.startswith("PS") else padding.PKCS1v15(), digest)
    key = PublicKey.from_cryptography(private.public_key())
    key.verify_jws(algorithm, signature, b"sample")
    for other in set(JWS_ALGORITHMS[KeyKind.RSA]) - {algorithm}:
        with pytest.raises(ProofError, match="does not match"):
            key.verify_jws(other, signature, b"sample")
