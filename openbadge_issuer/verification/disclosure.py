"""
What a report says of selective disclosure: proofs of which a holder chose what to show.

Every statement that is shown was signed by the issuer, and what the issuer made mandatory is there.
That is all that can be told: what else was signed, and how much of it, is what such a proof keeps to itself.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import JsonObject, child_path
from openbadge_issuer.proofs.disclosure_values import MAX_PROOF_VALUE, is_base, read_derived, statement_key
from openbadge_issuer.proofs.proof_members import read_proof_value
from openbadge_issuer.verification.codes import DATES, PROOF, STATUS
from openbadge_issuer.verification.report import Check

_DISCLOSURE: Final = "verified-disclosure"
_ABOUT_WHAT_IS_MISSING: Final = {(STATUS, "no-status"), (DATES, "in-force"), (DATES, "no-dates")}
"""Findings that would be others if more were shown."""

_FOR_THE_HOLDER = (
    "This is a base proof, which is for the holder alone: it holds the secret of what is left out when a part"
    " is shown. Verified are the proofs that are derived from it; 'openbadge-issuer derive' makes one."
)
_DISCLOSED = (
    "The proof holds: the issuer signed all that is shown here. The holder chose what to show,"
    " so other parts of the badge, which the issuer did not make mandatory, may have been left out."
)


def unusable_disclosure(path: str, proof: JsonObject) -> Check | None:
    """Tell why a proof shows nothing, before any key is asked for: it is a base proof, or malformed."""
    place = child_path(path, "proofValue")
    if is_base(proof.get("proofValue")):
        return Check(name=PROOF, code="base-proof", message=_FOR_THE_HOLDER, path=place)
    try:
        value = read_derived(read_proof_value(proof, base="u", max_length=MAX_PROOF_VALUE))
        statement_key(value.public_key)
    except ProofError as error:
        return Check(name=PROOF, code="malformed-proof", message=error.message, path=place)
    return None


def as_disclosure(check: Check) -> Check:
    """Say of a proof that holds that it shows a part; any other finding stays as it is."""
    return replace(check, code=_DISCLOSURE, message=_DISCLOSED) if check.passed else check


def by_what_is_shown(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Say of findings about a document that is shown in part that they are about that part only."""
    found = tuple(checks)
    if not any(check.code == _DISCLOSURE for check in found):
        return found
    return tuple(
        replace(check, message=f"{check.message} This is judged by what is shown.")
        if (check.name, check.code) in _ABOUT_WHAT_IS_MISSING
        else check
        for check in found
    )
