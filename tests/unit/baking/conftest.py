"""Pictures and credentials that the baking tests share."""

import zlib

import pytest

from openbadge_issuer.json_text import to_text


@pytest.fixture(scope="session")
def chunk():
    """Write one PNG chunk."""

    def write(kind: bytes, data: bytes = b"") -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    return write


@pytest.fixture(scope="session")
def make_png(chunk):
    """Draw a PNG of four black pixels, with chunks before and after its pixels."""

    def draw(*, before: bytes = b"", after: bytes = b"", width: int = 2, height: int = 2) -> bytes:
        header = chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes((8, 0, 0, 0, 0)))
        pixels = chunk(b"IDAT", zlib.compress(bytes(6)))
        return b"\x89PNG\r\n\x1a\n" + header + before + pixels + after + chunk(b"IEND")

    return draw


@pytest.fixture(scope="session")
def png_picture(make_png, chunk) -> bytes:
    """A PNG with chunks of several kinds around its pixels, one of them unknown."""
    return make_png(
        before=chunk(b"gAMA", (45455).to_bytes(4)) + chunk(b"tEXt", b"Software\0Pencil"),
        after=chunk(b"iTXt", b"Title\0\0\0de\0Titel\0K\xc3\xa4fer") + chunk(b"teSt", b"\0\1\2"),
    )


@pytest.fixture(scope="session")
def svg_picture() -> bytes:
    """An SVG with a script, a comment and a text that is not ASCII."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by <hand> -->\n'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n'
        "  <title>Käfer &amp; Co</title><script>alert(1)</script><circle r='4'/>\n</svg>\n"
    ).encode()


@pytest.fixture(scope="session")
def json_credential() -> str:
    """A credential as it is signed, with everything in its strings that readers stumble over."""
    text = 'Käfer 😀 {"a": [}]]> <b>&amp;</b> \\ "'
    return to_text({"type": ["VerifiableCredential"], "name": text, "proof": {"proofValue": "z1"}})


@pytest.fixture(scope="session")
def jws_credential() -> str:
    """A compact JWS."""
    return "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJkaWQ6d2ViOnNjaG9vbC5leGFtcGxlIn0.c2lnbmF0dXJl-_"
