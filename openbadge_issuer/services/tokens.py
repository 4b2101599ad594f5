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

_ALPHABET = string.ascii_letters + string.digits


def new_token() -> str:
    """Return a new id: letters and digits only, since ids stand in URLs, file names and command lines."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(TOKEN_LENGTH))


def new_secret() -> str:
    """Return a new secret, in base64url."""
    return secrets.token_urlsafe(SECRET_BYTES)


def random_index(size: int) -> int:
    """Return a random index below a size."""
    return secrets.randbelow(size)
