"""Requests to a server as a side of a comparison: the time is the server's own."""

import asyncio
import time
from dataclasses import dataclass

from bench.service import Service
from bench.sides import Sample

CONNECTIONS = 16
"""Requests that are on their way at once."""

TICK = 0.01
"""The least time that systems say a process had a core, in seconds."""


@dataclass(frozen=True)
class Served:
    """
    One request, sent again and again.

    Attributes:
        service: Whom it is sent to.
        request: The request, as bytes.
        waiting: Whether the time that passes is what counts, and not the time that the server's processes have a core.
    """

    service: Service
    request: bytes
    waiting: bool = False

    def run(self, count: int) -> Sample:
        """Send it some times."""
        core, clock = self.service.core_seconds(), time.perf_counter()
        asyncio.run(self._send(count))
        passed, had = time.perf_counter() - clock, self.service.core_seconds() - core
        seconds = passed if self.waiting else max(had, TICK)
        return Sample(count=count, seconds=seconds, core_seconds=seconds)

    async def _send(self, count: int) -> None:
        crowd = min(CONNECTIONS, count)
        shares = [count // crowd + (number < count % crowd) for number in range(crowd)]
        await asyncio.gather(*(self._connection(share) for share in shares))

    async def _connection(self, count: int) -> None:
        reader, writer = await asyncio.open_connection("localhost", self.service.port)
        for _ in range(count):
            writer.write(self.request)
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ", 2)[1] not in (b"200", b"304"):
                raise RuntimeError(head.decode("latin-1"))
            await reader.readexactly(_length(head))
        writer.close()
        await writer.wait_closed()


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Write a request; `content_type="x"` gives the header `content-type: x`."""
    lines = [f"{method} {path} HTTP/1.1", "host: localhost"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.partition(b"\r\n")[0] or 0)
