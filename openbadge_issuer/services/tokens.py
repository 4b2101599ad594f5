"""
Randomness: tokens nobody can guess, and indices that tell nothing.

The one file of this floor that draws random numbers; all from the operating system's generator.
"""

import secrets
import string

TOKEN_LENGTH = 22
"""Characters of a token: 22 of 62 are 130 bits, so that ids can be neither guessed nor meet by chance."""

SECRET_BYTES = 32
"""Bytes of an API key's secret: 256 bits, so that a plain SHA-256 of it gives nothing away."""

_ALPHABET = (string.ascii_letters + string.digits).encode("ascii")
_EVENLY = 256 // len(_ALPHABET) * len(_ALPHABET)
"""Bytes below this stand for letters equally often; those from it on are thrown away."""

_LETTERS = (_ALPHABET * 5)[:256]
_UNEVEN = bytes(range(_EVENLY, 256))
_SPARE = 18
"""Bytes drawn beyond the length of a token, by number: too few are left once in 10^18 times, and then again."""


def new_token() -> str:
    """Return a new id: letters and digits only, since ids stand in URLs, file names and command lines."""
    while True:
        drawn = secrets.token_bytes(TOKEN_LENGTH + _SPARE).translate(_LETTERS, _UNEVEN)
        if len(drawn) >= TOKEN_LENGTH:
            return drawn[:TOKEN_LENGTH].decode("ascii")


def new_secret() -> str:
    """Return a new secret, in base64url."""
    return secrets.token_urlsafe(SECRET_BYTES)


def random_index(size: int) -> int:
    """Return a random index below a size."""
    return secrets.randbelow(size)
