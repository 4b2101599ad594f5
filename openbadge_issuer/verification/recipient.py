"""
Step 5: is this badge about the person who shows it? (Open Badges 3.0, "Recipient verification")

The person says who they are; that is compared with the subject's id and with every identifier in the badge,
plain ones, and hashed ones with their salt.
The standard does not say how addresses are spelled before they are hashed,
so what was given is tried as typed and in lower case.
Of several subjects any may be the one, and the report says which.
That the person who shows the badge *is* who they say is for the caller to find out.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openbadge_issuer.json_text import JsonObject, child_path
from openbadge_issuer.verification.codes import RECIPIENT
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.subjects import MAX_SUBJECTS

MAX_IDENTIFIERS = 64
"""Most identifiers compared in one badge."""

_PATH = "$.credentialSubject"

_HASHES: Mapping[str, Callable[[bytes], str]] = {
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}


_NOT_ASKED = Check(name=RECIPIENT, code="not-asked", message="Nobody asked whose badge this is.")


def check_recipient(document: JsonObject, recipient: str | None) -> Check:
    """Check that a badge is about the one whose address or id was given."""
    if recipient is None:
        return _NOT_ASKED
    subjects = _subjects(document)
    for path, subject in subjects:
        if _is_same(recipient, subject):
            return _check("is-recipient", "The badge was given to the one you named.", path)
    if not any(_names_anybody(subject) for _, subject in subjects):
        return _check(
            "no-identity", "The badge does not say to whom it was given, so nobody can tell from it.", _PATH
        )
    return _check("not-the-recipient", "The badge was given to somebody else than the one you named.", _PATH)


def _check(code: str, message: str, path: str | None) -> Check:
    return Check(name=RECIPIENT, code=code, message=message, path=path)


def _subjects(document: JsonObject) -> list[tuple[str, JsonObject]]:
    found = document.get("credentialSubject")
    if isinstance(found, list):
        numbered = enumerate(found[:MAX_SUBJECTS])
        return [(child_path(_PATH, index), item) for index, item in numbered if isinstance(item, dict)]
    return [(_PATH, found)] if isinstance(found, dict) else []


def _spellings(recipient: str) -> Iterator[str]:
    typed = recipient.strip().removeprefix("mailto:")
    yield from dict.fromkeys((recipient, recipient.strip(), typed, typed.lower()))


def _is_same(recipient: str, subject: JsonObject) -> bool:
    spellings = [spelling for spelling in _spellings(recipient) if spelling]
    named = any(
        [_is_id(recipient, subject.get("id")), *(_is_address(item, subject.get("id")) for item in spellings)]
    )
    identities = _identifiers(subject)
    return any([named, *(_matches(spelling, item) for spelling in spellings for item in identities)])


def _is_id(recipient: str, identifier: object) -> bool:
    """An id counts as it is written: in another case it can be somebody else's."""
    return isinstance(identifier, str) and _equal(recipient.strip(), identifier)


def _is_address(spelling: str, identifier: object) -> bool:
    """The address in a `mailto:` counts as it is written, and in lower case."""
    if not isinstance(identifier, str) or not identifier.startswith("mailto:"):
        return False
    address = identifier.removeprefix("mailto:")
    return any([_equal(spelling, address), _equal(spelling, address.lower())])


def _matches(candidate: str, identity: JsonObject) -> bool:
    expected = identity.get("identityHash")
    if not isinstance(expected, str):
        return False
    if identity.get("hashed") is not True:
        return _equal(candidate, expected) or (
            "@" in expected and _equal(candidate, expected.strip().lower())
        )
    algorithm, dollar, digest = expected.partition("$")
    salt = identity.get("salt") or ""
    if not dollar or algorithm not in _HASHES or not isinstance(salt, str):
        return False
    return _equal(_HASHES[algorithm]((candidate + salt).encode("utf-8", "replace")), digest.lower())


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _identifiers(subject: JsonObject) -> list[JsonObject]:
    found: Any = subject.get("identifier")
    items = found if isinstance(found, list) else [found]
    return [item for item in items[:MAX_IDENTIFIERS] if isinstance(item, dict)]


def _names_anybody(subject: JsonObject) -> bool:
    """A random id made for one award is nobody's name."""
    identifier = subject.get("id")
    named = isinstance(identifier, str) and not identifier.startswith("urn:uuid:")
    return named or bool(_identifiers(subject))
