"""
Every check that a report can hold, and every code that each can end with.

One table, so that a program that reads reports, the reference in `docs/reference/report.md` and the checks
themselves cannot drift apart: a `Check` with a name or code that does not stand here cannot be made.
The names follow the steps of Open Badges 3.0, "OpenBadgeCredential Verification"; codes are stable.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CheckResult(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    COULD_NOT_BE_CHECKED = "could not be checked"


PASSED, FAILED, SKIPPED, COULD_NOT = CheckResult

INPUT = "input"
STRUCTURE = "structure"
SCHEMA = "schema"
LIST = "list"
STRICTNESS = "strictness"
PROOF = "proof"
ISSUER_KEY = "issuer key"
ISSUER_TRUST = "issuer trust"
HOLDER_KEY = "holder key"
CHALLENGE = "challenge"
DOMAIN = "domain"
FRESHNESS = "freshness"
CREDENTIALS = "credentials"
REFRESH = "refresh"
STATUS = "status"
DATES = "dates"
RECIPIENT = "recipient"
ENDORSED = "endorsed"
ENDORSEMENTS = "endorsements"

CODES: Mapping[str, Mapping[str, CheckResult]] = MappingProxyType(
    {
        INPUT: {
            "read": PASSED,
            "unreadable": FAILED,
            "unreadable-picture": FAILED,
            "open-badges-2": COULD_NOT,
            "open-badges-1": COULD_NOT,
        },
        STRUCTURE: {
            "conforms": PASSED,
            "does-not-conform": FAILED,
        },
        SCHEMA: {
            "conforms": PASSED,
            "does-not-conform": FAILED,
            "not-for-this": FAILED,
            "another-schema": COULD_NOT,
            "unsupported-type": SKIPPED,
        },
        LIST: {
            "readable": PASSED,
            "unreadable": FAILED,
        },
        STRICTNESS: {
            "all-signed": PASSED,
            "not-signed": FAILED,
            "not-linked-data": FAILED,
            "too-complex": FAILED,
            "unknown-context": COULD_NOT,
            "no-context": SKIPPED,
        },
        PROOF: {
            "verified": PASSED,
            "by-presentation": PASSED,
            "verified-disclosure": PASSED,
            "no-proof": FAILED,
            "not-verified": FAILED,
            "malformed-proof": FAILED,
            "base-proof": FAILED,
            "wrong-purpose": FAILED,
            "broken-chain": FAILED,
            "claims-differ": FAILED,
            "too-many-proofs": FAILED,
            "unsupported-proof": COULD_NOT,
            "unknown-context": COULD_NOT,
            "not-canonical": COULD_NOT,
            "no-key": COULD_NOT,
            "none-expected": SKIPPED,
        },
        ISSUER_KEY: {
            "issuer-is-key": PASSED,
            "published": PASSED,
            "pinned": PASSED,
            "is-holder": PASSED,
            "no-issuer": FAILED,
            "malformed-method": FAILED,
            "unsupported-method": FAILED,
            "another-issuer": FAILED,
            "not-listed": FAILED,
            "wrong-controller": FAILED,
            "wrong-document": FAILED,
            "unusable-key": FAILED,
            "key-mismatch": FAILED,
            "revoked-key": FAILED,
            "expired-key": FAILED,
            "not-pinned": FAILED,
            "not-published": COULD_NOT,
            "not-fetched": COULD_NOT,
            "unreachable": COULD_NOT,
            "insecure-address": COULD_NOT,
            "no-key": SKIPPED,
        },
        ISSUER_TRUST: {
            "trusted": PASSED,
            "not-trusted": FAILED,
        },
        HOLDER_KEY: {
            "holder-is-key": PASSED,
            "published": PASSED,
            "pinned": PASSED,
            "no-holder": FAILED,
            "malformed-method": FAILED,
            "unsupported-method": FAILED,
            "another-holder": FAILED,
            "not-listed": FAILED,
            "wrong-controller": FAILED,
            "wrong-document": FAILED,
            "unusable-key": FAILED,
            "key-mismatch": FAILED,
            "revoked-key": FAILED,
            "expired-key": FAILED,
            "not-pinned": FAILED,
            "not-published": COULD_NOT,
            "not-fetched": COULD_NOT,
            "unreachable": COULD_NOT,
            "insecure-address": COULD_NOT,
            "no-key": SKIPPED,
        },
        CHALLENGE: {
            "matches": PASSED,
            "differs": FAILED,
            "missing": FAILED,
            "not-compared": COULD_NOT,
            "not-asked": SKIPPED,
        },
        DOMAIN: {
            "matches": PASSED,
            "differs": FAILED,
            "missing": FAILED,
            "not-compared": COULD_NOT,
            "not-asked": SKIPPED,
        },
        FRESHNESS: {
            "fresh": PASSED,
            "too-old": FAILED,
            "no-date": FAILED,
            "not-asked": SKIPPED,
        },
        REFRESH: {
            "refreshed": PASSED,
            "newest": PASSED,
            "not-made": SKIPPED,
            "not-fetched": SKIPPED,
            "not-proven": SKIPPED,
            "unsupported-service": SKIPPED,
            "unreachable": SKIPPED,
            "unreadable": SKIPPED,
            "another-credential": SKIPPED,
            "another-issuer": SKIPPED,
            "older": SKIPPED,
            "unproven-version": SKIPPED,
        },
        STATUS: {
            "not-revoked": PASSED,
            "refreshed": PASSED,
            "message": PASSED,
            "revoked": FAILED,
            "suspended": FAILED,
            "not-fetched": COULD_NOT,
            "unreachable": COULD_NOT,
            "unreadable-entry": COULD_NOT,
            "unreadable-list": COULD_NOT,
            "unproven-list": COULD_NOT,
            "list-of-another-issuer": COULD_NOT,
            "another-list": COULD_NOT,
            "outdated-list": COULD_NOT,
            "unsupported-status": COULD_NOT,
            "no-status": SKIPPED,
        },
        DATES: {
            "in-force": PASSED,
            "not-yet-valid": FAILED,
            "expired": FAILED,
            "proof-expired": FAILED,
            "reversed": FAILED,
            "unreadable-date": FAILED,
            "no-dates": SKIPPED,
        },
        RECIPIENT: {
            "is-recipient": PASSED,
            "not-the-recipient": FAILED,
            "no-identity": COULD_NOT,
            "not-asked": SKIPPED,
        },
        ENDORSED: {
            "is-about-it": PASSED,
            "endorses-itself": PASSED,
            "about-another": FAILED,
            "no-endorsement": FAILED,
        },
        ENDORSEMENTS: {
            "all-valid": PASSED,
            "not-all-valid": SKIPPED,
            "not-all-made": SKIPPED,
        },
        CREDENTIALS: {
            "all-valid": PASSED,
            "not-valid": FAILED,
            "too-many": FAILED,
            "not-decided": COULD_NOT,
            "none": SKIPPED,
        },
    }
)
"""Name of a check → its codes → how a check with that code ended."""

MAY_BE_UNKNOWN = frozenset({SCHEMA, ISSUER_KEY, STATUS, RECIPIENT})
"""
Checks that a caller may do without (`VerificationReport.suffices`), where they could not be made.
Without the others, nobody knows what was said: what is not signed could have been written by anyone.
"""
