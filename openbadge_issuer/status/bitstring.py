"""
The bits of a status list, and the text that carries them.

Bitstring Status List v1.0, sections 2.2 (`encodedList`), 3.3 (generation) and 3.4 (expansion).

Index 0 is the leftmost bit: the most significant bit of the first byte.
An entry may have several bits (`statusSize`); entry i then begins at bit i * size, its highest bit first.
The text is multibase base64url without padding (`u…`) of one gzip member (RFC 1952).

Writing is deterministic: the gzip header holds no time, no name and no machine,
so that the same bits always give the same text with the same zlib.

Reading trusts nothing: expansion is bounded, the checksum and the end of the member are checked.
RFC 1952 (section 2.2) lets several members follow each other, and many readers ignore what follows the first;
two verifiers could then read two lists out of one text, so anything after the first member is refused.

What a bit means, and how long a list must be, is said in `status_list`.
"""

import zlib
from collections.abc import Iterator
from typing import Self

from openbadge_issuer.errors import InputError, StatusError
from openbadge_issuer.keys.multibase import decode_base64url, encode_base64url

MAX_BYTES = 2_097_152
"""
Longest bitstring expanded, in bytes: 2 MiB, which is 16.7 million badges in one list.
Gzip shrinks zeros a thousandfold, so that without a bound a document of 1 MiB could fill 1 GiB of memory.
"""

MAX_ENTRY_BITS = 32
"""Largest entry read, in bits. The issuer must declare 2^size messages: nobody goes beyond a few bits."""

_LEVEL, _MEMORY = 6, 8
"""zlib's own defaults, spelled out: with them the text is the one in W3C's examples, byte for byte."""

SPARSE = 0.001
"""
Share of set bits up to which zlib looks for repetitions everywhere, as it does by default.
In a fuller list there are none but runs of zeros: looking for these alone is up to fifteen times faster
(1 ms instead of 15 ms where 50,000 of a million badges are revoked), and the text is shorter.
"""

_RAW_DEFLATE, _GZIP = -15, 31
"""How zlib is told (`wbits`) to write a bare deflate stream, and to read one gzip member."""

_HEADER = bytes.fromhex("1f8b 08 00 00000000 00 03")
"""RFC 1952, section 2.3: magic, deflate, no flags, no time, no extra flags, "Unix" (as in W3C's examples)."""


class Bitstring:
    """
    A string of bits of fixed length, all zero at first.

    Args:
        size: Number of bits; a positive multiple of 8, since the encoded form has whole bytes.

    Raises:
        StatusError: If the size is not such a number.
    """

    __slots__ = ("_bytes",)

    def __init__(self, size: int) -> None:
        if size < 8 or size % 8:
            raise StatusError(f"A bitstring has a positive multiple of 8 bits; found {size}.")
        self._bytes = bytearray(size // 8)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """
        Take the bits as bytes, eight to each.

        Raises:
            StatusError: If there are none.
        """
        bits = cls(len(data) * 8)
        bits._bytes[:] = data
        return bits

    def to_bytes(self) -> bytes:
        """Return the bits as bytes."""
        return bytes(self._bytes)

    def __len__(self) -> int:
        return len(self._bytes) * 8

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bitstring) and self._bytes == other._bytes

    __hash__ = None  # type: ignore[assignment]  # the bits change

    def __repr__(self) -> str:
        return f"<Bitstring of {len(self):,} bits, {self.count():,} set>"

    def count(self) -> int:
        """Return how many bits are set."""
        return int.from_bytes(self._bytes).bit_count()

    def get(self, index: int) -> bool:
        """
        Tell whether a bit is set.

        Raises:
            StatusError: If there is no such index.
        """
        return bool(self._bytes[self._checked(index) // 8] & _mask(index))

    def set(self, index: int, *, value: bool = True) -> None:
        """
        Set a bit, or clear it.

        Raises:
            StatusError: If there is no such index.
        """
        byte = self._checked(index) // 8
        self._bytes[byte] = self._bytes[byte] | _mask(index) if value else self._bytes[byte] & ~_mask(index)

    def value(self, index: int, size: int = 1) -> int:
        """
        Read an entry of one or more bits as a number, its first bit the highest.

        Args:
            index: The entry's index, counted in entries.
            size: Bits in each entry.

        Raises:
            StatusError: If the size is not 1 to `MAX_ENTRY_BITS`, or the entry is not wholly within the bits.
        """
        if not 1 <= size <= MAX_ENTRY_BITS:
            raise StatusError(f"An entry has 1 to {MAX_ENTRY_BITS} bits; found {size}.")
        first, after = index * size, (index + 1) * size
        self._checked(first)
        self._checked(after - 1)
        window = int.from_bytes(self._bytes[first // 8 : (after + 7) // 8])
        return window >> (-after % 8) & ((1 << size) - 1)

    def ones(self) -> Iterator[int]:
        """Yield the indices of the bits that are set, in ascending order."""
        for position, byte in enumerate(self._bytes):
            if byte:
                yield from (position * 8 + bit for bit in range(8) if byte & _mask(bit))

    def _checked(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise StatusError(f"Index {index:,} is outside of the bitstring, which has {len(self):,} bits.")
        return index


def encode(bits: Bitstring) -> str:
    """Write bits as the text of `encodedList`; the same bits always give the same text."""
    data = bits.to_bytes()
    strategy = zlib.Z_DEFAULT_STRATEGY if bits.count() <= len(bits) * SPARSE else zlib.Z_RLE
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW_DEFLATE, _MEMORY, strategy)
    body = deflate.compress(data) + deflate.flush()
    trailer = zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")
    return encode_base64url(_HEADER + body + trailer)


def decode(text: str, max_bytes: int = MAX_BYTES) -> Bitstring:
    """
    Read the text of an `encodedList`.

    Args:
        text: Multibase base64url of gzip: it begins with `uH4sI`.
        max_bytes: Longest bitstring accepted, in bytes; not a byte more is ever expanded.

    Raises:
        StatusError: If the text is something else, is damaged or cut short, has something after its end,
            or expands to nothing or to too much.
    """
    # Base64 makes four characters of three bytes, and gzip makes noise hardly longer.
    longest = max_bytes * 3 // 2 + 1_024
    if len(text) > longest:
        raise StatusError(f"The encoded list has {len(text):,} characters; at most {longest:,} are read.")
    if not text.startswith("u"):
        raise StatusError(
            f"The encoded list must begin with u (multibase base64url); found {text[:1]!r}.",
            hint="Lists of the older StatusList2021 lack it.",
        )
    try:
        return Bitstring.from_bytes(_expand(decode_base64url(text[1:]), max_bytes))
    except InputError as error:
        raise StatusError(f"The encoded list cannot be read: {error.message}") from error


def _expand(data: bytes, max_bytes: int) -> bytes:
    inflate = zlib.decompressobj(_GZIP)
    try:
        expanded = inflate.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise StatusError("The encoded list is not gzip, or is damaged.") from error
    if len(expanded) > max_bytes:
        raise StatusError(f"The encoded list expands to more than {max_bytes:,} bytes.")
    if not inflate.eof:
        raise StatusError("The encoded list is cut short: its gzip data has no end.")
    if inflate.unused_data:
        raise StatusError("The encoded list has data after the end of its gzip data.")
    return expanded


def _mask(index: int) -> int:
    return 0x80 >> index % 8
