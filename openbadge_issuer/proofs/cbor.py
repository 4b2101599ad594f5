"""
The little of CBOR that selective disclosure proofs are written in (RFC 8949): numbers, bytes, texts, arrays, maps.

Each number and length has one spelling here, the shortest, and every length is known beforehand;
tags, which the specification forbids, and all else are refused (vc-di-ecdsa 3.5.2, 3.5.7).
The reader is asked for what must come next and how much of it there may be, so it never recurses,
and sets nothing aside before the limit is looked at.
The order of a map's keys is free, as the specification asks for none; the one who reads it compares the keys.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from openbadge_issuer.errors import ProofError

NUMBER, BYTES, TEXT, ARRAY, MAP = 0, 2, 3, 4, 5
"""Major types (RFC 8949, 3.1)."""

_NAMES: Final = {NUMBER: "a number", BYTES: "bytes", TEXT: "a text", ARRAY: "an array", MAP: "a map"}
_SHORT: Final = 24
"""Numbers below stand in the first byte itself."""
_SIZES: Final = {24: 1, 25: 2, 26: 4, 27: 8}
"""What the first byte says → bytes of the number that follows."""


def write_number(value: int) -> bytes:
    """Write a number that is not negative."""
    return _head(NUMBER, value)


def write_bytes(value: bytes) -> bytes:
    """Write bytes."""
    return _head(BYTES, len(value)) + value


def write_text(value: str) -> bytes:
    """Write a text."""
    encoded = value.encode("utf-8")
    return _head(TEXT, len(encoded)) + encoded


def write_array(items: Iterable[bytes]) -> bytes:
    """Write an array of items that are written already."""
    written = list(items)
    return _head(ARRAY, len(written)) + b"".join(written)


def write_map(members: Mapping[int, bytes]) -> bytes:
    """Write a map from numbers to bytes, by ascending keys."""
    pairs = [write_number(key) + write_bytes(value) for key, value in sorted(members.items())]
    return _head(MAP, len(pairs)) + b"".join(pairs)


class Reader:
    """
    Reads CBOR piece by piece; each method takes what must come next.

    `what` names the piece in errors. Every method raises ProofError if something else comes, too much, or too little.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def read_number(self, what: str, *, limit: int) -> int:
        """Read a number up to `limit`."""
        return self._counted(NUMBER, what, limit)

    def read_bytes(self, what: str, *, length: int) -> bytes:
        """Read bytes of exactly this length."""
        found = self._counted(BYTES, what, length)
        if found != length:
            raise ProofError(f"{what} must have {length} bytes; found {found}.")
        return self._take(length, what)

    def read_text(self, what: str, *, limit: int) -> str:
        """Read a text of up to `limit` bytes."""
        data = self._take(self._counted(TEXT, what, limit), what)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ProofError(f"{what} is not UTF-8.") from error

    def read_array(self, what: str, *, limit: int) -> Iterator[int]:
        """Begin an array of up to `limit` items; yields the position of each, which is then to be read."""
        return iter(range(self._counted(ARRAY, what, limit)))

    def read_map(self, what: str, *, limit: int) -> Iterator[int]:
        """Begin a map of up to `limit` members; yields the position of each, whose key and value are to be read."""
        return iter(range(self._counted(MAP, what, limit)))

    def read_tuple(self, what: str, *, length: int) -> None:
        """Begin an array of exactly this length."""
        found = self._counted(ARRAY, what, length)
        if found != length:
            raise ProofError(f"{what} must have {length} parts; found {found}.")

    def read_end(self) -> None:
        """Make sure that nothing is left."""
        left = len(self._data) - self._place
        if left:
            raise ProofError(f"The proof value goes on for {left:,} bytes after its end.")

    def _counted(self, kind: int, what: str, limit: int) -> int:
        first = self._take(1, what)[0]
        if first >> 5 != kind:
            found = _NAMES.get(first >> 5, "something that has no place here")
            raise ProofError(f"{what} must be {_NAMES[kind]}; found {found}.")
        value = self._argument(first & 0x1F, what)
        if value > limit:
            raise ProofError(f"{what}: found {value:,}; at most {limit:,} are expected here.")
        return value

    def _argument(self, info: int, what: str) -> int:
        """RFC 8949, 3 and 4.2.1: the number in the head, in its shortest form."""
        if info < _SHORT:
            return info
        if info not in _SIZES:
            raise ProofError(f"{what} has no length, or one of a kind that does not exist.")
        value = int.from_bytes(self._take(_SIZES[info], what))
        if value < (_SHORT if info == _SHORT else 1 << (4 * _SIZES[info])):
            raise ProofError(f"{what} is not written in the shortest form.")
        return value

    def _take(self, count: int, what: str) -> bytes:
        taken = self._data[self._place : self._place + count]
        if len(taken) < count:
            raise ProofError(f"The proof value ends within {what}; a part of it may be missing.")
        self._place += count
        return taken


def _head(kind: int, value: int) -> bytes:
    if value < _SHORT:
        return bytes([kind << 5 | value])
    info = next(info for info, size in _SIZES.items() if value < 1 << (8 * size))
    return bytes([kind << 5 | info]) + value.to_bytes(_SIZES[info])
