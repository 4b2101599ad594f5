"""Derived proofs: what a holder, or anybody else, might try."""

import copy
from dataclasses import replace

import pytest
from unit.proofs.disclosable import (
    SIGNER,
    bare,
    base_signed,
    base_value,
    bytes_of,
    derived_value,
    disclosable_badge,
    with_value,
)

from openbadge_issuer import KeyKind, LocalSigner, PublicKey, derive
from openbadge_issuer.errors import InputError, ProofError
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc
from openbadge_issuer.proofs.data_integrity import verify_proof
from openbadge_issuer.proofs.disclosure_values import MAX_PROOF_VALUE

SIGNED = base_signed()
SHOWN = derive(SIGNED, ["/evidence", "/credentialSubject/result"])
VALUE = derived_value(SHOWN)


def check(document, key=SIGNER.public_key):
    verify_proof(bare(document), document["proof"], key)


def shown_statements(value):
    return len(value.signatures) + len(value.mandatory_indexes)


def test_derived_proof_holds():
    check(SHOWN)


@pytest.mark.parametrize(
    "change",
    [
        lambda shown: shown.update(validUntil="2030-05-01T09:00:00Z"),
        lambda shown: shown["credentialSubject"]["achievement"].update(name="Megabots"),
        lambda shown: shown["evidence"][0].update(name="Another"),
        lambda shown: shown["credentialSubject"]["result"][0].update(value="C"),
        lambda shown: shown.update(id="urn:uuid:2"),
    ],
    ids=["mandatory", "within what is mandatory", "chosen", "chosen in the subject", "id"],
)
def test_changed_value_is_found(change):
    shown = copy.deepcopy(SHOWN)
    change(shown)
    with pytest.raises(ProofError, match=r"does not match|did not sign this statement"):
        check(shown)


@pytest.mark.parametrize("name", ["validUntil", "validFrom", "name"])
def test_mandatory_member_cannot_be_left_out_afterwards(name):
    with pytest.raises(
        ProofError,
        match=r"belongs to another document|does not match|not mandatory are shown|is mandatory; \d+ are shown",
    ):
        check({key: item for key, item in SHOWN.items() if key != name})


def test_mandatory_member_cannot_be_left_out_with_its_index():
    document = bare(SIGNED)
    del document["validUntil"]
    fewer = replace(base_value(SIGNED), mandatory_pointers=base_value(SIGNED).mandatory_pointers[:2])
    with pytest.raises(ProofError):
        check(derive(with_value(SIGNED, fewer), [""]))
    with pytest.raises(InputError, match="'/validUntil' leads nowhere"):
        derive({**document, "proof": SIGNED["proof"]})


def test_chosen_part_cannot_be_left_out_without_its_signature():
    shown = copy.deepcopy(SHOWN)
    del shown["evidence"]
    with pytest.raises(ProofError, match="belongs to another document"):
        check(shown)
    shown = copy.deepcopy(SHOWN)
    del shown["evidence"][0]["narrative"]
    with pytest.raises(
        ProofError,
        match=r"\d+ statements that are not mandatory are shown; the proof signs \d+|is mandatory; \d+ are shown",
    ):
        check(shown)


def test_statement_of_another_badge_of_the_same_issuer_is_refused():
    other = disclosable_badge()
    other["credentialSubject"]["result"][0]["value"] = "A+"
    better = derive(base_signed(other), ["/evidence", "/credentialSubject/result"])
    mixed = {**SHOWN, "credentialSubject": better["credentialSubject"]}
    for value in (VALUE, replace(VALUE, signatures=derived_value(better).signatures)):
        with pytest.raises(ProofError, match=r"did not sign this statement|does not match"):
            check(with_value(mixed, value))
    key = replace(VALUE, public_key=derived_value(better).public_key)
    with pytest.raises(ProofError, match="does not match"):
        check(with_value(SHOWN, key))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda value: replace(value, signatures=value.signatures[:-1]), "the proof signs"),
        (lambda value: replace(value, signatures=(*value.signatures, bytes(64))), "the proof signs"),
        (lambda value: replace(value, signatures=value.signatures[::-1]), "did not sign this statement"),
        (lambda value: replace(value, mandatory_indexes=value.mandatory_indexes[1:]), "the proof signs"),
        (
            lambda value: replace(value, mandatory_indexes=(*value.mandatory_indexes, 500)),
            "the statement 500",
        ),
        (
            lambda value: replace(
                value, mandatory_indexes=(*value.mandatory_indexes, shown_statements(value))
            ),
            r"says that the statement \d+ is mandatory; \d+ are shown",
        ),
        (
            lambda value: replace(value, mandatory_indexes=tuple(i + 1 for i in value.mandatory_indexes)),
            "does not match|says that the statement|the proof signs",
        ),
        (
            lambda value: replace(value, labels=dict([*value.labels.items()][1:])),
            "belongs to another document",
        ),
        (
            lambda value: replace(value, labels={**value.labels, "c14n90": "u" + "A" * 43}),
            "belongs to another document",
        ),
        (
            lambda value: replace(
                value, labels=dict(zip(value.labels, [*value.labels.values()][::-1], strict=True))
            ),
            "does not match|did not sign",
        ),
        (lambda value: replace(value, base_signature=bytes(64)), "does not match"),
    ],
)
def test_proof_that_was_tampered_with_is_refused(change, why):
    with pytest.raises(ProofError, match=why):
        check(with_value(SHOWN, change(VALUE)))


def test_mandatory_indexes_may_stand_in_any_order():
    check(with_value(SHOWN, replace(VALUE, mandatory_indexes=VALUE.mandatory_indexes[::-1])))


def test_other_key_of_the_proof_is_refused_though_it_signed_the_statements():
    key = decode_multibase(LocalSigner.generate(KeyKind.P256).public_key.multikey)
    with pytest.raises(ProofError, match="does not match"):
        check(with_value(SHOWN, replace(VALUE, public_key=key)))


def test_key_that_is_no_p256_key_is_refused_though_the_issuer_signed_it():
    document = derive(base_signed(mandatory_pointers=[""]))
    value = derived_value(document)
    ed25519 = decode_multibase(LocalSigner.generate(KeyKind.ED25519).public_key.multikey) + b"\x00"
    with pytest.raises(ProofError):
        check(with_value(document, replace(value, public_key=ed25519[:35])))


@pytest.mark.parametrize("kind", [kind for kind in KeyKind if kind is not KeyKind.P256])
def test_issuer_key_of_another_kind_is_refused(kind):
    with pytest.raises(ProofError, match="ecdsa-sd-2023 is for P-256 keys"):
        check(SHOWN, LocalSigner.generate(kind).public_key)


def test_other_issuer_key_is_refused():
    with pytest.raises(ProofError, match="does not match"):
        check(SHOWN, LocalSigner.generate(KeyKind.P256).public_key)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("created", "2026-05-01T09:30:16Z"),
        ("verificationMethod", "did:example:1#1"),
        ("expires", "2030-01-01T00:00:00Z"),
        ("nonce", "1"),
    ],
)
def test_changed_option_of_the_proof_is_found(member, value):
    with pytest.raises(ProofError, match="does not match"):
        check({**SHOWN, "proof": {**SHOWN["proof"], member: value}})


def test_proof_value_in_base58_or_too_long_is_refused():
    for value, why in (
        (encode_base58btc(bytes_of(SHOWN["proof"])[:100]), "must be base64url without padding"),
        ("u" + "A" * MAX_PROOF_VALUE, "at most 250,000"),
        ("u=", "Not base64url"),
    ):
        with pytest.raises(ProofError, match=why):
            check({**SHOWN, "proof": {**SHOWN["proof"], "proofValue": value}})


def test_proof_without_mandatory_statements_and_one_without_others_hold():
    nothing = derive(base_signed(mandatory_pointers=[]), ["/validFrom", "/evidence/0"])
    assert derived_value(nothing).mandatory_indexes == ()
    check(nothing)
    everything = derive(base_signed(mandatory_pointers=[""]))
    assert derived_value(everything).signatures == ()
    check(everything)


def test_every_cut_and_every_flipped_byte_is_refused_with_our_error():
    data = bytes_of(SHOWN["proof"])
    for place in range(0, len(data), 29):
        flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        for changed in (data[:place], flipped):
            with pytest.raises(ProofError):
                check(with_value(SHOWN, changed))


def test_key_of_the_proof_is_read_as_a_multikey():
    assert PublicKey.from_multikey(encode_base58btc(VALUE.public_key)).kind is KeyKind.P256
