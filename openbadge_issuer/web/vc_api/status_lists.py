"""
Status lists for test suites: one for each key, in memory (Bitstring Status List 1.0).

A credential that is issued below `/bitstring-status-list` gets a place in its issuer's list; the list is served
here, signed anew each time, and `POST /credentials/status` changes what it says.
Our own verifier reads our own lists without asking for them over HTTP.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from openbadge_issuer.errors import FetchError, NotFoundError, StatusError
from openbadge_issuer.issuer.any_credential import issue_credential
from openbadge_issuer.json_text import JsonObject, shorten, to_text
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.ports import DocumentFetcher, FetchedDocument
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry

PATH = "status-lists"

MAX_ENTRIES = MIN_SIZE // 2
"""Most places given away in one list; a random free one is then found within a few tries."""


@dataclass(slots=True)
class _List:
    """A list: who signs it, where it is served, what it says, and whose places are where."""

    signer: Signer
    url: str
    bits: Bitstring = field(default_factory=lambda: Bitstring(MIN_SIZE))
    taken: set[int] = field(default_factory=set)


class StatusLists:
    """
    All lists of one process; a `DocumentFetcher` that knows them, and asks another one for everything else.

    Args:
        clock: Says what time it is.
        fetcher: What fetches other people's documents; None if nothing may be fetched.
    """

    def __init__(self, *, clock: Callable[[], datetime], fetcher: DocumentFetcher | None) -> None:
        self._clock = clock
        self._fetcher = fetcher
        self._lists: dict[str, _List] = {}
        self._places: dict[str, tuple[_List, int]] = {}
        self._lock = Lock()

    def with_status(self, credential: JsonObject, signer: Signer, base: str) -> JsonObject:
        """
        Give a credential a place in the list of its issuer; one that it names itself stays beside it.

        Args:
            credential: The credential, not signed yet.
            signer: The issuer's key.
            base: The address of this application, as the caller knows it.
        """
        with self._lock:
            found = self._list_of(signer, base)
            index = _free_place(found.taken)
            found.taken.add(index)
            if isinstance(credential.get("id"), str):
                self._places[credential["id"]] = found, index
        own, others = entry(found.url, index), credential.get("credentialStatus", [])
        several = [*(others if isinstance(others, list) else [others]), own]
        return {**credential, "credentialStatus": several if len(several) > 1 else own}

    def set_status(self, credential_id: str, *, is_set: bool) -> None:
        """
        Say in the list that a credential is revoked, or that it is not.

        Raises:
            NotFoundError: If no credential of this id has a place.
        """
        with self._lock:
            if credential_id not in self._places:
                raise NotFoundError(f"No credential {shorten(credential_id)!r} has a status here.")
            found, index = self._places[credential_id]
            found.bits.set(index, value=is_set)

    def credential(self, name: str) -> JsonObject:
        """
        Return a list as a signed credential.

        Raises:
            NotFoundError: If there is no list of this name.
        """
        with self._lock:
            if name not in self._lists:
                raise NotFoundError(f"There is no status list {shorten(name)!r}.")
            found, now = self._lists[name], self._clock()
            issuer = did_key(found.signer.public_key)
            document = build(found.url, issuer, found.bits, valid_from=now)
        return issue_credential(document, found.signer, created=now)

    def fetch(
        self, url: str, *, accept: Sequence[str] = ("application/json",), max_age_seconds: float | None = None
    ) -> FetchedDocument:
        """
        Get a document; one of our own lists without a request.

        Raises:
            FetchError: If it cannot be had.
        """
        for name, found in self._lists.items():
            if found.url == url:
                body = to_text(self.credential(name)).encode("ascii")
                return FetchedDocument(url=url, media_type="application/json", body=body)
        if self._fetcher is None:
            raise FetchError(f"{url} was not asked for: nothing is fetched without a document fetcher.")
        if max_age_seconds is None:
            return self._fetcher.fetch(url, accept=accept)
        return self._fetcher.fetch(url, accept=accept, max_age_seconds=max_age_seconds)

    def _list_of(self, signer: Signer, base: str) -> _List:
        name = signer.public_key.multikey
        if name not in self._lists:
            self._lists[name] = _List(signer=signer, url=f"{base}{PATH}/{name}")
        return self._lists[name]


def _free_place(taken: set[int]) -> int:
    if len(taken) >= MAX_ENTRIES:
        raise StatusError("The status list is full; start anew.")
    while True:
        index = secrets.randbelow(MIN_SIZE)
        if index not in taken:
            return index
