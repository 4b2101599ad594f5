"""A signer whose ECDSA signatures come out the same each time (RFC 6979), as published test vectors have them."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.keys.public_key import PublicKey

SECRET_PREFIX_BYTES = 2
"""The multicodec before a secret key, in bytes: 0x8626 for P-256."""


class DeterministicSigner:
    """A P-256 key from the text of its secret half."""

    def __init__(self, secret: str) -> None:
        number = int.from_bytes(decode_multibase(secret)[SECRET_PREFIX_BYTES:])
        self._key = ec.derive_private_key(number, ec.SECP256R1())

    @property
    def public_key(self) -> PublicKey:
        return PublicKey.from_cryptography(self._key.public_key())

    def sign(self, data: bytes) -> bytes:
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self._key.sign(data, algorithm))
        return r.to_bytes(32) + s.to_bytes(32)
