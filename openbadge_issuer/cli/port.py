"""Making sure that there is an address to listen on, before a server is begun."""

import socket

from openbadge_issuer.errors import ConfigurationError

MAX_PORT = 65_535
"""Highest TCP port: it is written in 16 bits (RFC 9293, 3.1)."""


def check_port(host: str, port: int) -> None:
    """
    Make sure that this is an address to listen on, before anything else is begun.

    Raises:
        ConfigurationError: If it is taken, or not of this machine.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise ConfigurationError(
            f"Nothing can be served at {host}, port {port}: {error.strerror or error}.",
            hint="End what listens there, or choose another one with --port.",
        ) from error
