"""
Private keys as PEM text: PKCS #8 (RFC 5958), encrypted where a passphrase is given.

Nothing that is said or raised here repeats what was read, and no error of a library shines through:
what goes wrong with a private key often has the private key in it.
Where the text is kept, and who may read it, is not decided here.
"""

from types import NoneType

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from openbadge_issuer.errors import KeyMaterialError

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
"""A private key as the library cryptography holds it."""

MAX_PEM_BYTES = 16_384
"""Largest PEM text read, in bytes. The longest RSA key accepted takes 7 KiB."""

MAX_PASSPHRASE_BYTES = 1023
"""Longest passphrase, in bytes: what OpenSSL takes."""


def read_private_pem(pem: bytes, passphrase: bytes | None) -> PrivateKey:
    """
    Read a private key from PEM text.

    Raises:
        KeyMaterialError: If it cannot be read, the passphrase is wrong, missing or not needed,
            the key is of a kind not known here, or one of the arguments is text.
    """
    is_encrypted, is_open = False, passphrase is None
    try:
        _check_kinds(type(pem), type(passphrase))
        is_encrypted = b"ENCRYPTED" in pem
        _check_length(pem)
        key = load_pem_private_key(pem, passphrase)
    except TypeError:
        raise _passphrase_error(needed=is_open) from None
    except (ValueError, UnsupportedAlgorithm, InternalError):  # the last: as long as no key of its curve
        raise _unreadable(encrypted=is_encrypted) from None
    finally:
        del pem, passphrase  # an error holds this frame, and some programs print the variables of frames
    if not isinstance(key, PrivateKey):
        raise KeyMaterialError(
            "The private key is of a kind not known: use Ed25519, an elliptic curve or RSA."
        )
    return key


def write_private_pem(key: PrivateKey, passphrase: bytes | None) -> bytes:
    """
    Write a private key as PKCS #8 PEM text.

    Raises:
        KeyMaterialError: If the passphrase is empty, too long or text.
    """
    try:
        _check_kinds(bytes, type(passphrase))
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, _encryption(passphrase))
    finally:
        del passphrase


def _check_kinds(pem: type, passphrase: type) -> None:
    """Look at the classes only: what is raised here holds no secret."""
    for what, kind, allowed in (
        ("PEM text", pem, bytes | bytearray),
        ("passphrase", passphrase, bytes | bytearray | NoneType),
    ):
        if not issubclass(kind, allowed):
            raise KeyMaterialError(
                f"The {what} must be bytes, as read_bytes() and encode() give them; found {kind.__name__}."
            )


def _check_length(pem: bytes) -> None:
    length = len(pem)
    del pem
    if length > MAX_PEM_BYTES:
        raise KeyMaterialError(
            f"The PEM text has {length:,} bytes; a private key has at most {MAX_PEM_BYTES:,}."
        )


def _encryption(passphrase: bytes | None) -> KeySerializationEncryption:
    if passphrase is None:
        return NoEncryption()
    if 0 < len(passphrase) <= MAX_PASSPHRASE_BYTES:
        return BestAvailableEncryption(passphrase)
    del passphrase
    raise KeyMaterialError(f"A passphrase has between 1 and {MAX_PASSPHRASE_BYTES} bytes.")


def _passphrase_error(*, needed: bool) -> KeyMaterialError:
    if needed:
        return KeyMaterialError("The private key is encrypted, and no passphrase was given.")
    return KeyMaterialError(
        "The private key is not encrypted, but a passphrase was given.",
        hint="Encrypt the key with it (openssl pkcs8 -topk8), or open the key without a passphrase.",
    )


def _unreadable(*, encrypted: bool) -> KeyMaterialError:
    if encrypted:
        return KeyMaterialError(
            "The private key cannot be opened: the passphrase is wrong, or the PEM text is damaged."
        )
    return KeyMaterialError("The PEM text cannot be read as a private key; PKCS #8 is expected.")
