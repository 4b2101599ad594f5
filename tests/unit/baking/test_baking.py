"""Baking whichever picture comes: choosing the format, and properties that hold for both."""

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openbadge_issuer import baking
from openbadge_issuer.errors import BakingError
from openbadge_issuer.json_text import to_text

_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text("{}[]<>&;]\"'\\ aä😀\r\n\0", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("a{}<", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
_base64url = st.text("azAZ09-_", min_size=1, max_size=20)
credentials = st.one_of(
    st.dictionaries(st.text(max_size=5), _values, max_size=4).map(to_text),
    st.tuples(_base64url, _base64url, _base64url).map(".".join),
)


@pytest.fixture(scope="session", params=["png_picture", "svg_picture"])
def picture(request) -> bytes:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session", params=["json_credential", "jws_credential"])
def baked(request, picture) -> bytes:
    return baking.bake(picture, request.getfixturevalue(request.param))


@given(credential=credentials)
def test_every_credential_comes_out_as_it_went_in(picture, credential):
    assert baking.unbake(baking.bake(picture, credential)) == credential


@given(first=credentials, second=credentials)
def test_baking_again_leaves_no_trace_of_the_first(picture, first, second):
    once = baking.bake(picture, second)
    assert baking.bake(baking.bake(picture, first), second) == once


@given(credential=credentials.filter(lambda text: text.startswith("{")))
def test_a_wallet_that_counts_braces_reads_the_same(picture, credential):
    raw = baking.bake(picture, credential)
    start = raw.index(b"{", max(raw.find(b"openbadgecredential"), raw.find(b"openbadges:credential")))
    depth, end = 1, start + 1
    while depth:
        depth += {ord("{"): 1, ord("}"): -1}.get(raw[end], 0)
        end += 1
    assert raw[start:end].decode("ascii") == credential


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_picture_is_read_or_refused_and_nothing_else_happens(baked, seed):
    damaged = _damage(baked, random.Random(seed))
    with suppress(BakingError):
        assert isinstance(baking.unbake(damaged), str)
    with suppress(BakingError):
        assert baking.unbake(baking.bake(damaged, "a.b.c")) == "a.b.c"


@settings(max_examples=300)
@given(data=st.binary(max_size=60), start=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"<svg ", b"<?xml "]))
def test_any_bytes_are_read_or_refused(data, start):
    with suppress(BakingError):
        assert isinstance(baking.unbake(start + data), str)


def test_the_format_is_seen_in_the_first_bytes(png_picture, svg_picture):
    assert baking.media_type(png_picture) == "image/png"
    assert baking.media_type(svg_picture) == "image/svg+xml"
    assert baking.media_type(b"\xef\xbb\xbf\r\n <svg/>") == "image/svg+xml"
    assert baking.media_type(b"<!DOCTYPE svg><svg/>") == "image/svg+xml"


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"", "empty"),
        (b"\x89PNG\n\x1a\n", "a PNG whose line ends were changed"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG"),
        (b"GIF89a", "a GIF"),
        (b"RIFF\n\0\0\0WEBPVP8 ", "a WebP"),
        (b"\0\0\0\x20ftypavif", "an AVIF"),
        (b"\0\0\0\x18ftypheic", "a HEIC"),
        (b"BM", "a BMP"),
        (b"II*\0", "a TIFF"),
        (b"MM\0*", "a TIFF"),
        (b"\0\0\1\0", "an icon"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"PK\x03\x04", "a ZIP archive"),
        ("<svg/>".encode("utf-16"), "text in UTF-16"),
        ("<svg/>".encode("utf-16-le"), "text in UTF-16"),
        ("<svg/>".encode("utf-16-be"), "text in UTF-16"),
        (b"\n<!doctype HTML><html>", "a page in HTML"),
        (b"\xef\xbb\xbf<html>", "a page in HTML"),
        (b' {"@context": []}', "JSON, not a picture"),
    ],
)
def test_another_format_is_named(start, name):
    for use in (baking.media_type, baking.unbake, lambda source: baking.bake(source, "a.b.c")):
        with pytest.raises(BakingError, match=f"must be PNG or SVG; found that it is {name}") as caught:
            use(start)
        assert "renaming the file is not enough" in caught.value.hint


def test_a_format_that_nobody_knows_is_refused_too():
    with pytest.raises(BakingError, match="must be PNG or SVG; found neither"):
        baking.media_type(b"hello")


def _damage(data: bytes, chance: random.Random) -> bytes:
    """Cut, double, move or change some bytes."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) or 1)
        end = min(len(data), start + chance.choice((1, 1, 4, 40)))
        piece = data[start:end]
        noise = chance.choice(
            (b"", piece * 2, piece[::-1], chance.randbytes(len(piece)), b"<", b">", b"&x;", b"\0")
        )
        data = data[:start] + noise + data[end:]
    return data


@pytest.mark.parametrize("picture", ["robot.png", Path("robot.png"), None])
def test_what_is_not_even_bytes_is_a_mistake_of_the_caller(picture):
    for work in (baking.unbake, lambda picture: baking.bake(picture, "{}")):
        with pytest.raises(TypeError, match=r"Path\.read_bytes"):
            work(picture)


def test_what_is_baked_here_is_as_the_standard_says(
    png_picture, svg_picture, json_credential, jws_credential
):
    for picture in (png_picture, svg_picture):
        for credential in (json_credential, jws_credential):
            assert baking.deviation(baking.bake(picture, credential)) is None
