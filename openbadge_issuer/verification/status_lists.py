"""
The status lists that one verification looks at: each is had, read and proven once, however many statuses name it.

Somebody could let each endorsement of a badge name the same lists, and put many proofs on each of these.
A list that the fetcher has kept for longer than the list's own `ttl` allows is fetched anew.
What a list says, and whether that counts for a badge, is decided in `status`.
"""

from itertools import islice

from openbadge_issuer.errors import InputError, OpenBadgeError
from openbadge_issuer.json_text import walk
from openbadge_issuer.ports import FetchedDocument
from openbadge_issuer.status.status_list import seconds_to_live
from openbadge_issuer.verification.circumstances import CREDENTIAL_TYPES, Circumstances, check_length
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.signatures import Signatures, check_signatures
from openbadge_issuer.verification.source import Source, read

MAX_VALUES = 1_000
"""Most values in a status list, the packed list being one; all lists of one verification are kept. One has 20."""


def list_at(url: str, circumstances: Circumstances) -> Source:
    """
    Have the list at a URL.

    Raises:
        FetchError: If it cannot be had.
        OpenBadgeError: If it cannot be read as a credential.
    """
    seen = circumstances.lists.read
    if url not in seen:
        seen[url] = _read(url, circumstances)
    found = seen[url]
    if isinstance(found, Source):
        return found
    raise found


def doubts_about(found: Source, url: str, circumstances: Circumstances) -> tuple[Check, ...]:
    """Return what keeps the list at a URL from being believed; nothing if its issuer stands behind it."""
    seen = circumstances.lists.doubts
    if url not in seen:
        seen[url] = _not_passed(check_signatures(found, circumstances))
    return seen[url]


def _read(url: str, circumstances: Circumstances) -> Source | OpenBadgeError:
    documents = circumstances.documents
    try:
        kept = documents.get(url, accept=CREDENTIAL_TYPES)
        found = _parsed(kept)
        age = seconds_to_live(found.document)
        renewed = documents.renewed(url, accept=CREDENTIAL_TYPES, max_age_seconds=age)
        found = found if renewed is kept else _parsed(renewed)
    except OpenBadgeError as error:
        return error
    if found.kind in ("png", "svg"):
        return InputError("It is a picture instead of a status list.")
    if sum(1 for _ in islice(walk(found.document), MAX_VALUES + 1)) > MAX_VALUES:
        return InputError(f"It has more than {MAX_VALUES:,} values.")
    return found


def _parsed(document: FetchedDocument) -> Source:
    check_length(document.body)
    return read(document.body)


def _not_passed(signatures: Signatures) -> tuple[Check, ...]:
    checks = (*signatures.proofs, signatures.issuer_key)
    return () if signatures.hold else tuple(check for check in checks if not check.passed)
