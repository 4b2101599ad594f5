"""
What the `proofValue` of a selective disclosure proof holds (ECDSA Cryptosuites 1.0, 3.5.2, 3.5.3, 3.5.5 to 3.5.8).

A *base proof* is made by the issuer, for the holder: it has a signature for every statement that may be left out,
and the secret by which unnamed parts were given labels. A *derived proof* is made by the holder, for verifiers:
it has the signatures of what is shown, and the labels without the secret.

Both are CBOR behind three bytes that tell which of the two it is. Whether the signatures hold is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from openbadge_issuer.errors import InputError, KeyMaterialError, ProofError
from openbadge_issuer.keys.multibase import base64url, decode_base64url, encode_base58btc
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.proofs.cbor import (
    Reader,
    write_array,
    write_bytes,
    write_map,
    write_number,
    write_text,
)

BASE_HEADER: Final = b"\xd9\x5d\x00"
DERIVED_HEADER: Final = b"\xd9\x5d\x01"

SIGNATURE_BYTES = 64
"""Length of a signature, in bytes: r‖s of P-256."""

KEY_BYTES = 35
"""Length of the key of one proof, in bytes: the two of its multicodec prefix, and a compressed point of P-256."""

HMAC_BYTES = 32
"""Length of the secret for labels, and of a label, in bytes: SHA-256."""

MAX_SIGNATURES = 500
"""
Most statements that are signed by themselves. Each costs some 0.1 ms to verify, and a document can have 8 proofs;
a very rich badge has 300 when hardly anything is mandatory, and 60 as a rule.
"""

MAX_LABELS = 2_000
"""Most unnamed parts that have a label: a document may have as many objects (`strictness.MAX_PARTS`)."""

MAX_STATEMENTS = 20_000
"""Most mandatory statements: each of a document's values (`strictness.MAX_VALUES`) makes two at most."""

MAX_POINTERS = 200
"""Most mandatory pointers. A badge has some 20; each is followed through the document."""

MAX_POINTER_BYTES = 500
"""Longest mandatory pointer, in bytes. The longest into a badge has 100."""

MAX_PROOF_VALUE = 250_000
"""
Longest `proofValue` read, in characters: the above together take 170 kB, and base64 makes four of three.

That of a badge with every property takes 5,000, that of most badges less than 1,000.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class BaseProofValue:
    """
    What a base proof holds.

    Attributes:
        base_signature: The issuer's signature over proof options, key and mandatory statements.
        public_key: The key of this one proof, which signed the other statements; as Multikey bytes.
        hmac_key: The secret from which labels of unnamed parts are made.
        signatures: One for each statement that is not mandatory, in the order of the statements.
        mandatory_pointers: What the holder cannot leave out.
    """

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory_pointers: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """3.5.2 serializeBaseProofValue."""
        return BASE_HEADER + write_array(
            [
                write_bytes(self.base_signature),
                write_bytes(self.public_key),
                write_bytes(self.hmac_key),
                write_array(map(write_bytes, self.signatures)),
                write_array(map(write_text, self.mandatory_pointers)),
            ]
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class DerivedProofValue:
    """
    What a derived proof holds.

    Attributes:
        base_signature: As in the base proof.
        public_key: As in the base proof.
        signatures: One for each statement that is shown and not mandatory, in the order of the statements.
        labels: The canonical label of each unnamed part of what is shown → its label in what was signed.
        mandatory_indexes: Which of the statements shown are mandatory.
    """

    base_signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """3.5.7 serializeDerivedProofValue, with 3.5.5 compressLabelMap."""
        compressed = {
            int(canonical.removeprefix("c14n")): decode_base64url(label[1:])
            for canonical, label in self.labels.items()
        }
        return DERIVED_HEADER + write_array(
            [
                write_bytes(self.base_signature),
                write_bytes(self.public_key),
                write_array(map(write_bytes, self.signatures)),
                write_map(compressed),
                write_array(map(write_number, self.mandatory_indexes)),
            ]
        )


def is_base(proof_value: object) -> bool:
    """Tell whether a `proofValue` is that of a base proof; looks at its beginning only."""
    if not isinstance(proof_value, str):
        return False
    try:
        return proof_value[:1] == "u" and decode_base64url(proof_value[1:5]) == BASE_HEADER
    except InputError:
        return False


def read_base(data: bytes) -> BaseProofValue:
    """
    Read the bytes of a base proof (3.5.3 parseBaseProofValue).

    Raises:
        ProofError: If they are not one.
    """
    reader = _reader(data, BASE_HEADER, "base")
    value = BaseProofValue(
        base_signature=reader.read_bytes("The base signature", length=SIGNATURE_BYTES),
        public_key=reader.read_bytes("The key of the proof", length=KEY_BYTES),
        hmac_key=reader.read_bytes("The secret for labels", length=HMAC_BYTES),
        signatures=_signatures(reader),
        mandatory_pointers=tuple(
            reader.read_text("A mandatory pointer", limit=MAX_POINTER_BYTES)
            for _ in reader.read_array("The mandatory pointers", limit=MAX_POINTERS)
        ),
    )
    reader.read_end()
    return value


def read_derived(data: bytes) -> DerivedProofValue:
    """
    Read the bytes of a derived proof (3.5.8 parseDerivedProofValue).

    Raises:
        ProofError: If they are not one, or two labels or two indexes are the same.
    """
    reader = _reader(data, DERIVED_HEADER, "derived")
    value = DerivedProofValue(
        base_signature=reader.read_bytes("The base signature", length=SIGNATURE_BYTES),
        public_key=reader.read_bytes("The key of the proof", length=KEY_BYTES),
        signatures=_signatures(reader),
        labels=_labels(reader),
        mandatory_indexes=_indexes(reader),
    )
    reader.read_end()
    return value


def statement_key(public_key: bytes) -> PublicKey:
    """
    Return the key of one proof, which signs statements.

    Raises:
        ProofError: If it is not a P-256 key.
    """
    try:
        key = PublicKey.from_multikey(encode_base58btc(public_key))
    except KeyMaterialError as error:
        raise ProofError(f"The key of the proof cannot be read. {error.message}") from error
    if key.kind is not KeyKind.P256:
        raise ProofError(f"The key of the proof must be a P-256 key; found one of the kind {key.kind}.")
    return key


def _reader(data: bytes, header: bytes, name: str) -> Reader:
    if not data.startswith(header):
        other = data.startswith((BASE_HEADER, DERIVED_HEADER))
        found = "the other kind of proof" if other else "something else"
        raise ProofError(f"The proof value must be that of a {name} proof; found {found}.")
    reader = Reader(data[len(header) :])
    reader.read_tuple("The proof value", length=5)
    return reader


def _signatures(reader: Reader) -> tuple[bytes, ...]:
    return tuple(
        reader.read_bytes("A signature", length=SIGNATURE_BYTES)
        for _ in reader.read_array("The signatures", limit=MAX_SIGNATURES)
    )


def _labels(reader: Reader) -> dict[str, str]:
    """3.5.6 decompressLabelMap; and no two parts may have one label, nor one part two."""
    pairs = [
        (
            f"c14n{reader.read_number('The number of a label', limit=MAX_LABELS)}",
            "u" + base64url(reader.read_bytes("A label", length=HMAC_BYTES)),
        )
        for _ in reader.read_map("The labels", limit=MAX_LABELS)
    ]
    labels = dict(pairs)
    if len(set(labels.values())) != len(pairs):
        raise ProofError("Two parts of the document have the same label in the proof, or one has two.")
    return labels


def _indexes(reader: Reader) -> tuple[int, ...]:
    indexes = tuple(
        reader.read_number("A mandatory index", limit=MAX_STATEMENTS)
        for _ in reader.read_array("The mandatory indexes", limit=MAX_STATEMENTS)
    )
    if len(set(indexes)) != len(indexes):
        raise ProofError("The proof names one of the mandatory statements twice.")
    return indexes
