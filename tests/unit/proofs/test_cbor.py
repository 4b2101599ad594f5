"""CBOR: each thing in one spelling, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openbadge_issuer.errors import ProofError
from openbadge_issuer.proofs.cbor import (
    Reader,
    write_array,
    write_bytes,
    write_map,
    write_number,
    write_text,
)

PUBLISHED = [
    (0, "00"),
    (1, "01"),
    (10, "0a"),
    (23, "17"),
    (24, "1818"),
    (25, "1819"),
    (100, "1864"),
    (1000, "1903e8"),
    (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"),
    (18446744073709551615, "1bffffffffffffffff"),
]
"""RFC 8949, appendix A."""


def read(data, take):
    """Read all of some bytes."""
    reader = Reader(data)
    found = take(reader)
    reader.read_end()
    return found


def number(reader):
    return reader.read_number("It", limit=2**64)


@pytest.mark.parametrize(("value", "written"), PUBLISHED, ids=[written for _, written in PUBLISHED])
def test_published_numbers_are_written_and_read(value, written):
    assert (write_number(value).hex(), read(bytes.fromhex(written), number)) == (written, value)


def test_published_bytes_texts_arrays_and_maps_are_written():
    assert write_bytes(bytes([1, 2, 3, 4])).hex() == "4401020304"
    assert write_text("\u6c34").hex() == "63e6b0b4"
    assert write_array(map(write_number, [1, 2, 3])).hex() == "83010203"
    assert write_map({3: b"\4", 1: b"\2"}).hex() == "a2014102034104"


@given(st.integers(min_value=0, max_value=2**64 - 1))
def test_every_number_comes_back(value):
    assert read(write_number(value), number) == value


@given(st.binary(max_size=300))
def test_bytes_come_back(value):
    assert read(write_bytes(value), lambda reader: reader.read_bytes("It", length=len(value))) == value


@given(st.text(max_size=100))
def test_texts_come_back(value):
    assert read(write_text(value), lambda reader: reader.read_text("It", limit=400)) == value


@given(st.binary(max_size=12))
def test_bytes_are_read_as_a_number_only_as_we_write_it(data):
    try:
        value = read(data, number)
    except ProofError:
        return
    assert write_number(value) == data


@pytest.mark.parametrize("written", ["1817", "1900ff", "1a0000ffff", "1b00000000ffffffff"])
def test_longer_spelling_is_refused(written):
    with pytest.raises(ProofError, match="shortest form"):
        read(bytes.fromhex(written), number)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "ends within It"),
        ("18", "ends within It"),
        ("1c", "no length"),
        ("1f", "no length"),
        ("20", "must be a number; found something that has no place here"),
        ("4101", "must be a number; found bytes"),
        ("6161", "must be a number; found a text"),
        ("80", "must be a number; found an array"),
        ("a0", "must be a number; found a map"),
        ("c101", "found something that has no place here"),
        ("f6", "found something that has no place here"),
        ("0000", "goes on for 1 bytes"),
    ],
)
def test_what_is_no_number_is_refused(written, why):
    with pytest.raises(ProofError, match=why):
        read(bytes.fromhex(written), number)


def test_number_beyond_its_limit_is_refused():
    with pytest.raises(ProofError, match="It: found 1,001; at most 1,000 are expected here"):
        read(write_number(1_001), lambda reader: reader.read_number("It", limit=1_000))


@pytest.mark.parametrize(("length", "why"), [(3, "must have 3 bytes; found 2"), (1, "found 2; at most 1")])
def test_bytes_of_another_length_are_refused(length, why):
    with pytest.raises(ProofError, match=why):
        read(b"\x42\x00\x00", lambda reader: reader.read_bytes("It", length=length))


def test_bytes_without_end_are_refused():
    with pytest.raises(ProofError, match="no length"):
        read(b"\x5f\x41\x00\xff", lambda reader: reader.read_bytes("It", length=1))


def test_text_that_is_not_utf8_is_refused():
    with pytest.raises(ProofError, match="is not UTF-8"):
        read(b"\x61\xff", lambda reader: reader.read_text("It", limit=1))


def test_array_and_map_beyond_their_limit_are_refused_before_they_are_read():
    for begin in ("array", "map"):
        reader = Reader(b"\x9a\xff\xff\xff\xff" if begin == "array" else b"\xba\xff\xff\xff\xff")
        with pytest.raises(ProofError, match="at most 5"):
            getattr(reader, f"read_{begin}")("It", limit=5)


@pytest.mark.parametrize("length", [1, 3])
def test_tuple_of_another_length_is_refused(length):
    with pytest.raises(ProofError, match=r"must have 3 parts|at most 1"):
        read(b"\x82\x00\x00", lambda reader: reader.read_tuple("It", length=length))
