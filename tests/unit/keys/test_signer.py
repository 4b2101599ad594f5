"""Signers: private keys that stay where they are."""

import copy
import pickle
import traceback

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner, Signer

SIGNERS = {kind: LocalSigner.generate(kind) for kind in KeyKind}
SEED = bytes(range(32))
RIGHT, WRONG = b"correct horse", b"battery staple"


def said(error: pytest.ExceptionInfo[KeyMaterialError]) -> str:
    return "".join(traceback.format_exception(error.value)) + str(error.value.to_dict())


@pytest.mark.parametrize("kind", KeyKind)
def test_pem_gives_the_same_key_back(kind: KeyKind) -> None:
    again = LocalSigner.from_pem(SIGNERS[kind].to_pem())
    assert SIGNERS[kind].public_key == again.public_key
    SIGNERS[kind].public_key.verify(again.sign(b"badge"), b"badge")


def test_pem_is_pkcs8() -> None:
    signer = SIGNERS[KeyKind.P256]
    labels = [pem.split(b"-----")[1] for pem in (signer.to_pem(), signer.to_pem(b"pass"))]
    assert [b"BEGIN PRIVATE KEY", b"BEGIN ENCRYPTED PRIVATE KEY"] == labels


@pytest.mark.parametrize("kind", KeyKind)
def test_encrypted_pem_opens_with_its_passphrase(kind: KeyKind) -> None:
    pem = SIGNERS[kind].to_pem(RIGHT)
    assert SIGNERS[kind].public_key == LocalSigner.from_pem(pem, RIGHT).public_key


def test_wrong_passphrase_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="the passphrase is wrong") as error:
        LocalSigner.from_pem(SIGNERS[KeyKind.ED25519].to_pem(RIGHT), WRONG)
    assert WRONG.decode() not in said(error)


def test_missing_passphrase_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="no passphrase was given"):
        LocalSigner.from_pem(SIGNERS[KeyKind.ED25519].to_pem(RIGHT))


def test_passphrase_for_a_key_that_is_not_encrypted_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="is not encrypted") as error:
        LocalSigner.from_pem(SIGNERS[KeyKind.ED25519].to_pem(), RIGHT)
    assert RIGHT.decode() not in said(error)


def test_text_where_bytes_are_needed_is_named_for_what_it_is() -> None:
    key = SIGNERS[KeyKind.ED25519]
    attempts = (
        lambda: LocalSigner.from_pem(key.to_pem().decode()),
        lambda: LocalSigner.from_pem(key.to_pem(b"open sesame"), "open sesame"),
        lambda: key.to_pem("open sesame"),
    )
    for attempt, what in zip(attempts, ("PEM text", "passphrase", "passphrase"), strict=True):
        with pytest.raises(KeyMaterialError, match=f"{what} must be bytes.*found str"):
            attempt()


@pytest.mark.parametrize("passphrase", [b"", b"x" * 1024])
def test_impossible_passphrase_is_refused(passphrase: bytes) -> None:
    with pytest.raises(KeyMaterialError, match="between 1 and 1023 bytes"):
        SIGNERS[KeyKind.ED25519].to_pem(passphrase)


def test_damaged_pem_is_refused_without_repeating_it() -> None:
    pem = LocalSigner.from_seed(KeyKind.ED25519, SEED).to_pem()
    secret = pem.splitlines()[1].decode()
    for damaged in (
        pem[:60],
        pem.replace(b"MC4", b"MD4"),
        pem.replace(b"PRIVATE", b"PUBLIC"),
        b"",
        b"\xff\xfe",
    ):
        with pytest.raises(KeyMaterialError) as error:
            LocalSigner.from_pem(damaged)
        assert secret[:20] not in said(error)


def test_huge_pem_is_refused() -> None:
    with pytest.raises(KeyMaterialError, match="at most 16,384"):
        LocalSigner.from_pem(b"-" * 20_000)


def test_private_key_of_another_kind_is_refused() -> None:
    for key in (x25519.X25519PrivateKey.generate(), ec.generate_private_key(ec.BrainpoolP256R1())):
        with pytest.raises(KeyMaterialError):
            LocalSigner.from_pem(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def test_private_key_whose_length_is_that_of_another_curve_is_refused() -> None:
    ed25519_as_ed448 = SIGNERS[KeyKind.ED25519].to_pem().replace(b"K2Vw", b"K2Vx")
    with pytest.raises(KeyMaterialError, match="cannot be read as a private key"):
        LocalSigner.from_pem(ed25519_as_ed448)


def test_key_is_not_shown() -> None:
    signer = LocalSigner.from_seed(KeyKind.ED25519, SEED)
    assert repr(signer) == str(signer) == f"<LocalSigner Ed25519 {signer.public_key.multikey}>"


def test_key_is_neither_pickled_nor_copied() -> None:
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="private key is not"):
            attempt(SIGNERS[KeyKind.P256])


def test_signer_has_no_dictionary_that_a_debugger_or_logger_would_print() -> None:
    assert not hasattr(SIGNERS[KeyKind.P256], "__dict__")


def test_local_signer_is_a_signer() -> None:
    assert isinstance(SIGNERS[KeyKind.P256], Signer)


@pytest.mark.parametrize(("kind", "length"), [(KeyKind.ED25519, 64), (KeyKind.P256, 64), (KeyKind.P384, 96)])
def test_signatures_are_raw_and_of_one_length(kind: KeyKind, length: int) -> None:
    assert {length} == {len(SIGNERS[kind].sign(bytes([number]))) for number in range(50)}


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        (KeyKind.ED25519, bytes(31)),
        (KeyKind.P256, bytes(32)),
        (KeyKind.P256, b"\xff" * 32),
        (KeyKind.P256, SEED + b"\0"),
        (KeyKind.P384, SEED),
        (KeyKind.RSA, SEED),
    ],
)
def test_impossible_seed_is_refused(kind: KeyKind, seed: bytes) -> None:
    with pytest.raises(KeyMaterialError) as error:
        LocalSigner.from_seed(kind, seed)
    assert seed.hex() not in said(error)


@pytest.mark.parametrize(
    "fail",
    [
        LocalSigner.from_pem,
        lambda secret: LocalSigner.from_pem(secret * 9999),
        lambda secret: LocalSigner.from_pem(LocalSigner.generate(KeyKind.ED25519).to_pem(), secret),
        lambda secret: LocalSigner.from_pem(LocalSigner.generate(KeyKind.ED25519).to_pem(b"other"), secret),
        lambda secret: LocalSigner.from_seed(KeyKind.ED25519, secret),
        lambda secret: LocalSigner.from_seed(KeyKind.P256, secret),
        lambda secret: LocalSigner.from_seed(KeyKind.P384, b"\xff" * 34 + secret),
        lambda secret: LocalSigner.generate(KeyKind.ED25519).to_pem(secret * 999),
        lambda secret: LocalSigner.generate(KeyKind.ED25519).to_pem(secret.decode()),
        lambda secret: LocalSigner.from_pem(secret.decode()),
        lambda secret: LocalSigner.from_pem(b"", secret.decode()),
    ],
)
def test_no_secret_stands_in_the_frames_that_an_error_holds(fail):
    with pytest.raises(KeyMaterialError) as caught:
        fail(b"open sesame...")
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    ours = [frame for frame in frames if "openbadge_issuer" in frame.filename]
    assert ours
    assert "sesame" not in str([frame.locals for frame in ours])
