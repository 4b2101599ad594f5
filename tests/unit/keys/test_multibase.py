"""Multibase, with the vectors of the Multibase draft and of the base58 draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openbadge_issuer.errors import InputError
from openbadge_issuer.keys.multibase import (
    MAX_BASE58_LENGTH,
    base64url,
    decode_base64url,
    decode_multibase,
    encode_base58btc,
    encode_base64url,
)

BASE58_VECTORS = [
    (b"", "z"),
    (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
    (
        b"The quick brown fox jumps over the lazy dog.",
        "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    (b"\x00\x00\x28\x7f\xb4\xcd", "z11233QC4"),
    (b"yes mani !", "z7paNL19xttacUY"),
    (b"\x00yes mani !", "z17paNL19xttacUY"),
]


@pytest.mark.parametrize(("data", "text"), BASE58_VECTORS)
def test_base58btc_is_written_and_read_as_published(data: bytes, text: str) -> None:
    assert (text, data) == (encode_base58btc(data), decode_multibase(text))


def test_base64url_is_written_and_read_without_padding() -> None:
    assert encode_base64url(b"yes mani !") == "ueWVzIG1hbmkgIQ"
    assert decode_multibase("ueWVzIG1hbmkgIQ") == b"yes mani !"


@given(st.binary(max_size=200))
def test_what_is_written_is_read(data: bytes) -> None:
    assert data == decode_multibase(encode_base58btc(data)) == decode_multibase(encode_base64url(data))


@given(st.text(alphabet="zu123456789ABCDEabcdefGHJKLMNPmnopqrstuvwxyz-_", max_size=40))
def test_bytes_have_one_spelling_in_each_base(text: str) -> None:
    try:
        data = decode_multibase(text)
    except InputError:
        return
    assert text in {encode_base58btc(data), encode_base64url(data)}


@pytest.mark.parametrize("char", ["0", "O", "I", "l", " ", "\n", "ß", "\uff19"])
def test_character_outside_the_base58_alphabet_is_refused(char: str) -> None:
    with pytest.raises(InputError, match="alphabet"):
        decode_multibase("z2NEpo" + char)


@pytest.mark.parametrize("text", ["", "m", "f00", "Z2", "hello", "\x00z"])
def test_other_bases_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="begin with z or u"):
        decode_multibase(text)


def test_text_longer_than_asked_for_is_refused() -> None:
    with pytest.raises(InputError, match="at most 10 are expected"):
        decode_multibase("u" + "A" * 10, 10)


def test_long_base58_is_refused_even_where_long_text_is_allowed() -> None:
    with pytest.raises(InputError, match="base58 text has"):
        decode_multibase("z" + "2" * (MAX_BASE58_LENGTH + 1), 1_000_000)


@pytest.mark.parametrize("text", ["eWVz=", "eW Vz", "eWVz\n", "eW+z", "eW/z", "eẂz"])
def test_base64url_of_another_alphabet_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="only letters"):
        decode_base64url(text)


def test_base64url_cut_short_is_refused() -> None:
    with pytest.raises(InputError, match="the end may be missing"):
        decode_base64url("eWVzI")


def test_base64url_with_unused_bits_set_is_refused() -> None:
    assert base64url(b"y") == "eQ"
    with pytest.raises(InputError, match="unused bits"):
        decode_base64url("eR")
