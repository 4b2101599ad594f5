"""
Status entries and status lists (Bitstring Status List v1.0, sections 2.1, 2.2 and 3.2).

A badge carries an entry: which list, which index, for which purpose.
The list is a credential of its own that anyone can fetch; a set bit says revoked (or suspended, …).

Ours are written so that every verifier in use reads them:
one purpose per list, as a string; the index as a string; no context but credentials/v2;
no `validUntil` (a list must not lapse while nobody watches),
and no `ttl` (revoking counts at the next request).

`read` says what a list says, and nothing else.
It does not check the list's proof, issuer or dates, nor that it came from the URL that the badge names:
the verifier does that, before it believes the answer.

Each `StatusError` raised by reading carries one problem, whose code says who is at fault.
`entry-…` is the entry in the badge itself (the path is within the entry): it is wrong, and no list can help.
`list-…` is the list (the path is within the list): it gives no answer, and the status could not be checked.

    entry-type       not a BitstringStatusListEntry
    entry-purpose    no purpose
    entry-index      not a whole number of 0 or more, as digits
    entry-size       not a number of bits that can be read
    list-type        not a BitstringStatusListCredential about one BitstringStatusList
    list-purpose     for other purposes than the entry's
    list-encoding    not multibase, not gzip, damaged, too large
    list-length      too short for anyone to hide in
    list-range       the index is beyond its end
"""

import math
import re
from datetime import UTC, datetime

from openbadge_issuer.errors import Problem, StatusError
from openbadge_issuer.json_text import JsonObject, name_of, shorten
from openbadge_issuer.status.bitstring import MAX_ENTRY_BITS, Bitstring, decode, encode

MIN_SIZE = 131_072
"""
Fewest entries in a list (section 3.2).
Whoever serves the list sees it fetched: among fewer badges one could guess whose was looked at.
"""

REVOCATION = "revocation"
"""The purpose of lists whose set bits cancel badges for good."""

SUSPENSION = "suspension"
"""The purpose of lists whose set bits take badges out of force for the time being."""

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"

_DIGITS = re.compile(r"[0-9]{1,20}", re.ASCII)
_BEYOND = 10**20
_ENCODED = "$.credentialSubject.encodedList"


def entry(list_url: str, index: int, purpose: str = REVOCATION) -> JsonObject:
    """
    Write the `credentialStatus` of one badge.

    Args:
        list_url: Where the list is served; it becomes `statusListCredential`.
        index: The badge's index in the list.
        purpose: What a set bit means.

    Raises:
        StatusError: If the index is negative.
    """
    if index < 0:
        raise StatusError(f"An index in a status list is 0 or more; found {index}.")
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def build(
    url: str, issuer_id: str, bitstring: Bitstring, *, valid_from: datetime, purpose: str = REVOCATION
) -> JsonObject:
    """
    Write a status list as a credential that has yet to be signed.

    Args:
        url: Where it will be served; it becomes the credential's `id`.
        issuer_id: The issuer of the badges; verifiers refuse the list of anybody else.
        bitstring: The bits, at least `MIN_SIZE` of them.
        valid_from: When the list was made, with a time zone; written in UTC, cut to whole seconds.
        purpose: What a set bit means.

    Raises:
        StatusError: If the list is too short, or the time has no zone.
    """
    if len(bitstring) < MIN_SIZE:
        raise StatusError(f"A status list has at least {MIN_SIZE:,} entries; found {len(bitstring):,}.")
    return {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id,
        "validFrom": _timestamp(valid_from),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(bitstring),
        },
    }


def read(list_document: JsonObject, status_entry: JsonObject) -> bool:
    """
    Tell whether a list says that the status is set: revoked, suspended, or whatever the purpose is.

    Proof, issuer, dates and origin of the list are not checked.

    Raises:
        StatusError: If the entry or the list is not what it must be; see the codes above.
    """
    return read_value(list_document, status_entry) != 0


def read_value(list_document: JsonObject, status_entry: JsonObject) -> int:
    """
    Read the status as a number: 0 or 1, or more where `statusSize` says that an entry has several bits.

    `statusMessage` in the entry says what the number means; it is not looked at here.

    Raises:
        StatusError: As `read`.
    """
    purpose, index, size = _purpose_of(status_entry), index_of(status_entry), _size_of(status_entry)
    bits = _bits(_subject_for(list_document, purpose))
    entries = len(bits) // size
    if entries < MIN_SIZE:
        raise _wrong("list-length", _ENCODED, f"A status list must have at least {MIN_SIZE} entries", entries)
    if index >= entries:
        message = f"The status list must reach the badge's index, {index}"
        raise _wrong("list-range", _ENCODED, message, entries - 1)
    return bits.value(index, size)


def index_of(status_entry: JsonObject) -> int:
    """
    Read `statusListIndex`: digits, as the standard says, or a JSON integer, as others have written it.

    Raises:
        StatusError: If it is neither, negative, or beyond any list.
    """
    found = status_entry.get("statusListIndex")
    if isinstance(found, str) and _DIGITS.fullmatch(found):
        return int(found)
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _BEYOND:
        return found
    raise _wrong(
        "entry-index", "$.statusListIndex", "statusListIndex must be a whole number as digits", found
    )


def seconds_to_live(list_document: JsonObject) -> float:
    """
    Read for how long a copy of a list may be used (`ttl`, section 2.2, in milliseconds).

    Nobody is refused for what they write there: where it is none, the list may not be kept at all.
    """
    subject = list_document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    found = subject.get("ttl") if isinstance(subject, dict) else None
    if found is None:
        return math.inf
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < _BEYOND:
        return 0
    return found / 1000


def _purpose_of(status_entry: JsonObject) -> str:
    kind, purpose = status_entry.get("type"), status_entry.get("statusPurpose")
    if "BitstringStatusListEntry" not in _strings(kind):
        raise _wrong("entry-type", "$.type", "type of a status entry must be BitstringStatusListEntry", kind)
    if not isinstance(purpose, str) or not purpose:
        raise _wrong(
            "entry-purpose", "$.statusPurpose", "statusPurpose of an entry must be a string", purpose
        )
    return purpose


def _size_of(status_entry: JsonObject) -> int:
    size = status_entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_ENTRY_BITS:
        raise _wrong("entry-size", "$.statusSize", f"statusSize must be 1 to {MAX_ENTRY_BITS} bits", size)
    return size


def _subject_for(document: JsonObject, purpose: str) -> JsonObject:
    kind, subject = document.get("type"), document.get("credentialSubject")
    if "BitstringStatusListCredential" not in _strings(kind):
        message = "type of a status list must include BitstringStatusListCredential"
        raise _wrong("list-type", "$.type", message, kind)
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    if not isinstance(subject, dict) or "BitstringStatusList" not in _strings(subject.get("type")):
        message = "credentialSubject of a status list must be one BitstringStatusList"
        raise _wrong("list-type", "$.credentialSubject", message, subject)
    if purpose not in _strings(subject.get("statusPurpose")):
        message = f"statusPurpose of the status list must include the badge's, {shorten(purpose, 40)!r}"
        path = "$.credentialSubject.statusPurpose"
        raise _wrong("list-purpose", path, message, subject.get("statusPurpose"))
    return subject


def _bits(subject: JsonObject) -> Bitstring:
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _wrong("list-encoding", _ENCODED, "encodedList must be a string", encoded)
    try:
        return decode(encoded)
    except StatusError as error:
        raise _error("list-encoding", _ENCODED, error.message, shorten(encoded)) from error


def _strings(value: object) -> list[str]:
    """Take a string or an array, as others write both, for the strings in it."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _wrong(code: str, path: str, expected: str, found: object) -> StatusError:
    shown = _shown(found)
    return _error(code, path, f"{expected}; found {shown or 'nothing'}.", shown)


def _error(code: str, path: str, message: str, value: str | None) -> StatusError:
    problem = Problem(code=code, path=path, message=message, value=value)
    return StatusError(message, path=path, problems=[problem])


def _shown(found: object) -> str | None:
    match found:
        case None:
            return None
        case str():
            return repr(shorten(found, 40))
        case int() if not isinstance(found, bool) and abs(found) < _BEYOND:
            return str(found)
        case _:
            return name_of(found)


def _timestamp(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise StatusError("The time of a status list needs a time zone.")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
