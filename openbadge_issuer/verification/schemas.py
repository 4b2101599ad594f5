"""
Step 1, the schemas: `credentialSchema` (Open Badges 3.0, "OpenBadgeCredential Verification";
W3C VC Data Model, 4.11).

A schema of the type that Open Badges names must hold for the credential.
The standard's own schemas say what our data model says, so they hold where the structure conforms;
nothing is fetched for them. Other schemas of that type are extensions that are not at hand: they could not be
checked. Schemas of other types are outside of Open Badges, and left out.
"""

from typing import NamedTuple

from openbadge_issuer.json_text import JsonObject, JsonValue, child_path, name_of, shorten
from openbadge_issuer.model.conformance import is_version_1
from openbadge_issuer.verification.codes import SCHEMA
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import document_kind, types_of

SCHEMA_TYPE = "1EdTechJsonSchemaValidator2019"
"""The one type that Open Badges asks verifiers to check."""

MAX_SCHEMAS = 16
"""Most schemas told apart in one document; a badge names one, and one for each extension."""

_PATH = "$.credentialSchema"
_PLACES = tuple(
    f"https://purl.imsglobal.org/spec/ob/v3p0/schema/{folder}/ob_v3p0_" for folder in ("json", "json-ld")
)


class _Canonical(NamedTuple):
    """Whom a schema of the standard is for: a kind of document, in version 2.0 only or in both."""

    kind: str
    both: bool


_CANONICAL = {
    f"{place}{name}_schema.json": canonical
    for place in _PLACES
    for name, canonical in {
        "achievementcredential": _Canonical("badge", both=False),
        "anyachievementcredential": _Canonical("badge", both=True),
        "endorsementcredential": _Canonical("endorsement", both=False),
        "anyendorsementcredential": _Canonical("endorsement", both=True),
    }.items()
}


def check_schemas(document: JsonObject, structure: Check) -> list[Check]:
    """Check every schema that a document says it conforms to; `structure` says whether our model agrees."""
    found = document.get("credentialSchema")
    if found is None:
        return []
    entries = found if isinstance(found, list) else [found]
    checks = [
        _checked(entry, child_path(_PATH, index) if entries is found else _PATH, document, structure)
        for index, entry in enumerate(entries[:MAX_SCHEMAS])
    ]
    if len(entries) > MAX_SCHEMAS:
        message = f"The document names {len(entries)} schemas; at most {MAX_SCHEMAS} are looked at."
        checks.append(Check(name=SCHEMA, code="another-schema", message=message, path=_PATH))
    return checks


def _checked(entry: JsonValue, path: str, document: JsonObject, structure: Check) -> Check:
    schema: JsonObject = entry if isinstance(entry, dict) else {}
    url = schema.get("id")
    if SCHEMA_TYPE not in types_of(schema):
        message = f"Schemas are checked if their type is {SCHEMA_TYPE}; found {_shown(schema.get('type'))}."
        return Check(name=SCHEMA, code="unsupported-type", message=message, path=path)
    canonical = _CANONICAL.get(url) if isinstance(url, str) else None
    if canonical is None:
        message = f"The schema {_shown(url)} is not at hand, so nobody compared the document with it."
        return Check(name=SCHEMA, code="another-schema", message=message, path=path)
    if canonical.kind != document_kind(document) or (is_version_1(document) and not canonical.both):
        message = f"{url} describes another kind or version of documents than this is."
        return Check(name=SCHEMA, code="not-for-this", message=message, path=path)
    if not structure.passed:
        message = f"The document does not conform to {url}: {structure.message}"
        return Check(name=SCHEMA, code="does-not-conform", message=message, path=path)
    return Check(
        name=SCHEMA, code="conforms", message="The document conforms to the standard's own schema.", path=path
    )


def _shown(value: JsonValue) -> str:
    return shorten(value, 100) if isinstance(value, str) else name_of(value)
