"""
Which network addresses documents may be fetched from.

A badge can name any URL: without this, outsiders could make the service ask machines inside its network.
An address is judged, not a name: names are looked up once, and the connection goes to the very address.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openbadge_issuer.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Looks up the addresses of a host name; may raise OSError."""

LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: IPv4 addresses as networks without IPv4 see them; the last 32 bits are the address meant."""

_GIVEN_UP = (
    ipaddress.IPv6Network("2002::/16"),
    ipaddress.IPv6Network("2001::/32"),
    ipaddress.IPv6Network("fec0::/10"),
)
"""6to4 and Teredo, which lead to IPv4 addresses by the back door, and site-local addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRule:
    """
    What is allowed.

    Attributes:
        public: Whether every public address is.
        networks: Networks that are, whatever they are.
    """

    public: bool = True
    networks: tuple[Network, ...] = ()

    def check(self, host: str, addresses: Sequence[str]) -> None:
        """
        Make sure that a host has addresses, and that all of them are allowed.

        The error does not repeat the addresses: who asks from outside must not learn what is where inside.

        Raises:
            FetchError: If not.
        """
        if not addresses:
            raise FetchError(f"{host} has no address.")
        if not all(self.allows(address) for address in addresses):
            kind = "a public address" if self.public else "this machine's loopback address"
            raise FetchError(f"{host} is not, or not only, at {kind}; nothing is fetched from there.")

    def allows(self, text: str) -> bool:
        """Tell whether one address is allowed."""
        address = _unwrapped(ipaddress.ip_address(text))
        if any(address in network for network in self.networks if network.version == address.version):
            return True
        return self.public and is_public(address)


def is_public(address: Address) -> bool:
    """Tell whether an address is one of a machine on the public internet."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _GIVEN_UP):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def look_up(host: str, port: int) -> list[str]:
    """Look up a host's addresses in the way of the operating system, best first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _unwrapped(address: Address) -> Address:
    """Return the IPv4 address inside an IPv6 one that stands for it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address
