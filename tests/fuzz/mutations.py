"""
How inputs are changed: blindly, byte by byte, and with an eye for what they are made of.

Each mutation takes bytes, a `random.Random` and the bytes of another input, and gives bytes.
The same three give the same result, so a number is enough to tell what was tried.
"""

import base64
import binascii
import gzip
import re
import struct
import zlib

from fuzz.json_changes import changed_json, hostile_text

_PNG = b"\x89PNG\r\n\x1a\n"


def mutated(data, random, other, *, kind):
    """Change an input of a kind: one time in four blindly, otherwise as `kind` has it."""
    return blind(data, random, other) if random.randrange(4) == 0 else KINDS[kind](data, random, other)


def blind(data, random, other):
    """Change bytes without knowing what they are."""
    result = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        start = random.randint(0, len(result))
        end = min(len(result), start + random.choice((0, 1, 1, 2, 4, 32)))
        result[start:end] = _bytes(random, other, end - start)
    return bytes(result)


def json_document(data, random, other):
    """Change JSON as what it says, and what is none blindly."""
    return changed_json(data, random, other) or blind(data, random, other)


def token(data, random, other):
    """Change a JWT: one of its parts as JSON, or their number."""
    parts = data.split(b".")
    index = random.randrange(len(parts))
    content = _from_base64url(parts[index])
    if content is None or random.randrange(8) == 0:
        return blind(data, random, other)
    donor = _from_base64url(other.split(b".")[0]) or other
    parts[index] = _to_base64url(json_document(content, random, donor))
    return b".".join(parts)


def png(data, random, other):
    """Change the chunks of a PNG, and put the check sums right, so that what lies behind them is reached."""
    chunks = _chunks(data)
    if not chunks:
        return blind(data, random, other)
    index = random.randrange(len(chunks))
    kind, content = chunks[index]
    match random.randrange(6):
        case 0:
            chunks.insert(random.randrange(len(chunks) + 1), chunks[index])
        case 1:
            del chunks[index]
        case 2:
            chunks[index] = (
                random.choice((b"IHDR", b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IEND", b"abcd")),
                content,
            )
        case 3:
            chunks.insert(index, (b"iTXt", _international_text(random, other)))
        case 4:
            chunks[index:index] = _chunks(other)[:3]
        case _:
            chunks[index] = (kind, blind(content, random, other))
    return _PNG + b"".join(_chunk(*chunk) for chunk in chunks)


def svg(data, random, other):
    """Change the markup of an SVG: entities, declarations, nesting, the carrier of the credential."""
    pieces = re.split(rb"(?=<)|(?<=>)", data)
    index = random.randrange(len(pieces))
    additions = (
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>', b"&b;", b"&lt;", b"&#0;", b"&#x10ffff;",
        b"<![CDATA[", b"]]>", b"<!--", b"-->", b'<?xml version="1.0" encoding="UTF-16"?>', b"<a>" * 100, b"</a>",
        b'<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/>',
        b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"', b"<x " + b'a="1" ' * 50 + b">", pieces[index],
        other[:200],
    )  # fmt: skip
    match random.randrange(4):
        case 0:
            pieces[index] = blind(pieces[index], random, other)
        case 1:
            del pieces[index]
        case 2:
            swapped = random.randrange(len(pieces))
            pieces[index], pieces[swapped] = pieces[swapped], pieces[index]
        case _:
            pieces.insert(index, random.choice(additions))
    return b"".join(pieces)


def bitstring(data, random, other):
    """Change a compressed bitstring: what is compressed, or how."""
    content = _from_base64url(data[1:]) if data[:1] == b"u" else None
    if content is None:
        return blind(data, random, other)
    if random.randrange(2):
        content = blind(content, random, other)
    else:
        length = random.choice((1, 8, 100, 16_384) if random.randrange(50) else (1_000_000, 5_000_000))
        content = gzip.compress(blind(bytes(length), random, other), compresslevel=1, mtime=0)
    return b"u" + _to_base64url(content)


def lines(data, random, other):
    """Change a table: its lines, cells and quotes."""
    rows = data.splitlines(keepends=True) or [b""]
    index = random.randrange(len(rows))
    additions = (
        b'"',
        b'""',
        b";",
        b",",
        b"\t",
        b"\r",
        b"\n",
        b"\r\n",
        b"result:x,",
        b"\xff",
        b"\0",
        b"a" * 10_001,
        b"," * 101,
    )
    match random.randrange(4):
        case 0:
            rows[index] = blind(rows[index], random, other)
        case 1:
            del rows[index]
        case 2:
            rows.insert(index, random.choice(rows))
        case _:
            at = random.randint(0, len(rows[index]))
            rows[index] = rows[index][:at] + random.choice(additions) + rows[index][at:]
    return b"".join(rows)


KINDS = {
    "bytes": blind,
    "json": json_document,
    "token": token,
    "png": png,
    "svg": svg,
    "bitstring": bitstring,
    "lines": lines,
}
"""What inputs can be made of, and what changes those."""


# --- pieces ----------------------------------------------------------------------------------------------------------


def _bytes(random, other, length):
    match random.randrange(4):
        case 0:
            return random.randbytes(random.choice((0, 1, length, 4)))
        case 1:
            return random.choice(
                (b"\0", b"\xff", b"\x7f", b"\x80", b"\xed\xa0\x80", b'"', b"\\", b"\n", b"0", b"{", b"[")
            )
        case 2:
            start = random.randint(0, len(other))
            return other[start : start + random.choice((1, 4, 64))]
        case _:
            return hostile_text(random).encode("utf-8", "surrogatepass")


def _from_base64url(text):
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_")
    except (binascii.Error, ValueError):
        return None


def _to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def without_pixels(data):
    """Return a PNG with little left of its pixels, which nothing here looks at."""
    return _PNG + b"".join(
        _chunk(kind, content[:20] if kind == b"IDAT" else content) for kind, content in _chunks(data)
    )


def _chunks(data):
    found, position = [], len(_PNG)
    while data.startswith(_PNG) and position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        found.append((data[position + 4 : position + 8], data[position + 8 : position + 8 + length]))
        position += 12 + length
    return found


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _international_text(random, other):
    keyword = random.choice((b"openbadgecredential", b"openbadges", b"", b"a" * 80))
    text = random.choice((b"{}", b"a.b.c", other[:500], bytes(100_000)))
    compressed, flag = random.choice(
        ((zlib.compress(text), b"\1\0"), (text, b"\0\0"), (text, b"\1\0"), (text, b"\2\1"))
    )
    return keyword + b"\0" + flag + random.choice((b"\0\0", b"en\0\0", b"")) + compressed
