"""
Multibase: bytes as text, the first character naming the base (Controlled Identifiers 1.0, section 2.4).

Two bases are read and written, the two that Multikey, Data Integrity and Bitstring Status List use:
`z` base58btc and `u` base64url without padding.
Each value has exactly one spelling here; any other is refused.
What the bytes mean is not known here.
"""

import base64
import re

from openbadge_issuer.errors import InputError

MAX_BASE58_LENGTH = 512
"""
Longest base58btc text decoded, in characters, whatever the caller allows.
Base conversion costs the square of the length; keys and signatures have 48 to 132 characters.
"""

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHUNK = 5
"""Digits that are converted at once: so many are a number that Python holds in one machine word."""

_WEIGHT = 58**_CHUNK
_DIGITS = _ALPHABET.encode("ascii").ljust(256, b"1")
_VALUES = bytes(_ALPHABET.find(chr(code)) % 256 for code in range(256))
"""The digit of a value, and the value of a digit, 255 for what is none. Tables as small as these stay at hand."""

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode_base58btc(data: bytes) -> str:
    """Write bytes as multibase base58btc: `z…`."""
    number, values = int.from_bytes(data), bytearray()
    while number:
        number, chunk = divmod(number, _WEIGHT)
        for _ in range(_CHUNK):  # by operators, since calling divmod takes longer on short numbers
            values.append(chunk % 58)
            chunk //= 58
    values.reverse()
    digits = (
        values.translate(_DIGITS).decode("ascii").lstrip(_ALPHABET[0])
    )  # the last chunk is seldom a full one
    # each leading zero byte is written as one "1": the number alone would lose them
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + digits


def encode_base64url(data: bytes) -> str:
    """Write bytes as multibase base64url without padding: `u…`."""
    return "u" + base64url(data)


def decode_multibase(text: str, max_length: int = MAX_BASE58_LENGTH) -> bytes:
    """
    Read multibase text in base58btc (`z…`) or base64url (`u…`).

    Args:
        text: The text with its prefix.
        max_length: Longest text accepted, in characters.

    Raises:
        InputError: If the text is too long, has another prefix, or is not the one spelling of its bytes.
    """
    if len(text) > max_length:
        raise InputError(
            f"A multibase text has {len(text):,} characters; at most {max_length:,} are expected here."
        )
    match text[:1]:
        case "z":
            return _decode_base58btc(text[1:])
        case "u":
            return decode_base64url(text[1:])
        case _:
            raise InputError(f"A multibase text must begin with z or u; found {text[:1]!r}.")


def base64url(data: bytes) -> str:
    """Write bytes as base64url without padding and without a prefix (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """
    Read base64url without padding and without a prefix.

    Raises:
        InputError: If there is a character of another alphabet, or padding,
            or the last character has unused bits set.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:  # for a length that is impossible, and for text that is not ASCII
        data = None
    if data is not None and base64url(data) == text:  # so there is nothing of another alphabet in it
        return data
    if not _BASE64URL.fullmatch(text):
        raise InputError("Not base64url: only letters, digits, - and _ are expected, without padding.")
    if data is None:
        raise InputError("Not base64url: the length is impossible; the end may be missing.")
    raise InputError("Not base64url as it must be written: unused bits of the last character are set.")


def _decode_base58btc(text: str) -> bytes:
    if len(text) > MAX_BASE58_LENGTH:
        raise InputError(
            f"A base58 text has {len(text):,} characters; at most {MAX_BASE58_LENGTH:,} are read."
        )
    values = text.encode("ascii", "replace").translate(_VALUES)
    if not values.isascii():
        strange = next(char for char in text if char not in _ALPHABET)
        raise InputError(f"Not base58: the character {strange!r} is not in its alphabet.")
    number, digits = 0, iter(bytes(-len(values) % _CHUNK) + values)
    for a, b, c, d, e in zip(*[digits] * _CHUNK, strict=True):
        number = number * _WEIGHT + (((a * 58 + b) * 58 + c) * 58 + d) * 58 + e
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
