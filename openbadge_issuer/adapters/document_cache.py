"""
Documents fetched a moment ago: verifying a class's badges asks for the same keys and status list each time.

Small and short-lived on purpose, since a revocation must be seen soon.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace

from openbadge_issuer.ports import FetchedDocument

MAX_ENTRIES = 256
"""Most documents kept, by number: issuers and status lists of a day of verifying."""

MAX_TOTAL_BYTES = 16_777_216
"""Most bytes kept, 16 MiB: eighty status lists of a million entries."""


@dataclass(frozen=True, slots=True)
class _Kept:
    document: FetchedDocument
    since: float
    until: float


class DocumentCache:
    """Documents by key, each for some seconds; what was used least recently goes first. For many threads."""

    def __init__(self, *, max_entries: int = MAX_ENTRIES, max_total_bytes: int = MAX_TOTAL_BYTES) -> None:
        self._max_entries = max_entries
        self._max_total_bytes = max_total_bytes
        self._total_bytes = 0
        self._entries: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, *, now: float, max_age: float | None = None) -> FetchedDocument | None:
        """Return a document that is still fresh at `now`, and not older than `max_age` (both in seconds)."""
        with self._lock:
            kept = self._entries.get(key)
            if kept is None or kept.until <= now or (max_age is not None and now - kept.since > max_age):
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return replace(kept.document, age_seconds=now - kept.since)

    def put(self, key: Hashable, document: FetchedDocument, *, now: float, until: float) -> None:
        """Keep a document until a moment, in the clock that `get` is asked by."""
        with self._lock:
            self._drop(key)
            self._entries[key] = _Kept(document, now, until)
            self._total_bytes += len(document.body)
            while len(self._entries) > self._max_entries or self._total_bytes > self._max_total_bytes:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> None:
        if (entry := self._entries.pop(key, None)) is not None:
            self._total_bytes -= len(entry.document.body)
