"""
A credential as a JWT (Open Badges 3.0, section 8.2; Verifiable Credentials 1.1, section 6.3.1).

The whole credential is the payload, together with the registered claims `iss`, `jti`, `nbf`, `sub`
and, if it ends, `exp`, which repeat what the credential says.
A reader that only knows JWTs and one that only knows credentials must come to the same conclusions,
so a difference is a finding (`claim_problems`).
Credentials of version 1.1 stand in a claim of their own, `vc`.

Whose key it is, and whether the credential is structured, valid now and not revoked, is not decided here.
"""

from dataclasses import dataclass
from typing import Any, Final

from openbadge_issuer.errors import Problem, ProofError
from openbadge_issuer.json_text import JsonObject, name_of
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.linked_data.canonicalization import normalize_numbers
from openbadge_issuer.proofs.jws import CompactJws, read_jws, verify_jws, write_jws
from openbadge_issuer.proofs.jwt_claims import (
    REGISTERED_CLAIMS,
    claims_of,
    compare_claims,
    unexpected_members,
)

SIGNING_ALGORITHMS: Final = {
    KeyKind.P256: ("ES256",),
    KeyKind.RSA: ("RS256",),
    KeyKind.ED25519: ("EdDSA", "Ed25519"),
    KeyKind.P384: ("ES384",),
    KeyKind.P521: ("ES512",),
    KeyKind.SECP256K1: ("ES256K",),
}
"""
What each kind of key signs a JWT with, the first unless another is asked for.
The official validator takes ES256 and RS256 only.
"""

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, kw_only=True, slots=True)
class DecodedJwt(CompactJws):
    """
    A JWT that was taken apart, and not yet checked.

    Attributes:
        credential: The credential that it carries, without the registered claims.
    """

    credential: JsonObject

    @property
    def kid(self) -> str | None:
        """The id of the key, as the header has it."""
        return self.header.get("kid")

    @property
    def jwk(self) -> JsonObject | None:
        """The public key that the header carries; it proves nothing about the issuer."""
        return self.header.get("jwk")


def encode(
    document: JsonObject, signer: Signer, *, verification_method: str, algorithm: str | None = None
) -> str:
    """
    Secure a credential as a JWT.

    Args:
        document: The credential; it may have an embedded proof already.
        signer: The key to sign with.
        verification_method: The absolute id under which verifiers find the key; it becomes `kid`.
        algorithm: A JWS algorithm of this kind of key; None for the usual one.

    Raises:
        ProofError: If the credential lacks what a claim must repeat (`issuer.id`, `id`, `validFrom`,
            `credentialSubject.id`), has a member named like a claim, or the key does not sign so.
    """
    header = {"alg": _algorithm(signer.public_key.kind, algorithm), "kid": verification_method, "typ": "JWT"}
    taken = sorted(REGISTERED_CLAIMS.intersection(document))
    if taken:
        raise ProofError(
            f"The credential has a member {taken[0]}, which the JWT needs for itself.", path=f"$.{taken[0]}"
        )
    return write_jws(header, {**normalize_numbers(document), **claims_of(document)}, signer)


def decode(token: str) -> DecodedJwt:
    """
    Take a JWT apart and find the credential in it; nothing is verified.

    Raises:
        ProofError: If it is not a compact JWS of an accepted form, or its version of credentials
            does not fit the place where the credential stands.
        InputError: If header or payload is not one JSON object in its strict form.
    """
    jws = read_jws(token)
    return DecodedJwt(
        header=jws.header,
        payload=jws.payload,
        payload_text=jws.payload_text,
        algorithm=jws.algorithm,
        signing_input=jws.signing_input,
        signature=jws.signature,
        credential=_credential(jws.payload),
    )


def verify(decoded: DecodedJwt, public_key: PublicKey) -> None:
    """
    Make sure that a key signed a JWT.

    Raises:
        ProofError: If it did not, or the algorithm is not one of this kind of key.
    """
    verify_jws(decoded, public_key)


def claim_problems(decoded: DecodedJwt) -> list[Problem]:
    """
    Compare the claims of a JWT with the credential in it.

    Returns:
        A finding for each claim that is missing (code `iss-missing`, `sub-missing`, …)
        or says something else (`iss-mismatch`, …).
        `sub-missing` is common, since subjects need no id; a verifier may let it pass.
    """
    return compare_claims(decoded.payload, decoded.credential)


def header_problems(decoded: DecodedJwt) -> list[Problem]:
    """
    Tell what in the header Open Badges does not allow, although it harms nobody.

    Returns:
        A finding for each member beside `alg`, `kid`, `jwk` and `typ` (code `header-member`),
        and for a `typ` other than JWT (code `header-typ`).
    """
    return unexpected_members(decoded.header)


def _algorithm(kind: KeyKind, wanted: str | None) -> str:
    allowed = SIGNING_ALGORITHMS[kind]
    if wanted is not None and wanted not in allowed:
        raise ProofError(f"A {kind} key signs JWTs with {' or '.join(allowed)}; asked for was {wanted!r}.")
    return wanted or allowed[0]


def _credential(payload: JsonObject) -> JsonObject:
    """Version 1.1 stands in `vc`, version 2.0 is the payload; anything else could be read in two ways."""
    if "vc" not in payload:
        credential = {key: value for key, value in payload.items() if key not in REGISTERED_CLAIMS}
        _check_version(credential, other=CREDENTIALS_V1, place="$")
        return credential
    credential = payload["vc"]
    if not isinstance(credential, dict):
        raise ProofError(f"The claim vc must hold a credential; found {name_of(credential)}.", path="$.vc")
    if "@context" in payload:
        raise ProofError("The JWT holds one credential as its payload, and another in vc.", path="$.vc")
    _check_version(credential, other=CREDENTIALS_V2, place="$.vc")
    return credential


def _check_version(credential: JsonObject, *, other: str, place: str) -> None:
    context: Any = credential.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    if first == other:
        raise ProofError(
            "In a JWT, a credential of version 2.0 is the payload itself, one of version 1.1 stands in vc; "
            f"found {other} the other way round.",
            path=place,
        )
