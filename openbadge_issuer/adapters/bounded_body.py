"""
Reading the body of an answer without ever holding more than was allowed, compressed or not.

A kilobyte of gzip can unfold to a megabyte; so it is unfolded in steps, and the first byte too many ends it.
"""

import zlib
from collections.abc import Iterable

from openbadge_issuer.errors import FetchError

GZIP = zlib.MAX_WBITS | 16
"""Tells zlib to expect the frame of gzip (RFC 1952), and nothing else."""


def read_body(chunks: Iterable[bytes], *, encoding: str, max_bytes: int) -> bytes:
    """
    Put a body together.

    Args:
        chunks: The body as it comes in.
        encoding: Its Content-Encoding, in lower case: empty, `identity`, `gzip` or `x-gzip`.
        max_bytes: Largest body, in bytes after decompression.

    Raises:
        FetchError: If it is larger, compressed in another way, or not what gzip writes.
    """
    match encoding:
        case "" | "identity":
            return _plain(chunks, max_bytes)
        case "gzip" | "x-gzip":
            return _unzipped(chunks, max_bytes)
        case _:
            raise FetchError("The answer is compressed in a way that was not asked for; only gzip is read.")


def _plain(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        _check(body, max_bytes)
    return bytes(body)


def _unzipped(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    unzip = zlib.decompressobj(GZIP)
    for chunk in chunks:
        try:
            body += unzip.decompress(chunk, max_bytes + 1 - len(body))
        except zlib.error as error:
            raise FetchError("The answer says that it is gzip, but cannot be decompressed.") from error
        _check(body, max_bytes)
    if not unzip.eof:
        raise FetchError("The answer ends in the middle of its compressed text.")
    return bytes(body)


def _check(body: bytearray, max_bytes: int) -> None:
    if len(body) > max_bytes:
        raise FetchError(f"The answer has more than {max_bytes:,} bytes.")
