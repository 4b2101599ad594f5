"""
The status lists that one verification looks at: each is had, read and proven once, however many statuses name it.

Somebody could let each endorsement of a badge name the same lists, and put many proofs on each of these.
What a list says, and whether that counts for a badge, is decided in `status`.
"""

from itertools import islice

from openbadge_issuer.errors import InputError, OpenBadgeError
from openbadge_issuer.json_text import walk
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
    try:
        body = circumstances.documents.get(url, accept=CREDENTIAL_TYPES).body
        check_length(body)
        found = read(body)
    except OpenBadgeError as error:
        return error
    if found.kind in ("png", "svg"):
        return InputError("It is a picture instead of a status list.")
    if sum(1 for _ in islice(walk(found.document), MAX_VALUES + 1)) > MAX_VALUES:
        return InputError(f"It has more than {MAX_VALUES:,} values.")
    return found


def _not_passed(signatures: Signatures) -> tuple[Check, ...]:
    checks = (*signatures.proofs, signatures.issuer_key)
    return () if signatures.hold else tuple(check for check in checks if not check.passed)
