"""
Which 32 bytes are an Ed25519 public key: decoding of points, RFC 8032 5.1.3.

OpenSSL takes any 32 bytes for a key and only then finds no signature valid;
here a key that cannot be one is refused when it is read, where its sender can be told.
Nothing secret is computed here, so nothing needs to take constant time.
"""

from typing import Final

from openbadge_issuer.errors import KeyMaterialError

ED25519_KEY_BYTES = 32
"""Length of a public key and of a seed, in bytes: RFC 8032 5.1.5."""

_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_Y8: Final = 2707385501144840649318225287225658788936804267575313519463743609750303402022
"""The y of a point of order 8; a test multiplies it out."""

_SMALL_ORDER_Y: Final = frozenset({0, 1, _P - 1, _Y8, _P - _Y8})
"""With a point of small order as the key, one signature fits many messages."""


def check_point(encoded: bytes) -> None:
    """
    Make sure that some bytes are the one encoding of a point that can be a public key.

    Raises:
        KeyMaterialError: If the length is wrong, the encoding not canonical,
            the point not on the curve, or of an order that makes signatures worthless.
    """
    if len(encoded) != ED25519_KEY_BYTES:
        raise KeyMaterialError(f"An Ed25519 public key has {ED25519_KEY_BYTES} bytes; found {len(encoded)}.")
    y = int.from_bytes(encoded, "little") & (1 << 255) - 1
    if y >= _P:
        raise KeyMaterialError(
            "Not an Ed25519 public key: the coordinate is not reduced, so it has a second spelling."
        )
    if y in _SMALL_ORDER_Y:
        raise KeyMaterialError("Not a usable Ed25519 public key: a point of small order proves nothing.")
    if not _is_square((y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P):
        raise KeyMaterialError("Not an Ed25519 public key: the point is not on the curve.")


def _is_square(number: int) -> bool:
    """Euler's criterion; x² = (y² - 1) / (dy² + 1) must have a root."""
    return pow(number, (_P - 1) // 2, _P) in (0, 1)
