"""
Credentials in PNG pictures.

Open Badges 3.0, section 5.3.1; all other sections cited are those of the PNG Specification, Third Edition.

A credential is written as one uncompressed `iTXt` chunk with the keyword `openbadgecredential`.
It stands before the first `IDAT`: the standard lets it stand anywhere (section 5.6),
but there it is behind all that decoders want first (size, colours, palette),
and still seen by those that stop reading where the pixels begin.

Baking takes out what was baked before: each text chunk of any kind with that keyword,
and those of Open Badges 2.0 (`openbadges`), which would make the picture speak for two badges.
All other chunks are copied byte for byte; pixels are never decoded.

Reading also accepts what others have baked: compressed `iTXt`, `tEXt` and `zTXt`; `deviation` names it.
It refuses a picture that is damaged or goes on after its end,
since another reader could find another credential there.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from openbadge_issuer.baking.credential_text import MAX_LENGTH, checked, found_version_2, recognized
from openbadge_issuer.errors import BakingError

MEDIA_TYPE = "image/png"

SIGNATURE = b"\x89PNG\r\n\x1a\n"
"""The first eight bytes of every PNG (section 5.2)."""

KEYWORD = b"openbadgecredential"

MAX_BYTES = 10_485_760
"""Largest picture read or written, in bytes: 10 MiB. Badges have 20 to 500 KiB, and travel by mail."""

MAX_SIDE = 16_384
"""Longest side, in pixels. Nothing is decoded here, but whoever shows the badge must: 1 GiB at most."""

MAX_CHUNKS = 20_000
"""Most chunks read. 10 MiB of pixels in the smallest pieces that encoders write, 1 KiB, have half as many."""

_KEYWORD_V2 = b"openbadges"
_TEXT_TYPES = frozenset((b"tEXt", b"zTXt", b"iTXt"))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk (section 5.3): its type, its data, and where the whole of it lies in the picture."""

    type: bytes
    data: bytes
    start: int
    end: int

    @property
    def keyword(self) -> bytes | None:
        """The keyword of a text chunk (section 11.3.3.1)."""
        return self.data.partition(b"\0")[0] if self.type in _TEXT_TYPES else None


def bake(picture: bytes, credential: str) -> bytes:
    """
    Return the PNG with a credential inside, in the place of any other.

    Raises:
        BakingError: If the picture is damaged or too large, or the text is no credential.
    """
    new = _chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + checked(credential).encode("ascii"))
    kept = [chunk for chunk in _chunks(picture) if chunk.keyword not in (KEYWORD, _KEYWORD_V2)]
    pieces = [picture[chunk.start : chunk.end] for chunk in kept]
    pieces.insert([chunk.type for chunk in kept].index(b"IDAT"), new)
    _check_count(len(pieces))
    return _within_size(SIGNATURE + b"".join(pieces))


def unbake(picture: bytes) -> str:
    """
    Return the text of the one credential in a PNG.

    Raises:
        BakingError: If the picture is damaged or too large, or carries no credential or more than one.
    """
    chunks = list(_chunks(picture))
    carriers = [chunk for chunk in chunks if chunk.keyword == KEYWORD]
    if len(carriers) > 1:
        places = " and ".join(f"{chunk.start:,}" for chunk in carriers[:2])
        raise BakingError(
            f"The PNG carries {len(carriers)} credentials, at bytes {places}; exactly one is allowed.",
            hint="Ask the issuer for a picture with one: nobody can tell which of them counts.",
        )
    if carriers:
        return recognized(_text(carriers[0]))
    for chunk in chunks:
        if chunk.keyword == _KEYWORD_V2:
            raise found_version_2(_text(chunk))
    raise BakingError(
        "The PNG carries no Open Badges credential; it may have been lost when the picture was saved."
    )


def deviation(picture: bytes) -> str | None:
    """Say how a PNG carries its credential otherwise than the standard allows; None if it does not deviate."""
    carrier = next((chunk for chunk in _chunks(picture) if chunk.keyword == KEYWORD), None)
    if carrier is None:
        return None
    if carrier.type != b"iTXt":
        return f"in a chunk of the kind {carrier.type.decode()}, where only iTXt is allowed"
    is_compressed = carrier.data.partition(b"\0")[2][:1] != b"\0"
    return "compressed, which is not allowed" if is_compressed else None


def _chunks(picture: bytes) -> Iterator[_Chunk]:
    """Yield the chunks, which section 5.6 orders: IHDR first, IDAT somewhere, IEND last; nothing after it."""
    if not picture.startswith(SIGNATURE):
        raise BakingError("The picture does not begin as a PNG does.")
    _within_size(picture)
    start = len(SIGNATURE)
    seen: list[bytes] = []
    while not seen or seen[-1] != b"IEND":
        chunk = _read_chunk(picture, start)
        if not seen:
            _check_header(chunk)
        seen.append(chunk.type)
        _check_count(len(seen))
        start = chunk.end
        yield chunk
    if seen.count(b"IHDR") != 1 or b"IDAT" not in seen:
        raise BakingError("The PNG is damaged: it must have one IHDR, and pixels in at least one IDAT.")
    if start != len(picture):
        raise BakingError(f"The PNG ends at byte {start:,}, but {len(picture) - start:,} bytes follow.")


def _read_chunk(picture: bytes, start: int) -> _Chunk:
    """Read the chunk at a place: length, type, data, CRC over type and data (sections 5.3 and 5.5)."""
    length = int.from_bytes(picture[start : start + 4])
    kind = picture[start + 4 : start + 8]
    after = start + 8 + length
    if after + 4 > len(picture):
        raise BakingError(f"The PNG is cut short: its end is missing after byte {start:,}.")
    if not kind.isalpha():
        raise BakingError(f"The PNG is damaged: no chunk begins at byte {start:,}.")
    data = picture[start + 8 : after]
    if zlib.crc32(data, zlib.crc32(kind)) != int.from_bytes(picture[after : after + 4]):
        raise BakingError(f"The PNG is damaged: the checksum of {kind.decode()} at byte {start:,} is wrong.")
    return _Chunk(kind, data, start, after + 4)


def _check_header(chunk: _Chunk) -> None:
    """Check the size that IHDR states (section 11.2.1)."""
    if chunk.type != b"IHDR" or len(chunk.data) != 13:
        raise BakingError("The PNG is damaged: it does not begin with an IHDR chunk of 13 bytes.")
    width, height = int.from_bytes(chunk.data[:4]), int.from_bytes(chunk.data[4:8])
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise BakingError(f"The PNG states {width:,} by {height:,} pixels; a side has 1 to {MAX_SIDE:,}.")


def _check_count(count: int) -> None:
    if count > MAX_CHUNKS:
        raise BakingError(f"The PNG has more than {MAX_CHUNKS:,} chunks.")


def _text(chunk: _Chunk) -> str:
    """Read the text of a text chunk (sections 11.3.3.2 to 11.3.3.4)."""
    rest = chunk.data.partition(b"\0")[2]
    if chunk.type == b"tEXt":
        return _bounded(rest).decode("latin-1")
    if chunk.type == b"zTXt":
        return _inflated(rest[:1], rest[1:]).decode("latin-1")
    flag, method = rest[:1], rest[1:2]
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if flag not in (b"\0", b"\1"):
        raise BakingError("The PNG's credential is damaged: its compression flag must be 0 or 1.")
    try:
        return (_inflated(method, text) if flag == b"\1" else _bounded(text)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BakingError(
            f"The PNG's credential is not UTF-8: its byte {error.start:,} cannot be read."
        ) from error


def _inflated(method: bytes, data: bytes) -> bytes:
    if method != b"\0":
        raise BakingError("The PNG's credential is compressed in an unknown way: the method must be 0.")
    inflate = zlib.decompressobj()
    try:
        text = _bounded(inflate.decompress(data, MAX_LENGTH + 1))
    except zlib.error as error:
        raise BakingError("The PNG's credential is compressed, and damaged.") from error
    if not inflate.eof or inflate.unused_data:
        raise BakingError("The PNG's credential is compressed, and does not end where its chunk ends.")
    return text


def _bounded(text: bytes) -> bytes:
    if len(text) > MAX_LENGTH:
        raise BakingError(f"The PNG's credential has more than {MAX_LENGTH:,} bytes.")
    return text


def _within_size(picture: bytes) -> bytes:
    if len(picture) > MAX_BYTES:
        raise BakingError(f"The PNG has {len(picture):,} bytes; at most {MAX_BYTES:,} are allowed.")
    return picture


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(data, zlib.crc32(kind)).to_bytes(4)
