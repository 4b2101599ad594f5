"""Credentials as JWTs: what is written, what is read, and whether the claims agree."""

import json
from typing import Any

import pytest

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.multibase import base64url
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.vc_jwt import DecodedJwt, claim_problems, decode, encode, header_problems, verify

METHOD = "did:web:school.example#key-1"
V1 = "https://www.w3.org/2018/credentials/v1"


def decoded(payload: JsonObject, header: JsonObject | None = None) -> DecodedJwt:
    parts = [header or {"alg": "ES256", "kid": METHOD}, payload]
    return decode(".".join(base64url(json.dumps(part).encode()) for part in parts) + ".AAAA")


def codes(payload: JsonObject) -> list[str]:
    return [problem.code for problem in claim_problems(decoded(payload))]


@pytest.fixture
def payload(badge: JsonObject, signers: dict[KeyKind, LocalSigner]) -> JsonObject:
    return decode(encode(badge, signers[KeyKind.P256], verification_method=METHOD)).payload


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [(KeyKind.P256, "ES256"), (KeyKind.RSA, "RS256"), (KeyKind.ED25519, "EdDSA"), (KeyKind.P384, "ES384")],
)
def test_header_says_algorithm_key_and_type_and_nothing_else(
    kind: KeyKind, algorithm: str, badge: JsonObject, signers: dict[KeyKind, LocalSigner]
) -> None:
    jwt = decode(encode(badge, signers[kind], verification_method=METHOD))
    assert jwt.header == {"alg": algorithm, "kid": METHOD, "typ": "JWT"}
    assert (jwt.algorithm, jwt.kid, jwt.jwk) == (algorithm, METHOD, None)
    verify(jwt, signers[kind].public_key)


def test_ed25519_can_sign_under_its_new_name(badge: JsonObject, signer: LocalSigner) -> None:
    jwt = decode(encode(badge, signer, verification_method=METHOD, algorithm="Ed25519"))
    verify(jwt, signer.public_key)
    assert jwt.algorithm == "Ed25519"


@pytest.mark.parametrize("algorithm", ["RS256", "HS256", "none", ""])
def test_algorithm_of_another_key_is_refused(
    algorithm: str, badge: JsonObject, signers: dict[KeyKind, LocalSigner]
) -> None:
    with pytest.raises(ProofError, match="A P-256 key signs JWTs with ES256"):
        encode(badge, signers[KeyKind.P256], verification_method=METHOD, algorithm=algorithm)


def test_payload_is_the_credential_and_the_claims(badge: JsonObject, payload: JsonObject) -> None:
    assert payload == {
        **badge,
        "iss": badge["issuer"]["id"],
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": 1777626000,
        "exp": 1809162000,
    }


def test_credential_comes_out_as_it_went_in(badge: JsonObject, payload: JsonObject) -> None:
    assert badge == decoded(payload).credential
    assert claim_problems(decoded(payload)) == []


def test_badge_without_end_has_no_exp(badge: JsonObject, signer: LocalSigner) -> None:
    del badge["validUntil"]
    jwt = decode(encode(badge, signer, verification_method=METHOD))
    assert "exp" not in jwt.payload
    assert claim_problems(jwt) == []


def test_issuer_given_as_text_becomes_iss(badge: JsonObject, signer: LocalSigner) -> None:
    badge["issuer"] = "https://school.example/issuers/1"
    assert decode(encode(badge, signer, verification_method=METHOD)).payload["iss"] == badge["issuer"]


def test_parts_of_a_second_are_cut_off(badge: JsonObject, signer: LocalSigner) -> None:
    badge["validFrom"] = "2026-05-01T09:00:00.999Z"
    jwt = decode(encode(badge, signer, verification_method=METHOD))
    assert jwt.payload["nbf"] == 1777626000
    assert claim_problems(jwt) == []


def test_parts_of_a_second_are_cut_off_before_1970_too(badge: JsonObject, signer: LocalSigner) -> None:
    badge["validFrom"] = "1969-12-31T23:59:58.5Z"
    assert decode(encode(badge, signer, verification_method=METHOD)).payload["nbf"] == -2


def test_whole_numbers_are_written_as_integers(badge: JsonObject, signer: LocalSigner) -> None:
    badge["credentialSubject"]["creditsEarned"] = 3.0
    jwt = decode(encode(badge, signer, verification_method=METHOD))
    assert repr(jwt.credential["credentialSubject"]["creditsEarned"]) == "3"


def test_badge_without_subject_id_is_refused_with_advice(badge: JsonObject, signer: LocalSigner) -> None:
    del badge["credentialSubject"]["id"]
    with pytest.raises(ProofError, match=r"credentialSubject\.id for its claim sub") as error:
        encode(badge, signer, verification_method=METHOD)
    assert "urn:uuid" in str(error.value.hint)


@pytest.mark.parametrize(
    ("member", "value", "path"),
    [
        ("id", None, "$.id"),
        ("issuer", {"name": "x"}, "$.issuer.id"),
        ("issuer", ["did:example:1"], "$.issuer.id"),
        ("validFrom", None, "$.validFrom"),
        ("validFrom", "2026-05-01", "$.validFrom"),
        ("validUntil", "later", "$.validUntil"),
        ("credentialSubject", [{"id": "urn:x:1"}, {"id": "urn:x:2"}], "$.credentialSubject.id"),
    ],
)
def test_badge_that_lacks_what_a_claim_repeats_is_refused(
    member: str, value: Any, path: str, badge: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError) as error:
        encode({**badge, member: value}, signer, verification_method=METHOD)
    assert path == error.value.path


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"])
def test_member_named_like_a_claim_is_refused(claim: str, badge: JsonObject, signer: LocalSigner) -> None:
    with pytest.raises(ProofError, match=f"has a member {claim}"):
        encode({**badge, claim: 1}, signer, verification_method=METHOD)


# --- where the credential stands ----------------------------------------------------------------------------


def test_credential_of_version_1_stands_in_vc(badge: JsonObject) -> None:
    old = {**badge, "@context": [V1], "issuanceDate": badge.pop("validFrom")}
    jwt = decoded({"vc": old, "iss": "x", "jti": "y"})
    assert old == jwt.credential


@pytest.mark.parametrize("context", [V1, [V1], [V1, "https://www.w3.org/ns/credentials/v2"]])
def test_credential_of_version_1_as_payload_is_refused(context: Any, payload: JsonObject) -> None:
    with pytest.raises(ProofError, match="the other way round"):
        decoded({**payload, "@context": context})


def test_credential_of_version_2_in_vc_is_refused(badge: JsonObject) -> None:
    with pytest.raises(ProofError, match="the other way round"):
        decoded({"vc": badge})


def test_two_credentials_in_one_token_are_refused(badge: JsonObject) -> None:
    with pytest.raises(ProofError, match="another in vc"):
        decoded({**badge, "vc": {**badge, "@context": [V1]}})


@pytest.mark.parametrize("value", [None, "x", [], 1])
def test_vc_that_holds_no_object_is_refused(value: Any) -> None:
    with pytest.raises(ProofError, match="must hold a credential"):
        decoded({"vc": value})


@pytest.mark.parametrize("context", [None, [], {}, 1])
def test_odd_context_is_left_to_others(context: Any, payload: JsonObject) -> None:
    assert decoded({**payload, "@context": context}).credential["@context"] == context


# --- claims -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["iss", "jti", "sub", "nbf", "exp"])
def test_missing_claim_is_found(claim: str, payload: JsonObject) -> None:
    del payload[claim]
    assert codes(payload) == [f"{claim}-missing"]


@pytest.mark.parametrize("claim", ["iss", "jti", "sub", "nbf", "exp"])
@pytest.mark.parametrize("value", [None, "", "x", 1, 1.5, True, [], 10**400, -1])
def test_claim_that_says_something_else_is_found(claim: str, value: Any, payload: JsonObject) -> None:
    assert codes({**payload, claim: value}) == [f"{claim}-mismatch"]


@pytest.mark.parametrize(
    ("shift", "found"), [(0.5, []), (-0.999, []), (1, ["nbf-mismatch"]), (-1, ["nbf-mismatch"])]
)
def test_times_agree_to_the_second(shift: float, found: list[str], payload: JsonObject) -> None:
    assert found == codes({**payload, "nbf": payload["nbf"] + shift})


def test_exp_of_a_badge_without_end_is_found(payload: JsonObject) -> None:
    del payload["validUntil"]
    assert codes(payload) == ["exp-mismatch"]


def test_claim_for_what_the_badge_does_not_say_is_found(payload: JsonObject) -> None:
    del payload["credentialSubject"]["id"]
    del payload["id"]
    assert codes(payload) == ["jti-mismatch", "sub-mismatch"]


def test_null_does_not_repeat_what_is_not_there(payload: JsonObject) -> None:
    del payload["credentialSubject"]["id"]
    assert codes({**payload, "sub": None}) == ["sub-mismatch"]


def test_date_without_zone_is_no_time_to_repeat(payload: JsonObject) -> None:
    assert codes({**payload, "validFrom": "2026-05-01T09:00:00"}) == ["nbf-mismatch"]


def test_dates_of_version_1_are_compared() -> None:
    old = {
        "@context": [V1],
        "id": "urn:x:1",
        "issuer": "did:example:1",
        "issuanceDate": "2026-05-01T09:00:00Z",
        "expirationDate": "2027-05-01T09:00:00Z",
        "credentialSubject": [{"id": "urn:x:2"}],
    }
    claims = {
        "iss": "did:example:1",
        "jti": "urn:x:1",
        "sub": "urn:x:2",
        "nbf": 1777626000,
        "exp": 1809162000,
    }
    assert codes({"vc": old, **claims}) == []
    assert codes({"vc": old, **claims, "exp": 1}) == ["exp-mismatch"]


def test_finding_says_where_and_what(payload: JsonObject) -> None:
    problem = claim_problems(decoded({**payload, "iss": "did:example:thief"}))[0]
    assert (problem.path, problem.value) == ("$.iss", "did:example:thief")
    assert "does not repeat issuer.id" in problem.message


def test_header_may_hold_more_but_it_is_told(payload: JsonObject) -> None:
    header = {
        "alg": "ES256",
        "kid": METHOD,
        "typ": "vc+ld+json+jwt",
        "cty": "vc",
        "x5u": "https://evil.example",
    }
    found = header_problems(decoded(payload, header))
    assert [(problem.code, problem.path) for problem in found] == [
        ("header-member", "$.cty"),
        ("header-member", "$.x5u"),
        ("header-typ", "$.typ"),
    ]
    assert header_problems(decoded(payload)) == []


@pytest.mark.parametrize("audience", ["did:example:somebody", ["urn:x:a"], None, {}, 1])
def test_a_token_for_somebody_else_is_found(audience: Any, payload: JsonObject) -> None:
    assert codes({**payload, "aud": audience}) == ["aud-mismatch"]


def test_a_token_may_be_for_its_subject(payload: JsonObject) -> None:
    assert codes({**payload, "aud": payload["sub"]}) == []
    assert codes({**payload, "aud": ["urn:x:a", payload["sub"]]}) == []


def test_begin_must_be_claimed_even_where_the_badge_says_none(payload: JsonObject) -> None:
    del payload["nbf"], payload["validFrom"]
    assert codes(payload) == ["nbf-missing"]


@pytest.mark.parametrize(
    ("written", "found"), [("JWT", []), ("jwt", ["header-typ"]), ("vc+jwt", ["header-typ"])]
)
def test_type_of_a_token_is_jwt_in_capitals(written: str, found: list[str], payload: JsonObject) -> None:
    header = {"alg": "ES256", "typ": written}
    assert [problem.code for problem in header_problems(decoded(payload, header))] == found
