"""
Step 4, the status: has the issuer taken it back? (Open Badges 3.0; W3C Bitstring Status List 1.0, 3.2)

A badge names a list, and an index in it.
The list is a credential of its own: its proof must hold, and its issuer must be the badge's issuer,
or its answer is nobody's.
A list that cannot be had, read or believed leaves the status open; it never makes a badge good or bad.

A list that says it is another than the one that was asked for, or that has lapsed, is believed where it says
"revoked", since that is never taken back, and not believed where it says nothing.

Read as well: StatusList2021 (the bitstring's forerunner) and 1EdTechRevocationList (unsigned, by id).
"""

from collections.abc import Iterator

from openbadge_issuer.errors import FetchError, OpenBadgeError, StatusError
from openbadge_issuer.json_text import JsonObject, child_path, name_of, shorten
from openbadge_issuer.status.status_list import read_value
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import STATUS
from openbadge_issuer.verification.dates import check_dates
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import Source, issuer_of, types_of
from openbadge_issuer.verification.status_lists import doubts_about, list_at
from openbadge_issuer.verification.urls import is_web_url

MAX_STATUSES = 4
"""Most statuses looked up for one badge, up to three requests each; revocation and suspension make two."""

_TO_BASE64URL = str.maketrans("+/", "-_")
"""StatusList2021 asks for base64, and many wrote base64url."""

_MEMBER = "credentialStatus"
_PATH = f"$.{_MEMBER}"
_NO_STATUS = Check(
    name=STATUS, code="no-status", message="The document carries no status; it cannot be revoked."
)


def check_status(document: JsonObject, circumstances: Circumstances) -> list[Check]:
    """Look up every status of a document."""
    found = document.get(_MEMBER)
    entries = found if isinstance(found, list) else [] if found is None else [found]
    if not entries:
        return [_NO_STATUS]
    checks = [
        _Lookup(child_path(_PATH, index) if found is entries else _PATH, document, circumstances).check(entry)
        for index, entry in enumerate(entries[:MAX_STATUSES])
    ]
    if len(entries) > MAX_STATUSES:
        message = f"The document has {len(entries)} statuses; at most {MAX_STATUSES} are looked up."
        checks.append(Check(name=STATUS, code="unsupported-status", message=message, path=_PATH))
    return checks


class _Lookup:
    """One look at one status."""

    def __init__(self, path: str, document: JsonObject, circumstances: Circumstances) -> None:
        self._path = path
        self._document = document
        self._circumstances = circumstances

    def check(self, entry: object) -> Check:
        if not isinstance(entry, dict):
            return self._ended("unreadable-entry", f"A status is an object; found {name_of(entry)}.")
        types = types_of(entry)
        if types & {"BitstringStatusListEntry", "StatusList2021Entry"}:
            return self._bitstring({**entry, "type": "BitstringStatusListEntry"})
        if "1EdTechRevocationList" in types:
            return self._revocation_list(entry.get("id"))
        found = entry.get("type")
        name = repr(shorten(found, 60)) if isinstance(found, str) else name_of(found)
        return self._ended("unsupported-status", f"A status of the type {name} cannot be looked up here.")

    # --- lists of bits

    def _bitstring(self, entry: JsonObject) -> Check:
        url = entry.get("statusListCredential")
        if not isinstance(url, str) or not is_web_url(url):
            return self._ended("unreadable-entry", "The status does not name its list by an https URL.")
        try:
            found = list_at(url, self._circumstances)
        except FetchError as error:
            message = f"The status list could not be looked up: {error.message}"
            return self._ended(self._circumstances.documents.code, message)
        except OpenBadgeError as error:
            return self._ended("unreadable-list", f"The status list at {url} cannot be read: {error.message}")
        return self._distrust(found, url) or self._answer(entry, found, url)

    def _distrust(self, found: Source, url: str) -> Check | None:
        """Tell why nothing that the list says counts."""
        if (foreign := self._foreign(found.document)) is not None:
            return foreign
        doubts = doubts_about(found, url, self._circumstances)
        if not doubts:
            return None
        return self._ended("unproven-list", f"The status list cannot be believed: {doubts[0].message}")

    def _foreign(self, document: JsonObject) -> Check | None:
        theirs, ours = issuer_of(document), issuer_of(self._document)
        if theirs == ours:
            return None
        message = f"The status list is {theirs or 'nobody'}'s; the badge is from {ours or 'nobody'}."
        return self._ended("list-of-another-issuer", message)

    def _misplaced(self, document: JsonObject, url: str) -> Check | None:
        identifier = document.get("id")
        if identifier == url.partition("#")[0]:
            return None
        named = f"says that it is {identifier}" if isinstance(identifier, str) else "does not say which it is"
        message = f"The status list found at {url} {named}; its silence says nothing about this badge."
        return self._ended("another-list", message)

    def _answer(self, entry: JsonObject, found: Source, url: str) -> Check:
        try:
            value = read_value(as_bitstring(found.document), entry)
        except StatusError as error:
            at_fault = {problem.code.partition("-")[0] for problem in error.problems}
            return self._ended(
                "unreadable-entry" if "entry" in at_fault else "unreadable-list", error.message
            )
        doubt = self._doubt(found, url)
        if doubt is not None and not value:
            return doubt
        return self._meaning(entry, value)

    def _doubt(self, found: Source, url: str) -> Check | None:
        """Tell why the silence of the list does not count."""
        if (misplaced := self._misplaced(found.document, url)) is not None:
            return misplaced
        dates = check_dates(found, self._circumstances.now)
        if dates.failed:
            return self._ended("outdated-list", f"The status list is not in force: {dates.message}")
        return None

    def _meaning(self, entry: JsonObject, value: int) -> Check:
        purpose = entry["statusPurpose"]
        number = (
            " Its index is written as a number, not as the text that the standard asks for."
            * isinstance(entry.get("statusListIndex"), int)
        )
        if purpose == "message":
            return self._ended("message", f"The issuer says about it: {_message(entry, value)}.{number}")
        if not value:
            return self._ended(
                "not-revoked", f"The issuer's list says nothing against it ({purpose}).{number}"
            )
        match purpose:
            case "revocation":
                return self._ended("revoked", f"The issuer has revoked it.{number}")
            case "suspension":
                return self._ended("suspended", f"The issuer has suspended it, for the time being.{number}")
            case "refresh":
                return self._ended("refreshed", f"The issuer has a newer version of it.{number}")
            case _:
                message = f"The status list has a mark against it whose purpose is not known here: {purpose}."
                return self._ended("unsupported-status", message)

    # --- lists of ids

    def _revocation_list(self, url: object) -> Check:
        """
        1EdTech Revocation List 1.0: `revokedCredential` with ids; `revoked: false` withdraws an entry.

        Nobody signs it; the badge says where it is. Its silence counts only if it says itself that it is that list.
        """
        if not isinstance(url, str) or not is_web_url(url):
            return self._ended("unreadable-entry", "The status does not name its list by an https URL.")
        try:
            document = self._circumstances.documents.json(url)
            listed = [*_revoked(document)]
        except FetchError as error:
            message = f"The revocation list could not be looked up: {error.message}"
            return self._ended(self._circumstances.documents.code, message)
        except OpenBadgeError as error:
            return self._ended(
                "unreadable-list", f"The revocation list at {url} cannot be read: {error.message}"
            )
        return (
            self._named_in(listed)
            or self._foreign(document)
            or self._misplaced(document, url)
            or self._ended("not-revoked", "The revocation list does not name it.")
        )

    def _named_in(self, listed: list[JsonObject]) -> Check | None:
        for item in listed:
            if item["id"] == self._document.get("id") and item.get("revoked", True) is not False:
                reason = item.get("revocationReason")
                because = f": {shorten(reason)}" if isinstance(reason, str) and reason else ""
                return self._ended("revoked", f"The issuer has revoked it{because}.")
        return None

    def _ended(self, code: str, message: str) -> Check:
        return Check(name=STATUS, code=code, message=message, path=self._path)


def as_bitstring(document: JsonObject) -> JsonObject:
    """Read StatusList2021 as what became of it: other names, and a `u` before the list."""
    subject = document.get("credentialSubject")
    types = document.get("type")
    if (
        not isinstance(types, list)
        or "StatusList2021Credential" not in types
        or not isinstance(subject, dict)
    ):
        return document
    encoded = subject.get("encodedList")
    return {
        **document,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "credentialSubject": {
            **subject,
            "type": "BitstringStatusList",
            "encodedList": f"u{encoded}".translate(_TO_BASE64URL).rstrip("="),
        },
    }


def _message(entry: JsonObject, value: int) -> str:
    """Find what the issuer wrote for a number (`statusMessage`: `{"status": "0x1", "message": …}`)."""
    messages = entry.get("statusMessage")
    for item in messages if isinstance(messages, list) else []:
        if (
            isinstance(item, dict)
            and item.get("status") == hex(value)
            and isinstance(item.get("message"), str)
        ):
            return shorten(item["message"])
    return f"number {value}, without an explanation"


def _revoked(document: JsonObject) -> Iterator[JsonObject]:
    """
    Yield what a revocation list names.

    Raises:
        StatusError: If it is no revocation list.
    """
    found = document.get("revokedCredential", [])
    if "credentialSubject" in document or not ("revokedCredential" in document or "issuer" in document):
        raise StatusError("It is something else: such a list has an issuer and revokedCredential.")
    for item in found if isinstance(found, list) else [found]:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            raise StatusError(f"revokedCredential must hold objects with an id; found {name_of(item)}.")
        yield item
