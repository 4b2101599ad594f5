"""
Open Badges 2.0 and 1.x: recognised, named, and not verified.

Those badges prove themselves in other ways: hosted ones by being found at their address, signed ones by a key
that their issuer publishes in an older form. Nothing of that is tried here, and nothing is fetched.
So they are neither valid nor invalid: the outcome is `unknown`, and the report says what they claim to be.
Whether it is the badge of somebody who is named can be told, since that stands in the badge itself.
"""

import re
from typing import NamedTuple

from openbadge_issuer.errors import OlderBadgeError, OpenBadgeError
from openbadge_issuer.json_text import JsonObject, JsonValue, shorten
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import INPUT
from openbadge_issuer.verification.recipient import check_recipient
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.source import Source, read, types_of

_CONTEXT = re.compile(r"https?://(?:w3id\.org/openbadges|openbadgespec\.org)/v([12])\b.*", re.DOTALL)
_VERSIONS = {"2": "2.0", "1": "1.1"}
_FIRST = "1.0 or older"
_CREDENTIALS = frozenset({"VerifiableCredential", "VerifiablePresentation"})
_IDENTITIES = {"email": "e-mail address", "url": "web address", "telephone": "telephone number", "id": "id"}
_SAID = "It is verified in another way; Open Badges 3.0 is verified here."


class OlderBadge(NamedTuple):
    """
    What a document of an older version says it is; all of it claims.

    Attributes:
        version: `2.0`, `1.1`, or `1.0 or older`.
        type: `Assertion` for a badge; `BadgeClass`, `Issuer` and others describe what belongs to badges.
        badge: The badge's name; None if it stands elsewhere.
        issuer: The issuer's name or address; None if it stands elsewhere.
        recipient: In what form the recipient is named; None if not at all.
        verification: How it is to be verified, in words.
        issued_on: When it was issued.
        expires: When it ends.
    """

    version: str
    type: str
    badge: str | None
    issuer: str | None
    recipient: str | None
    verification: str | None
    issued_on: str | None
    expires: str | None

    def to_dict(self) -> JsonObject:
        """Return the same as plain JSON."""
        return {
            "version": self.version,
            "type": self.type,
            "badge": self.badge,
            "issuer": self.issuer,
            "recipient": self.recipient,
            "verification": self.verification,
            "issuedOn": self.issued_on,
            "expires": self.expires,
        }


def version_of(document: JsonObject) -> str | None:
    """Return the version before 3.0 that a document is written in; None if it is something else."""
    if types_of(document) & _CREDENTIALS:
        return None
    found = document.get("@context")
    for context in found if isinstance(found, list) else [found]:
        match = _CONTEXT.fullmatch(context) if isinstance(context, str) else None
        if match:
            return _VERSIONS[match[1]]
    is_assertion = "badge" in document and "recipient" in document
    return _FIRST if is_assertion and found is None else None


def report_older(
    source: Source, circumstances: Circumstances, recipient: str | None
) -> VerificationReport | None:
    """Report a badge of an older version, as far as it tells about itself; None if it is none."""
    version = version_of(source.document)
    if version is None:
        return None
    older = _described(source, version)
    asked = [check_recipient(_as_subject(source.document), recipient)] if recipient is not None else []
    return VerificationReport(
        checks=(_check(version, _sentence(older)), *asked),
        checked_at=circumstances.now,
        source_kind=source.kind,
        form=source.form,
        kind="older badge",
        credential=source.document,
        issuer_name=older.issuer,
        details={"olderBadge": older.to_dict()},
    )


def report_carried(
    error: OlderBadgeError, circumstances: Circumstances, recipient: str | None
) -> VerificationReport:
    """Report a badge of an older version that a picture carries: its address, its JSON, or its JWS."""
    try:
        report = report_older(read(error.text), circumstances, recipient)
    except OpenBadgeError:
        report = None
    if report is not None:
        return report
    message = f"The picture carries a badge of Open Badges 2.0 or older: {shorten(error.text, 200)}. {_SAID}"
    return VerificationReport(
        checks=(_check("2.0", message),), checked_at=circumstances.now, kind="older badge"
    )


def _check(version: str, message: str) -> Check:
    return Check(name=INPUT, code=f"open-badges-{version[0]}", message=message)


# --- what it says about itself


def _described(source: Source, version: str) -> OlderBadge:
    document = source.document
    badge = document.get("badge", document)
    return OlderBadge(
        version=version,
        type=next(iter(sorted(types_of(document))), "Assertion"),
        badge=_text(badge, "name"),
        issuer=_issuer(document, badge),
        recipient=_recipient(document),
        verification=_verification(source),
        issued_on=_text(document, "issuedOn") or _text(document, "issued_on"),
        expires=_text(document, "expires"),
    )


def _issuer(document: JsonObject, badge: JsonValue) -> str | None:
    """In an assertion the issuer stands in the badge, if that is not elsewhere; an issuer describes itself."""
    issuer = badge.get("issuer") if isinstance(badge, dict) else None
    named = _text(issuer, "name") or _text({"url": issuer}, "url")
    return named or (_text(document, "name") if types_of(document) & {"Issuer", "Profile"} else None)


def _recipient(document: JsonObject) -> str | None:
    found = document.get("recipient")
    if isinstance(found, str):
        return "a hashed e-mail address" if "$" in found else "an e-mail address"
    if not isinstance(found, dict):
        return None
    kinds = types_of(found)
    kind = next((words for name, words in _IDENTITIES.items() if name in kinds), "identity")
    return f"a hashed {kind}" if found.get("hashed") is True else f"a plain {kind}"


def _verification(source: Source) -> str | None:
    if source.jwt is not None:
        return f"signed; the JWS is well formed ({source.jwt.algorithm}), its signature was not checked"
    found = source.document.get("verification", source.document.get("verify"))
    kinds = types_of(found) if isinstance(found, dict) else frozenset()
    if kinds & {"hosted", "HostedBadge"}:
        address = _text(found, "url") or _text(source.document, "id")
        return f"hosted by its issuer at {address}" if address else "hosted by its issuer"
    return "signed, but found here without its signature" if kinds & {"signed", "SignedBadge"} else None


def _text(value: JsonValue, member: str) -> str | None:
    found = value.get(member) if isinstance(value, dict) else None
    return shorten(found) if isinstance(found, str) and found else None


def _sentence(older: OlderBadge) -> str:
    what = "a badge" if older.type == "Assertion" else f"a document ({shorten(older.type, 40)})"
    parts = [
        f"This is {what} of Open Badges {older.version}",
        f"“{older.badge}”" if older.badge else None,
        f"by {older.issuer}" if older.issuer else None,
        f"for {older.recipient}" if older.recipient else None,
        older.verification,
    ]
    return f"{', '.join(part for part in parts if part)}. {_SAID}"


def _as_subject(document: JsonObject) -> JsonObject:
    """Write the recipient as Open Badges 3.0 does, which hashes it in the same way."""
    found = document.get("recipient")
    identity = found if isinstance(found, dict) else {"identity": found, "hashed": True}
    identifier = {
        "hashed": identity.get("hashed"),
        "identityHash": identity.get("identity"),
        "salt": identity.get("salt", document.get("salt")),
    }
    return {"credentialSubject": {"identifier": [identifier]} if found is not None else {}}
