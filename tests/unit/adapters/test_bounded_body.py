"""Bodies of answers, compressed and not, never larger than allowed."""

import gzip
import tracemalloc

import pytest

from openbadge_issuer.adapters.bounded_body import read_body
from openbadge_issuer.errors import FetchError


def in_pieces(body: bytes, size: int = 7) -> list[bytes]:
    """Cut a body as a network might."""
    return [body[start : start + size] for start in range(0, len(body), size)]


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_plain_body_is_put_together(encoding: str):
    assert read_body(in_pieces(b"hello, school"), encoding=encoding, max_bytes=13) == b"hello, school"


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_compressed_body_is_unfolded(encoding: str):
    pieces = in_pieces(gzip.compress(b"hello, school", mtime=0))
    assert read_body(pieces, encoding=encoding, max_bytes=13) == b"hello, school"


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"hello, school!", ""), (gzip.compress(b"hello, school!", mtime=0), "gzip")]
)
def test_one_byte_too_many_is_refused(body: bytes, encoding: str):
    with pytest.raises(FetchError, match="more than 13 bytes"):
        read_body(in_pieces(body), encoding=encoding, max_bytes=13)


def test_endless_body_is_left_at_the_limit():
    def endless():
        while True:
            yield b"x" * 1000

    with pytest.raises(FetchError, match="more than 5,000 bytes"):
        read_body(endless(), encoding="", max_bytes=5000)


def test_gzip_bomb_takes_no_more_memory_than_allowed():
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    tracemalloc.start()
    with pytest.raises(FetchError, match="more than"):
        read_body([bomb], encoding="gzip", max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"not gzip at all", "cannot be decompressed"),
        (gzip.compress(b"hello", mtime=0)[:-9], "in the middle"),
        (b"", "in the middle"),
    ],
)
def test_damaged_gzip_is_refused(body: bytes, complaint: str):
    with pytest.raises(FetchError, match=complaint):
        read_body([body], encoding="gzip", max_bytes=100)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip"])
def test_other_compression_is_refused(encoding: str):
    with pytest.raises(FetchError, match="not asked for"):
        read_body([b"x"], encoding=encoding, max_bytes=100)
