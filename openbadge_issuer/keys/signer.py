"""
Signing: the only thing that ever touches a private key.

`Signer` is all that the rest of the package knows: a public key, and `sign`.
An HSM or a KMS can stand behind it.
`LocalSigner` holds a private key in this process: it shows it to nobody, is not copied and not pickled,
and its repr says nothing but its public half.
"""

from typing import NoReturn, Protocol, Self, SupportsIndex, runtime_checkable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.edwards25519 import ED25519_KEY_BYTES
from openbadge_issuer.keys.kind import CURVES
from openbadge_issuer.keys.private_pem import PrivateKey, read_private_pem, write_private_pem
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signatures import COORDINATE_BYTES, CURVE_HASHES

NEW_RSA_BITS = 3072
"""Length of new RSA keys, in bits: 128 bits of security (NIST SP 800-57, part 1, table 2)."""


@runtime_checkable
class Signer(Protocol):
    """Something that signs with one key."""

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""

    def sign(self, data: bytes) -> bytes:
        """
        Sign some data; hashing it is part of signing.

        Returns:
            For Ed25519 the 64 bytes of RFC 8032; for elliptic curves raw r‖s over the hash of `CURVE_HASHES`;
            for RSA PKCS #1 v1.5 over SHA-256.
        """


class LocalSigner:
    """A `Signer` with its private key in this process; made by `generate`, `from_pem` or `from_seed`."""

    __slots__ = ("__key", "_public_key")

    def __init__(self, key: PrivateKey) -> None:
        self._public_key = PublicKey.from_cryptography(key.public_key())
        self.__key = key

    @classmethod
    def generate(cls, kind: KeyKind) -> Self:
        """Make a new random key."""
        match kind:
            case KeyKind.ED25519:
                return cls(ed25519.Ed25519PrivateKey.generate())
            case KeyKind.RSA:
                return cls(rsa.generate_private_key(public_exponent=65537, key_size=NEW_RSA_BITS))
            case _:
                return cls(ec.generate_private_key(CURVES[kind]))

    @classmethod
    def from_pem(cls, pem: bytes, passphrase: bytes | None = None) -> Self:
        """
        Read a private key from PEM text, as a rule PKCS #8.

        Raises:
            KeyMaterialError: If it cannot be read, the passphrase is wrong, missing or not needed,
                or the key is of a kind not known here.
        """
        try:
            key = read_private_pem(pem, passphrase)
        finally:
            del pem, passphrase  # an error holds this frame, and some programs print the variables of frames
        return cls(key)

    @classmethod
    def from_seed(cls, kind: KeyKind, seed: bytes) -> Self:
        """
        Make the key of a secret number: the 32-byte seed of RFC 8032, or the scalar of an elliptic curve.

        This is for published test vectors; `generate` is the way to a key of one's own.

        Raises:
            KeyMaterialError: If the length or the number is not possible for this kind, or the kind is RSA.
        """
        try:
            key = _key_from_seed(kind, seed)
        finally:
            del seed
        return cls(key)

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self._public_key

    def sign(self, data: bytes) -> bytes:
        """Sign some data, as `Signer.sign` describes."""
        key, kind = self.__key, self._public_key.kind
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(data)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(CURVE_HASHES[kind])))
        return r.to_bytes(COORDINATE_BYTES[kind]) + s.to_bytes(COORDINATE_BYTES[kind])

    def to_pem(self, passphrase: bytes | None = None) -> bytes:
        """
        Write the private key as PKCS #8 PEM text, encrypted if a passphrase is given.

        Raises:
            KeyMaterialError: If the passphrase is empty or too long.
        """
        try:
            return write_private_pem(self.__key, passphrase)
        finally:
            del passphrase

    def __repr__(self) -> str:
        return f"<LocalSigner {self._public_key.kind} {self._public_key.fragment}>"

    def __copy__(self) -> NoReturn:
        raise TypeError("A private key is not copied; pass the signer itself.")

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__copy__()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("A private key is not pickled; keep it as PEM, where only its owner reads it.")


def _key_from_seed(kind: KeyKind, seed: bytes) -> PrivateKey:
    length = len(seed)
    try:
        if length != {KeyKind.ED25519: ED25519_KEY_BYTES, **COORDINATE_BYTES}.get(kind):
            raise KeyMaterialError(f"No {kind} key is made from a secret of {length} bytes.")
        if kind is KeyKind.ED25519:
            return ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        return ec.derive_private_key(int.from_bytes(seed), CURVES[kind])
    except ValueError:
        raise KeyMaterialError(f"The secret is not a number between 1 and the order of {kind}.") from None
    finally:
        del seed
