"""
Connections that go to an address that was judged, and end when their time is up: a backend for httpcore.

httpcore keeps the URL's host for TLS (SNI, certificate) and the Host header, and asks here for a connection;
so nobody can give one address to be judged and another to be used (DNS rebinding).
Every wait, in looking up, connecting, TLS, sending and reading, is bounded by one deadline:
a server that sends a byte now and then gains nothing.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ssl import SSLContext

import httpcore

from openbadge_issuer.adapters.addresses import AddressRule, Resolver
from openbadge_issuer.errors import FetchError

MAX_ADDRESSES = 4
"""How many of a host's addresses are tried, one after the other."""


class Deadline:
    """
    A moment after which nothing is waited for.

    Args:
        seconds: How far away it is.
        clock: What tells the time, in seconds that only go forward.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """
        Return the seconds left.

        Raises:
            FetchError: If there are none.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise FetchError(f"It took longer than {self.seconds:g} seconds.")
        return left


class PinnedNetwork(httpcore.NetworkBackend):
    """
    Connects to judged addresses only.

    Args:
        resolver: What looks up host names.
        rule: Which addresses are allowed.
        deadline: When everything must be over.
    """

    def __init__(self, *, resolver: Resolver, rule: AddressRule, deadline: Deadline) -> None:
        self._resolver = resolver
        self._rule = rule
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (the deadline decides)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the host up, judge all its addresses, and connect to the first that answers."""
        addresses = self._look_up(host, port)
        self._rule.check(host, addresses)
        failure: Exception | None = None
        for address in addresses[:MAX_ADDRESSES]:
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._deadline.remaining(), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise FetchError(f"{host} does not answer.") from failure

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        """Look a host up in a thread of its own, since the operating system cannot be told to hurry."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolver(host, port))
            except Exception as error:  # noqa: BLE001  (whoever waits gets it)
                answers.put(error)

        threading.Thread(target=ask, daemon=True, name="look-up").start()
        try:
            answer = answers.get(timeout=self._deadline.remaining())
        except queue.Empty as error:
            raise FetchError(f"The address of {host} took too long to look up.") from error
        if isinstance(answer, OSError | ValueError):
            raise FetchError(f"The address of {host} cannot be found.") from answer
        if isinstance(answer, Exception):
            raise answer
        return answer


class _BoundedStream(httpcore.NetworkStream):
    """A connection on which no wait outlasts the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  (as above)
        return self._stream.read(max_bytes, self._deadline.remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  (as above)
        self._stream.write(buffer, self._deadline.remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  (as above)
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.remaining())
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
