"""
The text in a baked picture: what may be put in, and what is recognised when it is taken out.

A text is JSON with an embedded proof, or a compact JWS (Open Badges 3.0, section 5.3).
What is put in must also suit readers that know neither PNG nor XML:
wallets exist that look for the keyword in the raw file and count braces from the first one on.
So JSON must be ASCII, and its braces must balance even for one who does not know strings.

Nothing here verifies a credential.
"""

import re

from openbadge_issuer.errors import BakingError, InputError, OlderBadgeError
from openbadge_issuer.json_text import MAX_BYTES, parse_object, shorten

MAX_LENGTH = MAX_BYTES
"""Longest credential put in or taken out, in bytes: 1 MiB, as much as is read as JSON. Most have 5 KiB."""

_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", re.ASCII)
_URL = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.ASCII | re.IGNORECASE)


def checked(credential: str) -> str:
    """
    Return a text that is about to be baked, without surrounding white space.

    Raises:
        BakingError: If it is neither a compact JWS nor a JSON object that every reader finds the end of.
    """
    text = credential.strip()
    if len(text) > MAX_LENGTH:
        raise BakingError(
            f"The credential has {len(text):,} characters; at most {MAX_LENGTH:,} can be baked."
        )
    if not text.startswith("{"):
        if not _COMPACT_JWS.fullmatch(text) or text.endswith("."):
            raise BakingError(f"Expected JSON or a compact JWS to bake; found {shorten(text, 40)!r}.")
        return text
    try:
        parse_object(text)
    except InputError as error:
        raise BakingError(f"The credential to bake cannot be read as JSON: {error.message}") from error
    if not text.isascii() or _end_by_braces(text) != len(text):
        raise BakingError(
            "JSON to bake must be ASCII, with braces in strings written as escapes.",
            hint="json_text.to_text writes it so, without harm to an embedded proof.",
        )
    return text


def recognized(text: str) -> str:
    """
    Return a text that was found in a picture, without surrounding white space, if it can be a credential.

    Raises:
        BakingError: If it is neither a JSON object nor a compact JWS; a URL is named as Open Badges 2.0.
    """
    text = text.strip()
    if text.startswith("{") or _COMPACT_JWS.fullmatch(text):
        return text
    if _URL.fullmatch(text):
        raise found_version_2(text)
    raise BakingError(
        f"Expected JSON or a compact JWS in the picture; found {shorten(text, 40)!r}."
        if text
        else "The picture has a place for a credential, but it is empty."
    )


def found_version_2(text: str) -> OlderBadgeError:
    """Return the error for a picture that carries an assertion of Open Badges 2.0 instead of a credential."""
    found = shorten(text.strip(), 100)
    return OlderBadgeError(
        f"The picture carries an Open Badges 2.0 assertion, not a 3.0 credential: {found!r}.",
        hint="It can be checked by a verifier for Open Badges 2.0.",
        text=text.strip(),
    )


def _end_by_braces(text: str) -> int:
    """Find the end of JSON as wallets do that count braces and know nothing of strings."""
    depth = 0
    for brace in re.finditer(r"[{}]", text):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.end()
    return -1
