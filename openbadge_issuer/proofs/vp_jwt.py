"""
A presentation as a JWT (VC Data Model 1.1, 6.3.1; Securing Verifiable Credentials using JOSE and COSE, 3.2).

A presentation of version 2.0 is the payload itself, one of version 1.1 stands in the claim `vp`.
`iss` repeats the holder, `jti` the id; `nonce` is the challenge, and `aud` the domain.
The JWS around it is that of credentials: see `vc_jwt` and `jws`.
"""

from typing import Any, Final

from openbadge_issuer.errors import Problem, ProofError
from openbadge_issuer.json_text import JsonObject, name_of, shorten
from openbadge_issuer.proofs.jwt_claims import REGISTERED_CLAIMS
from openbadge_issuer.proofs.vc_jwt import CREDENTIALS_V1, CREDENTIALS_V2

OWN_CLAIMS: Final = REGISTERED_CLAIMS | {"nonce"}
"""What in the payload belongs to the JWT, and not to the presentation in it."""


def presentation_of(payload: JsonObject) -> JsonObject:
    """
    Find the presentation in a payload.

    Raises:
        ProofError: If it stands where one of its version must not stand, or two might.
    """
    if "vp" not in payload:
        presentation = {key: value for key, value in payload.items() if key not in OWN_CLAIMS}
        _check_version(presentation, other=CREDENTIALS_V1, path="$")
        return presentation
    presentation = payload["vp"]
    if not isinstance(presentation, dict):
        raise ProofError(
            f"The claim vp must hold a presentation; found {name_of(presentation)}.", path="$.vp"
        )
    if "@context" in payload:
        raise ProofError("The JWT holds one presentation as its payload, and another in vp.", path="$.vp")
    _check_version(presentation, other=CREDENTIALS_V2, path="$.vp")
    return presentation


def compare_presentation(payload: JsonObject, presentation: JsonObject) -> list[Problem]:
    """Tell which claims do not repeat what the presentation says, where it says anything."""
    holder = presentation.get("holder")
    repeated = {
        "iss": holder.get("id") if isinstance(holder, dict) else holder,
        "jti": presentation.get("id"),
    }
    return [
        _mismatch(claim, payload[claim])
        for claim, value in repeated.items()
        if claim in payload and value is not None and payload[claim] != value
    ]


def _mismatch(claim: str, found: object) -> Problem:
    place = {"iss": "holder", "jti": "id"}[claim]
    message = f"The claim {claim} does not repeat {place}: readers of the one and of the other would differ."
    value = shorten(found) if isinstance(found, str) else name_of(found)
    return Problem(code=f"{claim}-mismatch", path=f"$.{claim}", message=message, value=value)


def _check_version(presentation: JsonObject, *, other: str, path: str) -> None:
    context: Any = presentation.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    if first == other:
        raise ProofError(
            "In a JWT, a presentation of version 2.0 is the payload itself, one of version 1.1 stands in vp; "
            f"found {other} the other way round.",
            path=path,
        )
