"""
Can a status list that is verified by itself be read? (W3C Bitstring Status List 1.0, 2.2 and 3.2)

A list may be signed and in force, and yet tell nobody anything: too short, damaged, for no purpose.
Badges that point to it could then not be decided; whoever publishes it learns it here.
"""

from openbadge_issuer.errors import StatusError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.status.status_list import read_value
from openbadge_issuer.verification.codes import LIST
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import document_kind, subjects_of
from openbadge_issuer.verification.status import as_bitstring


def check_list(document: JsonObject) -> list[Check]:
    """Look up an entry of a status list for each of its purposes; no check of other documents."""
    if document_kind(document) != "status list":
        return []
    try:
        for purpose in _purposes(document):
            read_value(as_bitstring(document), _entry(purpose))
    except StatusError as error:
        return [Check(name=LIST, code="unreadable", message=error.message, path=error.path)]
    return [Check(name=LIST, code="readable", message="Badges can be looked up in this list.")]


def _purposes(document: JsonObject) -> list[str]:
    """Return what the list is for; a list for nothing is asked for revocations, which it refuses."""
    found = [subject.get("statusPurpose") for subject in subjects_of(document)]
    purposes = [item for value in found for item in (value if isinstance(value, list) else [value])]
    return [purpose for purpose in purposes if isinstance(purpose, str) and purpose] or ["revocation"]


def _entry(purpose: str) -> JsonObject:
    return {"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": "0"}
