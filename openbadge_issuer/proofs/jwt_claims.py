"""
The registered claims of a credential's JWT: what each must repeat, whether it does (Open Badges 3.0, 8.2).

| claim | repeats |
|---|---|
| `iss` | `issuer.id` |
| `jti` | `id` |
| `sub` | `credentialSubject.id` |
| `nbf` | `validFrom`, in version 1.1 `issuanceDate` |
| `exp` | `validUntil`, in version 1.1 `expirationDate`; only if there is one |

`aud` need not be there, and may name the subject, as the official samples have it.
A token for somebody else must be refused by whoever is not the one it names (RFC 7519 4.1.3).
A claim counts seconds, a credential may write parts of one: a difference below a second is none.
"""

from datetime import UTC, datetime
from typing import Any, Final

from openbadge_issuer.errors import Problem, ProofError
from openbadge_issuer.json_text import JsonObject, name_of, shorten
from openbadge_issuer.proofs.timestamps import parse_timestamp

REGISTERED_CLAIMS: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
"""RFC 7519 4.1; they belong to the JWT, not to the credential in it."""

HEADER_MEMBERS: Final = frozenset({"alg", "kid", "jwk", "typ"})
"""The only members a header may have: Open Badges 3.0, 8.2."""

MAX_SECONDS = 1_000_000_000_000
"""Largest time compared, in seconds from 1970 either way: 30,000 years; huge integers do not fit a float."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_START: Final = ("validFrom", "issuanceDate")
_END: Final = ("validUntil", "expirationDate")


def claims_of(credential: JsonObject) -> JsonObject:
    """
    Make the claims for a credential.

    Raises:
        ProofError: If it lacks what a claim must repeat.
    """
    claims: JsonObject = {name: _required(credential, name) for name in ("iss", "jti", "sub")}
    claims["nbf"] = _whole_seconds(credential, _START)
    if any(name in credential for name in _END):
        claims["exp"] = _whole_seconds(credential, _END)
    return claims


def compare_claims(payload: JsonObject, credential: JsonObject) -> list[Problem]:
    """Tell which claims are missing, or do not repeat what the credential says."""
    problems = [_name_problem(payload, credential, name) for name in ("iss", "jti", "sub")]
    problems.append(_time_problem(payload, credential, "nbf", _START, required=True))
    problems.append(_time_problem(payload, credential, "exp", _END, required=False))
    problems.append(_audience_problem(payload, credential))
    return [problem for problem in problems if problem is not None]


def unexpected_members(header: JsonObject) -> list[Problem]:
    """Tell what in a header Open Badges does not allow."""
    problems = [
        Problem(
            code="header-member",
            path=f"$.{shorten(name, 40)}",
            message="Not allowed in the header of a badge.",
        )
        for name in sorted(header.keys() - HEADER_MEMBERS)
    ]
    if "typ" in header and header["typ"] != "JWT":
        message = "typ, if there is one, must be JWT."
        problems.append(
            Problem(code="header-typ", path="$.typ", message=message, value=_shown(header["typ"]))
        )
    return problems


def _repeated(credential: JsonObject, claim: str) -> tuple[str, Any]:
    """Return the place that a claim repeats, and what is there."""
    match claim:
        case "iss":
            issuer = credential.get("issuer")
            return "issuer.id", issuer.get("id") if isinstance(issuer, dict) else issuer
        case "sub":
            subject = credential.get("credentialSubject")
            if isinstance(subject, list) and len(subject) == 1:
                subject = subject[0]
            return "credentialSubject.id", subject.get("id") if isinstance(subject, dict) else None
        case _:
            return "id", credential.get("id")


def _required(credential: JsonObject, claim: str) -> str:
    place, value = _repeated(credential, claim)
    if isinstance(value, str) and value:
        return value
    hint = None
    if claim == "sub":
        hint = (
            "A subject known by an identifier only gets an id of its own: a fresh urn:uuid for each award, "
            "as Issuer.issue gives it. Or use the form with an embedded proof, which needs none."
        )
    raise ProofError(
        f"A JWT needs {place} for its claim {claim}, and there is none.", hint=hint, path=f"$.{place}"
    )


def _whole_seconds(credential: JsonObject, names: tuple[str, str]) -> int:
    name = next((name for name in names if name in credential), names[0])
    return int((parse_timestamp(credential.get(name), path=f"$.{name}") - _EPOCH).total_seconds() // 1)


def _name_problem(payload: JsonObject, credential: JsonObject, claim: str) -> Problem | None:
    place, expected = _repeated(credential, claim)
    if claim not in payload:
        return _missing(claim, place)
    return None if expected is not None and payload[claim] == expected else _mismatch(payload, claim, place)


def _time_problem(
    payload: JsonObject, credential: JsonObject, claim: str, names: tuple[str, str], *, required: bool
) -> Problem | None:
    name = next((name for name in names if name in credential), None)
    if claim not in payload:
        return _missing(claim, name or names[0]) if required or name else None
    if name is None or not _same_time(payload[claim], credential[name]):
        return _mismatch(payload, claim, name or names[0])
    return None


def _audience_problem(payload: JsonObject, credential: JsonObject) -> Problem | None:
    audience = payload.get("aud")
    place, subject = _repeated(credential, "sub")
    named = audience if isinstance(audience, list) else [audience]
    return (
        None if "aud" not in payload or (subject and subject in named) else _mismatch(payload, "aud", place)
    )


def _same_time(seconds: object, text: object) -> bool:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or abs(seconds) > MAX_SECONDS:
        return False
    try:
        moment = parse_timestamp(text, path="$")
    except ProofError:
        return False
    return abs(seconds - (moment - _EPOCH).total_seconds()) < 1


def _missing(claim: str, place: str) -> Problem:
    message = f"The claim {claim} is missing; it must repeat {place}."
    return Problem(code=f"{claim}-missing", path=f"$.{claim}", message=message)


def _mismatch(payload: JsonObject, claim: str, place: str) -> Problem:
    message = f"The claim {claim} does not repeat {place}: readers of the one and of the other would differ."
    return Problem(code=f"{claim}-mismatch", path=f"$.{claim}", message=message, value=_shown(payload[claim]))


def _shown(value: object) -> str:
    if isinstance(value, str):
        return shorten(value)
    return str(value) if isinstance(value, float) else name_of(value)
