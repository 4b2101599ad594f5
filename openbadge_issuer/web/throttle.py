"""
How often one address may ask for what costs work: checking badges, and fetching them from elsewhere for that.

Each address has a bucket of tokens that fills again with time; a check takes one.
Addresses are looked at and forgotten: kept in memory only, as many as `MAX_ADDRESSES`, and never written down.
Each process counts for itself, so several let through several times as much.
Whose address it is, the server says (`request.client`): behind a proxy, the one that the proxy names.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import monotonic

MAX_ADDRESSES = 10_000
"""Addresses remembered, by number: 2 MiB. Whoever comes back after so many others begins with a full bucket."""

NETWORK_BITS = 64
"""Bits of an IPv6 address that name a network (RFC 4291, 2.5.4): one household has all that follow."""

MAX_NAME = 64
"""Characters kept of what is no address, such as the name of a socket."""

_MINUTE = 60.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Throttle:
    """
    Counts.

    Args:
        per_minute: How many checks an address may ask for, at once and then in each minute; 0 for any number.
        clock: Tells the time, in seconds.
    """

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, address: str) -> int:
        """Take a token for an address; return the seconds until there is one, 0 if there was."""
        if not self.per_minute:
            return 0
        with self._lock:
            return self._take(network_of(address), self._clock())

    def _take(self, network: str, now: float) -> int:
        bucket = self._bucket(network, now)
        grown = (now - bucket.filled_at) * self.per_minute / _MINUTE
        bucket.tokens = min(bucket.tokens + grown, float(self.per_minute))
        bucket.filled_at = now
        if bucket.tokens < 1:
            return math.ceil((1 - bucket.tokens) * _MINUTE / self.per_minute)
        bucket.tokens -= 1
        return 0

    def _bucket(self, network: str, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(network, _Bucket(float(self.per_minute), now))
        self._buckets.move_to_end(network)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return bucket


def network_of(address: str) -> str:
    """Return whose address it is: of IPv6 the network, of everything else the address itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:MAX_NAME]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> NETWORK_BITS << NETWORK_BITS))
