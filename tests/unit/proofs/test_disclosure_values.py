"""The bytes of base and derived proofs: written, read, and refused when there is anything else in them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openbadge_issuer.errors import ProofError
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.multibase import base64url, decode_multibase, encode_base64url
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.cbor import write_array, write_bytes, write_number
from openbadge_issuer.proofs.disclosure_values import (
    BASE_HEADER,
    DERIVED_HEADER,
    MAX_LABELS,
    MAX_POINTER_BYTES,
    MAX_POINTERS,
    MAX_PROOF_VALUE,
    MAX_SIGNATURES,
    MAX_STATEMENTS,
    BaseProofValue,
    DerivedProofValue,
    is_base,
    read_base,
    read_derived,
    statement_key,
)

KEY = decode_multibase(LocalSigner.generate(KeyKind.P256).public_key.multikey)
BASE = BaseProofValue(
    base_signature=b"\x01" * 64,
    public_key=KEY,
    hmac_key=b"\x02" * 32,
    signatures=(b"\x03" * 64, b"\x04" * 64),
    mandatory_pointers=("/issuer", "/validUntil"),
)
DERIVED = DerivedProofValue(
    base_signature=b"\x01" * 64,
    public_key=KEY,
    signatures=(b"\x03" * 64,),
    labels={"c14n0": "u" + base64url(b"\x05" * 32), "c14n1": "u" + base64url(b"\x06" * 32)},
    mandatory_indexes=(0, 2, 300),
)


def test_values_come_back():
    assert read_base(BASE.to_bytes()) == BASE
    assert read_derived(DERIVED.to_bytes()) == DERIVED


def test_values_may_be_as_large_as_the_limits_and_then_fit_into_a_proof():
    base = replace(
        BASE,
        signatures=(b"\x03" * 64,) * MAX_SIGNATURES,
        mandatory_pointers=("/" * MAX_POINTER_BYTES,) * MAX_POINTERS,
    )
    labels = {f"c14n{number}": "u" + base64url(number.to_bytes(32)) for number in range(MAX_LABELS)}
    derived = replace(
        DERIVED,
        signatures=(b"\x03" * 64,) * MAX_SIGNATURES,
        labels=labels,
        mandatory_indexes=tuple(range(MAX_STATEMENTS)),
    )
    assert (read_base(base.to_bytes()), read_derived(derived.to_bytes())) == (base, derived)
    assert max(len(encode_base64url(value.to_bytes())) for value in (base, derived)) < MAX_PROOF_VALUE


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"signatures": (b"\x03" * 64,) * (MAX_SIGNATURES + 1)},
            "The signatures: found 501; at most 500",
        ),
        ({"mandatory_indexes": (MAX_STATEMENTS + 1,)}, "A mandatory index: found 20,001; at most 20,000"),
        ({"mandatory_indexes": (0,) * (MAX_STATEMENTS + 1)}, "The mandatory indexes: found 20,001"),
        ({"mandatory_indexes": (1, 4, 1)}, "one of the mandatory statements twice"),
        ({"labels": {"c14n2001": "u" + base64url(b"\x05" * 32)}}, "The number of a label: found 2,001"),
        ({"labels": {"c14n0": "u" + base64url(b"\x05" * 31)}}, "A label must have 32 bytes; found 31"),
        (
            {"labels": dict.fromkeys(["c14n0", "c14n1"], "u" + base64url(b"\x05" * 32))},
            "same label",
        ),
        ({"base_signature": b"\x01" * 63}, "The base signature must have 64 bytes; found 63"),
        ({"signatures": (b"\x03" * 96,)}, "A signature: found 96; at most 64"),
        ({"public_key": KEY[:-1]}, "The key of the proof must have 35 bytes; found 34"),
    ],
    ids=lambda value: None if isinstance(value, dict) else value[:30],
)
def test_derived_value_with_a_flaw_is_refused(changes, why):
    with pytest.raises(ProofError, match=why):
        read_derived(replace(DERIVED, **changes).to_bytes())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"mandatory_pointers": ("/issuer",) * (MAX_POINTERS + 1)},
            "mandatory pointers: found 201; at most 200",
        ),
        ({"mandatory_pointers": ("/" * (MAX_POINTER_BYTES + 1),)}, "A mandatory pointer: found 501"),
        ({"hmac_key": b"\x02" * 31}, "The secret for labels must have 32 bytes; found 31"),
    ],
    ids=lambda value: None if isinstance(value, dict) else value[:30],
)
def test_base_value_with_a_flaw_is_refused(changes, why):
    with pytest.raises(ProofError, match=why):
        read_base(replace(BASE, **changes).to_bytes())


def test_label_that_stands_twice_is_refused():
    pair = write_number(0) + write_bytes(b"\x05" * 32)
    written = DERIVED_HEADER + b"\x85" + write_bytes(b"\x01" * 64) + write_bytes(KEY) + write_array([])
    with pytest.raises(ProofError, match="same label"):
        read_derived(written + b"\xa2" + pair + pair + write_array([]))


def test_labels_may_stand_in_any_order():
    first, second = (write_number(number) + write_bytes(bytes([5 + number]) * 32) for number in (0, 1))
    written = DERIVED.to_bytes()
    assert read_derived(written.replace(first + second, second + first)) == DERIVED


@given(st.integers(min_value=0, max_value=len(DERIVED.to_bytes()) - 1))
def test_value_that_was_cut_off_is_refused(length):
    with pytest.raises(ProofError):
        read_derived(DERIVED.to_bytes()[:length])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_we_write_them_or_refused(data):
    try:
        value = read_derived(DERIVED_HEADER + data)
    except ProofError:
        return
    assert read_derived(value.to_bytes()) == value


def test_more_or_fewer_parts_and_a_longer_end_are_refused():
    written = DERIVED.to_bytes()
    for count, why in ((4, "at most 5|must have 5 parts"), (6, "at most 5")):
        changed = written.replace(b"\x01\x85", b"\x01" + bytes([0x80 | count]), 1)
        with pytest.raises(ProofError, match=why):
            read_derived(changed)
    with pytest.raises(ProofError, match="goes on for 1 bytes"):
        read_derived(written + b"\x00")


@pytest.mark.parametrize(
    ("read", "data", "why"),
    [
        (read_derived, BASE.to_bytes(), "of a derived proof; found the other kind"),
        (read_base, DERIVED.to_bytes(), "of a base proof; found the other kind"),
        (read_base, b"", "of a base proof; found something else"),
        (read_derived, bytes(64), "of a derived proof; found something else"),
        (read_derived, DERIVED_HEADER, "ends within The proof value"),
        (read_base, BASE_HEADER, "ends within The proof value"),
    ],
)
def test_value_of_another_kind_is_refused(read, data, why):
    with pytest.raises(ProofError, match=why):
        read(data)


def test_base_proof_is_told_by_its_beginning():
    assert is_base(encode_base64url(BASE.to_bytes()))
    assert not is_base(encode_base64url(DERIVED.to_bytes()))
    assert [is_base(value) for value in (None, 7, "", "u", "u2V0", "z2V0A", "u????", "u2V0B")] == [False] * 8


def test_key_of_one_proof_is_a_p256_key():
    assert statement_key(KEY).kind is KeyKind.P256
    ed25519 = decode_multibase(LocalSigner.generate(KeyKind.ED25519).public_key.multikey)
    with pytest.raises(ProofError, match="must be a P-256 key; found one of the kind Ed25519"):
        statement_key(ed25519)
    with pytest.raises(ProofError, match="cannot be read"):
        statement_key(bytes(35))
