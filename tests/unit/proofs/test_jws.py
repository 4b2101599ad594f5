"""Compact JWS: one form, one spelling, no surprises."""

import hmac
import json
from typing import Any

import pytest
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from openbadge_issuer.errors import InputError, ProofError
from openbadge_issuer.keys.multibase import base64url, decode_base64url
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signatures import JWS_ALGORITHMS
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs import jws
from openbadge_issuer.proofs.jws import MAX_HEADER_LENGTH, MAX_TOKEN_LENGTH, read_jws, verify_jws, write_jws

ALGORITHM = {kind: names[0] for kind, names in JWS_ALGORITHMS.items()}
KIND = {name: kind for kind, names in JWS_ALGORITHMS.items() for name in names}
PAYLOAD = {"name": "Zoë {&}"}


def encoded(part: Any) -> str:
    return base64url(part if isinstance(part, bytes) else json.dumps(part).encode())


def token_with(header: Any, payload: Any = PAYLOAD, signature: bytes = bytes(64)) -> str:
    return f"{encoded(header)}.{encoded(payload)}.{base64url(signature)}"


@pytest.mark.parametrize("kind", KeyKind)
def test_what_is_written_is_read_and_holds(kind: KeyKind, signers: dict[KeyKind, LocalSigner]) -> None:
    jws = read_jws(write_jws({"alg": ALGORITHM[kind]}, PAYLOAD, signers[kind]))
    assert jws.payload == PAYLOAD
    verify_jws(jws, signers[kind].public_key)


@pytest.mark.parametrize("kind", KeyKind)
def test_another_implementation_accepts_what_is_written(
    kind: KeyKind, signers: dict[KeyKind, LocalSigner]
) -> None:
    token = write_jws({"alg": ALGORITHM[kind]}, PAYLOAD, signers[kind])
    other = JWS()
    other.allowed_algs = [ALGORITHM[kind]]
    other.deserialize(token, JWK(**signers[kind].public_key.jwk), alg=ALGORITHM[kind])
    assert json.loads(other.payload) == PAYLOAD


@pytest.mark.parametrize("algorithm", sorted(KIND.keys() - {"Ed25519"}))
def test_what_another_implementation_writes_is_accepted(
    algorithm: str, signers: dict[KeyKind, LocalSigner]
) -> None:
    kind = KIND[algorithm]
    other = JWS(json.dumps(PAYLOAD))
    other.allowed_algs = [algorithm]
    other.add_signature(JWK.from_pem(signers[kind].to_pem()), protected=json.dumps({"alg": algorithm}))
    jws = read_jws(other.serialize(compact=True))
    verify_jws(jws, signers[kind].public_key)


def test_payload_is_written_as_text_that_is_safe_in_pictures_and_pages(
    signers: dict[KeyKind, LocalSigner],
) -> None:
    token = write_jws({"alg": "ES256"}, PAYLOAD, signers[KeyKind.P256])
    text = decode_base64url(token.split(".")[1])
    assert text == rb'{"name":"Zo\u00eb \u007b\u0026\u007d"}'


def test_changed_part_is_refused(signers: dict[KeyKind, LocalSigner]) -> None:
    header, payload, signature = write_jws({"alg": "ES256"}, PAYLOAD, signers[KeyKind.P256]).split(".")
    tampered = [
        f"{encoded({'alg': 'ES256', 'kid': 'x'})}.{payload}.{signature}",
        f"{header}.{encoded({'name': 'Zoe'})}.{signature}",
        f"{header}.{payload}.{base64url(bytes(64))}",
        f"{header}.{payload}.",
    ]
    for token in tampered:
        with pytest.raises(ProofError):
            verify_jws(read_jws(token), signers[KeyKind.P256].public_key)


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_token_needs_three_parts(count: int) -> None:
    with pytest.raises(ProofError, match=f"three parts joined by points; found {count + 1}"):
        read_jws(".".join(["e30"] * (count + 1)))


@pytest.mark.parametrize(
    "algorithm",
    ["none", "None", "nOnE", "", "HS256", "HS512", "Ed448", "es256", "RSA-OAEP", None, 1, ["ES256"], {}],
)
def test_algorithm_that_is_not_accepted_is_refused(algorithm: Any) -> None:
    with pytest.raises(ProofError, match="The algorithm of the JWT is"):
        read_jws(token_with({"alg": algorithm}))


def test_missing_algorithm_is_refused() -> None:
    with pytest.raises(ProofError, match="The algorithm of the JWT is null"):
        read_jws(token_with({"kid": "x"}))


def test_public_key_is_no_hmac_secret(signers: dict[KeyKind, LocalSigner]) -> None:
    signing_input = f"{encoded({'alg': 'HS256'})}.{encoded(PAYLOAD)}"
    forged = hmac.digest(signers[KeyKind.RSA].public_key.der, signing_input.encode(), "sha256")
    with pytest.raises(ProofError, match="HS256"):
        read_jws(f"{signing_input}.{base64url(forged)}")


@pytest.mark.parametrize("kind", KeyKind)
def test_key_of_another_kind_than_the_algorithm_is_refused(
    kind: KeyKind, signers: dict[KeyKind, LocalSigner]
) -> None:
    for other in set(KeyKind) - {kind}:
        jws = read_jws(write_jws({"alg": ALGORITHM[other]}, PAYLOAD, signers[other]))
        with pytest.raises(ProofError, match="signs with"):
            verify_jws(jws, signers[kind].public_key)


@pytest.mark.parametrize(
    "extension", [{"crit": ["exp"], "exp": 1}, {"crit": []}, {"b64": False, "crit": ["b64"]}, {"b64": True}]
)
def test_extensions_are_refused(extension: dict[str, Any]) -> None:
    with pytest.raises(ProofError, match="extension"):
        read_jws(token_with({"alg": "ES256", **extension}))


@pytest.mark.parametrize("member", ["d", "p", "k"])
def test_private_key_in_the_header_is_refused_and_not_repeated(member: str) -> None:
    with pytest.raises(ProofError, match="private key") as error:
        read_jws(token_with({"alg": "ES256", "jwk": {"kty": "EC", member: "c2VjcmV0"}}))
    assert "c2VjcmV0" not in str(error.value.to_dict())


@pytest.mark.parametrize("member", [{"kid": 1}, {"kid": None}, {"kid": ["x"]}, {"jwk": "x"}, {"jwk": None}])
def test_header_member_of_another_type_is_refused(member: dict[str, Any]) -> None:
    with pytest.raises(ProofError, match="in the header of the JWT cannot be"):
        read_jws(token_with({"alg": "ES256", **member}))


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("damage", ["=", " ", "\n", "+", "é", "A" * 1])
def test_part_in_another_spelling_is_refused(
    part: int, damage: str, signers: dict[KeyKind, LocalSigner]
) -> None:
    parts = write_jws({"alg": "EdDSA"}, {"a": 1}, signers[KeyKind.ED25519]).split(".")
    parts[part] += damage * (3 if damage == "A" and len(parts[part]) % 4 == 2 else 1)
    with pytest.raises((ProofError, InputError)):
        verify_jws(read_jws(".".join(parts)), signers[KeyKind.ED25519].public_key)


@pytest.mark.parametrize(
    "text", [b"[]", b"1", b"", b"{", b'{"alg":"ES256","alg":"none"}', b'{"a":NaN}', b"\xff"]
)
def test_header_or_payload_that_is_no_strict_object_is_refused(text: bytes) -> None:
    with pytest.raises(InputError):
        read_jws(token_with(text))
    with pytest.raises(InputError):
        read_jws(token_with({"alg": "ES256"}, text))


def test_header_as_long_as_a_credential_is_refused() -> None:
    with pytest.raises(ProofError, match="header of the JWT has"):
        read_jws(token_with({"alg": "ES256", "x5c": ["A" * MAX_HEADER_LENGTH]}))


@pytest.mark.parametrize("limit", ["MAX_TOKEN_LENGTH", "MAX_HEADER_LENGTH"])
def test_what_is_as_long_as_allowed_is_read(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_with({"alg": "ES256"})
    length = len(token if limit == "MAX_TOKEN_LENGTH" else token.partition(".")[0])
    monkeypatch.setattr(jws, limit, length)
    assert read_jws(token).algorithm == "ES256"
    monkeypatch.setattr(jws, limit, length - 1)
    with pytest.raises(ProofError, match="are read"):
        read_jws(token)


def test_token_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(ProofError, match="are read"):
        read_jws("." * (MAX_TOKEN_LENGTH + 1))


def test_endless_signature_is_refused() -> None:
    with pytest.raises(ProofError, match="signature of the JWT has"):
        read_jws(token_with({"alg": "RS256"}, signature=bytes(2000)))


def test_a_header_is_written_as_it_is_given_each_time(signers: dict[KeyKind, LocalSigner]) -> None:
    jwk = signers[KeyKind.P256].public_key.jwk
    headers: list[dict[str, Any]] = [
        {"alg": "ES256", "kid": kid} for kid in ("urn:x:1", "urn:x:2", "urn:x:1")
    ]
    for header in (*headers, {"alg": "ES256", "jwk": jwk}):
        assert read_jws(write_jws(header, PAYLOAD, signers[KeyKind.P256])).header == header
