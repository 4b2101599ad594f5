"""Credentials in PNG pictures."""

import tracemalloc
import zlib

import pytest

from openbadge_issuer.baking import png
from openbadge_issuer.errors import BakingError

JSON = b'{"a":1}'
START = len(png.SIGNATURE) + 25
"""Where the chunk after IHDR begins."""


def _itxt(chunk, text: bytes = JSON, *, flag=b"\0", method=b"\0", language=b"", keyword=png.KEYWORD) -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + flag + method + language + b"\0" + b"\0" + text)


def test_a_credential_is_one_uncompressed_itxt_chunk_before_the_pixels(make_png, chunk):
    expected = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + JSON)
    assert png.bake(make_png(), '{"a":1}') == make_png(before=expected)


def test_what_is_baked_is_taken_out_unchanged(png_picture, json_credential, jws_credential):
    for credential in (json_credential, jws_credential):
        assert png.unbake(png.bake(png_picture, credential)) == credential


def test_taking_the_chunk_out_gives_back_every_byte(png_picture, json_credential):
    baked = png.bake(png_picture, json_credential)
    at = baked.index(b"iTXtopenbadgecredential") - 4
    end = at + 12 + int.from_bytes(baked[at : at + 4])
    assert baked[:at] + baked[end:] == png_picture


def test_baking_again_replaces(png_picture, json_credential, jws_credential):
    once = png.bake(png_picture, jws_credential)
    again = png.bake(png.bake(png_picture, json_credential), jws_credential)
    assert again == once


def test_whatever_carried_a_badge_before_is_replaced(make_png, chunk, jws_credential):
    old = (
        _itxt(chunk)
        + _itxt(chunk, zlib.compress(JSON), flag=b"\1")
        + chunk(b"tEXt", png.KEYWORD + b"\0" + JSON)
        + chunk(b"zTXt", png.KEYWORD + b"\0\0" + zlib.compress(JSON))
        + chunk(b"tEXt", png.KEYWORD)
        + chunk(b"tEXt", b"openbadges\0https://school.example/assertions/1")
        + _itxt(chunk, keyword=b"openbadges")
    )
    carrying = make_png(before=old, after=old)
    assert png.bake(carrying, jws_credential) == png.bake(make_png(), jws_credential)


def test_other_text_stays_even_if_its_keyword_is_similar(make_png, chunk, jws_credential):
    similar = chunk(b"tEXt", b"OpenBadgeCredential\0{}") + chunk(b"teSt", png.KEYWORD + b"\0" + JSON)
    baked = png.bake(make_png(after=similar), jws_credential)
    assert similar in baked
    assert png.unbake(baked) == jws_credential


def test_every_kind_of_text_chunk_of_others_is_read(make_png, chunk):
    for carrier in (
        _itxt(chunk),
        _itxt(chunk, language=b"en"),
        _itxt(chunk, method=b"\7"),
        _itxt(chunk, zlib.compress(JSON), flag=b"\1"),
        chunk(b"tEXt", png.KEYWORD + b"\0" + JSON),
        chunk(b"zTXt", png.KEYWORD + b"\0\0" + zlib.compress(JSON)),
        _itxt(chunk, b"\n" + JSON + b"\n"),
    ):
        assert png.unbake(make_png(before=carrier)) == '{"a":1}'
        assert png.unbake(make_png(after=carrier)) == '{"a":1}'


def test_what_the_standard_forbids_is_named(make_png, chunk, jws_credential):
    compressed = _itxt(chunk, zlib.compress(JSON), flag=b"\1")
    assert png.deviation(make_png(before=compressed)) == "compressed, which is not allowed"
    old = chunk(b"tEXt", png.KEYWORD + b"\0" + JSON)
    assert png.deviation(make_png(after=old)) == "in a chunk of the kind tEXt, where only iTXt is allowed"
    assert png.deviation(png.bake(make_png(), jws_credential)) is None
    assert png.deviation(make_png()) is None


def test_itxt_is_utf_8_and_text_is_latin_1(make_png, chunk):
    text = '{"name":"Käfer"}'
    assert png.unbake(make_png(after=_itxt(chunk, text.encode()))) == text
    latin = chunk(b"tEXt", png.KEYWORD + b"\0" + text.encode("latin-1"))
    assert png.unbake(make_png(after=latin)) == text


def test_of_two_credentials_neither_is_believed(make_png, chunk):
    twice = make_png(before=_itxt(chunk), after=chunk(b"tEXt", png.KEYWORD + b"\0" + JSON))
    with pytest.raises(BakingError, match=r"carries 2 credentials, at bytes 33 and 99; exactly one"):
        png.unbake(twice)


def test_a_picture_without_credential_says_so(png_picture):
    with pytest.raises(BakingError, match="carries no Open Badges credential"):
        png.unbake(png_picture)


def test_open_badges_2_is_named(make_png, chunk):
    hosted = chunk(b"iTXt", b"openbadges\0\0\0\0\0https://school.example/assertions/1")
    with pytest.raises(
        BakingError, match=r"Open Badges 2\.0 assertion.* 'https://school.example/assertions/1"
    ):
        png.unbake(make_png(before=hosted))


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (b"\xff{}", {}, "not UTF-8: its byte 0"),
        (JSON, {"flag": b"\2"}, "compression flag must be 0 or 1"),
        (JSON, {"flag": b"\1"}, "compressed, and damaged"),
        (zlib.compress(JSON), {"flag": b"\1", "method": b"\1"}, "the method must be 0"),
        (zlib.compress(JSON)[:-2], {"flag": b"\1"}, "does not end where its chunk ends"),
        (zlib.compress(JSON) + b"x", {"flag": b"\1"}, "does not end where its chunk ends"),
        (zlib.compress(bytes(2_000_000)), {"flag": b"\1"}, "more than 1,048,576 bytes"),
        (b"{" + bytes(1_048_576), {}, "more than 1,048,576 bytes"),
        (b"", {}, "it is empty"),
        (b"hello", {}, "found 'hello'"),
    ],
)
def test_a_damaged_credential_is_refused(make_png, chunk, text, options, message):
    with pytest.raises(BakingError, match=message):
        png.unbake(make_png(after=_itxt(chunk, text, **options)))


def test_a_chunk_that_ends_before_its_text_is_refused(make_png, chunk):
    for data in (b"", b"\0", b"\0\0", b"\0\0\0", b"\0\0\0en"):
        with pytest.raises(BakingError, match=r"PNG's credential is damaged|it is empty"):
            png.unbake(make_png(after=chunk(b"iTXt", png.KEYWORD + data)))


def test_each_beginning_of_a_picture_is_refused(png_picture, json_credential):
    for length in range(len(png_picture)):
        with pytest.raises(BakingError, match=r"does not begin as a PNG|cut short"):
            png.bake(png_picture[:length], json_credential)


def test_a_changed_byte_breaks_a_checksum(png_picture):
    changed = png_picture[: START + 9] + b"\xff" + png_picture[START + 10 :]
    with pytest.raises(BakingError, match="checksum of gAMA at byte 33 is wrong"):
        png.unbake(changed)


def test_bytes_after_the_end_are_refused(png_picture, json_credential):
    for use in (png.unbake, lambda picture: png.bake(picture, json_credential)):
        with pytest.raises(BakingError, match="but 5 bytes follow"):
            use(png_picture + b"{...}")


@pytest.mark.parametrize(
    ("width", "height"),
    [(0, 1), (1, 0), (16_385, 1), (1, 16_385), (2**31, 2**31), (2**24 + 1, 1), (1, 2**24 + 1)],
)
def test_a_side_must_be_one_that_can_be_shown(make_png, json_credential, width, height):
    with pytest.raises(BakingError, match=r"a side has 1 to 16,384"):
        png.bake(make_png(width=width, height=height), json_credential)


@pytest.mark.parametrize("side", [1, 16_384])
def test_the_shortest_and_the_longest_side_are_accepted(make_png, jws_credential, side):
    assert png.bake(make_png(width=side, height=side), jws_credential)


@pytest.mark.parametrize("is_compressed", [False, True])
def test_a_credential_of_exactly_a_mebibyte_is_read(make_png, chunk, is_compressed):
    longest = b"{" + b" " * (1_048_576 - 2) + b"}"
    text, flag = (zlib.compress(longest), b"\1") if is_compressed else (longest, b"\0")
    assert png.unbake(make_png(after=_itxt(chunk, text, flag=flag))) == longest.decode()


def test_not_a_byte_more_than_allowed_is_ever_expanded(make_png, chunk):
    bomb = make_png(after=_itxt(chunk, zlib.compress(bytes(50_000_000)), flag=b"\1"))
    tracemalloc.start()
    with pytest.raises(BakingError, match="more than 1,048,576 bytes"):
        png.unbake(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize(
    ("chunks", "message"),
    [
        ([b"IEND"], "does not begin with an IHDR"),
        ([b"IDAT", b"IEND"], "does not begin with an IHDR"),
        ([b"IHDR", b"IEND"], "pixels in at least one IDAT"),
        ([b"IHDR", b"IHDR", b"IDAT", b"IEND"], "must have one IHDR"),
        ([b"IHDR", b"IDAT"], "cut short"),
        ([b"IHDR", b"ID T", b"IEND"], "no chunk begins at byte 33"),
        ([b"IHDR", b"I\xc3\xa9T", b"IEND"], "no chunk begins at byte 33"),
    ],
)
def test_chunks_must_be_those_of_a_picture(chunk, chunks, message):
    header = (2).to_bytes(4) * 2 + bytes((8, 0, 0, 0, 0))
    picture = png.SIGNATURE + b"".join(chunk(kind, header if kind == b"IHDR" else b"") for kind in chunks)
    with pytest.raises(BakingError, match=message):
        png.unbake(picture)


def test_a_header_has_13_bytes(chunk):
    with pytest.raises(BakingError, match="IHDR chunk of 13 bytes"):
        png.unbake(png.SIGNATURE + chunk(b"IHDR", bytes(12)) + chunk(b"IEND"))


def test_a_length_beyond_the_picture_costs_nothing(png_picture):
    with pytest.raises(BakingError, match="cut short: its end is missing after byte 33"):
        png.unbake(png_picture[:START] + b"\xff\xff\xff\xff" + png_picture[START + 4 :])


def test_a_picture_has_at_most_ten_mebibytes(make_png, chunk, json_credential):
    room = png.MAX_BYTES - len(make_png()) - 12
    largest = make_png(after=chunk(b"teSt", bytes(room)))
    with pytest.raises(BakingError, match="carries no"):
        png.unbake(largest)
    with pytest.raises(BakingError, match="at most 10,485,760 are allowed"):
        png.unbake(make_png(after=chunk(b"teSt", bytes(room + 1))))
    with pytest.raises(BakingError, match="at most 10,485,760 are allowed"):
        png.bake(largest, json_credential)


def test_a_picture_has_a_bounded_number_of_chunks(make_png, chunk, jws_credential):
    most = make_png(after=chunk(b"teSt") * (png.MAX_CHUNKS - 3))
    with pytest.raises(BakingError, match="carries no"):
        png.unbake(most)
    with pytest.raises(BakingError, match="more than 20,000 chunks"):
        png.unbake(make_png(after=chunk(b"teSt") * (png.MAX_CHUNKS - 2)))
    with pytest.raises(BakingError, match="more than 20,000 chunks"):
        png.bake(most, jws_credential)
