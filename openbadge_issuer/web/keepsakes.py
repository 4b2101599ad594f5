"""
What takes a while to draw is drawn once and kept in memory: certificates and preview cards.

Nothing is kept that cannot be made again, and no more than a set number and amount; the oldest goes first.
The key of a thing says everything it depends on, so that what is kept never has to be thrown away for being old.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MAX_KEPT = 128
"""Most things kept, by number."""

MAX_KEPT_BYTES = 33_554_432
"""Most memory that things kept may take, in bytes: 32 MiB, some hundred certificates."""


class Keepsakes:
    """
    Things that were drawn, the last ones asked for.

    Args:
        max_kept: Most things kept, by number.
        max_bytes: Most bytes kept; a thing larger than that is made anew each time.
    """

    def __init__(self, *, max_kept: int = MAX_KEPT, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._max_kept, self._max_bytes = max_kept, max_bytes
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key; make and keep it if there is nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: bytes) -> None:
        if len(made) > self._max_bytes:
            return
        self._bytes += len(made) - len(self._kept.pop(key, b""))
        self._kept[key] = made
        while len(self._kept) > self._max_kept or self._bytes > self._max_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest)
