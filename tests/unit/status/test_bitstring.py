"""The bits of a status list and the text that carries them."""

import gzip
import random
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openbadge_issuer.errors import StatusError
from openbadge_issuer.keys.multibase import decode_base64url, encode_base64url
from openbadge_issuer.status.bitstring import MAX_ENTRY_BITS, Bitstring, decode, encode


@pytest.mark.parametrize("index", [0, 1, 7, 8, 63])
def test_new_bits_are_unset_and_one_that_is_set_stays_alone(index):
    bits = Bitstring(64)
    assert list(bits.ones()) == []
    bits.set(index)
    assert bits.get(index)
    assert list(bits.ones()) == [index]


def test_a_bit_can_be_cleared_again():
    bits = Bitstring.from_bytes(b"\xff")
    bits.set(3, value=False)
    assert bits.to_bytes() == b"\xef"
    bits.set(3, value=False)
    assert not bits.get(3)


def test_index_0_is_the_most_significant_bit_of_the_first_byte():
    bits = Bitstring(16)
    bits.set(0)
    assert bits.to_bytes() == b"\x80\x00"
    bits.set(15)
    assert bits.to_bytes() == b"\x80\x01"


@pytest.mark.parametrize("size", [-8, 0, 1, 7, 12])
def test_a_bitstring_has_whole_bytes(size):
    with pytest.raises(StatusError, match="positive multiple of 8"):
        Bitstring(size)


@pytest.mark.parametrize("index", [-1, 64, 10**30])
def test_an_index_outside_is_refused(index):
    bits = Bitstring(64)
    for access in (bits.get, bits.set, bits.value):
        with pytest.raises(StatusError, match="outside of the bitstring, which has 64 bits"):
            access(index)


def test_entries_of_several_bits_are_read_highest_bit_first():
    bits = Bitstring.from_bytes(bytes([0b00_01_10_11, 0b1010_0101]))
    assert [bits.value(index, 2) for index in range(4)] == [0, 1, 2, 3]
    assert [bits.value(index, 4) for index in range(4)] == [1, 11, 10, 5]
    assert bits.value(1, 5) == 0b01110
    assert bits.value(0, 16) == 0x1BA5


def test_an_entry_must_lie_wholly_within_the_bits():
    with pytest.raises(StatusError, match="outside"):
        Bitstring(16).value(3, 5)


@pytest.mark.parametrize("size", [-1, 0, MAX_ENTRY_BITS + 1])
def test_an_entry_has_some_but_not_too_many_bits(size):
    with pytest.raises(StatusError, match="An entry has 1 to 32 bits"):
        Bitstring(4096).value(0, size)


@given(data=st.binary(min_size=1, max_size=40), size=st.integers(1, MAX_ENTRY_BITS))
def test_entries_are_the_digits_of_the_bits(data, size):
    digits = "".join(f"{byte:08b}" for byte in data)
    bits = Bitstring.from_bytes(data)
    for index in range(len(digits) // size):
        assert bits.value(index, size) == int(digits[index * size : (index + 1) * size], 2)


def test_bitstrings_are_equal_by_their_bits_and_do_not_hash():
    assert Bitstring.from_bytes(b"\0\0") == Bitstring(16)
    assert Bitstring(16) != Bitstring(24)
    assert Bitstring(16) != b"\0\0"
    with pytest.raises(TypeError, match="unhashable"):
        hash(Bitstring(16))


def test_repr_says_size_and_number_of_set_bits():
    assert repr(Bitstring.from_bytes(b"\x81" + bytes(9999))) == "<Bitstring of 80,000 bits, 2 set>"


@given(data=st.binary(min_size=1, max_size=300))
def test_what_is_encoded_decodes_to_the_same_bits(data):
    bits = Bitstring.from_bytes(data)
    assert decode(encode(bits)) == bits


def test_encoding_is_gzip_that_anyone_can_expand():
    text = encode(Bitstring.from_bytes(b"\x01" * 5000))
    assert text.startswith("uH4sI")
    data = zlib.decompress(_bytes(text), wbits=31)
    assert data == b"\x01" * 5000


def test_encoding_holds_no_time_and_no_machine():
    assert _bytes(encode(Bitstring(64)))[:10].hex() == "1f8b0800000000000003"
    assert encode(Bitstring(64)) == encode(Bitstring(64))


def test_gzip_with_a_name_and_a_time_is_read():
    data = gzip.compress(b"\x80" * 10, mtime=1_700_000_000)
    named = data[:3] + b"\x08" + data[4:10] + b"list.bin\0" + data[10:]
    assert decode(encode_base64url(named)).to_bytes() == b"\x80" * 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must begin with u .* found ''"),
        ("H4sIAAAA", "must begin with u .* found 'H'"),
        ("zH4sIAAAA", "must begin with u .* found 'z'"),
        ("u", "cut short"),
        ("uH4sI=", "Not base64url"),
        ("uH4sI*AAA", "Not base64url"),
        (encode_base64url(zlib.compress(bytes(100))), "not gzip, or is damaged"),
        (encode_base64url(gzip.compress(bytes(100), mtime=0)[:-3]), "cut short"),
        (encode_base64url(gzip.compress(bytes(100), mtime=0)[:-8] + bytes(8)), "not gzip, or is damaged"),
        (encode_base64url(gzip.compress(b"", mtime=0)), "positive multiple of 8"),
        (encode_base64url(gzip.compress(bytes(100), mtime=0) + b"\0"), "data after the end"),
        (encode_base64url(gzip.compress(bytes(100), mtime=0) * 2), "data after the end"),
    ],
)
def test_a_text_that_is_not_one_whole_gzip_member_is_refused(text, message):
    with pytest.raises(StatusError, match=message):
        decode(text)


def test_expansion_stops_at_the_limit():
    bomb = encode_base64url(gzip.compress(bytes(50_000_000), mtime=0))
    tracemalloc.start()
    with pytest.raises(StatusError, match="expands to more than 2,097,152 bytes"):
        decode(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_as_many_bytes_as_allowed_are_read_and_not_one_more():
    text = encode(Bitstring(80))
    assert len(decode(text, max_bytes=10)) == 80
    with pytest.raises(StatusError, match="more than 9 bytes"):
        decode(text, max_bytes=9)


def test_a_text_longer_than_any_list_is_refused_before_it_is_decoded():
    with pytest.raises(StatusError, match="at most 1,039 are read"):
        decode("u" + "*" * 2000, max_bytes=10)


@given(data=st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data):
    for source in (data, gzip.compress(bytes(20), mtime=0)[:10] + data):
        with suppress(StatusError):
            assert len(decode(encode_base64url(source))) > 0


def _bytes(text: str) -> bytes:
    return decode_base64url(text[1:])


def test_an_entry_is_one_bit_where_nothing_else_is_said():
    assert Bitstring.from_bytes(b"\xc0").value(0) == 1


def test_the_longest_text_is_looked_at_and_a_longer_one_is_not():
    longest = 1_000 * 3 // 2 + 1_024
    with pytest.raises(StatusError, match="not gzip"):
        decode("u" + "A" * (longest - 1), max_bytes=1_000)
    with pytest.raises(StatusError, match="at most 2,524 are read"):
        decode("u" + "A" * longest, max_bytes=1_000)


@pytest.mark.parametrize("revoked", [130, 132, 6_000, 65_536])
def test_full_lists_are_written_shorter_than_by_default_and_read_by_everybody(revoked):
    bits = Bitstring(131_072)
    for index in random.Random(1).sample(range(131_072), revoked):
        bits.set(index)
    assert bits.count() == revoked
    data = decode_base64url(encode(bits)[1:])
    assert gzip.decompress(data) == bits.to_bytes()
    assert decode(encode(bits)) == bits
    assert len(data) <= len(gzip.compress(bits.to_bytes(), 6, mtime=0)) + 2
